/// How the rows of a database are read: see ``SQLiteFile``.
///
/// ```swift
/// var options = SQLiteOptions(types: ["measured": .date])
/// options.blobs = .base64
/// let table = try Table(database: "plants.sqlite", table: "flowers", options)
/// ```
public struct SQLiteOptions: Sendable, Equatable {
  /// What becomes of blobs, which no column of a table can hold.
  public enum Blobs: Sendable {
    /// They are errors that name the row and column.
    case refused
    /// Texts of two hexadecimal digits for each byte, as SQLite's `hex` writes them.
    case hexadecimal
    /// Texts of Base64 (RFC 4648).
    case base64
  }

  /// The types of columns that are not to be inferred, by name. A text must then write a value of the type.
  public var types: [String: ColumnType] = [:]
  /// The types that columns may have that aren't declared here; others are texts.
  public var inferredTypes: Set<ColumnType> = Set(ColumnType.allCases)
  /// What becomes of blobs.
  public var blobs = Blobs.refused
  /// What numbers count in columns of dates.
  public var dateUnit = DateUnit.seconds
  /// The most rows that are read into a table, one or more; nil for all.
  public var rowLimit: Int?

  /// Options with the defaults for what is not given.
  ///
  /// - Parameter types: The types of columns that are not to be inferred.
  public init(types: [String: ColumnType] = [:]) { self.types = types }
}

/// The values for the parameters of a query: a list for `?`, or by name for `:name`, `@name` or `$name`.
///
/// ```swift
/// let cheap = try file.table(query: "SELECT * FROM flowers WHERE price < ?", [.number(2.5)])
/// let red = try file.table(query: "SELECT * FROM flowers WHERE colour = :c", ["c": .text("red")])
/// ```
///
/// Truth values are 0 and 1; dates are texts as ``Table/write(toDatabase:table:_:waiting:)`` writes them, a day alone if it
/// is midnight.
public struct SQLiteParameters: Sendable, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
  enum Values: Sendable {
    case list([TableValue])
    case named([String: TableValue])
  }

  let values: Values

  /// Values in the order of the parameters.
  public init(_ list: [TableValue]) { values = .list(list) }

  /// Values by the names of the parameters, without the mark before them.
  public init(_ named: [String: TableValue]) { values = .named(named) }

  /// Values in the order of the parameters.
  public init(arrayLiteral elements: TableValue...) { self.init(elements) }

  /// Values by the names of the parameters; a name that comes twice stops the program.
  public init(dictionaryLiteral elements: (String, TableValue)...) {
    self.init(Dictionary(uniqueKeysWithValues: elements))
  }

  /// Gives the parameters of a statement their values.
  func bind(to statement: SQLiteStatement) throws(TableError) {
    func fail(_ message: String) -> TableError { TableError(.badOption, path: statement.connection.path, message) }
    let count = statement.parameterCount
    switch values {
    case .list(let list):
      guard list.count == count else {
        throw fail("the query has \(count) parameters, and \(list.count) values are given; give one for each")
      }
      for (index, value) in list.enumerated() { try statement.bind(value, to: index + 1) }
    case .named(let named):
      var left = Set(named.keys)
      for index in 0..<count {
        let name = statement.parameterName(index + 1).map { String($0.dropFirst()) }
        guard let name, let value = named[name] else {
          throw fail("there is no value for the query's parameter \(quoted(name ?? "\(index + 1)")); give one")
        }
        left.remove(name)
        try statement.bind(value, to: index + 1)
      }
      if let name = left.min() { throw fail("the query has no parameter \(quoted(name)); remove the value") }
    }
  }
}

/// A named column of a ``Table``: values of one type, some of which may be missing.
///
/// ```swift
/// let height = TableColumn("height", numbers: [1.72, .nan, 1.65])
/// let name = TableColumn("name", texts: ["Ada", "Kim", nil])
/// height.missingCount                // 1
/// name.categories                    // ["Ada", "Kim"]
/// ```
///
/// Columns are values: no function changes a column, each gives a new one. Two columns are equal if names, types and
/// values are; missing values are equal to each other.
public struct TableColumn: Sendable, Equatable {
  /// The name.
  public let name: String
  let storage: ColumnStorage

  init(_ name: String, _ storage: ColumnStorage) {
    self.name = name
    self.storage = storage
  }

  /// A column of floating-point numbers.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - numbers: The values, NaN where missing.
  public init(_ name: String, numbers: [Double]) {
    self.init(name, .numbers(numbers))
  }

  /// A column of whole numbers.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - integers: The values, nil where missing.
  public init(_ name: String, integers: [Int64?]) {
    self.init(name, .integers(IntegerValues(integers)))
  }

  /// A column of truth values.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - booleans: The values, nil where missing.
  public init(_ name: String, booleans: [Bool?]) {
    self.init(name, .booleans(booleans.map { value in value.map { $0 ? 1 : 0 } ?? -1 }))
  }

  /// A column of moments.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - dates: Seconds since 1970-01-01T00:00:00 UTC, NaN where missing. A moment outside the years 1 to 9999 counts as
  ///     missing.
  public init(_ name: String, dates: [Double]) {
    self.init(name, .dates(DateValues(dates)))
  }

  /// A column of texts.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - texts: The values, nil where missing.
  public init(_ name: String, texts: [String?]) {
    self.init(name, .texts(TextValues(texts)))
  }

  /// A column of texts from distinct ones and the position of each row's among them.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - categories: Texts; some may repeat or not be used. They are kept in the order in which the rows use them.
  ///   - codes: For each row a position in `categories`, or −1 where missing; any other stops the program.
  public init(_ name: String, categories: [String], codes: [Int32]) {
    guard codes.allSatisfy({ $0 >= -1 && $0 < categories.count }) else {
      fatalError("TableColumn \(quoted(name)): a code is not a position among the \(categories.count) categories")
    }
    self.init(name, .texts(TextValues(merging: categories, codes: codes)))
  }

  /// The type of the values.
  public var type: ColumnType {
    switch storage {
    case .integers: .integer
    case .numbers: .number
    case .booleans: .boolean
    case .dates: .date
    case .texts: .text
    }
  }

  /// The number of values, missing ones included.
  public var count: Int {
    switch storage {
    case .integers(let column): column.values.count
    case .numbers(let numbers): numbers.count
    case .booleans(let values): values.count
    case .dates(let column): column.seconds.count
    case .texts(let column): column.codes.count
    }
  }

  /// The number of missing values.
  public var missingCount: Int {
    switch storage {
    case .integers(let column): column.present?.count { !$0 } ?? 0
    case .numbers(let numbers): numbers.count { $0.isNaN }
    case .booleans(let values): values.count { $0 < 0 }
    case .dates(let column): column.seconds.count { $0.isNaN }
    case .texts(let column): column.codes.count { $0 < 0 }
    }
  }

  /// Whether a row's value is missing.
  ///
  /// - Parameter row: Which row, from 0; one that is not there stops the program.
  public func isMissing(row: Int) -> Bool {
    check(row)
    return switch storage {
    case .integers(let column): column.present.map { !$0[row] } ?? false
    case .numbers(let numbers): numbers[row].isNaN
    case .booleans(let values): values[row] < 0
    case .dates(let column): column.seconds[row].isNaN
    case .texts(let column): column.codes[row] < 0
    }
  }

  /// The same values under another name.
  public func renamed(_ name: String) -> TableColumn { TableColumn(name, storage) }

  func check(_ row: Int) {
    guard row >= 0, row < count else {
      fatalError("TableColumn \(quoted(name)): there is no row \(row); it has \(count)")
    }
  }
}

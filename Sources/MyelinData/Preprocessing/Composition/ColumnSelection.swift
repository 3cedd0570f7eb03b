/// Which columns of a table.
///
/// ```swift
/// let some: ColumnSelection = ["age", "fare"]
/// let texts = ColumnSelection.typed(.text)
/// ```
public enum ColumnSelection: Sendable, Equatable, ExpressibleByArrayLiteral {
  /// The columns of these names, in this order.
  case named([String])
  /// All columns of these types that no selection of the same ``Preprocessing`` names.
  case ofTypes(Set<ColumnType>)
  /// All columns that no selection of the same ``Preprocessing`` names.
  case all

  /// The columns of these names.
  public init(arrayLiteral names: String...) { self = .named(names) }

  /// All columns of some types that no selection of the same ``Preprocessing`` names.
  public static func typed(_ types: ColumnType...) -> ColumnSelection { .ofTypes(Set(types)) }

  /// All columns of integers and numbers that no selection of the same ``Preprocessing`` names.
  public static let numeric = ColumnSelection.typed(.integer, .number)

  /// The names of the columns.
  ///
  /// - Parameters:
  ///   - table: The table.
  ///   - taken: Names that other selections name.
  /// - Throws: ``TableError`` if a named column is not there.
  func names(in table: Table, taken: Set<String>) throws(TableError) -> [String] {
    switch self {
    case .named(let names):
      for name in names { _ = try table.column(named: name) }
      return names
    case .ofTypes(let types):
      return table.columns.filter { types.contains($0.type) && !taken.contains($0.name) }.map(\.name)
    case .all: return table.columnNames.filter { !taken.contains($0) }
    }
  }
}

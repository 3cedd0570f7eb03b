/// How JSON lines are read: see ``Table/init(jsonLines:_:)`` and ``JSONLinesReader``.
///
/// ```swift
/// var options = JSONLinesOptions(types: ["id": .text])
/// options.nested = .flattened(separator: ".")
/// let table = try Table(jsonLines: "events.jsonl.gz", options)
/// ```
public struct JSONLinesOptions: Sendable, Equatable {
  /// What becomes of objects and arrays within an object.
  public enum Nested: Sendable, Equatable {
    /// They are texts: as they are written in the file.
    case text
    /// Each value of an object within is a column of its own, whose name is the keys on the way to it with a separator
    /// between them; arrays are texts. So does pandas' `json_normalize`.
    case flattened(separator: String = ".")
  }

  /// The types of columns that are not to be inferred, by name. A text must then write a value of the type.
  public var types: [String: ColumnType] = [:]
  /// The types that are inferred; a column that has none of them is text. Without `.date`, say, days stay texts.
  public var inferredTypes: Set<ColumnType> = Set(ColumnType.allCases)
  /// The columns to read, in the order that the table shall have; nil for all, in the order of appearance.
  public var columns: [String]?
  /// What becomes of objects and arrays within an object.
  public var nested = Nested.text
  /// What numbers count in a column that is declared to be of dates.
  public var dateUnit = DateUnit.milliseconds
  /// Whether `NaN`, `Infinity` and `-Infinity` are numbers (the first a missing one). JSON has no such words, but Python's
  /// `json` writes them.
  public var acceptsNaN = false
  /// The most rows that are read into a table, one or more; nil for all.
  public var rowLimit: Int?
  /// How many bytes a gzip file may unpack to: 4 GiB.
  public var unpackedLimit = 1 << 32

  /// Options with the defaults for what is not given.
  ///
  /// - Parameter types: The types of columns that are not to be inferred.
  public init(types: [String: ColumnType] = [:]) { self.types = types }
}

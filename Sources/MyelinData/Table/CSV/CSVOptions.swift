/// How a CSV file is read: see ``Table/init(contentsOf:_:)`` and ``CSVReader``.
///
/// ```swift
/// let table = try Table(contentsOf: "umsatz.csv", CSVOptions(separator: ";", types: ["postcode": .text]))
/// ```
///
/// The defaults find out the separator and the types of the columns. A column whose type is not declared is of the
/// first type among these that all its values have: integer (that fits 64 bits), number (finite, decimal), boolean
/// (`true` or `false`, also with a first or only capitals), date (ISO 8601, see ``ColumnType/date``), text. A column
/// without any values counts as numbers. A text among values that are mostly numbers is taken for a mistake.
public struct CSVOptions: Sendable, Equatable {
  /// What separates fields: an ASCII character; nil finds out. Then it is whichever of `,` `;` tab `|` divides the first
  /// record (outside quotes, as far as its first 64 KiB) into the most fields, of several the first in this order.
  public var separator: Unicode.Scalar?
  /// The types of columns that are not to be inferred, by name.
  public var types: [String: ColumnType] = [:]
  /// The types that are inferred; a column that has none of them is text. Without `.date`, say, days stay texts.
  public var inferredTypes: Set<ColumnType> = Set(ColumnType.allCases)
  /// The texts that stand for a missing value.
  public var missing = MissingMarkers.standard
  /// The most rows that are read into a table, one or more; nil for all.
  public var rowLimit: Int?
  /// Whether a column of mostly numbers may also have texts, which makes all of it text; else the first text is an error.
  public var takesTextAmongNumbers = false

  /// Options with the defaults for what is not given.
  ///
  /// - Parameters:
  ///   - separator: What separates fields; nil finds out.
  ///   - types: The types of columns that are not to be inferred.
  public init(separator: Unicode.Scalar? = nil, types: [String: ColumnType] = [:]) {
    self.separator = separator
    self.types = types
  }
}

/// The texts that stand for a missing value in a CSV file, with or without spaces around them.
public struct MissingMarkers: Sendable, Equatable {
  /// The texts. The empty one is always among them.
  public let texts: Set<String>

  /// These texts, and the empty one.
  public init(_ texts: some Sequence<String>) { self.texts = Set(texts).union([""]) }

  /// Nothing at all, `NA`, `N/A`, `NaN`, `nan`, `null`, `NULL`, `None`, and `?`.
  public static let standard = MissingMarkers(["NA", "N/A", "NaN", "nan", "null", "NULL", "None", "?"])

  /// What pandas takes for missing: the standard markers but `?`, and some of other programs.
  public static let pandas = MissingMarkers([
    "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA",
    "NULL", "NaN", "None", "n/a", "nan", "null",
  ])

  /// Nothing but the empty text.
  public static let empty = MissingMarkers([])
}

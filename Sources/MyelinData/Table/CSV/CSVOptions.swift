/// How a CSV file is read: see ``Table/init(contentsOf:_:)`` and ``CSVReader``.
///
/// ```swift
/// var options = CSVOptions(separator: ";", types: ["postcode": .text])
/// options.decimalMark = ","
/// let table = try Table(contentsOf: "umsatz.csv", options)
/// ```
///
/// The defaults read what most programs write, and find out the separator and the types of the columns.
public struct CSVOptions: Sendable, Equatable {
  /// Where the names of the columns come from.
  public enum Header: Sendable, Equatable {
    /// The first row names the columns.
    case firstRow
    /// All rows are data; the columns are called `x0`, `x1` and so on.
    case absent
    /// All rows are data; these are the columns' names, as many as there are columns.
    case names([String])
    /// The first row is left out; these are the columns' names.
    case replaced([String])
  }

  /// What separates fields: an ASCII character; nil finds out. Then it is whichever of `,` `;` tab `|` divides the first
  /// record (outside quotes) into the most fields, of several the first in this order.
  public var separator: Unicode.Scalar?
  /// What encloses fields that hold separators or line breaks: an ASCII character; nil for nothing, so that quotes are
  /// ordinary characters.
  public var quote: Unicode.Scalar? = "\""
  /// Where the names of the columns come from.
  public var header = Header.firstRow
  /// The types of columns that are not to be inferred, by name.
  public var types: [String: ColumnType] = [:]
  /// The types that are inferred; a column that has none of them is text. Without `.date`, say, days stay texts.
  public var inferredTypes: Set<ColumnType> = Set(ColumnType.allCases)
  /// How dates are written in some columns, by name; see ``DateFormat``. These columns are dates.
  public var dateFormats: [String: DateFormat] = [:]
  /// The texts that stand for a missing value.
  public var missing = MissingMarkers.standard
  /// What begins a line that is a comment: an ASCII character; nil for none. Comments are whole lines.
  public var comment: Unicode.Scalar?
  /// The names of the columns to read, which stay in the order of the file; nil for all. What stands in others is not
  /// looked into.
  public var columns: [String]?
  /// How many lines at the beginning of the file are left out, whatever they hold.
  public var skippedLines = 0
  /// The most rows that are read; nil for all.
  public var rowLimit: Int?
  /// What separates a number's whole part from its fraction.
  public var decimalMark: Unicode.Scalar = "."
  /// What groups the digits of a number's whole part, such as `,` in `1,234,567`; nil for nothing.
  public var thousandsSeparator: Unicode.Scalar?
  /// Whether `inf`, `-inf` and `Infinity` (in any case) are numbers; otherwise they are texts.
  public var readsInfinity = false
  /// How many rows ``CSVReader`` looks at to infer the types of the columns.
  public var inferenceRows = 10_000

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

/// How dates are written in a column whose order of day and month only its author knows.
public enum DateFormat: String, Sendable, Codable, CaseIterable {
  /// `2024-02-29`, `2024/02/29`, `20240229`, each with a time or without; what is read without being declared, but for
  /// the last.
  case yearMonthDay
  /// `29.02.2024`, `29/2/2024` or `29-02-2024`, with a time or without.
  case dayMonthYear
  /// `02/29/2024`, `2-29-2024` or `02.29.2024`, with a time or without.
  case monthDayYear
  /// Seconds since 1970-01-01T00:00:00 UTC.
  case unixSeconds
  /// Milliseconds since 1970-01-01T00:00:00 UTC.
  case unixMilliseconds
}

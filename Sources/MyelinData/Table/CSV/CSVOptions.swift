/// How a CSV file is read: see ``Table/init(contentsOf:_:)`` and ``CSVReader``.
///
/// ```swift
/// var options = CSVOptions(separator: ";", types: ["postcode": .text])
/// options.decimalMark = ","
/// let table = try Table(contentsOf: "umsatz.csv", options)
/// ```
///
/// The defaults find out the separator and the types of the columns. A column whose type is not declared is of the
/// first type among these that all its values have: integer (that fits 64 bits), number (finite, decimal), boolean
/// (`true` or `false`, also with a first or only capitals), date (ISO 8601, see ``ColumnType/date``, or one of
/// ``dateFormats``), text. A column without any values counts as numbers. Where a fraction, or an integer beyond 64 bits, would
/// make numbers of integers, these must all be within ±2⁵³, so that none loses digits; else the column is text, for such
/// integers are mostly identifiers. A text among values that are mostly numbers is
/// taken for a mistake.
///
/// Options that contradict each other or the file are errors of the kind ``TableError/Kind/badOption`` when the file is
/// opened.
public struct CSVOptions: Sendable, Equatable {
  /// What separates fields: an ASCII character; nil finds out. Then it is whichever of `,` `;` tab `|` divides the first
  /// record (outside quotes, as far as its first 64 KiB) into the most fields, of several the first in this order.
  public var separator: Unicode.Scalar?
  /// What encloses a field that holds separators or line ends: an ASCII character, doubled within the field; nil for
  /// nothing, so that quotes are characters like others.
  public var quote: Unicode.Scalar? = "\""
  /// What makes the next character an ordinary one, within quotes and without: an ASCII character, often `\`. Nil for
  /// nothing.
  public var escape: Unicode.Scalar?
  /// What begins a comment, which lasts to the end of the line: an ASCII character, often `#`, outside quotes. A line
  /// that is only a comment is skipped. Nil for nothing.
  public var comment: Unicode.Scalar?
  /// Where the columns' names come from.
  public var header = CSVHeader.firstRow
  /// How many lines at the file's beginning are skipped, whatever stands in them.
  public var skippedLines = 0
  /// The columns to read, in this order; nil for all. Of others nothing is kept, and their values may be anything.
  public var columns: ColumnChoice?
  /// The types of columns that are not to be inferred, by name.
  public var types: [String: ColumnType] = [:]
  /// The types that are inferred; a column that has none of them is text. Without `.date`, say, days stay texts.
  public var inferredTypes: Set<ColumnType> = Set(ColumnType.allCases)
  /// The texts that stand for a missing value.
  public var missing = MissingMarkers.standard
  /// What stands before a number's fraction: an ASCII character, often `.` or `,`.
  public var decimalMark: Unicode.Scalar = "."
  /// What may stand between groups of three digits before the fraction, as in `1,234,567`; nil for nothing.
  public var thousandsMark: Unicode.Scalar?
  /// Whether `inf` and `infinity`, in any capitals and with a sign or without, are numbers.
  public var allowsInfinity = false
  /// How dates may be written beside ISO 8601's way, in the notation of `strftime`: `%d.%m.%Y` for `29.02.2024`. Known are
  /// `%Y %y %m %d %H %I %M %S %f %p %b %B %a %A %j %z %%`; a space stands for one or more.
  public var dateFormats: [String] = []
  /// Which spaces and tabs are no part of a text. Around numbers, dates, truth values and missing markers they never are.
  public var spaces = SpaceTrimming.unquoted
  /// What becomes of rows with another number of fields than the header.
  public var raggedRows = RaggedRows.error
  /// The most rows that are read into a table, one or more; nil for all.
  public var rowLimit: Int?
  /// Whether a file with a header but no rows is a table without rows; else it is an error.
  public var acceptsNoRows = false
  /// Whether a column of mostly numbers may also have texts, which makes all of it text; else the first text is an error.
  public var takesTextAmongNumbers = false
  /// The most bytes that a gzipped file may unpack to: 16 GiB. Small files can unpack to a thousand times their size.
  public var unpackedLimit = 1 << 34

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

/// Where the names of a CSV file's columns come from.
public enum CSVHeader: Sendable, Equatable {
  /// The first row names the columns. A column whose name is empty, such as the index that pandas writes, is named by its
  /// place: `column 1`, or `column 1.1` where another column has that name.
  case firstRow
  /// This row does, counted from 0, blank lines and comments left out; the rows before it are skipped.
  case row(Int)
  /// No row does: the columns are named `column 1`, `column 2` …
  case none
  /// No row does: these are the names, one for each column.
  case names([String])
}

/// Some columns of a file.
public enum ColumnChoice: Sendable, Equatable {
  /// Those of these names.
  case names([String])
  /// Those at these positions, counted from 0.
  case positions([Int])
}

/// Which spaces and tabs are no part of a text in a CSV file.
public enum SpaceTrimming: Sendable, Equatable {
  /// All belong to the text.
  case none
  /// Those around a field don't; what is quoted is kept as it is. A quote behind a space is an ordinary character.
  case unquoted
  /// Neither those around a field do, nor those within its quotes. A field that begins with spaces may go on with a quote.
  case all
}

/// What becomes of rows with another number of fields than the header of a CSV file.
public enum RaggedRows: Sendable, Equatable {
  /// They are errors.
  case error
  /// The values that a short row lacks are missing; a long row is an error.
  case fill
  /// The values that a short row lacks are missing; what a long row has too much is left out.
  case fillOrCut
  /// They are left out.
  case skip
}

/// The texts that stand for a missing value in a CSV file, with or without spaces around them.
public struct MissingMarkers: Sendable, Equatable {
  /// The texts. The empty one is always among them.
  public let texts: Set<String>

  /// These texts, and the empty one.
  public init(_ texts: some Sequence<String>) { self.texts = Set(texts).union([""]) }

  /// These markers and further ones.
  public func adding(_ texts: some Sequence<String>) -> MissingMarkers { MissingMarkers(self.texts.union(texts)) }

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

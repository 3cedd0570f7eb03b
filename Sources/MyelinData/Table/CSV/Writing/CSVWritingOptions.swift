/// How a CSV file is written: see ``Table/write(to:_:)`` and ``CSVWriter``.
///
/// ```swift
/// var options = CSVWritingOptions()
/// options.separator = ";"
/// options.decimalMark = ","
/// try table.write(to: "umsatz.csv.gz", options)
/// ```
///
/// Options that contradict each other are errors of the kind ``TableError/Kind/badOption``.
public struct CSVWritingOptions: Sendable, Equatable {
  /// Which fields are put in quotes.
  public enum Quoting: Sendable, Equatable {
    /// Those that RFC 4180 demands, and those that begin or end in spaces.
    case whereNeeded
    /// All texts and the names of the columns, and what else needs it.
    case texts
    /// All fields, missing values too.
    case everything
    /// None; a field that needs quotes is an error of the kind ``TableError/Kind/cannotWrite``.
    case never
  }

  /// What ends a line.
  public enum LineEnding: String, Sendable {
    /// A line feed, as on Unix.
    case lineFeed = "\n"
    /// A carriage return and a line feed, as RFC 4180 has it, and Windows.
    case carriageReturnLineFeed = "\r\n"
  }

  /// What separates fields: an ASCII character.
  public var separator: Unicode.Scalar = ","
  /// What encloses a field that needs it, doubled within the field: an ASCII character.
  public var quote: Unicode.Scalar = "\""
  /// Which fields are put in quotes.
  public var quoting = Quoting.whereNeeded
  /// What ends a line.
  public var lineEnding = LineEnding.lineFeed
  /// Whether the first line has the columns' names.
  public var writesHeader = true
  /// The names of the columns to write, in this order; nil for all of a table.
  public var columns: [String]?
  /// What stands for a missing value.
  public var missing = ""
  /// What stands before a number's fraction: an ASCII character.
  public var decimalMark: Unicode.Scalar = "."
  /// How many digits a floating-point number has behind the decimal mark, 0 to 100; nil for the fewest that are read as the
  /// same number.
  public var decimals: Int?
  /// Whether the file is gzipped; nil if its name's end `.gz` decides.
  public var isGzipped: Bool?

  /// Options with the defaults.
  public init() {}

  /// Throws if the options contradict each other.
  func check(path: String?) throws(TableError) {
    func wrong(_ message: String) -> TableError { TableError(.badOption, path: path, message) }
    for (name, mark) in [("separator", separator), ("quote", quote), ("decimal mark", decimalMark)] {
      guard mark.isASCII, mark.value > 0, mark != "\r", mark != "\n" else {
        throw wrong("\(mark.debugDescription) can't be the \(name); choose an ASCII character that ends no line")
      }
    }
    guard separator != quote, quote != decimalMark else {
      throw wrong("\(quote.debugDescription) is the quote and another mark; choose another")
    }
    guard !("0"..."9").contains(decimalMark), !"+-eE".unicodeScalars.contains(decimalMark) else {
      throw wrong("\(decimalMark.debugDescription) can't be the decimal mark; numbers need it for something else")
    }
    if let decimals, !(0...100).contains(decimals) {
      throw wrong("numbers can't have \(decimals) decimals; give 0 to 100")
    }
  }
}

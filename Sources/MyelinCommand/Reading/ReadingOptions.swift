import ArgumentParser
import Myelin

/// How commands read a CSV file that is not written in the usual way.
struct ReadingOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What separates the fields, such as ';' or tab (default: found out; by train, predict and evaluate a comma).",
      valueName: "character"),
    transform: SeparatorArgument.init(parsing:))
  var separator: SeparatorArgument?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What stands before a number's fraction, such as ','.", valueName: "character"),
    transform: MarkArgument.init(parsing:))
  var decimal: MarkArgument?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What stands between groups of three digits, such as '.'.", valueName: "character"),
    transform: MarkArgument.init(parsing:))
  var thousands: MarkArgument?
  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "How dates are written beside ISO 8601's way, such as %d.%m.%Y; repeatable.", valueName: "format"))
  var dateFormat: [String] = []
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What stands for a missing value beside the usual texts, such as -999,unknown.", valueName: "a,b"))
  var missing: NameList?
  @Flag(help: "Take inf and infinity for numbers; explore always does.")
  var infinity = false

  /// What is given, for a model that reads later tables alike.
  var record: ReadingRecord {
    ReadingRecord(
      separator: separator.map { String($0.scalar) }, decimal: decimal.map { String($0.scalar) },
      thousands: thousands.map { String($0.scalar) }, dateFormats: dateFormat.isEmpty ? nil : dateFormat,
      missing: missing?.names, infinity: infinity ? true : nil)
  }

  /// The options of the library.
  ///
  /// - Parameters:
  ///   - categorical: Columns of texts, whatever their values look like.
  ///   - saved: What holds where nothing is given.
  ///   - separator: What separates the fields where that is not said either; nil to find out.
  func options(
    categorical: [String] = [], saved: ReadingRecord = ReadingRecord(), separator: Unicode.Scalar? = nil
  ) -> CSVOptions {
    let record = record.merging(saved)
    var options = CSVOptions(separator: record.separator?.unicodeScalars.first ?? separator)
    if let mark = record.decimal?.unicodeScalars.first {
      options.decimalMark = mark
      // Fields can't be separated by what is within them.
      if record.separator == nil, options.separator == mark { options.separator = nil }
    }
    options.thousandsMark = record.thousands?.unicodeScalars.first
    options.dateFormats = record.dateFormats ?? []
    options.missing = .standard.adding(record.missing ?? [])
    options.allowsInfinity = record.infinity ?? false
    options.types = Dictionary(categorical.map { ($0, .text) }) { first, _ in first }
    return options
  }
}

/// How a table was read, as a model keeps it: nil for what was not said.
struct ReadingRecord: Codable, Equatable {
  var separator: String?
  var decimal: String?
  var thousands: String?
  var dateFormats: [String]?
  var missing: [String]?
  var infinity: Bool?

  /// The same, with what another one says where this one says nothing.
  func merging(_ other: ReadingRecord) -> ReadingRecord {
    ReadingRecord(
      separator: separator ?? other.separator, decimal: decimal ?? other.decimal,
      thousands: thousands ?? other.thousands, dateFormats: dateFormats ?? other.dateFormats,
      missing: missing ?? other.missing, infinity: infinity ?? other.infinity)
  }

  /// Whether all of it could have been given: a model file may have been made by hand.
  var isSound: Bool {
    [separator, decimal, thousands].allSatisfy { $0.map { $0.unicodeScalars.count == 1 } ?? true }
  }
}

/// What separates the fields of a table, as an argument.
struct SeparatorArgument: Sendable {
  let scalar: Unicode.Scalar

  /// Reads an argument.
  ///
  /// - Throws: `ValidationError` that says what is allowed.
  init(parsing argument: String) throws {
    let text = ["tab": "\t", "\\t": "\t"][argument] ?? argument
    guard text.unicodeScalars.count == 1, let scalar = text.unicodeScalars.first, scalar.isASCII,
      !["\"", "\r", "\n"].contains(scalar)
    else { throw ValidationError("give one ASCII character but a quote, or tab") }
    self.scalar = scalar
  }
}

/// A mark within numbers, as an argument.
struct MarkArgument: Sendable {
  let scalar: Unicode.Scalar

  /// Reads an argument.
  ///
  /// - Throws: `ValidationError` that says what is allowed.
  init(parsing argument: String) throws {
    let text = argument == "space" ? " " : argument
    guard text.unicodeScalars.count == 1, let scalar = text.unicodeScalars.first, scalar.isASCII else {
      throw ValidationError("give one ASCII character, or space")
    }
    self.scalar = scalar
  }
}

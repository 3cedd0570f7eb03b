import MyelinFiles

/// What is wrong with a table: its file, one of its cells, or how it is meant to be used.
///
/// The description is one line, `file:line:column: what is wrong and what to do`; parts that do not apply are left out.
public struct TableError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kinds of error, for programs that treat some of them apart.
  public enum Kind: String, Sendable, Equatable {
    /// No file has the path.
    case fileNotFound
    /// The path names a directory.
    case isDirectory
    /// The file cannot be opened or read.
    case unreadable
    /// The file has no header line.
    case emptyFile
    /// The text is not UTF-8.
    case invalidUTF8
    /// A line is not JSON, or no object.
    case invalidJSON
    /// A row has more or fewer fields than the header.
    case raggedRow
    /// A quoted field does not end.
    case unterminatedQuote
    /// Text follows the quote that ends a field.
    case textAfterQuote
    /// A field or row is longer than any sensible table's.
    case tooLong
    /// A column has no name.
    case emptyColumnName
    /// Two columns of the header have the same name.
    case duplicateColumnName
    /// The file has a header but no rows.
    case noRows
    /// A cell of a numeric column is text.
    case notANumber
    /// A cell is text, but most of its column's values are numbers.
    case textAmongNumbers
    /// A cell is infinite, which the options don't allow.
    case infinity
    /// A cell is not what its column is declared to be: no truth value, no date, no whole number.
    case wrongValue
    /// Columns of one table differ in length.
    case unequalColumns
    /// A column has another type than is needed.
    case wrongType
    /// Options for reading or writing contradict each other or the file.
    case badOption
    /// The table lacks a column that was named.
    case noSuchColumn
    /// The table lacks columns that were there in training.
    case missingColumns
    /// All values of a column are missing.
    case emptyColumn
    /// No columns are left to predict from.
    case noFeatures
    /// A text column has too many different values to be of use.
    case tooManyCategories
    /// The target cannot be predicted: missing, of one value, or unfit for the task asked for.
    case unusableTarget
    /// The rows cannot be divided as asked.
    case badSplit
    /// Two tables cannot be joined as asked.
    case badJoin
    /// SQLite cannot read or write a database, or refuses a statement.
    case database
    /// A database lacks the table that was named.
    case noSuchTable
    /// A database has a table already that was to be made.
    case tableExists
    /// A file cannot be written.
    case cannotWrite
  }

  /// The kind of error.
  public let kind: Kind
  /// The file that the error is about.
  public let path: String?
  /// The line in the file, from 1.
  public let line: Int?
  /// The character in the line, from 1.
  public let column: Int?
  /// What is wrong and what to do about it.
  public let message: String
  /// The names of the columns that can't be used, if the error is about columns.
  public let columnNames: [String]
  /// What the fields seem to be separated by, if that would explain the error.
  public let likelySeparator: Unicode.Scalar?

  init(
    _ kind: Kind, path: String? = nil, line: Int? = nil, column: Int? = nil, columnNames: [String] = [],
    likelySeparator: Unicode.Scalar? = nil, _ message: String
  ) {
    self.kind = kind
    self.path = path
    self.line = line
    self.column = column
    self.message = message
    self.columnNames = columnNames
    self.likelySeparator = likelySeparator
  }

  /// The error, with the names of further columns that can't be used either, for whatever reason.
  func adding(_ further: [String]) -> TableError {
    guard !further.isEmpty else { return self }
    let names = further.prefix(30).map(quoted).joined(separator: ", ") + (further.count > 30 ? ", …" : "")
    return TableError(
      kind, path: path, line: line, column: column, columnNames: columnNames + further,
      "\(message); nor can \(names) be used")
  }

  /// `file:line:column: message` in one line, without control characters.
  public var description: String {
    let place = [path, line.map(String.init), column.map(String.init)].compactMap { $0 }.joined(separator: ":")
    let text = place.isEmpty ? message : "\(place): \(message)"
    // A file may hold anything, sequences that steer a terminal among it.
    return String(text.map { $0.isNewline ? " " : $0 }).withoutControlCharacters
  }
}

/// A text from outside in quotes, cut to a length that leaves the message readable.
func quoted(_ text: String) -> String {
  text.count <= 60 ? "'\(text)'" : "'\(text.prefix(57))…'"
}

import MyelinCore
import MyelinFiles

/// The formats of files that hold tables.
///
/// ```swift
/// let format = TableFormat(path: "penguins.jsonl.gz") ?? .csv     // .jsonLines
/// let table = try Table(contentsOf: "penguins.jsonl.gz", as: format)
/// try table.write(to: "penguins.sqlite", as: .sqlite)
/// ```
public enum TableFormat: String, Sendable, CaseIterable {
  /// Texts with separators between them: those that a file's name tells (``separator(path:)``), else commas are
  /// written, and found out when read. See ``CSVReader``.
  case csv
  /// An object in each line; see ``JSONLinesReader``.
  case jsonLines = "jsonl"
  /// A table of a database; see ``SQLiteFile``. A table is named after its file, unless told otherwise.
  case sqlite
  /// An array for each column; see ``NPZFile`` and ``Table/init(arrays:)``.
  case npz
  /// One array of numbers with a row for each row; see ``NPYFile``. The columns' names are not in it: they are read as `0`,
  /// `1` and so on.
  case npy

  /// The format that a file's name tells by its end; nil if it tells none.
  ///
  /// `.csv`, `.tsv`, `.tab` and `.txt` are CSV and `.jsonl`, `.ndjson` and `.jsonlines` JSON lines, all of them also followed by
  /// `.gz`; `.sqlite`, `.sqlite3`, `.db` and `.db3` SQLite; then there are `.npz` and `.npy`. Capital letters count as small ones.
  public init?(path: String) {
    let (end, isPacked) = Self.end(of: path)
    switch end {
    case "csv", "tsv", "tab", "txt": self = .csv
    case "jsonl", "ndjson", "jsonlines": self = .jsonLines
    case _ where isPacked: return nil
    case "sqlite", "sqlite3", "db", "db3": self = .sqlite
    case "npz": self = .npz
    case "npy": self = .npy
    default: return nil
    }
  }

  /// What separates the fields of a CSV file of this name: a tab if it ends in `.tsv` or `.tab`, also followed by
  /// `.gz`; nil if the name doesn't tell.
  public static func separator(path: String) -> Unicode.Scalar? {
    ["tsv", "tab"].contains(end(of: path).end) ? "\t" : nil
  }

  /// What follows the last dot of a file's name in small letters, without `gz`, and whether that follows.
  private static func end(of path: String) -> (end: Substring, isPacked: Bool) {
    var name = path.lowercased().split(separator: "/").last ?? ""
    let isPacked = name.hasSuffix(".gz")
    if isPacked { name = name.dropLast(3) }
    return (name.lastIndex(of: ".").map { name[name.index(after: $0)...] } ?? "", isPacked)
  }
}

extension Table {
  /// Reads a file of any format that holds tables, as that format's own options have it by default, but CSV with the
  /// separator that the file's name tells.
  ///
  /// - Parameters:
  ///   - path: Where the file is; a database must have a single table.
  ///   - format: Its format; see ``TableFormat/init(path:)``.
  /// - Throws: ``TableError`` for what is wrong with the file.
  public init(contentsOf path: String, as format: TableFormat) throws(TableError) {
    switch format {
    case .csv: try self.init(contentsOf: path, CSVOptions(separator: TableFormat.separator(path: path)))
    case .jsonLines: try self.init(jsonLines: path)
    case .sqlite: try self.init(database: path)
    case .npz:
      let arrays = try Self.reading { () throws(FileError) in try NPZFile(path).tensors() }
      try self.init(arrays: arrays, path: path)
    case .npy:
      let array = try Self.reading { () throws(FileError) in try NPYFile.read(path) }
      try self.init(arrays: [("", array)], path: path)
    }
  }

  /// Writes the table in any format. A file that is there is replaced, but a database keeps its other tables.
  ///
  /// - Parameters:
  ///   - path: Where the file shall be. In a database the table has the file's name without its end.
  ///   - format: The format; see ``TableFormat/init(path:)``.
  /// - Throws: ``TableError`` if the file can't be written, or the format can't hold the table.
  public func write(to path: String, as format: TableFormat) throws(TableError) {
    switch format {
    case .csv: try write(to: path, CSVWritingOptions(forFile: path))
    case .jsonLines: try writeJSONLines(to: path)
    case .sqlite: try write(toDatabase: path, table: Self.tableName(for: path), .replace)
    case .npz:
      let arrays = try arrays()
      try Self.writing { () throws(FileError) in try NPZFile.write(arrays, to: path) }
    case .npy:
      let array = try array()
      try Self.writing { () throws(FileError) in try NPYFile.write(array, to: path) }
    }
  }

  /// The name of a file without its folder and its end.
  package static func tableName(for path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let stem = name.firstIndex(of: ".").map { String(name[..<$0]) } ?? name
    return stem.isEmpty || stem == "-" ? "table" : stem
  }

  private static func reading<Result>(_ body: () throws(FileError) -> Result) throws(TableError) -> Result {
    do {
      return try body()
    } catch {
      throw TableError(reading: error)
    }
  }

  private static func writing(_ body: () throws(FileError) -> Void) throws(TableError) {
    do {
      try body()
    } catch {
      throw TableError(writing: error)
    }
  }
}

extension CSVWritingOptions {
  /// Options with the separator that a file's name tells: a tab where it ends in `.tsv` or `.tab`, else a comma.
  package init(forFile path: String) {
    self.init()
    if let separator = TableFormat.separator(path: path) { self.separator = separator }
  }
}

import Myelin

extension Reader {
  static let tables = [
    Reader(name: "csv", tokens: csvTokens, allowance: csvAllowance) { bytes in
      try ReadFile.with(bytes) { _ = try Table(contentsOf: $0) }
    },
    Reader(name: "csv-pieces", folder: "csv", tokens: csvTokens, allowance: csvAllowance) { bytes in
      try ReadFile.with(bytes) { path in
        let reader = try CSVReader(path: path)
        while try reader.nextTable(rows: 2) != nil {}
      }
    },
    Reader(name: "jsonl", tokens: jsonTokens, allowance: jsonAllowance) { bytes in
      _ = try JSONLinesReader(bytes: bytes).table()
    },
    Reader(name: "jsonl-pieces", folder: "jsonl", tokens: jsonTokens, allowance: jsonAllowance) { bytes in
      var options = JSONLinesOptions()
      options.nested = .flattened()
      options.acceptsNaN = true
      let reader = JSONLinesReader(bytes: bytes, options: options)
      while try reader.nextTable(rows: 2) != nil {}
    },
    // SQLite keeps pages of 64 KiB at most, 2 MB of them.
    Reader(name: "sqlite", tokens: sqlTokens, allowance: { 256 * $0 + 1 << 24 }) { bytes in
      try ReadFile.with(bytes) { path in
        let file = try SQLiteFile(path, waiting: 0)
        var options = SQLiteOptions()
        options.blobs = .hexadecimal
        // One table that can't be read says nothing of the others.
        var failure: (any Error)?
        // Views are run as they are.
        for table in try file.tables where !table.isView {
          do { _ = try file.table(table.name, options) } catch { failure = error }
        }
        if let failure { throw failure }
      }
    },
  ]

  private static let csvTokens = [
    "\"", "\"\"", ",", ";", "\t", "\r\n", "\n", "\r", "NA", "true", "2024-02-29", "1e308", "-", ".", "\u{feff}", "é",
  ]
  /// A column without a row takes some hundred bytes, and two in the file.
  @Sendable private static func csvAllowance(_ count: Int) -> Int { 512 * count + 1 << 24 }

  private static let jsonTokens = [
    "{", "}", "[", "]", ":", ",", "\"", "\\", "\\u0000", "\\ud83d", "\\udc27", "true", "null", "NaN", "-", "e308",
    "0.", "\n", "{\"a\":1}\n", "\"b\":", "{\"b\":", "[[[[", "\u{feff}", "é",
  ]
  /// Rows times columns may be 32 for each byte, and more in a short file.
  @Sendable private static func jsonAllowance(_ count: Int) -> Int { 512 * count + 1 << 22 }

  private static let sqlTokens = [
    "SQLite format 3\u{0}", "CREATE TABLE ", "CREATE VIEW ", "table", "index", "sqlite_", "INTEGER", "BLOB", "DATE",
    "WITHOUT ROWID", "DEFAULT ", "AS (", "zeroblob(1e9)", "PRIMARY KEY", "(", ")", "\"",
  ]
}

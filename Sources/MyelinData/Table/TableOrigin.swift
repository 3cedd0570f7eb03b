/// Where the rows of a table come from, for messages about them.
struct TableOrigin: Sendable {
  /// The path of the file, as given.
  var path: String?
  /// The line of the header, from 1.
  var headerLine: Int?
  /// Where the name of each column is in the header.
  var headerPlaces: [String: CellPlace] = [:]
  /// The line of each row.
  var lines: RowLines?
  /// How the file was read.
  var options: CSVOptions?

  /// The origin of some of the rows.
  func taking(rows: [Int]) -> TableOrigin {
    var result = self
    result.lines = lines?.taking(rows: rows)
    return result
  }
}

/// Where a cell is in its file.
struct CellPlace: Sendable {
  /// The line, from 1.
  let line: Int
  /// The character in the line, from 1.
  let character: Int
}

/// The line of its file on which each row begins, from 1.
///
/// Nearly all rows begin on the line after the row before; only where one does not, a run begins.
struct RowLines: Sendable, Equatable {
  private struct Run: Equatable {
    let row: Int
    let line: Int
  }

  private var runs: [Run] = []
  private(set) var count = 0

  /// Adds rows that begin on consecutive lines.
  mutating func append(line: Int, rows: Int = 1) {
    guard rows > 0 else { return }
    if runs.last.map({ $0.line + count - $0.row != line }) ?? true { runs.append(Run(row: count, line: line)) }
    count += rows
  }

  /// Adds the rows of another part of the file.
  mutating func append(_ other: RowLines, linesBefore: Int) {
    for (index, run) in other.runs.enumerated() {
      let end = index + 1 < other.runs.count ? other.runs[index + 1].row : other.count
      append(line: run.line + linesBefore, rows: end - run.row)
    }
  }

  subscript(row: Int) -> Int {
    var (low, high) = (0, runs.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if runs[middle].row <= row { low = middle } else { high = middle }
    }
    return runs[low].line + row - runs[low].row
  }

  func taking(rows: [Int]) -> RowLines {
    var result = RowLines()
    for row in rows { result.append(line: self[row]) }
    return result
  }
}

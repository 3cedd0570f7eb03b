import CMyelinKernels
import MyelinCore
import Synchronization

/// A column that is to be read.
struct ColumnPlan: Sendable {
  let name: String
  /// The position in the file.
  let position: Int
  /// The type that the column must have; nil to find it out.
  let declared: ColumnType?
}

/// Makes columns of the rows of a CSV file, with all processors.
final class TableBuilder {
  private let path: String
  private let plans: [ColumnPlan]
  private let format: CellFormat
  /// How the file is opened to read columns again; nil to keep all bytes instead.
  private let rereading: CSVOptions?

  private(set) var rowCount = 0
  /// The line of each row.
  private(set) var lines = RowLines()
  /// For each slice what it holds of each column.
  private var parts: [[PieceColumn]] = []
  private var kept: [CSVSlice] = []

  /// About how many cells make a task.
  private static let cellsOfTask = 1 << 16

  init(path: String, columns: [ColumnPlan], format: CellFormat, rereading: CSVOptions?) {
    self.path = path
    plans = columns
    self.format = format
    self.rereading = rereading
  }

  /// Adds rows.
  ///
  /// - Throws: ``TableError`` for the first cell that isn't what its column is declared to be.
  func append(_ slices: [CSVSlice]) throws(TableError) {
    parts += try Self.parse(slices, plans, format, path: path)
    for slice in slices {
      rowCount += slice.rows.count
      for row in slice.rows { lines.append(line: slice.line(ofRecord: row)) }
    }
    if rereading == nil { kept += slices }
  }

  private static func parse(
    _ slices: [CSVSlice], _ plans: [ColumnPlan], _ format: CellFormat, path: String
  ) throws(TableError) -> [[PieceColumn]] {
    struct Task {
      let slice: Int
      let columns: Range<Int>
    }
    var tasks: [Task] = []
    for (index, slice) in slices.enumerated() {
      let width = max(1, cellsOfTask / max(slice.rows.count, 1))
      for start in stride(from: 0, to: plans.count, by: width) {
        tasks.append(Task(slice: index, columns: start..<min(start + width, plans.count)))
      }
    }
    let results = Mutex([Result<[PieceColumn], TableError>?](repeating: nil, count: tasks.count))
    let work = tasks
    FixedBlocks.forEach(work.count, size: 1) { range in
      for index in range {
        let result = Self.parse(slices[work[index].slice], plans[work[index].columns], format, path: path)
        results.withLock { $0[index] = result }
      }
    }
    var parts = [[PieceColumn]](repeating: [], count: slices.count)
    for (task, result) in zip(tasks, results.withLock({ $0 })) {
      if let result { parts[task.slice] += try result.get() }
    }
    return parts
  }

  private static func parse(
    _ slice: CSVSlice, _ plans: ArraySlice<ColumnPlan>, _ format: CellFormat, path: String
  ) -> Result<[PieceColumn], TableError> {
    var columns: [PieceColumn] = []
    columns.reserveCapacity(plans.count)
    for plan in plans {
      let parser = ColumnParser(slice: slice, column: plan.position, format: format)
      do throws(ColumnParser.Unfit) {
        columns.append(try parser.values(declared: plan.declared))
      } catch {
        return .failure(unfit(slice, row: error.row, plan, format, path: path))
      }
    }
    return .success(columns)
  }

  /// The columns of all rows.
  ///
  /// - Throws: ``TableError`` if a text is among values that are mostly numbers.
  func columns() throws(TableError) -> [TableColumn] {
    var columns = [TableColumn?](repeating: nil, count: plans.count)
    var again: [(index: Int, type: ColumnType)] = []
    for (index, outcome) in merge(plans, parts).enumerated() {
      switch outcome {
      case .column(let column): columns[index] = column
      case .readAgain(let type): again.append((index, type))
      case .textAmongNumbers(let row, let numberCount, let presentCount):
        throw try textAmongNumbers(plans[index], row: row, numberCount: numberCount, presentCount: presentCount)
      }
    }
    parts = []
    if !again.isEmpty {
      let late = again.map { ColumnPlan(name: plans[$0].name, position: plans[$0].position, declared: $1) }
      for (place, outcome) in merge(late, try read(late)).enumerated() {
        if case .column(let column) = outcome { columns[again[place].index] = column }
      }
    }
    return columns.compactMap { $0 }
  }

  private func merge(_ plans: [ColumnPlan], _ parts: [[PieceColumn]]) -> [ColumnMerge.Outcome] {
    let results = Mutex([ColumnMerge.Outcome?](repeating: nil, count: plans.count))
    let format = format
    // A million columns of a few rows are too little work for as many tasks.
    let size = max(1, Self.cellsOfTask / max(rowCount, 1))
    FixedBlocks.forEach(plans.count, size: size) { range in
      let outcomes = range.map { index in
        ColumnMerge(
          name: plans[index].name, declared: plans[index].declared, pieces: parts.map { $0[index] },
          format: format
        ).merged()
      }
      results.withLock { $0.replaceSubrange(range, with: outcomes) }
    }
    return results.withLock { $0 }.compactMap { $0 }
  }

  // MARK: Reading again

  /// What all rows hold of columns that have been read as something else before.
  private func read(_ plans: [ColumnPlan]) throws(TableError) -> [[PieceColumn]] {
    var parts: [[PieceColumn]] = []
    var count = 0
    try forEachSliceAgain { slices throws(TableError) in
      parts += try Self.parse(slices, plans, format, path: path)
      count += slices.reduce(0) { $0 + $1.rows.count }
      return true
    }
    guard count == rowCount else { throw changed }
    return parts
  }

  private var changed: TableError {
    TableError(.unreadable, path: path, "has changed while it was read; read it again")
  }

  /// Calls `body` with all rows, until it wants no more.
  private func forEachSliceAgain(_ body: ([CSVSlice]) throws(TableError) -> Bool) throws(TableError) {
    guard let rereading else {
      _ = try body(kept)
      return
    }
    let reader = try CSVReader(path: path, options: rereading)
    var left = rowCount
    while left > 0 {
      let slices = try reader.source.nextSlices(rows: left)
      guard !slices.isEmpty else { throw changed }
      left -= slices.reduce(0) { $0 + $1.rows.count }
      guard try body(slices) else { return }
    }
  }

  // MARK: Errors

  private func textAmongNumbers(
    _ plan: ColumnPlan, row: Int, numberCount: Int, presentCount: Int
  ) throws(TableError) -> TableError {
    var before = row
    var result = changed
    try forEachSliceAgain { slices throws(TableError) in
      for slice in slices {
        if before < slice.rows.count {
          let place = slice.place(row: before, column: plan.position)
          let text = slice.text(row: before, column: plan.position, format)
          let isInfinite = format.isRefusedInfinity(text)
          result = TableError(
            isInfinite ? .infinity : .textAmongNumbers, path: path, line: place.line, column: place.character,
            "\(quoted(text)) in column \(quoted(plan.name)) is not a number, but \(numberCount) of its "
              + "\(presentCount) values are; correct the cell, or "
              + (isInfinite ? "allow infinities" : "declare the column categorical"))
          return false
        }
        before -= slice.rows.count
      }
      return true
    }
    return result
  }

  private static func unfit(
    _ slice: CSVSlice, row: Int, _ plan: ColumnPlan, _ format: CellFormat, path: String
  ) -> TableError {
    let (line, position) = slice.place(row: row, column: plan.position)
    let text = slice.text(row: row, column: plan.position, format)
    let kind: String =
      switch plan.declared {
      case .integer: "an integer"
      case .boolean: "true or false"
      case .date: "a date such as 2024-02-29"
      case .number, .text, nil: "a number"
      }
    if plan.declared == .number, format.isRefusedInfinity(text) {
      return TableError(
        .infinity, path: path, line: line, column: position,
        "\(quoted(text)) in column \(quoted(plan.name)) is infinite; correct it, or allow infinities")
    }
    return TableError(
      .notANumber, path: path, line: line, column: position,
      "\(quoted(text)) in column \(quoted(plan.name)) is not \(kind); correct it, or leave the cell empty if it is "
        + "unknown")
  }
}

extension CSVSlice {
  /// What a cell says, without spaces around it; `row` counts from the slice's first.
  fileprivate func text(row: Int, column: Int, _ format: CellFormat) -> String {
    format.withContent(piece.field(row: rows.lowerBound + row, column: column), MYELIN_CSV_TRIM_ALL) {
      String(decoding: $0, as: UTF8.self)
    }
  }
}

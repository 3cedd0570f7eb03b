/// The names of a CSV file's columns, and which of them are read.
struct CSVHeaderReader {
  /// The names of the columns that are read.
  let names: [String]
  /// Where these names are; none if the file has no header.
  let fields: [CSVField]
  /// The positions of these columns in the file.
  let positions: [Int]

  /// Reads the header, so that the source is at the first row.
  init(_ source: CSVSource, _ options: CSVOptions) throws(TableError) {
    let path = source.path
    var record: CSVSlice?
    var skipped = 0
    if case .row(let row) = options.header { skipped = row }
    for _ in 0..<skipped {
      guard try source.firstRecord(isTaken: true) != nil else {
        throw TableError(.badOption, path: path, "has no row \(skipped) to take for the header; rows count from 0")
      }
    }
    let hasHeader =
      switch options.header {
      case .firstRow, .row: true
      case .none, .names: false
      }
    record = try source.firstRecord(isTaken: hasHeader)
    guard let record else {
      if skipped > 0 {
        throw TableError(.badOption, path: path, "has no row \(skipped) to take for the header; rows count from 0")
      }
      throw TableError(
        .emptyFile, path: path, hasHeader ? "is empty; the first line must name the columns" : "is empty; add rows")
    }
    let count = record.piece.fieldCount(row: 0)
    source.begin(fieldCount: count, rowSize: record.piece.consumed)
    var all: [String]
    var places: [CSVField] = []
    switch options.header {
    case .firstRow, .row:
      places = record.fields(positions: nil, dialect: source.dialect)
      all = try Self.columnNames(places, path: path)
    case .none: all = (1...count).map { "column \($0)" }
    case .names(let given):
      guard given.count == count else {
        throw TableError(
          .badOption, path: path,
          "has \(count) \(count == 1 ? "column" : "columns"), but \(given.count) names are given for them")
      }
      all = try Self.columnNames(given.map { CSVField(text: $0, line: 0, column: 0) }, path: path, isGiven: true)
    }
    source.headerNames = all
    let positions = try Self.positions(options.columns, among: all, path: path, line: places.first?.line)
    self.positions = positions
    names = positions.map { all[$0] }
    fields = places.isEmpty ? [] : positions.map { places[$0] }
  }

  private static func columnNames(
    _ fields: [CSVField], path: String, isGiven: Bool = false
  ) throws(TableError) -> [String] {
    var names: [String] = []
    var seen: [String: Int] = [:]
    names.reserveCapacity(fields.count)
    let isNameless = !isGiven && fields.contains { CellText.trimmed($0.text).isEmpty }
    let taken = isNameless ? Set(fields.map { CellText.trimmed($0.text) }) : []
    for (index, field) in fields.enumerated() {
      var name = CellText.trimmed(field.text)
      let (line, column) = isGiven ? (nil, nil) : (field.line, field.column)
      if name.isEmpty {
        guard !isGiven else {
          throw TableError(.badOption, path: path, "column \(index + 1) has no name; give it one")
        }
        name = standIn(index, among: taken)
      }
      if let earlier = seen.updateValue(index + 1, forKey: name) {
        throw TableError(
          isGiven ? .badOption : .duplicateColumnName, path: path, line: line, column: column,
          "columns \(earlier) and \(index + 1) are both named \(quoted(name)); rename one")
      }
      names.append(name)
    }
    return names
  }

  /// The name of a column that has none: its number, and what tells it from the names that are there.
  private static func standIn(_ index: Int, among taken: Set<String>) -> String {
    let name = "column \(index + 1)"
    var number = 0
    while taken.contains(number == 0 ? name : "\(name).\(number)") { number += 1 }
    return number == 0 ? name : "\(name).\(number)"
  }

  private static func positions(
    _ choice: ColumnChoice?, among names: [String], path: String, line: Int?
  ) throws(TableError) -> [Int] {
    var result: [Int] = []
    switch choice {
    case nil: return Array(names.indices)
    case .names(let chosen):
      let positions = Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
      for name in chosen {
        guard let position = positions[name] else { throw noSuchColumn(name, among: names, path: path, line: line) }
        result.append(position)
      }
    case .positions(let chosen):
      for position in chosen {
        guard names.indices.contains(position) else {
          throw TableError(
            .noSuchColumn, path: path, line: line,
            "has no column at position \(position); it has \(names.count) columns, which count from 0")
        }
        result.append(position)
      }
    }
    guard !result.isEmpty else { throw TableError(.badOption, path: path, "no columns are chosen; choose one") }
    var seen: Set<Int> = []
    for position in result where !seen.insert(position).inserted {
      throw TableError(.badOption, path: path, "column \(quoted(names[position])) is chosen twice; choose it once")
    }
    return result
  }
}

import Foundation
import MyelinData
import TestSupport
import Testing

/// Checks that a table is what pandas wrote to a file, whose types may differ: numbers to rounding, others exactly.
func expectEqual(
  _ found: Table, writtenTo path: String, _ what: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  // What pandas has nothing to write into are tables without rows.
  let text = try String(contentsOfFile: path, encoding: .utf8)
  let header = text.prefix { !$0.isNewline }.split(separator: ",").map(String.init)
  #expect(found.columnNames == header, "\(what)", sourceLocation: sourceLocation)
  guard text.split(whereSeparator: \.isNewline).count > 1 else {
    #expect(found.rowCount == 0, "\(what)", sourceLocation: sourceLocation)
    return
  }
  let types = found.columns.map { ($0.name, $0.type == .integer ? .number : $0.type) }
  let wanted = try Table(contentsOf: path, CSVOptions(types: Dictionary(types) { first, _ in first }))
  #expect(found.rowCount == wanted.rowCount, "\(what)", sourceLocation: sourceLocation)
  guard found.shape == wanted.shape else { return }
  for (column, other) in zip(found.columns, wanted.columns) {
    if column.type == .text || column.type == .boolean {
      #expect(column.texts == other.texts, "\(what): \(column.name)", sourceLocation: sourceLocation)
    } else {
      let pairs = zip(column.numbers ?? [], other.numbers ?? [])
      let wrong = pairs.enumerated().first { _, pair in
        pair.0.isNaN != pair.1.isNaN || abs(pair.0 - pair.1) > 1e-12 * max(1, abs(pair.1))
      }
      let place = wrong.map { "row \($0.offset): \($0.element.0) is not \($0.element.1)" }
      #expect(place == nil, "\(what): \(column.name)", sourceLocation: sourceLocation)
    }
  }
}

/// A table with columns of all types, many equal values, and missing ones.
func mixedTable(rows: Int, seed: UInt32) throws -> Table {
  var random = NumPyRandomState(seed: seed)
  func values<Value>(_ share: Double = 0.15, _ make: (inout NumPyRandomState) -> Value) -> [Value?] {
    (0..<rows).map { _ in random.uniform() < share ? nil : make(&random) }
  }
  return try Table([
    TableColumn("kind", texts: values { ["pear", "apple", "fig", "한국", "Apple"][$0.integer(below: 5)] }),
    TableColumn("code", integers: values(0) { Int64($0.integer(in: -2..<3)) }),
    TableColumn("open", booleans: values(0) { $0.uniform() < 0.4 }),
    TableColumn("size", numbers: values { $0.normal(mean: 5, standardDeviation: 100) }.map { $0 ?? .nan }),
    TableColumn("level", numbers: values { Double($0.integer(below: 4)) / 2 }.map { $0 ?? .nan }),
    TableColumn("number", integers: values(0) { Int64($0.integer(in: -1000..<1000)) }),
    TableColumn(
      "day", dates: values { Double($0.integer(in: -20_000..<20_000)) * 86_400 + 43_200 }.map { $0 ?? .nan }),
  ])
}

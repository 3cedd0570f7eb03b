import Foundation
import MyelinCore
import MyelinData
import Testing

/// Reads a fixture in Tests/Fixtures/preprocessing.
func preprocessingFixture<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value {
  let path = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Fixtures/preprocessing/\(name).json").standardized
  return try JSONDecoder().decode(type, from: Data(contentsOf: path))
}

/// Checks that numbers are nearly equal, missing ones at the same places.
func expectClose(
  _ found: [[Double?]], _ wanted: [[Double?]], within tolerance: Double = 1e-12, _ what: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard found.count == wanted.count else {
    Issue.record("\(what): \(found.count) instead of \(wanted.count)", sourceLocation: sourceLocation)
    return
  }
  for (row, (found, wanted)) in zip(found, wanted).enumerated() {
    let isClose =
      found.count == wanted.count
      && zip(found, wanted).allSatisfy { found, wanted in
        guard let found, let wanted, !found.isNaN else { return (found?.isNaN ?? true) && wanted == nil }
        return abs(found - wanted) <= tolerance * max(1, abs(wanted))
      }
    if !isClose {
      Issue.record("\(what), row \(row): \(found) is not \(wanted)", sourceLocation: sourceLocation)
      return
    }
  }
}

/// A matrix of float64, NaN for nil.
func matrix(_ rows: [[Double?]]) -> Tensor {
  Tensor(shape: [rows.count, rows.first?.count ?? 0], rows.flatMap { $0.map { $0 ?? Double.nan } }, type: .float64)
}

/// The rows of a matrix.
func rows(_ x: Tensor) -> [[Double?]] {
  let numbers = x.elements(as: Double.self)
  return (0..<x.shape[0]).map { row in (0..<x.shape[1]).map { numbers[row * x.shape[1] + $0] } }
}

/// The rows of columns of numbers.
func rows(_ columns: [TableColumn]) -> [[Double?]] {
  let numbers = columns.map { $0.numbers ?? [] }
  return (0..<(columns.first?.count ?? 0)).map { row in numbers.map { $0[row] } }
}

/// What comes of a fitted transform that was written as JSON and read again.
func codedAgain<Fitted: Codable>(_ fitted: Fitted) throws -> Fitted {
  try JSONDecoder().decode(Fitted.self, from: JSONEncoder().encode(fitted))
}

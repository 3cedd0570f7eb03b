import Foundation
import Myelin
import TestSupport
import Testing

/// What scikit-learn computed, written by `Tests/Fixtures/metrics/metrics.py`.
struct MetricsFixture: Decodable {
  struct Problem: Decodable {
    let labels: [Int]?
    let predictions: Value?
    let scores: Value?
    let targets: Value?
    let weights: [Double]?
    let expected: [String: Value]

    var weightTensor: Tensor? { weights.map { Tensor($0, type: .float64) } }
    var labelTensor: Tensor { Tensor(labels ?? []) }

    /// What scikit-learn says.
    subscript(name: String) -> Double {
      get throws { try #require(expected[name], "\(name)").number }
    }
  }

  /// A number, perhaps NaN or infinite, or a list or table of such.
  enum Value: Decodable {
    case one(Double)
    case list([Value])
    case table([String: Value])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        self = .one(number)
      } else if let text = try? container.decode(String.self) {
        self = .one(text == "NaN" ? .nan : text == "Infinity" ? .infinity : -.infinity)
      } else if let list = try? container.decode([Value].self) {
        self = .list(list)
      } else {
        self = .table(try container.decode([String: Value].self))
      }
    }

    var number: Double {
      guard case .one(let number) = self else { return .signalingNaN }
      return number
    }

    var numbers: [Double] {
      switch self {
      case .one(let number): [number]
      case .list(let values): values.flatMap(\.numbers)
      case .table: []
      }
    }

    var lists: [[Double]] {
      guard case .list(let values) = self else { return [] }
      return values.map(\.numbers)
    }

    var table: [String: Value] {
      guard case .table(let table) = self else { return [:] }
      return table
    }

    /// As a float64 tensor of one or two axes.
    var tensor: Tensor {
      guard case .list(let values) = self, case .list(let first)? = values.first else {
        return Tensor(numbers, type: .float64)
      }
      return Tensor(shape: [values.count, first.count], numbers, type: .float64)
    }
  }

  let decisions: [Problem]
  let binaryScores: [Problem]
  let classScores: [Problem]
  let regressions: [Problem]

  static func load() throws -> MetricsFixture {
    try JSONDecoder().decode(Self.self, from: Data(contentsOf: URL(filePath: fixture("metrics/metrics.json"))))
  }
}

/// Whether numbers agree to 1e-9, NaN with NaN.
func agree(_ a: Double, _ b: Double) -> Bool {
  a == b || a.isNaN && b.isNaN || (a - b).magnitude <= 1e-9 * max(1, b.magnitude)
}

/// Whether numbers agree to 1e-9, one by one.
func agree(_ a: [Double], _ b: [Double]) -> Bool { a.count == b.count && zip(a, b).allSatisfy { agree($0, $1) } }

import Foundation
import Myelin
import TestSupport
import Testing

/// What PyTorch computed, written by `Tests/Fixtures/networks.py`.
struct NetworksFixture: Decodable {
  struct Array: Decodable {
    let shape: [Int]
    let values: [Double]

    func tensor(_ type: DType) -> Tensor { Tensor(shape: shape, values, type: type) }
  }

  struct Loss: Decodable {
    let loss: String
    let output: Array
    let target: Array
    let isIndices: Bool
    let value: Double
    let gradient: Array
  }

  struct Network: Decodable {
    let activation: Activation
    let x: Array
    let target: Array
    let parameters: [Array]
    let output: Array
    let value: Double
    let gradients: [Array]
  }

  struct Trajectories: Decodable {
    let x: Array
    let target: Array
    let w: Array
    let b: Array
    let runs: [Run]
  }

  struct Run: Decodable {
    struct Arguments: Decodable {
      let lr: Double?
      let momentum: Double?
      let nesterov: Bool?
      let weight_decay: Double?
      let betas: [Double]?
      let eps: Double?
    }

    let optimizer: String
    let arguments: Arguments
    let steps: [[Double]]
  }

  let losses: [Loss]
  let networks: [Network]
  let trajectories: Trajectories

  static func load() throws -> NetworksFixture {
    try JSONDecoder().decode(Self.self, from: Data(contentsOf: URL(filePath: fixture("networks.json"))))
  }
}

extension Initializer {
  /// The same weights whenever they are drawn.
  static func fixed(_ weights: Tensor) -> Initializer { Initializer(name: "fixed") { _, _, _ in weights } }
}

extension Module {
  /// All parameters' values, to compare bit by bit.
  var allScalars: [Double] { parameters.flatMap(\.value.scalars) }
}

/// What an exit test's process wrote to the standard error.
func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

/// What an exit test's process said when it stopped.
func message(_ result: ExitTest.Result?) -> String { text(result?.standardErrorContent ?? []) }

/// The four points of the exclusive or, and whether their coordinates differ.
let exclusiveOr = Dataset([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]])

import Foundation
import MyelinCore

/// A random matrix that nearly has a low rank: its singular values fall like a bell, with a fat tail.
///
/// With t the tail's strength and r the effective rank, the i-th singular value is
/// (1 − t)·exp(−(i/r)²) + t·exp(−0.1·i/r). Pictures and texts have such values.
///
/// ```swift
/// let matrix = try LowRankMatrix(samples: 50, features: 25, effectiveRank: 5).matrix(seed: 0)
/// print(matrix.shape)   // [50, 25]
/// ```
///
/// Source: scikit-learn, `sklearn.datasets.make_low_rank_matrix`: equal up to rounding.
public struct LowRankMatrix: Sendable, Equatable {
  /// The number of rows.
  public var samples: Int
  /// The number of columns.
  public var features: Int
  /// About how many singular vectors explain most of the matrix; 1 or more.
  public var effectiveRank: Int
  /// The relative weight of the tail, 0 to 1.
  public var tailStrength: Double

  /// A matrix with scikit-learn's defaults.
  public init(samples: Int = 100, features: Int = 100, effectiveRank: Int = 10, tailStrength: Double = 0.5) {
    (self.samples, self.features) = (samples, features)
    (self.effectiveRank, self.tailStrength) = (effectiveRank, tailStrength)
  }

  /// Makes the matrix, float64 `[samples, features]`.
  ///
  /// - Parameter seed: 0 up to 2³² − 1, or nil for another matrix in every run (`random_state`).
  /// - Throws: ``GeneratorError`` naming the argument that is wrong.
  public func matrix(seed: Int? = nil) throws(GeneratorError) -> Tensor {
    var random = try NumPyRandomState(generatorSeed: seed)
    return Tensor(shape: [samples, features], try makeMatrix(using: &random), type: .float64)
  }

  /// Makes the matrix, row by row.
  ///
  /// - Parameter random: Where the draws come from; it moves on.
  /// - Throws: ``GeneratorError`` naming the argument that is wrong; nothing is drawn then.
  public func makeMatrix(using random: inout NumPyRandomState) throws(GeneratorError) -> [Double] {
    try GeneratorError.check(samples: samples, width: features)
    guard effectiveRank >= 1 else { throw GeneratorError("effectiveRank", effectiveRank, "1 or more") }
    guard (0...1).contains(tailStrength) else { throw GeneratorError("tailStrength", tailStrength, "from 0 to 1") }
    let rank = min(samples, features)
    let left = orthonormalColumns(random.standardNormal(count: samples * rank), rows: samples, columns: rank)
    let right = orthonormalColumns(random.standardNormal(count: features * rank), rows: features, columns: rank)
    let values = (0..<rank).map { index in
      let place = Double(index) / Double(effectiveRank)
      return (1 - tailStrength) * exp(-place * place) + tailStrength * exp(-0.1 * Double(index) / Double(effectiveRank))
    }
    let scaled = Tensor(shape: [samples, rank], left, type: .float64) * Tensor(shape: [rank], values, type: .float64)
    return scaled.matmul(Tensor(shape: [features, rank], right, type: .float64).transposed()).scalars
  }
}

import MyelinCore
import MyelinFiles
import MyelinNN

/// Samples whose rows are in files of arrays: read batch by batch, so they may be more than memory holds.
///
/// ```swift
/// let train = try ArrayFileSource(
///   ArrayFile("train-images-idx3-ubyte", dividedBy: 255, rowShape: [784]), ArrayFile("train-labels-idx1-ubyte"))
/// try trainer.fit(train, epochs: 5, batchSize: 128)
/// ```
public struct ArrayFileSource: SampleSource {
  /// The samples.
  public let x: ArrayFile
  /// Their targets.
  public let y: ArrayFile
  /// How much every sample counts; `nil` if all count alike.
  public let weights: ArrayFile?
  /// Further inputs and targets by their names.
  public let more: [String: ArrayFile]

  /// Samples and targets from files of as many rows.
  ///
  /// - Parameters:
  ///   - x: The samples.
  ///   - y: Their targets.
  ///   - weights: How much every sample counts: rows of a single number each, of a floating-point type.
  ///   - more: Further inputs and targets by their names; see ``Dataset/more``.
  /// - Throws: ``FileError`` if one file has more rows than another, or the weights are no such numbers.
  public init(
    _ x: ArrayFile, _ y: ArrayFile, weights: ArrayFile? = nil, more: [String: ArrayFile] = [:]
  ) throws(FileError) {
    for other in [y] + (weights.map { [$0] } ?? []) + more.keys.sorted().compactMap({ more[$0] })
    where other.count != x.count {
      throw FileError(
        .unexpectedContent, path: other.path, problem: "it has \(other.count) rows, and \(x.path) has \(x.count)",
        remedy: "name files of one data set")
    }
    if let weights, !weights.type.isFloatingPoint || weights.rowLength != 1 {
      throw FileError(
        .unexpectedContent, path: weights.path,
        problem:
          "weights are a floating-point number per sample, not \(weights.type.rawValue) \(brief(weights.rowShape))",
        remedy: "read them as float32")
    }
    (self.x, self.y, self.weights, self.more) = (x, y, weights, more)
  }

  /// The number of samples.
  public var count: Int { x.count }

  /// The samples at the request's places.
  public func batch(for request: BatchRequest) throws -> Dataset {
    Dataset(
      try x.rows(for: request), try y.rows(for: request),
      weights: try weights.map { try $0.rows(for: request).reshaped(to: [request.count]) },
      more: try more.mapValues { try $0.rows(for: request) })
  }

  /// The targets of all samples.
  public func targets() throws -> Tensor { try y.rows(Array(0..<count)) }
}

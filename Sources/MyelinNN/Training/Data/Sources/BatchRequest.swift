import MyelinCore

/// Which samples a batch is made of, what random numbers it may depend on, and where it is kept.
///
/// ```swift
/// func batch(for request: BatchRequest) throws -> Dataset {
///   // A tensor in the memory of an earlier batch that nobody needs any more.
///   let x = request.tensor(shape: [request.count, 1]) { (elements: UnsafeMutableBufferPointer<Float>) in
///     for (row, place) in request.places.enumerated() {
///       var random = request.random(forRow: row)
///       elements[row] = Float(place) + Float(random.uniform())
///     }
///   }
///   return Dataset(x, x)
/// }
/// ```
public struct BatchRequest {
  /// The places of the samples in the source, from 0. A place may occur several times.
  public let places: [Int]
  /// Whether the batch is for training: only then samples are augmented.
  public let isTraining: Bool
  /// What all that is drawn for the batch depends on, with the sample's key.
  let seed: UInt64
  /// What tells the samples apart when they draw.
  let keys: [UInt64]
  /// Where memory of earlier batches is found.
  let buffers: BatchBuffers?

  /// A request outside of training.
  ///
  /// - Parameters:
  ///   - places: The places of the samples.
  ///   - isTraining: Whether samples are augmented.
  ///   - seed: What random numbers depend on, with each sample's place.
  public init(places: [Int], isTraining: Bool = false, seed: UInt64 = 0) {
    self.init(
      places: places, isTraining: isTraining, seed: seed, keys: places.map { UInt64(truncatingIfNeeded: $0) },
      buffers: nil)
  }

  init(places: [Int], isTraining: Bool, seed: UInt64, keys: [UInt64], buffers: BatchBuffers?) {
    (self.places, self.isTraining, self.seed) = (places, isTraining, seed)
    (self.keys, self.buffers) = (keys, buffers)
  }

  /// The number of samples.
  public var count: Int { places.count }

  /// The generator of one sample: it depends on the seed, the epoch and the sample alone.
  ///
  /// - Parameter row: The sample's row in the batch.
  public func random(forRow row: Int) -> Philox { Philox(seed: seed, stream: keys[row]) }

  /// A generator for the batch as a whole, which depends on the seed, the epoch and the batch's samples.
  public func random() -> Philox {
    Philox(
      seed: SplitMix64.mixed(seed, 0x6261_7463_68),
      stream: keys.reduce(UInt64(keys.count)) { SplitMix64.mixed($0, $1) })
  }

  /// A tensor that the closure writes, like `Tensor(shape:initializingWith:)`, but in the memory of an earlier batch where
  /// nobody needs that any more.
  ///
  /// - Parameters:
  ///   - shape: The tensor's shape.
  ///   - write: Must write all elements.
  public func tensor<Element: TensorElement>(
    shape: [Int], initializingWith write: (UnsafeMutableBufferPointer<Element>) throws -> Void
  ) rethrows -> Tensor {
    var tensor = uninitialized(shape: shape, type: Element.dtype)
    try tensor.withMutableBytes { bytes in try write(bytes.bindMemory(to: Element.self)) }
    return tensor
  }

  /// The rows of a tensor at the request's places.
  public func rows(of tensor: Tensor) -> Tensor {
    guard tensor.rank > 0 else { fatalError("BatchRequest.rows: a scalar has no rows") }
    let total = tensor.shape[0]
    var result = uninitialized(shape: [count] + tensor.shape.dropFirst(), type: tensor.type)
    let size = total == 0 ? 0 : tensor.count / total * tensor.type.byteCount
    tensor.withBytes { input in
      result.withMutableBytes { output in
        guard let from = input.baseAddress, var to = output.baseAddress else { return }
        for place in places {
          guard place >= 0, place < total else {
            fatalError("BatchRequest.rows: there is no sample \(place) among \(total)")
          }
          to.copyMemory(from: from + place * size, byteCount: size)
          to += size
        }
      }
    }
    return result
  }

  /// A tensor that must be written, in the memory of an earlier batch where nobody needs that any more.
  package func uninitialized(shape: [Int], type: DType) -> Tensor {
    buffers?.take(shape: shape, type: type) ?? .uninitialized(shape: shape, type: type)
  }

  /// The request for a part of the batch, from a source in which the samples have other places.
  ///
  /// - Parameters:
  ///   - rows: Which rows of the batch; all if `nil`.
  ///   - places: Their places in the other source.
  public func forwarded(rows: [Int]? = nil, places: [Int]) -> BatchRequest {
    BatchRequest(
      places: places, isTraining: isTraining, seed: seed, keys: rows.map { $0.map { keys[$0] } } ?? keys,
      buffers: buffers)
  }

  /// The same request with other random numbers, for one of several that draw for the same samples.
  func withRandomNumbers(of number: Int) -> BatchRequest {
    BatchRequest(
      places: places, isTraining: isTraining, seed: SplitMix64.mixed(seed, UInt64(truncatingIfNeeded: number)),
      keys: keys,
      buffers: buffers)
  }
}

import MyelinCore

/// What gives samples batch by batch, pass for pass: what `fit`, `evaluate` and `predict` take.
///
/// Every ``SampleSource`` (a `Dataset`, files, images in folders …) and every ``SampleStream`` is one, and so is a ``DataLoader``,
/// which says in what order and in which batches samples are read.
///
/// ```swift
/// try trainer.fit(train, epochs: 5, batchSize: 128)                            // a source
/// try trainer.fit(DataLoader(train, batchSize: 128, sampler: .balanced()), epochs: 5)
/// ```
public protocol BatchSource: Sendable {
  /// How the samples are read.
  ///
  /// - Parameters:
  ///   - batchSize: How many samples a batch has, unless the source says so itself.
  ///   - shuffled: Whether the samples come in a new order in every epoch, unless the source says so itself.
  func loader(batchSize: Int, shuffled: Bool) -> DataLoader
}

/// Samples that can be read at any place: tensors in memory, files whose rows all have one length, files that hold a sample each.
///
/// A source of your own says how many samples there are, and makes batches of them:
///
/// ```swift
/// struct Squares: SampleSource {
///   let count = 1_000_000
///
///   func batch(for request: BatchRequest) throws -> Dataset {
///     let x = request.tensor(shape: [request.count, 1]) { (elements: UnsafeMutableBufferPointer<Float>) in
///       for (row, place) in request.places.enumerated() { elements[row] = Float(place) / 1e6 }
///     }
///     return Dataset(x, x * x)
///   }
/// }
/// ```
///
/// `batch(for:)` is called on other threads too, and by several at a time.
public protocol SampleSource: BatchSource {
  /// The number of samples.
  var count: Int { get }

  /// Makes a batch of the samples at `request.places`, in that order.
  ///
  /// What it makes may depend on nothing but the request: then the same seed gives the same batches on any number of threads.
  ///
  /// - Throws: Why a sample can't be read; ``SampleError`` says which one.
  func batch(for request: BatchRequest) throws -> Dataset

  /// The targets of all samples, which samplers by class and class weights need; by default all batches are made for them.
  func targets() throws -> Tensor

  /// Whether making batches takes so long that it should go on beside the training by itself; true unless a source says no.
  var prefersPrefetching: Bool { get }
}

extension SampleSource {
  /// The samples in order or shuffled, the last batch as it comes.
  public func loader(batchSize: Int, shuffled: Bool) -> DataLoader {
    DataLoader(self, batchSize: batchSize, sampler: shuffled ? .shuffled : .sequential)
  }

  /// The targets of all samples, from batches of them.
  public func targets() throws -> Tensor {
    let starts = stride(from: 0, to: Swift.max(count, 1), by: 1024)
    return .concatenate(
      try starts.map { start in
        try checkedBatch(for: BatchRequest(places: Array(start..<Swift.min(start + 1024, count)))).y
      })
  }

  /// A batch that has as many samples as were asked for, which those who go on with it rely on. Tensors that are drawn meanwhile
  /// depend on the request alone, on whatever thread that is.
  ///
  /// - Throws: What `batch(for:)` throws, and an error that names the source if it made more samples, or fewer.
  func checkedBatch(for request: BatchRequest) throws -> Dataset {
    let made =
      self is Dataset
      ? try batch(for: request)
      : try RandomSource.$current.withValue(RandomSource(request.random())) { try batch(for: request) }
    guard made.count == request.count else {
      throw BatchError("a batch of \(request.count) samples was asked for, and \(type(of: self)) made \(made.count)")
    }
    return made
  }

  /// Making batches takes time.
  public var prefersPrefetching: Bool { true }
}

/// A sample that can't be read.
///
/// ```swift
/// do { try trainer.fit(images) } catch let error as SampleError { print(error.place, error.underlying) }
/// ```
public struct SampleError: Error, CustomStringConvertible {
  /// The sample's place in its source, from 0.
  public let place: Int
  /// What went wrong.
  public let underlying: any Error

  /// An error of one sample.
  public init(place: Int, _ underlying: any Error) { (self.place, self.underlying) = (place, underlying) }

  /// One line with the sample and what went wrong.
  public var description: String { "sample \(place): \(underlying)" }
}

/// Samples that don't go together in a batch.
struct BatchError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }

  /// The error for samples of different shapes or types.
  init(_ part: String, _ shape: [Int], _ type: DType, unlike otherShape: [Int], _ otherType: DType) {
    self.init(
      "\(part) of shape \(shape) and type \(type.rawValue) can't be in one batch with those of shape \(otherShape) and type "
        + "\(otherType.rawValue): give all the same")
  }
}

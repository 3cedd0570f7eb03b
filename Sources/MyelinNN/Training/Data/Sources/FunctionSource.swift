import MyelinCore

/// Samples that a closure makes one by one: a simulation, files of a kind of your own, augmentation of your own.
///
/// ```swift
/// let sines = FunctionSource(count: 10_000) { place, random in
///   let phase = random.draw { $0.uniform() }
///   let t = Tensor.linspace(0, 1, count: 64) + phase
///   return ((t * 6.28).sin(), Tensor(phase))
/// }
/// ```
///
/// The closure's random numbers depend on the seed, the epoch and the sample alone; `RandomSource.current` is the same source.
/// It is called on other threads too.
public struct FunctionSource: SampleSource {
  /// The number of samples.
  public let count: Int
  private let make: @Sendable (_ place: Int, _ random: RandomSource) throws -> (x: Tensor, y: Tensor)

  /// A source of `count` samples.
  ///
  /// - Parameters:
  ///   - count: The number of samples.
  ///   - make: Makes the sample at a place, from 0, without a first axis for the batch.
  public init(
    count: Int, _ make: @escaping @Sendable (_ place: Int, _ random: RandomSource) throws -> (x: Tensor, y: Tensor)
  ) {
    guard count >= 0 else { fatalError("FunctionSource: the count \(count) is negative") }
    (self.count, self.make) = (count, make)
  }

  /// The samples at the request's places, stacked.
  public func batch(for request: BatchRequest) throws -> Dataset {
    var result: SampleRows?
    for (row, place) in request.places.enumerated() {
      do {
        let random = RandomSource(request.random(forRow: row))
        let (x, y) = try RandomSource.$current.withValue(random) { try make(place, random) }
        let sample = SampleRows(Dataset(x.unsqueezed(axis: 0), y.unsqueezed(axis: 0)))
        var target = result.take() ?? SampleRows(like: sample, count: request.count, buffers: request.buffers)
        try target.check(sample)
        target.copy(0..<1, of: sample, to: row)
        result = target
      } catch {
        throw SampleError(place: place, error)
      }
    }
    return result?.dataset ?? Dataset(.zeros([0, 1]), .zeros([0, 1]))
  }
}

/// A number that tells how good outputs are, reported beside the loss.
///
/// A metric is a recipe: every pass over data begins with a new accumulator, which takes the batches one by one and gives
/// the number for all samples together. So an F-score, an area under a curve or a root of a mean is that of the whole
/// epoch, and not a mean of the batches' numbers, which would be another.
///
/// ```swift
/// let trainer = Trainer(model, loss: softmaxCrossEntropy, optimizer: Adam(), metrics: [.accuracy])
///
/// // One batch, or all samples at once:
/// let share = Metric.accuracy.compute(logits, labels)
/// ```
public struct Metric: Sendable {
  /// What reports call it.
  public let name: String
  private let make: @Sendable () -> any MetricAccumulator

  /// A metric of your own: `makeAccumulator` is called at the beginning of every pass over data.
  ///
  /// ```swift
  /// struct LargestError: MetricAccumulator {
  ///   var result = 0.0
  ///   mutating func update(_ output: Tensor, _ target: Tensor, weights: Tensor?) {
  ///     result = max(result, (output - target).abs().max().scalar)
  ///   }
  /// }
  /// let metric = Metric(name: "largestError", accumulator: { LargestError() })
  /// ```
  public init(name: String, accumulator makeAccumulator: @escaping @Sendable () -> any MetricAccumulator) {
    self.name = name
    make = makeAccumulator
  }

  /// A metric of your own that is a mean over samples.
  ///
  /// The means of batches are averaged, each as often as the batch has samples. With sample weights, `compute` is called for
  /// every sample alone.
  ///
  /// - Parameter compute: The mean over the samples of a batch.
  public init(name: String, compute: @escaping @Sendable (_ output: Tensor, _ target: Tensor) -> Double) {
    self.init(name: name) {
      MeanAccumulator(mean: compute) { output, target in
        (0..<target.shape[0]).map { compute(output[$0..<$0 + 1], target[$0..<$0 + 1]) }
      }
    }
  }

  /// A new accumulator, which has seen nothing.
  public func makeAccumulator() -> any MetricAccumulator { make() }

  /// The metric of these samples alone.
  ///
  /// - Parameters:
  ///   - output: What the model gives for the samples, along the first axis.
  ///   - target: What it should give.
  ///   - weights: How much every sample counts, `[n]`; all the same if there are none.
  public func compute(_ output: Tensor, _ target: Tensor, weights: Tensor? = nil) -> Double {
    var accumulator = make()
    accumulator.update(output, target, weights: weights)
    return accumulator.result
  }

  /// The metric of these samples alone.
  public func compute(_ output: Tensor, _ target: Tensor) -> Double { compute(output, target, weights: nil) }
}

/// What a metric remembers of the batches that it has seen.
public protocol MetricAccumulator: Sendable {
  /// Takes a batch into account.
  ///
  /// - Parameters:
  ///   - output: What the model gave for the samples, along the first axis.
  ///   - target: What it should have given.
  ///   - weights: How much every sample counts, `[n]`; `nil` if all count the same.
  mutating func update(_ output: Tensor, _ target: Tensor, weights: Tensor?)

  /// The metric of all samples so far; NaN if there are none or it isn't defined for them.
  var result: Double { get }

  /// What is remembered, as numbers that a checkpoint within an epoch saves. `nil`, the default, if it can't be saved: then the
  /// metric of an epoch that was resumed in its midst is NaN.
  ///
  /// What is set comes out of a file, which may hold anything. An accumulator that can make sense of it gives back the same
  /// numbers afterwards, bit for bit; one that can't changes nothing, and the run isn't resumed.
  var memory: [Double]? { get set }
}

extension MetricAccumulator {
  /// Nothing that can be saved.
  public var memory: [Double]? {
    get { nil }
    set {}
  }
}

/// A mean over samples.
struct MeanAccumulator: MetricAccumulator {
  /// The mean over a batch, where all samples count the same.
  let mean: @Sendable (_ output: Tensor, _ target: Tensor) -> Double
  /// The value of every sample.
  let values: @Sendable (_ output: Tensor, _ target: Tensor) -> [Double]

  private var sum = 0.0
  private var weight = 0.0

  init(
    mean: @escaping @Sendable (_ output: Tensor, _ target: Tensor) -> Double,
    values: @escaping @Sendable (_ output: Tensor, _ target: Tensor) -> [Double]
  ) {
    (self.mean, self.values) = (mean, values)
  }

  /// A mean of what is computed for every sample anyway.
  init(values: @escaping @Sendable (_ output: Tensor, _ target: Tensor) -> [Double]) {
    self.init(
      mean: { output, target in
        let values = values(output, target)
        return values.reduce(0, +) / Double(max(values.count, 1))
      }, values: values)
  }

  mutating func update(_ output: Tensor, _ target: Tensor, weights: Tensor?) {
    guard let weights else {
      let size = Double(target.rank == 0 ? 1 : target.shape[0])
      sum += mean(output, target) * size
      weight += size
      return
    }
    let values = values(output, target)
    let shares = sampleWeights(weights, count: values.count, in: "Metric")
    for (value, share) in zip(values, shares) { sum += value * share }
    weight += shares.reduce(0, +)
  }

  var result: Double { sum / weight }

  var memory: [Double]? {
    get { [sum, weight] }
    set {
      if let newValue, newValue.count == 2 { (sum, weight) = (newValue[0], newValue[1]) }
    }
  }
}

/// The weights of samples as numbers: one for each, finite and not negative.
func sampleWeights(_ weights: Tensor?, count: Int, in operation: String) -> [Double] {
  guard let weights else { return [Double](repeating: 1, count: count) }
  guard weights.count == count else {
    fatalError("\(operation): \(count) samples need as many weights, got a tensor of shape \(weights.shape)")
  }
  let values = weights.scalars
  if let wrong = values.first(where: { !($0 >= 0 && $0 < .infinity) }) {
    fatalError("\(operation): the sample weight \(wrong) is negative or not finite")
  }
  return values
}

/// The losses of a short training whose learning rate rises from step to step: at which rate does the loss fall fastest?
///
/// Source: L. Smith, "Cyclical Learning Rates for Training Neural Networks" (2017), section 3.3.
public struct LearningRateSweep: Sendable, Codable, Hashable {
  /// The learning rate of every step.
  public let learningRates: [Double]
  /// The loss of every step's batch, before the step.
  public let losses: [Double]
  /// The losses averaged over their neighbourhood: by a running average from the first step to the last, and one of that from
  /// the last to the first, so that the curve doesn't lag behind the losses.
  public let smoothedLosses: [Double]
  /// Whether the sweep ended early because the loss grew too large.
  public let hasDiverged: Bool

  /// The learning rate at which the smoothed loss falls fastest by the logarithm of the rate; `nil` if it never falls.
  ///
  /// The first tenth of the steps, whose averages rest on few batches, isn't looked at.
  public var suggestion: Double? {
    let first = max(learningRates.count / 10, 1)
    guard learningRates.count > first + 1 else { return nil }
    // Neighbours' logarithms are equally far apart.
    let slopes = (first..<(learningRates.count - 1)).map { smoothedLosses[$0 + 1] - smoothedLosses[$0 - 1] }
    guard let steepest = slopes.indices.min(by: { slopes[$0] < slopes[$1] }), slopes[steepest] < 0 else { return nil }
    return learningRates[first + steepest]
  }

  /// The learning rate at which the smoothed loss is lowest: an upper limit. A tenth of it is a rate to begin with.
  public var rateOfLowestLoss: Double? {
    smoothedLosses.indices.min { smoothedLosses[$0] < smoothedLosses[$1] }.map { learningRates[$0] }
  }
}

/// How a sweep of learning rates goes.
struct SweepPlan {
  let rates: ClosedRange<Double>
  let steps: Int
  let smoothing: Double
  let divergence: Double

  /// Runs the steps, and puts back all that they change.
  ///
  /// - Parameters:
  ///   - optimizer: Whose learning rate rises.
  ///   - parameters: What the steps change.
  ///   - step: Trains on the next batch, and gives its loss before the step.
  func run(
    _ optimizer: any Optimizer, _ parameters: [(name: String, variable: Variable)], step: () throws -> Double
  ) rethrows -> LearningRateSweep {
    let memory = optimizer.namedState(of: parameters).map { (name: $0.name, value: $0.variable.value) }
    let values = parameters.map(\.variable.value)
    let (schedule, draws) = (optimizer.schedule, RandomSource.current.state)
    if schedule != nil { optimizer.schedule = nil }
    defer {
      if schedule != nil { optimizer.schedule = schedule }
      let remembered = Dictionary(memory.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
      for (name, variable) in optimizer.namedState(of: parameters) {
        if let value = remembered[name] { variable.value = value }
      }
      for (parameter, value) in zip(parameters, values) { parameter.variable.value = value }
      RandomSource.current.state = draws
    }
    return try collect(optimizer, step)
  }

  private func collect(_ optimizer: any Optimizer, _ step: () throws -> Double) rethrows -> LearningRateSweep {
    var (learningRates, losses): ([Double], [Double]) = ([], [])
    var (average, lowest, hasDiverged) = (RunningAverage(smoothing: smoothing), Double.infinity, false)
    for rate in exponentialRates {
      optimizer.learningRate = rate
      let loss = try step()
      let mean = average.next(loss)
      hasDiverged = !mean.isFinite || mean > divergence * lowest
      if hasDiverged { break }
      lowest = min(lowest, mean)
      learningRates.append(rate)
      losses.append(loss)
    }
    return LearningRateSweep(
      learningRates: learningRates, losses: losses, smoothedLosses: smoothed(losses), hasDiverged: hasDiverged)
  }

  /// The losses averaged forwards and backwards.
  private func smoothed(_ losses: [Double]) -> [Double] {
    var (forwards, backwards) = (RunningAverage(smoothing: smoothing), RunningAverage(smoothing: smoothing))
    return losses.map { forwards.next($0) }.reversed().map { backwards.next($0) }.reversed()
  }

  /// Rates whose logarithms are equally far apart.
  private var exponentialRates: [Double] {
    let ends = Tensor([rates.lowerBound, rates.upperBound], type: .float64).log().scalars
    return Tensor.linspace(ends[0], ends[1], count: steps, type: .float64).exp().scalars
  }
}

/// A running average of numbers, corrected for its start at 0.
private struct RunningAverage {
  let smoothing: Double
  private var sum = 0.0
  private var weight = 0.0

  init(smoothing: Double) { self.smoothing = smoothing }

  /// The average with another number.
  mutating func next(_ number: Double) -> Double {
    sum = smoothing * sum + (1 - smoothing) * number
    weight = smoothing * weight + (1 - smoothing)
    return sum / weight
  }
}

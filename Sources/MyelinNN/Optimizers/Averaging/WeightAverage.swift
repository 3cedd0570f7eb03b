import Synchronization

/// An exponential moving average of weights, which often generalizes better than the weights that training ends with.
///
/// After step t: a ← d·a + (1 − d)·w, where the first a is w. With warm-up d is at most (1 + t)/(10 + t) with t from 0, so
/// that an average that began lately doesn't cling to the first weights. As PyTorch's `AveragedModel` with `get_ema_avg_fn`;
/// the warm-up is that of TensorFlow's `ExponentialMovingAverage`.
///
/// ```swift
/// optimizer.average = WeightAverage(decay: 0.999)       // updated by every step, saved in checkpoints
/// …
/// let result = optimizer.average?.withAverages(of: model) { trainer.evaluate(test) }
/// ```
///
/// Source: B. Polyak, A. Juditsky, "Acceleration of Stochastic Approximation by Averaging" (1992).
public final class WeightAverage: Sendable {
  /// How much of the average is kept at every step, d.
  public let decay: Double
  /// Whether the decay starts small.
  public let warmsUp: Bool
  private let count = Variable(.zeros([], type: .float64), name: "average.count")
  private let averages = Mutex<[ObjectIdentifier: (variable: Variable, average: Variable)]>([:])

  /// An average of about the last 1/(1 − `decay`) steps.
  public init(decay: Double = 0.999, warmUp: Bool = false) {
    checkFraction(decay, "decay", in: "WeightAverage")
    (self.decay, warmsUp) = (decay, warmUp)
  }

  /// Takes the weights as they are now into the averages: to be called after a step, by hand or by an optimizer's
  /// `average`.
  public func update(_ variables: [Variable]) {
    let t = count.value
    let known = warmsUp ? ((1 + t) / (10 + t)).minimum(decay) : .full([], decay, type: .float64)
    // Nothing is kept before there is an average.
    let kept = Tensor.where(t .> 0, known, 0)
    for (variable, average) in zip(variables, averages(of: variables)) {
      let type = variable.value.type
      average.value = kept.cast(to: type) * average.value + (1 - kept).cast(to: type) * variable.value.detached()
    }
    count.value = t + 1
  }

  /// Takes the module's weights into the averages.
  public func update(_ module: some Module) { withoutGradient { update(module.parameters) } }

  /// Exchanges the module's weights and their averages; a second call puts all back.
  public func swap(with module: some Module) {
    let variables = module.parameters
    for (variable, average) in zip(variables, averages(of: variables)) {
      (variable.value, average.value) = (average.value, variable.value)
    }
  }

  /// Runs `body` while the module has the averages for its weights, and gives it back its own.
  public func withAverages<Result>(of module: some Module, _ body: () throws -> Result) rethrows -> Result {
    swap(with: module)
    defer { swap(with: module) }
    return try body()
  }

  /// Gives the module the averages for its weights, for good.
  public func assign(to module: some Module) {
    let variables = module.parameters
    for (variable, average) in zip(variables, averages(of: variables)) { variable.value = average.value }
  }

  /// The averages, by name, and how often they have been updated.
  public func namedState(
    of parameters: [(name: String, variable: Variable)]
  ) -> [(name: String, variable: Variable)] {
    [("average.count", count)]
      + zip(parameters, averages(of: parameters.map(\.variable))).map { ("\($0.name).average", $1) }
  }

  /// The average of every variable; the weight itself where there is none yet.
  private func averages(of variables: [Variable]) -> [Variable] {
    averages.withLock { averages in
      variables.map { variable in
        if let known = averages[ObjectIdentifier(variable)] { return known.average }
        let made = Variable(variable.stored, name: variable.name.map { "\($0).average" })
        averages[ObjectIdentifier(variable)] = (variable, made)
        return made
      }
    }
  }
}

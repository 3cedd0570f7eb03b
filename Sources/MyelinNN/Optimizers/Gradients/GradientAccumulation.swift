/// Steps along the mean gradient of several batches, as if they were one batch that memory has no room for.
///
/// ```swift
/// let optimizer = GradientAccumulation(over: 4, Adam(learningRate: 1e-3))
/// ```
///
/// The gradients of `batches` calls of `update` are added up; the last of them takes a step of the inner optimizer along their
/// mean, the others leave the weights as they are. Batches that are left at the end of an epoch count for the next step. A
/// compiled step does the work of the inner optimizer at every call, and keeps the result of the last.
public final class GradientAccumulation: Optimizer {
  /// How many batches make a step.
  public let batches: Int
  /// What takes the steps. Its schedule counts them, not the batches.
  public let optimizer: any Optimizer
  private let state = OptimizerState(learningRate: 0)
  private let count = Variable(.zeros([], type: .float64), name: "accumulation.count")

  private static let slots = [Slot("accumulated")]

  /// Steps of `optimizer` along the mean gradient of `batches` batches.
  public init(over batches: Int, _ optimizer: any Optimizer) {
    guard batches > 0 else { fatalError("GradientAccumulation: a step can't be made of \(batches) batches") }
    (self.batches, self.optimizer) = (batches, optimizer)
  }

  /// The inner optimizer's.
  public var learningRate: Double {
    get { optimizer.learningRate }
    set { optimizer.learningRate = newValue }
  }

  /// The inner optimizer's, which counts its steps.
  public var schedule: LearningRateSchedule? {
    get { optimizer.schedule }
    set { optimizer.schedule = newValue }
  }

  /// The inner optimizer's.
  public var currentLearningRate: Double { optimizer.currentLearningRate }

  /// Tells the inner optimizer.
  public func observe(_ metric: Double) { optimizer.observe(metric) }

  /// Adds a batch's gradient, and takes a step if it is the last of its group.
  public func update(_ variables: [Variable], along gradients: [Tensor]) {
    checkCounts(variables, gradients, in: Self.self)
    let sums = state.plan(for: variables, slots: Self.slots, countsSteps: false).memories
    let number = count.value + 1
    let isLast = number .>= batches
    let totals = zip(sums, gradients).map { $0.value + $1.detached() }
    let mean = totals.map { $0 / batches }
    // Where the number is known, there is no need to choose.
    guard let known = number.number else {
      let changing = changingVariables(variables)
      let before = changing.map(\.value)
      optimizer.update(variables, along: mean)
      for (variable, value) in zip(changing, before) { variable.value = .where(isLast, variable.value, value) }
      for (sum, total) in zip(sums, totals) { sum.value = .where(isLast, 0, total) }
      count.value = .where(isLast, 0, number)
      return
    }
    if known >= Double(batches) {
      optimizer.update(variables, along: mean)
      for (sum, total) in zip(sums, totals) { sum.value = total.zerosLike() }
      count.value = number.zerosLike()
    } else {
      for (sum, total) in zip(sums, totals) { sum.value = total }
      count.value = number
    }
  }

  /// All that a step of the inner optimizer may change, each once.
  private func changingVariables(_ variables: [Variable]) -> [Variable] {
    let parameters = variables.enumerated().map { (name: String($0), variable: $1) }
    var seen: Set<ObjectIdentifier> = []
    return (variables + optimizer.namedState(of: parameters).map(\.variable)).filter {
      seen.insert(ObjectIdentifier($0)).inserted
    }
  }

  /// What the inner optimizer remembers, the sums of gradients and the number of batches in them.
  public func namedState(
    of parameters: [(name: String, variable: Variable)]
  ) -> [(name: String, variable: Variable)] {
    let sums = state.plan(for: parameters.map(\.variable), slots: Self.slots, countsSteps: false).memories
    return optimizer.namedState(of: parameters) + [("accumulation.count", count)]
      + zip(parameters, sums).map { ("\($0.name).accumulated", $1) }
  }
}

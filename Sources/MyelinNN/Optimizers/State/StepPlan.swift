/// When a step is taken, and how far: what the numbers depend on that all weights of a step share.
public struct StepMoment {
  private let number: Tensor?
  /// The learning rate η, a float64 number.
  public let learningRate: Tensor
  /// The weight decay λ of the weights' group, if it has its own.
  let weightDecay: Double?

  init(number: Tensor?, learningRate: Tensor, weightDecay: Double?) {
    (self.number, self.learningRate, self.weightDecay) = (number, learningRate, weightDecay)
  }

  /// The number of the step, t, from 1: a float64 number.
  public var count: Tensor {
    guard let number else { fatalError("optimizer: a rule whose `countsSteps` is false has no count of steps") }
    return number
  }

  /// 1 − βᵗ: how much of an average over t steps that started at 0 comes from gradients.
  public func correction(_ beta: Double) -> Tensor { 1 - Tensor.full([], beta, type: .float64).power(count) }
}

/// All that steps on one list of variables need, looked up once.
final class StepPlan: Sendable {
  let settings: OptimizerState.Settings
  let slots: [Slot]
  /// What is remembered: all slots of the first variable, then those of the second…
  let memories: [Variable]
  /// For every variable, which of the moments is its own.
  let momentOf: [Int]
  /// The count of every variable, if steps are counted.
  let countOf: [Variable]

  /// Every count once.
  private let counts: [Variable]
  /// The learning rates, before the schedule.
  private let rates: [Variable]
  private let scheduleStep: Variable
  /// Combinations of count, learning rate and weight decay.
  private let moments: [Moment]

  private struct Moment: Hashable {
    let count: Int?
    let rate: Int
    let weightDecay: Double?
  }

  init(_ memory: OptimizerState.Memory, slots: [Slot], memories: [Variable], variables: [Variable], counts: [Variable])
  {
    settings = memory.settings
    (self.slots, self.memories, countOf) = (slots, memories, counts)
    (rates, scheduleStep) = (memory.rates, memory.scheduleStep)
    var distinct: [Variable] = []
    var moments: [Moment] = []
    momentOf = variables.enumerated().map { index, variable in
      var place: Int?
      if !counts.isEmpty {
        place = distinct.firstIndex { $0 === counts[index] } ?? distinct.count
        if place == distinct.count { distinct.append(counts[index]) }
      }
      let group = memory.settings.groups.firstIndex { $0.contains(variable) }
      let moment = Moment(
        count: place, rate: group.map { memory.rateOfGroup[$0] } ?? 0,
        weightDecay: group.flatMap { memory.settings.groups[$0].weightDecay })
      if let known = moments.firstIndex(of: moment) { return known }
      moments.append(moment)
      return moments.count - 1
    }
    (self.counts, self.moments) = (distinct, moments)
  }

  /// Counts a step, and gives the moments.
  func begin() -> [StepMoment] {
    var rates = rates.map(\.value)
    if let schedule = settings.schedule {
      let step = scheduleStep.value
      rates = rates.map { schedule.learningRate(at: step, from: $0) }
      scheduleStep.value = step + 1
    }
    let numbers = counts.map { count in
      let number = count.value + 1
      count.value = number
      return number
    }
    return moments.map { moment in
      StepMoment(
        number: moment.count.map { numbers[$0] }, learningRate: rates[moment.rate], weightDecay: moment.weightDecay)
    }
  }
}

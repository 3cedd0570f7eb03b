import Synchronization

/// What an optimizer remembers, in variables: a compiled step reads and changes them as it does the parameters. And the
/// settings that all optimizers share.
public final class OptimizerState: Sendable {
  /// What may be set from outside.
  struct Settings {
    var schedule: LearningRateSchedule?
    var groups: [ParameterGroup] = []
    var clipping: GradientClipping?
    var average: WeightAverage?
  }

  struct Memory {
    var settings = Settings()
    /// The learning rate, then those of groups that have their own.
    var rates: [Variable]
    /// Which of the rates is that of every group.
    var rateOfGroup: [Int] = []
    /// How many steps of the schedule have been taken.
    var scheduleStep = number(0, "schedule.step")
    /// What a schedule that waits for plateaus remembers, if there is one.
    var plateau: Variable?
    var slots: [Key: (variable: Variable, slot: Variable)] = [:]
    var counts = StepCounts()
    /// The variables that were changed together last, and the plan for it.
    var last: (variables: [Variable], plan: StepPlan)?
  }

  struct Key: Hashable {
    let variable: ObjectIdentifier
    let slot: Slot
  }

  private let memory: Mutex<Memory>

  /// The memory of an optimizer that hasn't taken a step.
  public init(learningRate: Double) {
    checkNotNegative(learningRate, "learning rate", in: "optimizer")
    memory = Mutex(Memory(rates: [number(learningRate, "learningRate")]))
  }

  /// The size of a step, as a float64 variable, so that compiled steps see it change.
  var learningRate: Variable { memory.withLock { $0.rates[0] } }

  /// The learning rate of the next step.
  var currentLearningRate: Double {
    let (rate, schedule, step) = memory.withLock { ($0.rates[0], $0.settings.schedule, $0.scheduleStep) }
    let base = rate.value
    return (schedule?.learningRate(at: step.value, from: base) ?? base).scalar
  }

  // MARK: Settings

  var settings: Settings { memory.withLock { $0.settings } }

  var schedule: LearningRateSchedule? {
    get { settings.schedule }
    set {
      change { memory in
        memory.settings.schedule = newValue
        memory.scheduleStep = number(0, "schedule.step")
        memory.plateau = newValue?.plateau?.makeState()
      }
    }
  }

  var groups: [ParameterGroup] {
    get { settings.groups }
    set {
      change { memory in
        memory.settings.groups = newValue
        memory.makeGroupRates()
      }
    }
  }

  var clipping: GradientClipping? {
    get { settings.clipping }
    set { change { $0.settings.clipping = newValue } }
  }

  var average: WeightAverage? {
    get { settings.average }
    set { change { $0.settings.average = newValue } }
  }

  /// Changes the settings. Programs know the old ones, so they are recorded anew: the learning rate gets a new variable.
  private func change(_ body: (inout Memory) -> Void) {
    memory.withLock { memory in
      let old = memory.rates
      memory.rates = old.map { Variable($0.stored, name: $0.name) }
      body(&memory)
      memory.last = nil
      for rate in old { rate.retire() }
    }
  }

  /// Tells the schedule how training goes.
  func observe(_ metric: Double) {
    let (plateau, state, rates) = memory.withLock { ($0.settings.schedule?.plateau, $0.plateau, $0.rates) }
    guard let plateau, let state else { return }
    if plateau.isReached(with: metric, state) {
      for rate in rates { rate.value = .full([], plateau.lowered(rate.value.scalar), type: .float64) }
    }
  }

  // MARK: Steps

  /// What a step on these variables needs; the same as for the last step if the variables are.
  func plan(for variables: [Variable], slots: @autoclosure () -> [Slot], countsSteps: Bool) -> StepPlan {
    memory.withLock { memory in
      if let last = memory.last, last.variables.elementsEqual(variables, by: ===) { return last.plan }
      let slots = slots()
      let memories = variables.flatMap { variable in slots.map { memory.slot($0, of: variable) } }
      let counts = countsSteps ? memory.counts.counts(of: variables) : []
      let plan = StepPlan(memory, slots: slots, memories: memories, variables: variables, counts: counts)
      memory.last = (variables, plan)
      return plan
    }
  }

  /// All that is remembered, by name. A count that all parameters share is `step`, others are named after each parameter
  /// that has them.
  func named(
    of parameters: [(name: String, variable: Variable)], slots: [Slot], countsSteps: Bool
  ) -> [(name: String, variable: Variable)] {
    let plan = plan(for: parameters.map(\.variable), slots: slots, countsSteps: countsSteps)
    var named = memory.withLock { memory in
      var named = memory.rates.enumerated().map { place, rate in
        (name: place == 0 ? "learningRate" : "learningRate.\(place)", variable: rate)
      }
      if memory.settings.schedule != nil { named.append(("schedule.step", memory.scheduleStep)) }
      if let plateau = memory.plateau { named.append(("schedule.plateau", plateau)) }
      return named
    }
    if let first = plan.countOf.first, plan.countOf.allSatisfy({ $0 === first }) {
      named.append(("step", first))
    } else {
      named += zip(parameters, plan.countOf).map { ("\($0.name).step", $1) }
    }
    for (index, parameter) in parameters.enumerated() {
      let memories = plan.memories[(index * slots.count)..<((index + 1) * slots.count)]
      named += zip(slots, memories).map { ("\(parameter.name).\($0.name)", $1) }
    }
    return named + (plan.settings.average?.namedState(of: parameters) ?? [])
  }
}

extension OptimizerState.Memory {
  /// What is remembered of a variable under a slot.
  fileprivate mutating func slot(_ slot: Slot, of variable: Variable) -> Variable {
    let key = OptimizerState.Key(variable: ObjectIdentifier(variable), slot: slot)
    if let known = slots[key] { return known.slot }
    let made = slot.makeVariable(for: variable)
    slots[key] = (variable, made)
    return made
  }

  /// Variables for the learning rates of groups that have their own.
  fileprivate mutating func makeGroupRates() {
    rates = [rates[0]]
    rateOfGroup = settings.groups.map { group in
      guard let rate = group.learningRate else { return 0 }
      rates.append(number(rate, "learningRate.\(rates.count)"))
      return rates.count - 1
    }
  }
}

/// A variable for one float64 number.
private func number(_ value: Double, _ name: String) -> Variable {
  Variable(.full([], value, type: .float64), name: name)
}

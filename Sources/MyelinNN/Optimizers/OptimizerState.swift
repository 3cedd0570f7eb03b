import Synchronization

/// What an optimizer remembers of every variable, in variables of its own: a compiled step reads and changes them as it does
/// the parameters.
final class OptimizerState: Sendable {
  /// The size of a step, as a float64 variable, so that compiled steps see it change.
  let learningRate: Variable
  private let memory = Mutex(Memory())

  private struct Memory {
    var slots: [Key: (variable: Variable, slot: Variable)] = [:]
    /// How many steps a variable has taken: one count for all that have always been changed together.
    var counts: [ObjectIdentifier: Variable] = [:]
    /// The variables that were changed together last, and their counts.
    var last: (variables: [Variable], counts: [Variable]) = ([], [])
  }

  private struct Key: Hashable {
    let variable: ObjectIdentifier
    let name: Slot
  }

  /// What is remembered of a variable.
  enum Slot: String {
    /// A running average of the gradient, and of its square.
    case first, second
    /// What momentum adds up.
    case velocity
  }

  init(learningRate: Double) {
    self.learningRate = Variable(.full([], learningRate, type: .float64), name: "learningRate")
  }

  /// What is remembered of a variable under a name: zeros of its shape at first.
  func slot(_ name: Slot, of variable: Variable) -> Variable {
    let key = Key(variable: ObjectIdentifier(variable), name: name)
    return memory.withLock { memory in
      if let known = memory.slots[key] { return known.slot }
      let slot = Variable(variable.value.zerosLike(), name: variable.name.map { "\($0).\(name.rawValue)" })
      memory.slots[key] = (variable, slot)
      return slot
    }
  }

  /// The learning rate, the slots and, if steps are counted, the counts, by name. A count that all parameters share is `step`,
  /// others are named after each parameter that has them.
  func named(
    of parameters: [(name: String, variable: Variable)], slots: [Slot], countsSteps: Bool
  ) -> [(name: String, variable: Variable)] {
    var named = [(name: "learningRate", variable: learningRate)]
    if countsSteps {
      let counts = counts(of: parameters.map(\.variable))
      let first = counts.first
      if let first, counts.allSatisfy({ $0 === first }) {
        named.append(("step", first))
      } else {
        named += zip(parameters, counts).map { ("\($0.name).step", $1) }
      }
    }
    for (name, variable) in parameters {
      named += slots.map { ("\(name).\($0.rawValue)", slot($0, of: variable)) }
    }
    return named
  }

  /// The counts of steps of variables that are changed together now.
  func counts(of variables: [Variable]) -> [Variable] {
    memory.withLock { memory in
      // Nobody else's count has changed since, so the same list has the same counts.
      if memory.last.variables.elementsEqual(variables, by: ===) { return memory.last.counts }
      let changed = Set(variables.map { ObjectIdentifier($0) })
      // A count is split if others share it who aren't changed now. Both halves are new, for programs may know the old one.
      var split: [ObjectIdentifier: (changed: Variable, left: Variable)] = [:]
      for (variable, count) in memory.counts where !changed.contains(variable) {
        guard variables.contains(where: { memory.counts[ObjectIdentifier($0)] === count }) else { continue }
        let halves =
          split[ObjectIdentifier(count)]
          ?? (Variable(count.stored, name: "step"), Variable(count.stored, name: "step"))
        split[ObjectIdentifier(count)] = halves
        memory.counts[variable] = halves.left
        count.retire()
      }
      var fresh: Variable?
      let counts = variables.map { variable in
        let known = memory.counts[ObjectIdentifier(variable)]
        if let known, split[ObjectIdentifier(known)] == nil { return known }
        let count =
          known.flatMap { split[ObjectIdentifier($0)]?.changed } ?? fresh
          ?? Variable(.zeros([], type: .float64), name: "step")
        if known == nil { fresh = count }
        memory.counts[ObjectIdentifier(variable)] = count
        return count
      }
      memory.last = (variables, counts)
      return counts
    }
  }
}

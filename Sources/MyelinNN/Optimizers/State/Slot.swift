/// Something that an optimizer remembers of every weight, such as a running average of its gradient.
public struct Slot: Sendable, Hashable {
  /// What checkpoints call it.
  public let name: String
  /// What its elements are before the first step.
  public let start: Double
  /// Whether it is one float64 number, and not a tensor of the weight's shape and type.
  public let isScalar: Bool

  /// A slot that starts with a number everywhere.
  public init(_ name: String, startingAt start: Double = 0, isScalar: Bool = false) {
    (self.name, self.start, self.isScalar) = (name, start, isScalar)
  }

  /// A running average of the gradient, the first moment.
  public static let first = Slot("first")
  /// A running average of the gradient's square, the second moment.
  public static let second = Slot("second")
  /// The largest gradients so far, or their squares.
  public static let largest = Slot("largest")
  /// What momentum adds up.
  public static let velocity = Slot("velocity")

  /// A variable for what is remembered of `variable`.
  func makeVariable(for variable: Variable) -> Variable {
    let value = variable.stored
    return Variable(
      isScalar ? .full([], start, type: .float64) : .full(value.shape, start, type: value.type),
      name: variable.name.map { "\($0).\(name)" })
  }
}

/// What an optimizer remembers of one weight, to be read and changed by its formula: `memory[.first]`.
public struct WeightMemory {
  private let plan: StepPlan
  private let place: Int

  init(_ plan: StepPlan, _ index: Int) { (self.plan, place) = (plan, index * plan.slots.count) }

  /// What is remembered under a slot, which must be among the rule's `slots`.
  public subscript(slot: Slot) -> Tensor {
    get { variable(of: slot).value }
    nonmutating set { variable(of: slot).value = newValue }
  }

  private func variable(of slot: Slot) -> Variable {
    for index in plan.slots.indices where plan.slots[index] == slot { return plan.memories[place + index] }
    fatalError("optimizer: '\(slot.name)' is not among the slots \(plan.slots.map(\.name)) that the rule remembers")
  }
}

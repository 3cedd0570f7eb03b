/// How an optimizer's learning rate changes from step to step: a function of the number of steps that have been taken, t, and
/// of the learning rate that the optimizer was given, η₀.
///
/// ```swift
/// optimizer.schedule = .warmUp(over: 500).then(.cosine(over: 9_500))
/// ```
///
/// The count of steps is a variable of the optimizer: compiled steps follow the schedule without being recorded anew, and a
/// checkpoint goes on where it was. A step is one update of the weights, a batch; `perEpoch` counts epochs instead.
/// The values are those of PyTorch's schedulers.
public struct LearningRateSchedule: Sendable {
  private let rate: @Sendable (_ step: Tensor, _ base: Tensor) -> Tensor
  /// After how many steps the schedule has done its work, if ever.
  let length: Int?
  /// When and how the learning rate falls where training makes no progress, if it does.
  let plateau: Plateau?

  /// A schedule of your own.
  ///
  /// ```swift
  /// optimizer.schedule = LearningRateSchedule { t, base in base / (1 + 0.01 * t) }
  /// ```
  ///
  /// - Parameters:
  ///   - length: After how many steps the next schedule of a composition begins, unless it says so itself.
  ///   - rate: Gives the learning rate from the number of steps that have been taken, from 0, and from the rate that
  ///     the optimizer was given. All are float64 numbers, and must not be read, for `compile` records the function.
  public init(length: Int? = nil, _ rate: @escaping @Sendable (_ step: Tensor, _ base: Tensor) -> Tensor) {
    self.init(length: length, plateau: nil, rate)
  }

  init(length: Int?, plateau: Plateau?, _ rate: @escaping @Sendable (_ step: Tensor, _ base: Tensor) -> Tensor) {
    (self.length, self.plateau, self.rate) = (length, plateau, rate)
  }

  /// The learning rate of the step after `step` others, as a float64 number.
  func learningRate(at step: Tensor, from base: Tensor) -> Tensor { rate(step, base) }

  /// The learning rate of the step after `step` others.
  ///
  /// ```swift
  /// let curve = (0..<1000).map { schedule.learningRate(at: $0, from: 0.1) }
  /// ```
  public func learningRate(at step: Int, from base: Double) -> Double {
    rate(.full([], Double(step), type: .float64), .full([], base, type: .float64)).scalar
  }

  /// This schedule and, when it has done its work, another one from its start. As PyTorch's `SequentialLR`.
  ///
  /// - Parameters:
  ///   - next: What follows.
  ///   - steps: When it begins; by default after the steps that this schedule is `over`.
  public func then(_ next: LearningRateSchedule, after steps: Int? = nil) -> LearningRateSchedule {
    guard let start = steps ?? length else {
      fatalError("LearningRateSchedule.then: this schedule has no end; say after how many steps the next one begins")
    }
    checkCount(start, "steps before the next schedule", least: 0)
    return LearningRateSchedule(length: next.length.map { start + $0 }, plateau: next.plateau ?? plateau) { t, base in
      .where(t .< start, rate(t, base), next.rate((t - start).maximum(0), base))
    }
  }

  /// The same schedule by epochs instead of steps: the learning rate stays within an epoch.
  ///
  /// - Parameter batches: The number of steps in an epoch.
  public func perEpoch(of batches: Int) -> LearningRateSchedule {
    checkCount(batches, "batches in an epoch", least: 1)
    return LearningRateSchedule(length: length.map { $0 * batches }, plateau: plateau) { t, base in
      rate((t / batches).floor(), base)
    }
  }
}

/// Stops unless a schedule's number is large enough.
func checkCount(_ count: Int, _ name: String, least: Int) {
  guard count >= least else {
    fatalError("LearningRateSchedule: the number of \(name), \(count), must be at least \(least)")
  }
}

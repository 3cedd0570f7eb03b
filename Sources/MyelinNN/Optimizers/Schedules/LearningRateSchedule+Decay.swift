extension LearningRateSchedule {
  /// The learning rate stays.
  public static let constant = LearningRateSchedule { _, base in base }

  /// η₀·`factor` for so many steps, then η₀. As PyTorch's `ConstantLR`.
  public static func constant(factor: Double, over steps: Int) -> LearningRateSchedule {
    checkCount(steps, "steps", least: 0)
    return LearningRateSchedule(length: steps) { t, base in base * Tensor.where(t .< steps, factor, t.onesLike()) }
  }

  /// η₀·γ^⌊t/n⌋: the learning rate falls by a factor every n steps. As PyTorch's `StepLR`.
  ///
  /// - Parameters:
  ///   - steps: n.
  ///   - factor: γ.
  public static func step(every steps: Int, factor: Double = 0.1) -> LearningRateSchedule {
    checkCount(steps, "steps", least: 1)
    return LearningRateSchedule { t, base in base * power(factor, (t / steps).floor()) }
  }

  /// η₀·γᵏ, where k is how many of the milestones have been reached. As PyTorch's `MultiStepLR`.
  ///
  /// - Parameters:
  ///   - milestones: The steps at which the learning rate falls, from 0; one that is listed twice counts twice.
  ///   - factor: γ.
  public static func multiStep(at milestones: [Int], factor: Double = 0.1) -> LearningRateSchedule {
    LearningRateSchedule(length: milestones.max()) { t, base in
      milestones.reduce(base) { rate, milestone in rate * Tensor.where(t .>= milestone, factor, t.onesLike()) }
    }
  }

  /// η₀·γᵗ. As PyTorch's `ExponentialLR`.
  ///
  /// - Parameter factor: γ, by which every step multiplies the learning rate.
  public static func exponential(factor: Double) -> LearningRateSchedule {
    LearningRateSchedule { t, base in base * power(factor, t) }
  }

  /// (η₀ − e)·(1 − min(t, T)/T)^p + e: falls to e in T steps and stays there. As PyTorch's `PolynomialLR`, whose e is 0, and
  /// Keras's `PolynomialDecay`.
  ///
  /// - Parameters:
  ///   - steps: T.
  ///   - power: p; 1 for a straight line.
  ///   - end: e.
  public static func polynomial(over steps: Int, power: Double = 1, to end: Double = 0) -> LearningRateSchedule {
    checkCount(steps, "steps", least: 1)
    return LearningRateSchedule(length: steps) { t, base in
      (base - end) * (1 - t.minimum(steps) / steps).power(power) + end
    }
  }

  /// η₀·(a + (b − a)·min(t, T)/T): a straight line from one factor to another. As PyTorch's `LinearLR`.
  ///
  /// - Parameters:
  ///   - start: a.
  ///   - end: b.
  ///   - steps: T.
  public static func linear(from start: Double = 1.0 / 3, to end: Double = 1, over steps: Int) -> LearningRateSchedule {
    checkCount(steps, "steps", least: 1)
    return LearningRateSchedule(length: steps) { t, base in
      base * (start + (end - start) * (t.minimum(steps) / steps))
    }
  }

  /// Rises in a straight line from η₀·`start` to η₀, and stays there: for the beginning of a composition.
  ///
  /// Source: P. Goyal et al., "Accurate, Large Minibatch SGD" (2017).
  public static func warmUp(over steps: Int, from start: Double = 0) -> LearningRateSchedule {
    linear(from: start, to: 1, over: steps)
  }

  /// η₀·min((t + 1)/n, √(n/(t + 1))): rises for n steps, then falls with the root of their number, for ever.
  ///
  /// Source: A. Vaswani et al., "Attention Is All You Need" (2017), section 5.3, where η₀ is (d·n)^(−½).
  ///
  /// - Parameter steps: n.
  public static func inverseSquareRoot(warmUp steps: Int) -> LearningRateSchedule {
    checkCount(steps, "steps", least: 1)
    return LearningRateSchedule { t, base in
      base * ((t + 1) / steps).minimum((Double(steps) / (t + 1)).sqrt())
    }
  }

  /// The learning rate falls when training makes no progress, as `Optimizer.observe` tells. As PyTorch's
  /// `ReduceLROnPlateau`.
  ///
  /// The optimizer's `learningRate` itself falls, so that in a composition the other part goes on from there.
  public static func onPlateau(_ plateau: Plateau = Plateau()) -> LearningRateSchedule {
    LearningRateSchedule(length: nil, plateau: plateau) { _, base in base }
  }

  /// A number to a power that depends on the step.
  private static func power(_ factor: Double, _ exponent: Tensor) -> Tensor {
    Tensor.full([], factor, type: .float64).power(exponent)
  }
}

extension LearningRateSchedule {
  /// e + (η₀ − e)·(1 + cos(π·t/T))/2: falls to e in T steps along half a cosine. As PyTorch's `CosineAnnealingLR`: if training
  /// goes on after T steps, the learning rate rises again.
  ///
  /// Source: I. Loshchilov, F. Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts" (2017).
  ///
  /// - Parameters:
  ///   - steps: T.
  ///   - minimum: e.
  public static func cosine(over steps: Int, minimum: Double = 0) -> LearningRateSchedule {
    checkCount(steps, "steps", least: 1)
    return LearningRateSchedule(length: steps) { t, base in
      minimum + (base - minimum) * (1 + (Double.pi * t / steps).cos()) / 2
    }
  }

  /// Falls to a minimum along half a cosine again and again, each time starting anew from η₀. As PyTorch's
  /// `CosineAnnealingWarmRestarts`.
  ///
  /// Source: I. Loshchilov, F. Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts" (2017).
  ///
  /// - Parameters:
  ///   - steps: The length of the first cycle, T.
  ///   - growth: How many times longer every cycle is than the one before, m.
  ///   - minimum: Where a cycle ends.
  public static func cosineRestarts(every steps: Int, growth: Int = 1, minimum: Double = 0) -> LearningRateSchedule {
    checkCount(steps, "steps", least: 1)
    checkCount(growth, "times a cycle grows", least: 1)
    return LearningRateSchedule { t, base in
      let (start, length) = cycle(t, Double(steps), Double(growth))
      return minimum + (base - minimum) * (1 + (Double.pi * (t - start) / length).cos()) / 2
    }
  }

  /// Where the cycle of a step starts and how long it is.
  ///
  /// Cycle k starts at T·(mᵏ − 1)/(m − 1), so that k = ⌊log_m(t·(m − 1)/T + 1)⌋.
  private static func cycle(_ t: Tensor, _ first: Double, _ growth: Double) -> (start: Tensor, length: Tensor) {
    guard growth > 1 else { return ((t / first).floor() * first, first * t.onesLike()) }
    let size = t * (growth - 1) / first + 1
    // Where a cycle starts the logarithm is a whole number, and must not be rounded below it.
    let number = (size.log() / Tensor.full([], growth, type: .float64).log() + 1e-11).floor()
    let scale = Tensor.full([], growth, type: .float64).power(number)
    return (first * (scale - 1) / (growth - 1), first * scale)
  }

  /// Along which curve a one-cycle schedule rises and falls.
  public enum Curve: Sendable {
    /// Half a cosine.
    case cosine
    /// A straight line.
    case linear

    /// The value a fraction of the way from `start` to `end`.
    func value(from start: Tensor, to end: Tensor, at fraction: Tensor) -> Tensor {
      switch self {
      case .cosine: end + (start - end) / 2 * ((Double.pi * fraction).cos() + 1)
      case .linear: start + (end - start) * fraction
      }
    }
  }

  /// One rise from η₀/`startDivisor` to η₀, one fall to η₀/`startDivisor`/`endDivisor`: for short training at high rates. As
  /// PyTorch's `OneCycleLR`, whose `max_lr` is our η₀, without its cycle of momentum.
  ///
  /// Source: L. Smith, N. Topin, "Super-Convergence: Very Fast Training of Neural Networks Using Large Learning Rates" (2018).
  ///
  /// - Parameters:
  ///   - steps: The length of the whole cycle; the learning rate stays where it ends.
  ///   - rise: The share of the steps in which the learning rate rises.
  ///   - curve: How it rises and falls.
  ///   - threePhases: Whether the fall takes as many steps as the rise, and a third phase goes down to the end.
  ///   - startDivisor: How many times smaller than η₀ the first rate is.
  ///   - endDivisor: How many times smaller than the first rate the last one is.
  public static func oneCycle(
    over steps: Int, rise: Double = 0.3, curve: Curve = .cosine, threePhases: Bool = false,
    startDivisor: Double = 25, endDivisor: Double = 1e4
  ) -> LearningRateSchedule {
    checkCount(steps, "steps", least: 1)
    guard rise >= 0, rise <= 1, startDivisor > 0, endDivisor > 0 else {
      fatalError(
        "LearningRateSchedule.oneCycle: the share of rising steps \(rise) must be within 0…1, and the divisors "
          + "\(startDivisor) and \(endDivisor) above 0")
    }
    let (top, last) = (rise * Double(steps) - 1, Double(steps) - 1)
    let bottom = 2 * rise * Double(steps) - 2
    return LearningRateSchedule(length: steps) { t, base in
      let t = t.minimum(last)
      let start = base / startDivisor
      func phase(_ from: Double, _ through: Double, _ first: Tensor, _ second: Tensor) -> Tensor {
        curve.value(from: first, to: second, at: through == from ? t.onesLike() : (t - from) / (through - from))
      }
      let rising = phase(0, top, start, base)
      guard threePhases else { return .where(t .<= top, rising, phase(top, last, base, start / endDivisor)) }
      let falling = Tensor.where(
        t .<= bottom, phase(top, bottom, base, start), phase(bottom, last, start, start / endDivisor))
      return .where(t .<= top, rising, falling)
    }
  }
}

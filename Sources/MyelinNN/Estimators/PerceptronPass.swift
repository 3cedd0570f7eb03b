/// The learning of one perceptron: epoch after epoch, sample after sample.
///
/// The coefficients are held as `scale` times numbers, so that a penalty that shrinks all of them costs one multiplication.
/// Every sum is rounded as scikit-learn's loops round it, which makes results equal bit by bit.
struct PerceptronPass {
  private let rate: Double
  private let strength: Double
  private let shrinks: Bool
  private let truncates: Bool
  private let isPenalized: Bool
  /// The share of the penalty of magnitudes.
  private let ratio: Double
  private let tolerance: Double
  private let patience: Int
  private let usesIntercept: Bool
  private let shuffles: Bool
  private let orderSeed: UInt32
  private let epochs: Int

  var positiveWeight = 1.0
  var negativeWeight = 1.0
  /// Which samples only decide when to stop; empty for none.
  var heldOut: [Bool] = []
  /// The epochs that it took.
  private(set) var epochCount = 0

  init(_ settings: PerceptronClassifier, seed: UInt32, epochs: Int) {
    (rate, strength, patience) = (settings.learningRate, settings.penaltyStrength, settings.patience)
    (usesIntercept, shuffles, self.epochs) = (settings.usesIntercept, settings.shuffles, epochs)
    tolerance = settings.tolerance ?? -.infinity
    switch settings.penalty {
    case .none: (isPenalized, shrinks, truncates, ratio) = (false, false, false, 0)
    case .l2: (isPenalized, shrinks, truncates, ratio) = (true, true, false, 0)
    case .l1: (isPenalized, shrinks, truncates, ratio) = (true, false, true, 1)
    case .elasticNet(let share): (isPenalized, shrinks, truncates, ratio) = (true, true, true, share)
    }
    var random = NumPyRandomState(seed: seed)
    // The first draw seeds what scikit-learn draws single samples from, which isn't needed here.
    _ = random.integer(in: 1..<Int(Int32.max))
    orderSeed = UInt32(random.integer(below: Int(Int32.max)))
  }

  /// Learns a row of coefficients and an intercept.
  mutating func run(
    _ data: PerceptronClassifier.Samples, _ targets: [Int], row: Int, _ fitted: inout PerceptronClassifier.Fitted
  ) throws {
    if data.type == .float32 {
      try run(data, targets, row: row, &fitted, as: Float.self)
    } else {
      try run(data, targets, row: row, &fitted, as: Double.self)
    }
  }

  private mutating func run<Scalar: BinaryFloatingPoint>(
    _ data: PerceptronClassifier.Samples, _ targets: [Int], row: Int, _ fitted: inout PerceptronClassifier.Fitted,
    as scalar: Scalar.Type
  ) throws {
    let width = data.featureCount
    let values = data.values.map { Scalar($0) }
    let shares = targets.indices.map { index in
      Scalar(targets[index] > 0 ? positiveWeight : negativeWeight) * Scalar(data.weights[index])
    }
    let start = fitted.coefficients[row * width..<(row + 1) * width].map { Scalar($0) }
    var line = ScaledVector<Scalar>(start)
    var intercept = Double(Scalar(fitted.intercepts[row]))
    var order = (0..<targets.count).map { Int32($0) }
    let learners = heldOut.isEmpty ? targets.count : heldOut.count { !$0 }
    var (idle, best) = (0, heldOut.isEmpty ? Double.infinity : -.infinity)
    // What every coefficient could have been reduced by so far, and what each has been.
    var (whole, paid) = (0.0, truncates ? [Scalar](repeating: 0, count: width) : [])
    for epoch in 0..<epochs {
      epochCount = epoch + 1
      if shuffles { PerceptronPass.shuffle(&order, seed: orderSeed) }
      let objective = values.withUnsafeBufferPointer { values in
        epochObjective(values, targets, shares, order, &line, &intercept, &whole, &paid)
      }
      guard intercept.isFinite, line.numbers.allSatisfy(\.isFinite) else {
        throw EstimatorError.overflow(epoch: epoch + 1)
      }
      if heldOut.isEmpty {
        let mean = objective / Double(learners)
        idle = tolerance > -.infinity && mean > best - tolerance ? idle + 1 : 0
        best = min(best, mean)
      } else {
        let score = heldOutAccuracy(values, targets, data.weights, line.numbers, intercept)
        idle = tolerance > -.infinity && score < best + tolerance ? idle + 1 : 0
        best = max(best, score)
      }
      if idle >= patience { break }
    }
    line.applyScale()
    for feature in 0..<width { fitted.coefficients[row * width + feature] = Double(line.numbers[feature]) }
    fitted.intercepts[row] = intercept
  }

  /// One pass over the samples; the sum of losses and penalties.
  @inline(__always)
  private func epochObjective<Scalar: BinaryFloatingPoint>(
    _ values: UnsafeBufferPointer<Scalar>, _ targets: [Int], _ shares: [Scalar], _ order: [Int32],
    _ line: inout ScaledVector<Scalar>, _ intercept: inout Double, _ whole: inout Double, _ paid: inout [Scalar]
  ) -> Double {
    let width = line.numbers.count
    let watchesLoss = heldOut.isEmpty
    let shrinking = max(0, 1 - (1 - ratio) * rate * strength)
    var objective = 0.0
    for place in order {
      let index = Int(place)
      if !watchesLoss, heldOut[index] { continue }
      let sample = UnsafeBufferPointer(rebasing: values[index * width..<(index + 1) * width])
      let target = Double(targets[index])
      let margin = (Double(line.dot(sample)) + intercept) * target
      if watchesLoss {
        if margin <= 0 { objective -= margin }
        if isPenalized {
          let norm = Double(line.norm)
          objective += strength * ((1 - ratio) * 0.5 * (norm * norm) + ratio * Double(line.magnitude))
        }
      }
      let update = margin <= 0 ? rate * target * Double(shares[index]) : 0
      if shrinks { line.scale(by: Scalar(shrinking)) }
      if update != 0 {
        line.add(sample, times: Scalar(update))
        if usesIntercept { intercept += update }
      }
      if truncates {
        whole += ratio * rate * strength
        line.truncate(whole, &paid)
      }
    }
    return objective
  }

  /// The accuracy on the samples that are held out.
  ///
  /// As scikit-learn judges, the coefficients' common scale is left out.
  private func heldOutAccuracy<Scalar: BinaryFloatingPoint>(
    _ values: [Scalar], _ targets: [Int], _ weights: [Double], _ numbers: [Scalar], _ intercept: Double
  ) -> Double {
    var (right, total) = (0.0, 0.0)
    for index in targets.indices where heldOut[index] {
      var sum: Scalar = 0
      for feature in numbers.indices { sum += values[index * numbers.count + feature] * numbers[feature] }
      if (Double(sum) + intercept > 0) == (targets[index] > 0) { right += weights[index] }
      total += weights[index]
    }
    return right / total
  }

  /// Fisher and Yates' shuffle by G. Marsaglia's xorshift of 32 bits ("Xorshift RNGs", 2003), of which 31 are used.
  private static func shuffle(_ order: inout [Int32], seed: UInt32) {
    var state = seed == 0 ? 1 : seed
    for place in 0..<max(order.count - 1, 0) {
      state ^= state << 13
      state ^= state >> 17
      state ^= state << 5
      order.swapAt(place, place + Int(state % (1 << 31)) % (order.count - place))
    }
  }
}

/// Numbers with a common scale, and their norms.
private struct ScaledVector<Scalar: BinaryFloatingPoint> {
  private(set) var numbers: [Scalar]
  private var scale = 1.0
  private var squares: Double
  private var magnitudes: Double

  @inline(__always)
  init(_ numbers: [Scalar]) {
    self.numbers = numbers
    squares = Double(numbers.reduce(0) { $0 + $1 * $1 })
    magnitudes = Double(numbers.reduce(0) { $0 + $1.magnitude })
  }

  /// The Euclidean norm.
  @inline(__always)
  var norm: Scalar { Scalar(squares.squareRoot()) }
  /// The sum of magnitudes.
  @inline(__always)
  var magnitude: Scalar { Scalar(magnitudes) }

  @inline(__always)
  func dot(_ sample: UnsafeBufferPointer<Scalar>) -> Scalar {
    var sum = 0.0
    for feature in numbers.indices { sum += Double(numbers[feature] * sample[feature]) }
    return Scalar(sum * scale)
  }

  @inline(__always)
  mutating func add(_ sample: UnsafeBufferPointer<Scalar>, times factor: Scalar) {
    let ownScale = Scalar(scale)
    let step = Double(factor / ownScale)
    var (squares, magnitudes) = (0.0, 0.0)
    for feature in numbers.indices {
      let number = Scalar(Double(numbers[feature]) + Double(sample[feature]) * step)
      numbers[feature] = number
      squares += Double(number * number)
      magnitudes += Double(number.magnitude)
    }
    self.squares = squares * Double(ownScale * ownScale)
    self.magnitudes = magnitudes * Double(ownScale)
  }

  @inline(__always)
  mutating func scale(by factor: Scalar) {
    scale *= Double(factor)
    squares *= Double(factor * factor)
    magnitudes *= Double(factor.magnitude)
    if scale < (Scalar.significandBitCount > 23 ? 1e-9 : 1e-6) { applyScale() }
  }

  /// Makes the scale 1.
  mutating func applyScale() {
    for feature in numbers.indices { numbers[feature] *= Scalar(scale) }
    scale = 1
  }

  /// Moves every number towards 0 by what it hasn't paid yet of the penalty so far, and not beyond.
  @inline(__always)
  mutating func truncate(_ whole: Double, _ paid: inout [Scalar]) {
    for feature in numbers.indices {
      let before = Double(numbers[feature])
      if scale * before > 0 {
        numbers[feature] = Scalar(max(0, before - (whole + Double(paid[feature])) / scale))
      } else if scale * before < 0 {
        numbers[feature] = Scalar(min(0, before + (whole - Double(paid[feature])) / scale))
      }
      paid[feature] = Scalar(Double(paid[feature]) + scale * (Double(numbers[feature]) - before))
    }
  }
}

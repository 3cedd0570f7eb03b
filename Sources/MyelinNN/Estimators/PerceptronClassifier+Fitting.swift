extension PerceptronClassifier {
  /// Learns from samples until nothing improves, or `maximumEpochs` are over (see `hasConverged`).
  ///
  /// Float32 samples are learnt from in float32, others in float64, as scikit-learn does.
  ///
  /// - Parameters:
  ///   - x: The samples, `[n, features]`.
  ///   - labels: Their classes, whole numbers, `[n]` or `[n, 1]`.
  ///   - weights: How much every sample counts.
  /// - Throws: `EstimatorError` if there is nothing to learn from the data. What was learnt before is then kept.
  public mutating func fit(_ x: Tensor, _ labels: Tensor, weights: Tensor? = nil) throws {
    checkSettings()
    let data = try Samples(x, labels, weights, in: "fit")
    let classes = Set(data.labels).sorted()
    var start = Fitted(data, classes)
    if warmStart, let fitted {
      guard fitted.featureCount == start.featureCount, fitted.intercepts.count == start.intercepts.count else {
        fatalError(
          "PerceptronClassifier.fit: a warm start needs samples like the last ones, \(fitted.classes.count) classes and "
            + "\(fitted.featureCount) features; got \(classes.count) and \(start.featureCount)")
      }
      (start.coefficients, start.intercepts) = (fitted.coefficients, fitted.intercepts)
    }
    try learn(data, from: start, epochs: maximumEpochs)
  }

  /// One pass over further samples.
  ///
  /// - Parameters:
  ///   - x: The samples, `[n, features]`.
  ///   - labels: Their classes, whole numbers, `[n]` or `[n, 1]`; not all need to occur.
  ///   - classes: All classes that there will ever be. Needed in the first call only.
  ///   - weights: How much every sample counts.
  /// - Throws: `EstimatorError` if there is nothing to learn from the data. What was learnt before is then kept.
  public mutating func partialFit(_ x: Tensor, _ labels: Tensor, classes: [Int]? = nil, weights: Tensor? = nil) throws {
    checkSettings()
    guard !stopsEarly, classWeights != .balanced else {
      fatalError("PerceptronClassifier.partialFit: early stopping and balanced class weights need all samples; use fit")
    }
    guard let known = fitted?.classes ?? classes.map({ Set($0).sorted() }) else {
      fatalError("PerceptronClassifier.partialFit: the first call needs all classes")
    }
    if let classes, Set(classes).sorted() != known {
      fatalError(
        "PerceptronClassifier.partialFit: the classes \(classes) differ from those of the calls before, \(known)")
    }
    let data = try Samples(x, labels, weights, in: "partialFit")
    let start = fitted ?? Fitted(data, known)
    guard start.featureCount == data.featureCount else {
      fatalError(
        "PerceptronClassifier.partialFit: \(data.featureCount) features after \(start.featureCount) in the calls before"
      )
    }
    if let stranger = data.labels.first(where: { !known.contains($0) }) { throw EstimatorError.unknownClass(stranger) }
    try learn(data, from: start, epochs: 1)
  }

  private func checkSettings() {
    let isMixed = if case .elasticNet(let ratio) = penalty { (0...1).contains(ratio) } else { true }
    guard penaltyStrength >= 0, maximumEpochs > 0, (tolerance ?? 0) >= 0, learningRate > 0, patience > 0, isMixed,
      validationFraction > 0, validationFraction < 1
    else {
      fatalError(
        "PerceptronClassifier: the learning rate, the epochs and the patience must be positive, the penalty's strength and the "
          + "tolerance not negative, the L1 ratio within 0…1 and the validation fraction between 0 and 1")
    }
  }

  private mutating func learn(_ data: Samples, from start: Fitted, epochs: Int) throws {
    guard start.classes.count > 1 else { throw EstimatorError.oneClass(start.classes[0]) }
    let classWeights = try weights(of: start.classes, in: data)
    var random = NumPyRandomState(seed: seed)
    var result = start
    result.type = data.type
    result.epochCount = 0
    let isBinary = start.classes.count == 2
    // Several perceptrons hold out the same samples.
    let shared = try stopsEarly && !isBinary ? heldOut(data.labels, data) : nil
    let seeds = isBinary ? [seed] : start.classes.map { _ in UInt32(random.integer(below: Int(Int32.max))) }
    for (row, seed) in seeds.enumerated() {
      let positive = isBinary ? start.classes[1] : start.classes[row]
      var pass = PerceptronPass(self, seed: seed, epochs: epochs)
      pass.positiveWeight = isBinary ? classWeights[1] : classWeights[row]
      pass.negativeWeight = isBinary ? classWeights[0] : 1
      let targets = data.labels.map { $0 == positive ? 1 : -1 }
      if stopsEarly { pass.heldOut = try shared ?? heldOut(targets, data) }
      try pass.run(data, targets, row: row, &result)
      result.epochCount = max(result.epochCount, pass.epochCount)
    }
    result.hasConverged = result.epochCount < epochs
    fitted = result
  }

  /// The weight of every class.
  private func weights(of classes: [Int], in data: Samples) throws -> [Double] {
    switch classWeights {
    case .uniform: return classes.map { _ in 1 }
    case .weights(let weights):
      let unnamed = classes.filter { weights[$0] == nil }
      if let first = unnamed.first, classes.count - unnamed.count != weights.count {
        throw EstimatorError.noClassWeight(first)
      }
      return classes.map { weights[$0] ?? 1 }
    case .balanced:
      let counts = data.labels.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
      return classes.map { Double(data.labels.count) / (Double(counts.count) * Double(counts[$0] ?? 0)) }
    }
  }

  /// Which samples only decide when to stop.
  private func heldOut(_ labels: [Int], _ data: Samples) throws -> [Bool] {
    let held = try stratifiedHoldOut(labels, fraction: validationFraction, seed: seed)
    guard zip(held, data.weights).contains(where: { $0 && $1 > 0 }) else {
      throw EstimatorError.unsplittable("all samples that are held out have weight 0; take another seed")
    }
    return held
  }
}

extension PerceptronClassifier {
  /// Samples as numbers.
  struct Samples {
    let values: [Double]
    let labels: [Int]
    let weights: [Double]
    let featureCount: Int
    /// The type that is computed in.
    let type: DType

    var count: Int { labels.count }

    init(_ x: Tensor, _ labels: Tensor, _ weights: Tensor?, in operation: String) throws {
      guard x.rank == 2, x.shape[1] > 0 else {
        fatalError("PerceptronClassifier.\(operation): samples must have shape [n, features], got \(x.shape)")
      }
      self.labels = classNumbers(labels, "labels", in: "PerceptronClassifier.\(operation)")
      guard self.labels.count == x.shape[0] else {
        fatalError("PerceptronClassifier.\(operation): \(x.shape[0]) samples and \(self.labels.count) labels")
      }
      guard x.shape[0] > 0 else { throw EstimatorError.noSamples }
      values = x.scalars
      featureCount = x.shape[1]
      type = x.type == .float32 ? .float32 : .float64
      if let place = values.firstIndex(where: { !$0.isFinite }) {
        throw EstimatorError.notFinite(sample: place / featureCount, feature: place % featureCount)
      }
      self.weights = sampleWeights(weights, count: self.labels.count, in: "PerceptronClassifier.\(operation)")
      if !self.weights.contains(where: { $0 > 0 }) { throw EstimatorError.noWeight }
    }
  }
}

extension PerceptronClassifier.Fitted {
  /// Zeros.
  fileprivate init(_ data: PerceptronClassifier.Samples, _ classes: [Int]) {
    let rows = classes.count == 2 ? 1 : classes.count
    self.init(
      classes: classes, featureCount: data.featureCount,
      coefficients: [Double](repeating: 0, count: rows * data.featureCount),
      intercepts: [Double](repeating: 0, count: rows), type: data.type)
  }
}

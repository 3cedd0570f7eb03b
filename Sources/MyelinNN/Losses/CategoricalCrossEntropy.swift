/// The mean over samples of −log softmax(logits) at the true class.
///
/// - Parameters:
///   - logits: The network's outputs before softmax, `[…, classes]`.
///   - labels: Class indices, `[…]` or `[…, 1]` (integers), or one-hot rows or probabilities of the shape of `logits`
///     (floating-point).
public func softmaxCrossEntropy(_ logits: Tensor, _ labels: Tensor) -> Tensor {
  softmaxCrossEntropy(logits, labels, reduction: .mean)
}

/// −log softmax(logits) at the true class of every sample, weighted and reduced. PyTorch's `cross_entropy`.
///
/// - Parameters:
///   - logits: The network's outputs before softmax, `[…, classes]`.
///   - labels: Class indices, `[…]` or `[…, 1]` (integers), or one-hot rows or probabilities of the shape of `logits`
///     (floating-point).
///   - labelSmoothing: How far targets are moved towards all classes alike, ε: t becomes t·(1 − ε) + ε/classes.
///   - classWeights: How much every class counts. As in PyTorch, a mean over class indices is then divided by the weights of the
///     samples' classes rather than by the samples' number; a mean over probabilities isn't.
///   - ignoredIndex: A label that says nothing (PyTorch's is −100 unless told otherwise): its samples have a loss of 0 and don't
///     count in a mean, which is NaN if there are no others. For class indices only.
///   - reduction: How the samples' losses become one number; `.none` gives them in the shape `[…]`.
///   - weights: What every sample counts, `[…]`. They don't change what a mean is divided by.
public func softmaxCrossEntropy(
  _ logits: Tensor, _ labels: Tensor, labelSmoothing: Double = 0, classWeights: [Double]? = nil,
  ignoredIndex: Int? = nil, reduction: Reduction = .mean, weights: Tensor? = nil
) -> Tensor {
  guard let classes = logits.shape.last, classes > 0 else {
    fatalError("softmaxCrossEntropy: logits of shape \(logits.shape) have no classes along a last axis")
  }
  let entropy = CrossEntropy(
    name: "softmaxCrossEntropy", labelSmoothing: labelSmoothing, classWeights: classWeights, ignoredIndex: ignoredIndex,
    reduction: reduction, weights: weights)
  if labels.shape == logits.shape, labels.type.isFloatingPoint {
    return entropy(logits.logSoftmax(), probabilities: labels)
  }
  guard ClassIndices.fit(labels, logits) else {
    let samples = Array(logits.shape.dropLast())
    fatalError(
      "softmaxCrossEntropy: logits of shape \(logits.shape) need integer class indices of shape \(samples) or "
        + "floating-point probabilities of shape \(logits.shape), got \(labels.shape) of type \(labels.type.rawValue); "
        + "convert them with cast(to:)")
  }
  return entropy(logits.logSoftmax(), indices: labels)
}

/// The mean over samples of −Σ t·log p along the last axis: only the true class contributes.
///
/// For the output of a softmax and one-hot targets. Where the logits are at hand, `softmaxCrossEntropy` is more exact.
/// As in Keras, probabilities are first divided by their sum and limited to 10⁻⁷…1 − 10⁻⁷, so that the loss stays finite.
///
/// - Parameters:
///   - probabilities: `[…, classes]`.
///   - target: One-hot rows of the same shape, or class indices, `[…]` or `[…, 1]` (integers).
public func categoricalCrossEntropy(_ probabilities: Tensor, _ target: Tensor) -> Tensor {
  categoricalCrossEntropy(probabilities, target, reduction: .mean)
}

/// −Σ t·log p of every sample, weighted and reduced. Keras' `categorical_crossentropy` and `sparse_categorical_crossentropy`.
///
/// - Parameters:
///   - probabilities: The outputs of a softmax, `[…, classes]`. They are divided by their sum and limited to 10⁻⁷…1 − 10⁻⁷.
///   - target: One-hot rows of the same shape, or class indices, `[…]` or `[…, 1]` (integers).
///   - labelSmoothing: How far targets are moved towards all classes alike, ε: t becomes t·(1 − ε) + ε/classes.
///   - classWeights: How much every class counts; see `softmaxCrossEntropy` for what a mean is divided by.
///   - ignoredIndex: A label that says nothing: its samples don't count. For class indices only.
///   - reduction: How the samples' losses become one number; `.none` gives them in the shape `[…]`.
///   - weights: What every sample counts, `[…]`.
public func categoricalCrossEntropy(
  _ probabilities: Tensor, _ target: Tensor, labelSmoothing: Double = 0, classWeights: [Double]? = nil,
  ignoredIndex: Int? = nil, reduction: Reduction = .mean, weights: Tensor? = nil
) -> Tensor {
  let isOneHot = probabilities.shape == target.shape && probabilities.rank > 0
  guard isOneHot || ClassIndices.fit(target, probabilities) else {
    fatalError(
      "categoricalCrossEntropy: probabilities \(probabilities.shape) and one-hot targets \(target.shape) must have "
        + "one shape, or the targets be integer class indices")
  }
  let entropy = CrossEntropy(
    name: "categoricalCrossEntropy", labelSmoothing: labelSmoothing, classWeights: classWeights,
    ignoredIndex: ignoredIndex, reduction: reduction, weights: weights)
  let normalized = probabilities / probabilities.sum(axis: -1, keepingDimensions: true)
  let logarithms = normalized.clipped(to: 1e-7...(1 - 1e-7)).log()
  return isOneHot ? entropy(logarithms, probabilities: target) : entropy(logarithms, indices: target)
}

/// What the cross entropies of several classes have in common, from the logarithms of the probabilities on.
private struct CrossEntropy {
  let name: String
  let labelSmoothing: Double
  let classWeights: [Double]?
  let ignoredIndex: Int?
  let reduction: Reduction
  let weights: Tensor?

  init(
    name: String, labelSmoothing: Double, classWeights: [Double]?, ignoredIndex: Int?, reduction: Reduction,
    weights: Tensor?
  ) {
    guard labelSmoothing >= 0, labelSmoothing <= 1 else {
      fatalError("\(name): the label smoothing \(labelSmoothing) is not within 0…1")
    }
    self.name = name
    self.labelSmoothing = labelSmoothing
    self.classWeights = classWeights
    self.ignoredIndex = ignoredIndex
    self.reduction = reduction
    self.weights = weights
  }

  /// The loss for targets that give every class a probability.
  func callAsFunction(_ logarithms: Tensor, probabilities target: Tensor) -> Tensor {
    guard ignoredIndex == nil else {
      fatalError("\(name): an ignored index is for class indices; targets of shape \(target.shape) are probabilities")
    }
    var target = target
    if labelSmoothing != 0 {
      target = target * (1 - labelSmoothing) + labelSmoothing / Double(logarithms.shape.last ?? 1)
    }
    var likelihoods = target * logarithms
    if let classWeights {
      likelihoods = likelihoods * numbers(classWeights, for: logarithms, called: "class weights", in: name)
    }
    return -reduction(likelihoods.sum(axis: -1), weights: weights, in: name)
  }

  /// The loss for targets that name the true class.
  func callAsFunction(_ logarithms: Tensor, indices labels: Tensor) -> Tensor {
    let classes = ClassIndices(labels, logarithms, ignoring: ignoredIndex, in: name)
    var likelihoods = logarithms.gather(classes.indices, axis: -1)
    var counts: Tensor?
    let weightsOfClasses = classWeights.map { numbers($0, for: logarithms, called: "class weights", in: name) }
    if let weightsOfClasses {
      let own = weightsOfClasses.expanded(to: logarithms.shape).gather(classes.indices, axis: -1)
      likelihoods = likelihoods * own
      counts = own
    }
    if labelSmoothing != 0 {
      let all = weightsOfClasses.map { logarithms * $0 } ?? logarithms
      let spread = all.sum(axis: -1, keepingDimensions: true)
      likelihoods =
        (1 - labelSmoothing) * likelihoods + (labelSmoothing / Double(logarithms.shape.last ?? 1)) * spread
    }
    if let isCounted = classes.isCounted {
      likelihoods = .where(isCounted, likelihoods, 0)
      counts = .where(isCounted, counts ?? likelihoods.onesLike(), 0)
    }
    switch reduction {
    case .none:
      let samples = Array(logarithms.shape.dropLast())
      return -reduction(likelihoods.reshaped(to: samples), weights: weights, in: name)
    case .mean:
      guard let counts else { return -reduction(likelihoods, weights: weights, in: name) }
      return -(Reduction.sum(likelihoods, weights: weights, in: name) / counts.sum())
    case .sum:
      return -reduction(likelihoods, weights: weights, in: name)
    }
  }
}

/// Labels that name classes, ready to gather with.
struct ClassIndices {
  /// The classes, `[…, 1]`; class 0 where a label is ignored.
  let indices: Tensor
  /// Which samples count, `[…, 1]`; `nil` if all do.
  let isCounted: Tensor?

  /// Whether labels have the shape and type of class indices for outputs `[…, classes]`.
  static func fit(_ labels: Tensor, _ outputs: Tensor) -> Bool {
    guard labels.type.isInteger, outputs.rank > 0 else { return false }
    let samples = Array(outputs.shape.dropLast())
    return labels.shape == samples || labels.shape == samples + [1]
  }

  init(_ labels: Tensor, _ outputs: Tensor, ignoring ignoredIndex: Int?, in name: String) {
    let shape = outputs.shape.dropLast() + [1]
    let classes = outputs.shape.last ?? 0
    guard let ignoredIndex else {
      indices = labels.checkedIndices(below: classes, in: name).reshaped(to: Array(shape))
      isCounted = nil
      return
    }
    let labels = labels.cast(to: .int64)
    let isCounted = labels .!= ignoredIndex
    indices = Tensor.where(isCounted, labels, 0).checkedIndices(below: classes, in: name).reshaped(to: Array(shape))
    self.isCounted = isCounted.reshaped(to: Array(shape))
  }
}

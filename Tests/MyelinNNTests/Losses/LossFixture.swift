import Myelin

/// Losses as PyTorch computes them, written by `Tests/Fixtures/functions/losses.py`.
struct LossFixture: Decodable {
  struct Array: Decodable {
    let shape: [Int]
    let values: [Double]
    let isInteger: Bool

    func tensor(_ type: DType) -> Tensor { Tensor(shape: shape, values, type: isInteger ? .int64 : type) }
  }

  struct Entry: Decodable {
    let name: String
    let outputs: [Array]
    let targets: [Array]
    let value: Array
    let gradients: [Array]
    /// What the network's outputs go through before the loss.
    let link: String
    /// The losses of 40 steps; none where the loss isn't one number.
    let losses: [Double]
  }

  let x: Array
  /// The first weights, by the number of outputs.
  let parameters: [String: [Array]]
  let cases: [Entry]

  /// What the script calls the functions behind the network.
  static let links: [String: @Sendable (Tensor) -> Tensor] = [
    "identity": { $0 }, "softmax": { $0.softmax() }, "logSoftmax": { $0.logSoftmax() }, "sigmoid": { $0.sigmoid() },
    "softplus": { $0.softplus() },
  ]

  private static let classes: [Double] = [0.5, 2, 1.25]

  /// Losses of several outputs and targets, by the script's names for them.
  static let functions: [String: @Sendable (_ o: [Tensor], _ t: [Tensor]) -> Tensor] = margins.merging(errors) { $1 }
    .merging(twoClasses) { $1 }.merging(severalClasses) { $1 }.merging(similarities) { $1 }

  private static let margins: [String: @Sendable ([Tensor], [Tensor]) -> Tensor] = [
    "perceptronLoss": { perceptronLoss($0[0], $1[0]) },
    "perceptronLoss mean": { perceptronLoss($0[0], $1[0], reduction: .mean) },
    "hingeLoss": { hingeLoss($0[0], $1[0]) },
    "hingeLoss margin": { hingeLoss($0[0], $1[0], margin: 0.5, reduction: .sum) },
    "squaredHingeLoss": { squaredHingeLoss($0[0], $1[0]) },
  ]

  private static let errors: [String: @Sendable ([Tensor], [Tensor]) -> Tensor] = [
    "meanSquaredError": { meanSquaredError($0[0], $1[0]) },
    "meanSquaredError none": { meanSquaredError($0[0], $1[0], reduction: .none) },
    "meanSquaredError sum": { meanSquaredError($0[0], $1[0], reduction: .sum) },
    "meanSquaredError weights": { meanSquaredError($0[0], $1[0], weights: $1[1]) },
    "rootMeanSquaredError": { rootMeanSquaredError($0[0], $1[0]) },
    "meanSquaredLogarithmicError": { meanSquaredLogarithmicError($0[0], $1[0]) },
    "meanAbsoluteError": { meanAbsoluteError($0[0], $1[0]) },
    "meanAbsoluteError sum": { meanAbsoluteError($0[0], $1[0], reduction: .sum) },
    "huberLoss": { huberLoss($0[0], $1[0]) }, "huberLoss far": { huberLoss($0[0], $1[0]) },
    "huberLoss delta": { huberLoss($0[0], $1[0], delta: 0.4) },
    "huberLoss none": { huberLoss($0[0], $1[0], delta: 0.4, reduction: .none) },
    "smoothL1Loss": { smoothL1Loss($0[0], $1[0]) },
    "smoothL1Loss beta": { smoothL1Loss($0[0], $1[0], beta: 0.4) },
    "smoothL1Loss zero": { smoothL1Loss($0[0], $1[0], beta: 0) },
    "logCoshLoss": { logCoshLoss($0[0], $1[0]) }, "logCoshLoss far": { logCoshLoss($0[0], $1[0]) },
    "quantileLoss": { quantileLoss($0[0], $1[0], quantile: 0.8) },
    "quantileLoss median": { quantileLoss($0[0], $1[0]) },
    "poissonLoss": { poissonLoss($0[0], $1[0]) },
    "poissonLoss full": { poissonLoss($0[0], $1[0], isFull: true) },
    "poissonLoss rates": { poissonLoss(rates: $0[0], $1[0]) },
  ]

  private static let twoClasses: [String: @Sendable ([Tensor], [Tensor]) -> Tensor] = [
    "binaryCrossEntropy": { binaryCrossEntropy($0[0], $1[0]) },
    "binaryCrossEntropy soft": { binaryCrossEntropy($0[0], $1[0]) },
    "binaryCrossEntropy far": { binaryCrossEntropy($0[0], $1[0]) },
    "binaryCrossEntropy positive": { binaryCrossEntropy($0[0], $1[0], positiveWeights: [3, 0.5]) },
    "binaryCrossEntropy smooth": { binaryCrossEntropy($0[0], $1[0], labelSmoothing: 0.2) },
    "binaryCrossEntropy weights": { binaryCrossEntropy($0[0], $1[0], weights: $1[1]) },
    "binaryCrossEntropy probabilities": { binaryCrossEntropy(probabilities: $0[0], $1[0]) },
    "binaryCrossEntropy probabilities sum": { binaryCrossEntropy(probabilities: $0[0], $1[0], reduction: .sum) },
    "focalLoss": { focalLoss($0[0], $1[0]) }, "focalLoss soft": { focalLoss($0[0], $1[0]) },
    "focalLoss gamma": { focalLoss($0[0], $1[0], gamma: 1.5, alpha: nil) },
    "focalLoss half": { focalLoss($0[0], $1[0], gamma: 0.5, alpha: 0.6) },
  ]

  private static let severalClasses: [String: @Sendable ([Tensor], [Tensor]) -> Tensor] = [
    "softmaxCrossEntropy": { softmaxCrossEntropy($0[0], $1[0]) },
    "softmaxCrossEntropy extreme": { softmaxCrossEntropy($0[0], $1[0]) },
    "softmaxCrossEntropy none": { softmaxCrossEntropy($0[0], $1[0], reduction: .none) },
    "softmaxCrossEntropy sum": { softmaxCrossEntropy($0[0], $1[0], reduction: .sum) },
    "softmaxCrossEntropy one-hot": { softmaxCrossEntropy($0[0], $1[0]) },
    "softmaxCrossEntropy probabilities": { softmaxCrossEntropy($0[0], $1[0]) },
    "softmaxCrossEntropy smooth": { softmaxCrossEntropy($0[0], $1[0], labelSmoothing: 0.2) },
    "softmaxCrossEntropy smooth one-hot": { softmaxCrossEntropy($0[0], $1[0], labelSmoothing: 0.2) },
    "softmaxCrossEntropy classes": { softmaxCrossEntropy($0[0], $1[0], classWeights: classes) },
    "softmaxCrossEntropy classes none": {
      softmaxCrossEntropy($0[0], $1[0], classWeights: classes, reduction: .none)
    },
    "softmaxCrossEntropy classes one-hot": { softmaxCrossEntropy($0[0], $1[0], classWeights: classes) },
    "softmaxCrossEntropy ignored": { softmaxCrossEntropy($0[0], $1[0], ignoredIndex: -100) },
    "softmaxCrossEntropy ignored none": { softmaxCrossEntropy($0[0], $1[0], ignoredIndex: -100, reduction: .none) },
    "softmaxCrossEntropy all": {
      softmaxCrossEntropy($0[0], $1[0], labelSmoothing: 0.1, classWeights: classes, ignoredIndex: -100)
    },
    "softmaxCrossEntropy all sum": {
      softmaxCrossEntropy(
        $0[0], $1[0], labelSmoothing: 0.1, classWeights: classes, ignoredIndex: -100, reduction: .sum)
    },
    "softmaxCrossEntropy weights": { softmaxCrossEntropy($0[0], $1[0], weights: $1[1]) },
    "categoricalCrossEntropy": { categoricalCrossEntropy($0[0], $1[0]) },
    "categoricalCrossEntropy indices": { categoricalCrossEntropy($0[0], $1[0]) },
    "categoricalCrossEntropy all": {
      categoricalCrossEntropy($0[0], $1[0], classWeights: classes, ignoredIndex: -100)
    },
    "softmaxFocalLoss": { softmaxFocalLoss($0[0], $1[0]) },
    "softmaxFocalLoss classes": { softmaxFocalLoss($0[0], $1[0], gamma: 1.5, classWeights: classes) },
    "softmaxFocalLoss one-hot": { softmaxFocalLoss($0[0], $1[0], gamma: 3, classWeights: classes) },
    "klDivergence": { klDivergence($0[0], $1[0]) },
    "klDivergence sum": { klDivergence($0[0], $1[0], reduction: .sum) },
    "klDivergence probabilities": { klDivergence(probabilities: $0[0], $1[0]) },
  ]

  private static let similarities: [String: @Sendable ([Tensor], [Tensor]) -> Tensor] = [
    "cosineSimilarityLoss": { cosineSimilarityLoss($0[0], $1[0]) },
    "cosineSimilarityLoss none": { cosineSimilarityLoss($0[0], $1[0], reduction: .none) },
    "cosineEmbeddingLoss": { cosineEmbeddingLoss($0[0], $0[1], labels: $1[0], margin: 0.2) },
    "tripletLoss": { o, _ in tripletLoss(anchor: o[0], positive: o[1], negative: o[2]) },
    "tripletLoss swap": { o, _ in
      tripletLoss(anchor: o[0], positive: o[1], negative: o[2], margin: 0.7, order: 3, swapsAnchor: true)
    },
    "tripletLoss none": { o, _ in tripletLoss(anchor: o[0], positive: o[1], negative: o[2], reduction: .none) },
    "contrastiveLoss": { contrastiveLoss($0[0], $0[1], labels: $1[0], margin: 2.5) },
  ]
}

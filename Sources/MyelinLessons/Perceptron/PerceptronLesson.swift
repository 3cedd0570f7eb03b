import Myelin

/// The chapter's first program: a perceptron learns to tell two clusters of points apart, one step per sample.
public struct PerceptronLesson: Sendable {
  /// What the lesson can vary.
  public struct Options: Sendable {
    /// The number of points.
    public var samples = 100
    /// How far the clusters lie apart.
    public var classSeparation = 2.0
    /// What the points, and the first weights if they aren't given, are drawn from.
    public var seed = 20
    /// How many times every point is learnt from.
    public var epochs = 1
    /// The size of a step, η.
    public var learningRate = 0.1
    /// The first weights; drawn from a normal distribution if `nil`.
    public var weights: [Double]?
    /// The first bias.
    public var bias = 0.0

    /// The chapter's own values.
    public init() {}
  }

  /// The weights and the bias at one moment.
  public struct Line: Sendable, Hashable {
    /// The weights [w₀, w₁].
    public let weights: [Double]
    /// The bias.
    public let bias: Double
  }

  /// What one pass over the points brought.
  public struct Epoch: Sendable, Hashable {
    /// The weights and the bias after the pass.
    public let line: Line
    /// The share of points that are right after the pass.
    public let accuracy: Double
    /// The number of points that were wrong when their turn came, and changed the weights.
    public let mistakes: Int
  }

  /// What was asked for.
  public let options: Options
  /// The points, `[samples, 2]`, float32.
  public let x: Tensor
  /// Their classes, −1 or +1, `[samples]`, float32.
  public let y: Tensor
  /// The perceptron, trained once `run` has returned.
  public let model: Perceptron

  /// Makes the data and the perceptron.
  ///
  /// - Throws: `ClassificationError` if the options allow no data.
  public init(_ options: Options = Options()) throws {
    self.options = options
    let data = try classificationSamples(
      samples: options.samples, features: 2, informative: 2, redundant: 0, classes: 2, clustersPerClass: 1,
      classSeparation: options.classSeparation, seed: options.seed)
    x = Tensor(shape: [data.count, 2], data.features, type: .float32)
    y = 2 * Tensor(data.labels, type: .float32) - 1
    model = withRandomSeed(options.seed) { Perceptron() }
    if let weights = options.weights { model.w = Tensor(shape: [2, 1], weights) }
    model.b = Tensor(options.bias)
    _ = model.parameters
  }

  /// The weights and the bias as they are now.
  public var line: Line { Line(weights: model.w.scalars, bias: model.b.scalar) }

  /// The share of points on the right side.
  public var accuracy: Double { (model(x).sign() .== y).sum().scalar / Double(y.count) }

  /// Trains for all epochs.
  ///
  /// - Parameters:
  ///   - afterMistake: Called after every sample that was wrong and changed the weights.
  ///   - afterEpoch: Called after every pass with its place and what it brought.
  public func run(
    afterMistake: () throws -> Void = {}, afterEpoch: (_ index: Int, _ epoch: Epoch) throws -> Void
  ) rethrows {
    let points = Array(zip(x.rows, y.rows))
    for index in 0..<options.epochs {
      var mistakes = 0
      for (sample, target) in points where learn(sample, target) {
        mistakes += 1
        try afterMistake()
      }
      try afterEpoch(index, Epoch(line: line, accuracy: accuracy, mistakes: mistakes))
    }
  }

  /// One step of the chapter's training: w −= η·∂L/∂w, b −= η·∂L/∂b. Whether the sample was wrong.
  private func learn(_ sample: Tensor, _ target: Tensor) -> Bool {
    let decision = model(sample).sign().scalar
    let (_, gradient) = valueWithGradient(at: model) { perceptronLoss(model(sample), target) }
    model.w -= options.learningRate * gradient[model.$w]
    model.b -= options.learningRate * gradient[model.$b]
    return decision != target.scalar
  }
}

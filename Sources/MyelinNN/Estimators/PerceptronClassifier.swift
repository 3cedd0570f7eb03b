/// Rosenblatt's perceptron as an estimator: a line (or hyperplane) between classes, moved by every sample on its wrong side.
///
/// For a sample x of class t = ±1 with t·(w·x + b) ≤ 0, the rule is w ← w + η·t·x, b ← b + η·t. Several classes are told apart
/// by one perceptron each, against all others; the largest decides.
///
/// ```swift
/// var classifier = PerceptronClassifier()
/// try classifier.fit(x, labels)
/// classifier.predict(x)         // class numbers, [n]
/// classifier.score(x, labels)   // the share of samples whose class is right
/// ```
///
/// Results equal those of scikit-learn's `Perceptron` (1.9) for the same settings, with the same order of samples: it shuffles
/// with the same generators from the same seed. The lecture's rule, w ← w + η·(t − sign z)·x, is this one with twice the
/// learning rate, but for samples exactly on the line.
///
/// Source: F. Rosenblatt, "The perceptron: a probabilistic model for information storage and organization in the brain" (1958);
/// penalties after Y. Tsuruoka, J. Tsujii, S. Ananiadou, "Stochastic gradient descent training for L1-regularized log-linear
/// models with cumulative penalty" (2009).
public struct PerceptronClassifier: Sendable {
  /// What large coefficients cost.
  public enum Penalty: Sendable, Hashable {
    /// Nothing.
    case none
    /// Half of their squares: they shrink.
    case l2
    /// Their magnitudes: small ones become 0.
    case l1
    /// A mixture: `l1Ratio` (0…1) of `l1`, the rest of `l2`.
    case elasticNet(l1Ratio: Double = 0.15)
  }

  /// How much the classes count.
  public enum ClassWeights: Sendable, Hashable {
    /// Each sample the same.
    case uniform
    /// Each class the same: its samples count n / (classes · samples of the class).
    case balanced
    /// As given, by class; classes that aren't named count 1.
    case weights([Int: Double])
  }

  /// What large coefficients cost.
  public var penalty: Penalty
  /// How much they cost: scikit-learn's `alpha`.
  public var penaltyStrength: Double
  /// Whether there is an intercept b.
  public var usesIntercept: Bool
  /// The most passes over the samples: scikit-learn's `max_iter`.
  public var maximumEpochs: Int
  /// An epoch that doesn't lower the mean loss by this much counts as idle; with `nil`, none does.
  public var tolerance: Double?
  /// Whether the samples are put in another order before every epoch.
  public var shuffles: Bool
  /// The step η: scikit-learn's `eta0`.
  public var learningRate: Double
  /// What the orders of samples are drawn from.
  public var seed: UInt32
  /// Whether some samples are held out, and their accuracy decides when to stop instead of the loss.
  public var stopsEarly: Bool
  /// The share of samples that is held out for that.
  public var validationFraction: Double
  /// After how many idle epochs in a row learning ends: scikit-learn's `n_iter_no_change`.
  public var patience: Int
  /// How much the classes count.
  public var classWeights: ClassWeights
  /// Whether `fit` goes on from the coefficients of the last one.
  public var warmStart: Bool

  /// What was learnt.
  var fitted: Fitted?

  /// A perceptron that has learnt nothing yet. The defaults are scikit-learn's.
  ///
  /// - Parameters:
  ///   - penalty: What large coefficients cost.
  ///   - penaltyStrength: How much they cost.
  ///   - usesIntercept: Whether there is an intercept.
  ///   - maximumEpochs: The most passes over the samples.
  ///   - tolerance: An epoch that doesn't lower the mean loss by this much counts as idle; with `nil`, none does.
  ///   - shuffles: Whether the samples are put in another order before every epoch.
  ///   - learningRate: The step.
  ///   - seed: What the orders of samples are drawn from.
  ///   - stopsEarly: Whether held-out samples decide when to stop.
  ///   - validationFraction: The share of samples that is held out for that.
  ///   - patience: After how many idle epochs in a row learning ends.
  ///   - classWeights: How much the classes count.
  ///   - warmStart: Whether `fit` goes on from the coefficients of the last one.
  public init(
    penalty: Penalty = .none, penaltyStrength: Double = 0.0001, usesIntercept: Bool = true, maximumEpochs: Int = 1000,
    tolerance: Double? = 1e-3, shuffles: Bool = true, learningRate: Double = 1, seed: UInt32 = 0,
    stopsEarly: Bool = false, validationFraction: Double = 0.1, patience: Int = 5,
    classWeights: ClassWeights = .uniform, warmStart: Bool = false
  ) {
    (self.penalty, self.penaltyStrength, self.usesIntercept) = (penalty, penaltyStrength, usesIntercept)
    (self.maximumEpochs, self.tolerance, self.shuffles) = (maximumEpochs, tolerance, shuffles)
    (self.learningRate, self.seed, self.stopsEarly) = (learningRate, seed, stopsEarly)
    (self.validationFraction, self.patience) = (validationFraction, patience)
    (self.classWeights, self.warmStart) = (classWeights, warmStart)
  }

  /// What `fit` has found.
  struct Fitted: Sendable {
    var classes: [Int]
    var featureCount: Int
    /// Row by row: one for two classes, else one for each.
    var coefficients: [Double]
    var intercepts: [Double]
    var type: DType
    var epochCount = 0
    var hasConverged = false
  }

  private func learnt(_ operation: String) -> Fitted {
    guard let fitted else {
      fatalError("PerceptronClassifier.\(operation): nothing has been learnt yet; call fit first")
    }
    return fitted
  }

  // MARK: What was learnt

  /// The classes in ascending order. Of two, the second is the positive one.
  public var classes: [Int] { learnt("classes").classes }

  /// The weights w: `[1, features]` for two classes, `[classes, features]` for more.
  public var coefficients: Tensor {
    let fitted = learnt("coefficients")
    return Tensor(shape: [fitted.intercepts.count, fitted.featureCount], fitted.coefficients, type: fitted.type)
  }

  /// The intercepts b: `[1]` for two classes, `[classes]` for more.
  public var intercepts: Tensor {
    let fitted = learnt("intercepts")
    return Tensor(fitted.intercepts, type: fitted.type)
  }

  /// The number of passes over the samples that the last `fit` took; of several classes, the most.
  public var epochCount: Int { learnt("epochCount").epochCount }

  /// Whether the last `fit` ended before `maximumEpochs`. If not, more epochs may do better.
  public var hasConverged: Bool { learnt("hasConverged").hasConverged }

  // MARK: Deciding

  /// w·x + b for every sample: `[n]` for two classes (positive for the second), `[n, classes]` for more.
  ///
  /// - Parameter x: The samples, `[n, features]`.
  public func decisionFunction(_ x: Tensor) -> Tensor {
    let fitted = learnt("decisionFunction")
    let (count, values) = (x.shape.first ?? 0, decisions(x, fitted, "decisionFunction"))
    let rows = fitted.intercepts.count
    return Tensor(shape: rows == 1 ? [count] : [count, rows], values, type: x.type.floatingPoint)
  }

  /// The class of every sample, `[n]`.
  ///
  /// - Parameter x: The samples, `[n, features]`.
  public func predict(_ x: Tensor) -> Tensor {
    let fitted = learnt("predict")
    let values = decisions(x, fitted, "predict")
    let rows = fitted.intercepts.count
    if rows == 1 { return Tensor(values.map { fitted.classes[$0 > 0 ? 1 : 0] }) }
    return Tensor(
      stride(from: 0, to: values.count, by: rows).map { start in
        var best = 0
        for row in 1..<rows where values[start + row] > values[start + best] { best = row }
        return fitted.classes[best]
      })
  }

  /// The share of samples whose class is right.
  ///
  /// - Parameters:
  ///   - x: The samples, `[n, features]`.
  ///   - labels: Their classes, `[n]` or `[n, 1]`.
  ///   - weights: How much every sample counts.
  public func score(_ x: Tensor, _ labels: Tensor, weights: Tensor? = nil) -> Double {
    Metrics.accuracy(labels: labels, predictions: predict(x), weights: weights)
  }

  private func decisions(_ x: Tensor, _ fitted: Fitted, _ operation: String) -> [Double] {
    guard x.rank == 2, x.shape[1] == fitted.featureCount else {
      fatalError(
        "PerceptronClassifier.\(operation): samples must have shape [n, \(fitted.featureCount)], got \(x.shape)")
    }
    let (values, width) = (x.scalars, fitted.featureCount)
    return (0..<x.shape[0]).flatMap { sample in
      fitted.intercepts.indices.map { row in
        var sum = 0.0
        for feature in 0..<width {
          sum += values[sample * width + feature] * fitted.coefficients[row * width + feature]
        }
        return sum + fitted.intercepts[row]
      }
    }
  }
}

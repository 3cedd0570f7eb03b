/// Scores that depend on the counts alone.
extension ConfusionMatrix {
  /// The share of samples whose class is right; NaN without samples.
  public var accuracy: Double {
    orderedEntries.reduce(0) { $1.key.label == $1.key.prediction ? $0 + $1.value : $0 } / total
  }

  /// The mean of the classes' recalls, classes without samples left out.
  ///
  /// - Parameter adjusted: Whether it is scaled so that chance is 0 and perfection 1.
  public func balancedAccuracy(adjusted: Bool = false) -> Double {
    let recalls = recalls(zeroDivision: .nan).filter { !$0.isNaN }
    let score = recalls.reduce(0, +) / Double(recalls.count)
    let chance = 1 / Double(recalls.count)
    return adjusted ? (score - chance) / (1 - chance) : score
  }

  /// TP / (TP + FP) of every class: how many of those taken for it belong to it.
  public func precisions(zeroDivision: Metrics.ZeroDivision = .zero) -> [Double] {
    counts(classes).map { $0.precision(zeroDivision) }
  }

  /// TP / (TP + FN) of every class: how many of those that belong to it are found.
  public func recalls(zeroDivision: Metrics.ZeroDivision = .zero) -> [Double] {
    counts(classes).map { $0.recall(zeroDivision) }
  }

  /// The F-beta score of every class.
  public func fBetas(beta: Double = 1, zeroDivision: Metrics.ZeroDivision = .zero) -> [Double] {
    counts(classes).map { $0.fBeta(beta, zeroDivision) }
  }

  /// The number of samples, or the sum of their weights, of every class.
  public var supports: [Double] { counts(classes).map(\.labelled) }

  /// TP / (TP + FP), of one class or averaged.
  public func precision(
    average: Metrics.Average = .binary(), classes: [Int]? = nil, zeroDivision: Metrics.ZeroDivision = .zero
  ) -> Double {
    averaged(average, classes) { $0.precision(zeroDivision) }
  }

  /// TP / (TP + FN), of one class or averaged.
  public func recall(
    average: Metrics.Average = .binary(), classes: [Int]? = nil, zeroDivision: Metrics.ZeroDivision = .zero
  ) -> Double {
    averaged(average, classes) { $0.recall(zeroDivision) }
  }

  /// (1 + β²)·TP / ((1 + β²)·TP + β²·FN + FP), of one class or averaged: the weighted harmonic mean of precision and recall.
  ///
  /// - Parameter beta: How much more recall counts than precision; 0 gives the precision, infinity the recall.
  public func fBeta(
    beta: Double = 1, average: Metrics.Average = .binary(), classes: [Int]? = nil,
    zeroDivision: Metrics.ZeroDivision = .zero
  ) -> Double {
    guard beta >= 0 else { fatalError("fBeta: beta must not be negative, got \(beta)") }
    return averaged(average, classes) { $0.fBeta(beta, zeroDivision) }
  }

  /// Matthews' correlation coefficient: the correlation of labels and predictions, −1…1; 0 if either are all the same.
  ///
  /// For several classes (c·s − Σ p·t) / √((s² − Σ p²)(s² − Σ t²)), with c right samples of s, and t labels and p predictions
  /// of a class (Gorodkin 2004).
  public var matthewsCorrelation: Double {
    let (labels, predictions, total) = (labelSums, predictionSums, total)
    var (products, squaredLabels, squaredPredictions) = (0.0, 0.0, 0.0)
    for name in classes {
      let (label, prediction) = (labels[name] ?? 0, predictions[name] ?? 0)
      products += label * prediction
      squaredLabels += label * label
      squaredPredictions += prediction * prediction
    }
    let right = orderedEntries.reduce(0) { $1.key.label == $1.key.prediction ? $0 + $1.value : $0 }
    let spread = (total * total - squaredPredictions) * (total * total - squaredLabels)
    return spread == 0 ? 0 : (right * total - products) / spread.squareRoot()
  }

  /// How much a disagreement counts in Cohen's kappa.
  public enum Disagreement: Sendable, Hashable {
    /// All the same.
    case equal
    /// As much as the places of the two classes differ.
    case linear
    /// As much as the square of that.
    case quadratic
  }

  /// Cohen's kappa: how much better labels and predictions agree than by chance; 1 is perfect, 0 chance.
  ///
  /// NaN where it isn't defined: without samples, or if both are of one class only.
  public func cohensKappa(disagreement: Disagreement = .equal) -> Double {
    let (labels, predictions, total, classes) = (labelSums, predictionSums, total, classes)
    guard total != 0 else { return .nan }
    var (observed, expected) = (0.0, 0.0)
    for (row, label) in classes.enumerated() {
      for (column, prediction) in classes.enumerated() where row != column {
        let distance = Double(row - column).magnitude
        let weight =
          switch disagreement {
          case .equal: 1.0
          case .linear: distance
          case .quadratic: distance * distance
          }
        observed += weight * self[label, prediction]
        expected += weight * ((labels[label] ?? 0) * (predictions[prediction] ?? 0) / total)
      }
    }
    return expected == 0 ? .nan : 1 - observed / expected
  }

  // MARK: Counts of one class against the others

  /// What precision and recall are made of.
  struct Counts {
    var right = 0.0
    var predicted = 0.0
    var labelled = 0.0

    func precision(_ zero: Metrics.ZeroDivision) -> Double { predicted == 0 ? zero.value : right / predicted }
    func recall(_ zero: Metrics.ZeroDivision) -> Double { labelled == 0 ? zero.value : right / labelled }

    func fBeta(_ beta: Double, _ zero: Metrics.ZeroDivision) -> Double {
      if beta == 0 { return precision(zero) }
      if beta == .infinity { return recall(zero) }
      let square = beta * beta
      let denominator = square * labelled + predicted
      return denominator == 0 ? zero.value : (1 + square) * right / denominator
    }
  }

  func counts(_ classes: [Int]) -> [Counts] {
    let (labels, predictions) = (labelSums, predictionSums)
    return classes.map {
      Counts(right: self[$0, $0], predicted: predictions[$0] ?? 0, labelled: labels[$0] ?? 0)
    }
  }

  private func averaged(_ average: Metrics.Average, _ classes: [Int]?, _ score: (Counts) -> Double) -> Double {
    let classes = classes ?? self.classes
    switch average {
    case .binary(let positive):
      guard self.classes.count <= 2 else {
        fatalError(
          "Metrics: the average .binary is for two classes, not for \(self.classes.count); choose .macro, .micro or .weighted"
        )
      }
      guard self.classes.count < 2 || self.classes.contains(positive) else {
        fatalError(
          "Metrics: the positive class \(positive) is neither of \(self.classes); give .binary(positive:) another")
      }
      return score(counts([positive])[0])
    case .micro:
      let sum = counts(classes).reduce(into: Counts()) { sum, counts in
        sum.right += counts.right
        sum.predicted += counts.predicted
        sum.labelled += counts.labelled
      }
      return score(sum)
    case .macro: return meanOfNumbers(counts(classes).map(score))
    case .weighted:
      let counts = counts(classes)
      return meanOfNumbers(counts.map(score), weights: counts.map(\.labelled))
    }
  }
}

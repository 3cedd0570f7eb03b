/// Scores of classes that were decided for.
extension Metrics {
  /// How many samples of every class were taken for which class.
  ///
  /// - Parameters:
  ///   - labels: The true classes.
  ///   - predictions: The classes that were decided for.
  ///   - classes: The classes of rows and columns in their order; by default those that occur, in ascending order. Samples of
  ///     other classes, or taken for others, are left out.
  ///   - weights: How much every sample counts.
  public static func confusionMatrix(
    labels: Tensor, predictions: Tensor, classes: [Int]? = nil, weights: Tensor? = nil
  ) -> ConfusionMatrix {
    var matrix = ConfusionMatrix(classes: classes)
    matrix.add(labels: labels, predictions: predictions, weights: weights)
    return matrix
  }

  /// The share of samples whose class is right.
  public static func accuracy(labels: Tensor, predictions: Tensor, weights: Tensor? = nil) -> Double {
    confusionMatrix(labels: labels, predictions: predictions, weights: weights).accuracy
  }

  /// The mean of the classes' recalls: chance is 1 / classes even if one class is rare.
  ///
  /// Classes without samples are left out.
  ///
  /// - Parameter adjusted: Whether it is scaled so that chance is 0 and perfection 1.
  public static func balancedAccuracy(
    labels: Tensor, predictions: Tensor, adjusted: Bool = false, weights: Tensor? = nil
  ) -> Double {
    confusionMatrix(labels: labels, predictions: predictions, weights: weights).balancedAccuracy(adjusted: adjusted)
  }

  /// TP / (TP + FP): how many of those taken for a class belong to it.
  ///
  /// - Parameters:
  ///   - labels: The true classes.
  ///   - predictions: The classes that were decided for.
  ///   - average: For which class, or how classes are averaged. The precision of every class is in
  ///     `confusionMatrix(…).precisions()`.
  ///   - classes: The classes that are averaged; by default all that occur.
  ///   - zeroDivision: The precision for a class that is never predicted.
  ///   - weights: How much every sample counts.
  public static func precision(
    labels: Tensor, predictions: Tensor, average: Average = .binary(), classes: [Int]? = nil,
    zeroDivision: ZeroDivision = .zero, weights: Tensor? = nil
  ) -> Double {
    confusionMatrix(labels: labels, predictions: predictions, weights: weights)
      .precision(average: average, classes: classes, zeroDivision: zeroDivision)
  }

  /// TP / (TP + FN): how many of those that belong to a class are found.
  ///
  /// - Parameters:
  ///   - labels: The true classes.
  ///   - predictions: The classes that were decided for.
  ///   - average: For which class, or how classes are averaged. The recall of every class is in
  ///     `confusionMatrix(…).recalls()`.
  ///   - classes: The classes that are averaged; by default all that occur.
  ///   - zeroDivision: The recall for a class without samples.
  ///   - weights: How much every sample counts.
  public static func recall(
    labels: Tensor, predictions: Tensor, average: Average = .binary(), classes: [Int]? = nil,
    zeroDivision: ZeroDivision = .zero, weights: Tensor? = nil
  ) -> Double {
    confusionMatrix(labels: labels, predictions: predictions, weights: weights)
      .recall(average: average, classes: classes, zeroDivision: zeroDivision)
  }

  /// (1 + β²)·TP / ((1 + β²)·TP + β²·FN + FP): the weighted harmonic mean of precision and recall; F1 for β = 1.
  ///
  /// - Parameters:
  ///   - labels: The true classes.
  ///   - predictions: The classes that were decided for.
  ///   - beta: How much more recall counts than precision; 0 gives the precision, infinity the recall.
  ///   - average: For which class, or how classes are averaged. The score of every class is in `confusionMatrix(…).fBetas()`.
  ///   - classes: The classes that are averaged; by default all that occur.
  ///   - zeroDivision: The score for a class that neither occurs nor is predicted.
  ///   - weights: How much every sample counts.
  public static func fBeta(
    labels: Tensor, predictions: Tensor, beta: Double = 1, average: Average = .binary(), classes: [Int]? = nil,
    zeroDivision: ZeroDivision = .zero, weights: Tensor? = nil
  ) -> Double {
    confusionMatrix(labels: labels, predictions: predictions, weights: weights)
      .fBeta(beta: beta, average: average, classes: classes, zeroDivision: zeroDivision)
  }

  /// Precision, recall and F1 of every class, with their averages, to be printed.
  public static func classificationReport(
    labels: Tensor, predictions: Tensor, zeroDivision: ZeroDivision = .zero, weights: Tensor? = nil
  ) -> ClassificationReport {
    ClassificationReport(
      confusionMatrix(labels: labels, predictions: predictions, weights: weights), zeroDivision)
  }

  /// Matthews' correlation coefficient: the correlation of labels and predictions, −1…1; 0 if either are all the same.
  public static func matthewsCorrelation(labels: Tensor, predictions: Tensor, weights: Tensor? = nil) -> Double {
    confusionMatrix(labels: labels, predictions: predictions, weights: weights).matthewsCorrelation
  }

  /// Cohen's kappa: how much better labels and predictions agree than by chance; 1 is perfect, 0 chance.
  ///
  /// NaN where it isn't defined: if both are of one class only.
  ///
  /// - Parameters:
  ///   - labels: One opinion on the samples' classes.
  ///   - predictions: Another opinion.
  ///   - disagreement: How much it counts that two opinions differ.
  ///   - classes: The classes in their order; by default those that occur, ascending.
  ///   - weights: How much every sample counts.
  public static func cohensKappa(
    labels: Tensor, predictions: Tensor, disagreement: ConfusionMatrix.Disagreement = .equal, classes: [Int]? = nil,
    weights: Tensor? = nil
  ) -> Double {
    confusionMatrix(labels: labels, predictions: predictions, classes: classes, weights: weights)
      .cohensKappa(disagreement: disagreement)
  }
}

/// Precision, recall and F-score of every class, and their averages.
///
/// ```swift
/// print(Metrics.classificationReport(labels: y, predictions: p))
/// ```
public struct ClassificationReport: Sendable, CustomStringConvertible {
  /// The numbers of a class, or averages.
  public struct Row: Sendable, Hashable {
    /// TP / (TP + FP).
    public let precision: Double
    /// TP / (TP + FN).
    public let recall: Double
    /// The harmonic mean of both.
    public let f1: Double
    /// The number of samples, or the sum of their weights.
    public let support: Double
  }

  /// The classes in ascending order, each with its numbers.
  public let classes: [(label: Int, scores: Row)]
  /// The share of samples whose class is right.
  public let accuracy: Double
  /// The mean over classes.
  public let macroAverage: Row
  /// The mean over classes, each counting as often as it occurs.
  public let weightedAverage: Row

  init(_ matrix: ConfusionMatrix, _ zeroDivision: Metrics.ZeroDivision) {
    let counts = matrix.counts(matrix.classes)
    let rows = counts.map {
      Row(
        precision: $0.precision(zeroDivision), recall: $0.recall(zeroDivision), f1: $0.fBeta(1, zeroDivision),
        support: $0.labelled)
    }
    classes = Array(zip(matrix.classes, rows))
    accuracy = matrix.accuracy
    func average(_ weights: [Double]?) -> Row {
      Row(
        precision: meanOfNumbers(rows.map(\.precision), weights: weights),
        recall: meanOfNumbers(rows.map(\.recall), weights: weights),
        f1: meanOfNumbers(rows.map(\.f1), weights: weights), support: matrix.total)
    }
    macroAverage = average(nil)
    weightedAverage = average(rows.map(\.support))
  }

  /// A table with a row for each class and average.
  public var description: String {
    func cells(_ name: String, _ row: Row) -> [String] {
      let support = row.support == row.support.rounded() ? row.support.text(decimals: 0) : row.support.text(decimals: 2)
      return [name] + [row.precision, row.recall, row.f1].map { $0.text(decimals: 4) } + [support]
    }
    let rows =
      classes.map { cells(String($0.label), $0.scores) } + [cells("macro average", macroAverage)]
      + [cells("weighted average", weightedAverage)]
    return TextTable(
      header: ["class", "precision", "recall", "F1", "support"], rows: rows,
      footer: ["accuracy \(accuracy.text(decimals: 4))"]
    ).description
  }
}

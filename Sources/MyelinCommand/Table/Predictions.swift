import Myelin

/// What a model says about rows whose targets are known, and how good that is.
enum Predictions {
  /// Class probabilities and the true labels.
  case classes(names: [String], probabilities: [[Double]], labels: [Int])
  /// Predicted and true numbers.
  case numbers(predicted: [Double], actual: [Double])

  /// A named number of a report.
  struct Score {
    /// What programs call it.
    let key: String
    /// What people call it.
    let name: String
    let value: Double
  }

  /// The predictions of `model` for encoded rows with their targets.
  init(_ model: TableModel, _ inputs: Tensor, _ targets: TargetColumn.Values) throws {
    let outputs = try model.outputs(inputs)
    switch targets {
    case .labels(let labels):
      self = .classes(names: model.classes, probabilities: model.probabilities(outputs), labels: labels)
    case .numbers(let actual):
      let predicted = outputs.elements(as: Float.self).map { model.preprocessing.target.decode($0) }
      self = .numbers(predicted: predicted, actual: actual)
    }
  }

  /// The class of highest probability for every row.
  private static func decisions(_ probabilities: [[Double]]) -> [Int] {
    probabilities.map { row in row.indices.max { row[$0] < row[$1] } ?? 0 }
  }

  /// The scores of the task, the most telling first.
  var scores: [Score] {
    switch self {
    case .classes(let names, let probabilities, let labels):
      let count = Double(max(labels.count, 1))
      let decisions = Self.decisions(probabilities)
      let accuracy = Double(zip(decisions, labels).count { $0 == $1 }) / count
      let logLoss = zip(probabilities, labels).reduce(0.0) { $0 - max($1.0[$1.1], 1e-15).logarithm } / count
      let confusion = Self.confusion(decisions, labels, classes: names.count)
      let f1 = names.indices.map { Self.f1(of: $0, in: confusion) }
      return [
        Score(key: "accuracy", name: "accuracy", value: accuracy),
        Score(key: "macroF1", name: "macro F1", value: f1.reduce(0, +) / Double(max(f1.count, 1))),
        Score(key: "logLoss", name: "log loss", value: logLoss),
      ]
    case .numbers(let predicted, let actual):
      return Self.regressionScores(predicted, actual)
    }
  }

  private static func regressionScores(_ predicted: [Double], _ actual: [Double]) -> [Score] {
    let count = Double(max(actual.count, 1))
    // Squares of huge numbers are no longer numbers; a power of two changes no digits.
    let largest = (predicted + actual).reduce(0) { max($0, $1.magnitude) }
    let scale = largest > 1e100 ? Double(sign: .plus, exponent: largest.exponent, significand: 1) : 1
    let errors = zip(predicted, actual).map { $0 / scale - $1 / scale }
    let squares = errors.reduce(0) { $0 + $1 * $1 }
    let mean = actual.reduce(0) { $0 + $1 / scale } / count
    let spread = actual.reduce(0) { $0 + ($1 / scale - mean) * ($1 / scale - mean) }
    // Where all true numbers are equal there is nothing to explain: 0 as in scikit-learn, 1 if all are met.
    let rSquared = spread > 0 ? 1 - squares / spread : squares == 0 ? 1 : 0
    return [
      Score(key: "rSquared", name: "R²", value: rSquared),
      Score(
        key: "meanAbsoluteError", name: "mean absolute error",
        value: errors.reduce(0) { $0 + $1.magnitude } / count * scale),
      Score(
        key: "rootMeanSquaredError", name: "root mean squared error",
        value: (squares / count).squareRoot() * scale),
    ]
  }

  /// The scores by their keys, for programs.
  var metrics: [String: Double] { Dictionary(scores.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 }) }

  /// The name of the file that the figure goes into.
  var figureName: String {
    switch self {
    case .classes: "confusion-matrix.svg"
    case .numbers: "predicted-against-true.svg"
    }
  }

  /// The figure that shows where the model errs: a confusion matrix, or predicted against true numbers.
  ///
  /// - Parameter rows: Which rows these are, such as "held-out rows": the title says how many.
  func figure(target: String, rows: String) -> Figure {
    let count =
      switch self {
      case .classes(_, _, let labels): labels.count
      case .numbers(_, let actual): actual.count
      }
    switch self {
    case .classes(let names, let probabilities, let labels):
      let confusion = Self.confusion(Self.decisions(probabilities), labels, classes: names.count)
      var figure = Figure(title: "Confusion matrix: \(target)\n\(count) \(rows)")
      figure.heatMap(
        values: confusion.map { $0.map { Double($0) } }, rowNames: names, columnNames: names, colorMap: .blues,
        // No row at all is white, whatever the smallest count.
        limits: 0...Double(max(confusion.joined().max() ?? 0, 1)),
        annotate: names.count <= 20)
      figure.xLabel = "predicted"
      figure.yLabel = "true"
      return figure
    case .numbers(let predicted, let actual):
      var figure = Figure(title: "Predicted against true: \(target)\n\(count) \(rows)")
      figure.points(x: actual, y: predicted, label: "rows")
      let ends = [(actual + predicted).min() ?? 0, (actual + predicted).max() ?? 1]
      figure.line(x: ends, y: ends, label: "perfect prediction", color: .foreground, style: .dashed)
      // The line then rises by 45°.
      figure.equalAspect = true
      figure.xLabel = "true \(target)"
      figure.yLabel = "predicted \(target)"
      return figure
    }
  }

  /// How often each true class (row) was taken for each class (column).
  private static func confusion(_ decisions: [Int], _ labels: [Int], classes: Int) -> [[Int]] {
    var counts = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
    for (decision, label) in zip(decisions, labels) { counts[label][decision] += 1 }
    return counts
  }

  /// 2·TP / (2·TP + FP + FN) of one class; 0 if it neither occurs nor is predicted.
  private static func f1(of index: Int, in confusion: [[Int]]) -> Double {
    let hits = confusion[index][index]
    let actual = confusion[index].reduce(0, +)
    let predicted = confusion.reduce(0) { $0 + $1[index] }
    return actual + predicted == 0 ? 0 : 2 * Double(hits) / Double(actual + predicted)
  }
}

/// How many samples of every class were taken for which class.
///
/// ```swift
/// let matrix = Metrics.confusionMatrix(labels: [0, 0, 1, 2], predictions: [0, 1, 1, 2])
/// matrix[0, 1]              // 1: samples of class 0 that were taken for class 1
/// matrix.recalls()          // [0.5, 1, 1]
/// print(matrix.normalized(over: .labels))
/// ```
///
/// Rows are the true classes, columns the predicted ones. With sample weights, entries are sums of weights.
public struct ConfusionMatrix: Sendable, Hashable {
  struct Place: Hashable, Sendable {
    let label: Int
    let prediction: Int
  }

  /// The entries that aren't 0, or were met with weights that are.
  private(set) var entries: [Place: Double] = [:]
  private var known: Set<Int> = []
  /// The classes that were asked for, or `nil` for all that occur.
  private let chosen: [Int]?

  /// A matrix of nothing yet.
  ///
  /// - Parameter classes: The classes of rows and columns in their order; by default those that occur, in ascending order.
  ///   Samples of other classes, or taken for others, are left out.
  public init(classes: [Int]? = nil) {
    if let classes, classes.isEmpty || Set(classes).count != classes.count {
      fatalError("ConfusionMatrix: the classes \(classes) must be one or more, each once")
    }
    chosen = classes
    known = Set(classes ?? [])
  }

  /// The classes of rows and columns.
  public var classes: [Int] { chosen ?? known.sorted() }

  /// The number, or sum of weights, of samples of class `label` that were taken for class `prediction`.
  public subscript(label: Int, prediction: Int) -> Double {
    entries[Place(label: label, prediction: prediction)] ?? 0
  }

  /// All entries, row by row.
  public var rows: [[Double]] {
    let classes = classes
    return classes.map { label in classes.map { self[label, $0] } }
  }

  /// All entries as a float64 tensor `[classes, classes]`.
  public var tensor: Tensor {
    Tensor(shape: [classes.count, classes.count], rows.flatMap { $0 }, type: .float64)
  }

  /// The sum of all entries.
  public var total: Double { orderedEntries.reduce(0) { $0 + $1.value } }

  /// Counts further samples.
  public mutating func add(labels: Tensor, predictions: Tensor, weights: Tensor? = nil) {
    let labels = classNumbers(labels, "labels", in: "confusionMatrix")
    let predictions = classNumbers(predictions, "predictions", in: "confusionMatrix")
    add(labels, predictions, weights.map { sampleWeights($0, count: labels.count, in: "confusionMatrix") })
  }

  mutating func add(_ labels: [Int], _ predictions: [Int], _ weights: [Double]?) {
    guard labels.count == predictions.count else {
      fatalError("confusionMatrix: \(labels.count) labels and \(predictions.count) predictions")
    }
    guard chosen == nil, let low = min(labels.min(), predictions.min()),
      let high = max(labels.max(), predictions.max()),
      (0..<256).contains(high &- low)
    else {
      for index in labels.indices { add(labels[index], predictions[index], weights?[index] ?? 1) }
      return
    }
    // Few classes: a table is faster than the dictionary.
    let size = high - low + 1
    var table = [Double](repeating: -1, count: size * size)
    for index in labels.indices {
      let place = (labels[index] - low) * size + predictions[index] - low
      table[place] = Swift.max(table[place], 0) + (weights?[index] ?? 1)
    }
    for place in table.indices where table[place] >= 0 { add(place / size + low, place % size + low, table[place]) }
  }

  private mutating func add(_ label: Int, _ prediction: Int, _ weight: Double) {
    if chosen != nil {
      guard known.contains(label), known.contains(prediction) else { return }
    } else {
      known.insert(label)
      known.insert(prediction)
    }
    entries[Place(label: label, prediction: prediction), default: 0] += weight
  }

  private func min(_ a: Int?, _ b: Int?) -> Int? { a.flatMap { a in b.map { Swift.min(a, $0) } } }
  private func max(_ a: Int?, _ b: Int?) -> Int? { a.flatMap { a in b.map { Swift.max(a, $0) } } }

  /// Entries in an order that doesn't change from run to run, so that sums of weights don't either.
  var orderedEntries: [(key: Place, value: Double)] {
    entries.sorted { ($0.key.label, $0.key.prediction) < ($1.key.label, $1.key.prediction) }
  }

  /// All entries as numbers, for checkpoints: the number of classes, these, then label, prediction and value of each entry.
  var numbers: [Double] {
    get {
      let classes = known.sorted().map(Double.init)
      return [Double(classes.count)] + classes
        + orderedEntries.flatMap { [Double($0.key.label), Double($0.key.prediction), $0.value] }
    }
    set {
      let whole = newValue.map { Int(exactly: $0) }
      guard let count = whole.first.flatMap({ $0 }), count >= 0, newValue.count >= 1 + count else { return }
      known = Set(whole[1..<1 + count].compactMap { $0 })
      entries = [:]
      for start in stride(from: 1 + count, to: newValue.count - 2, by: 3) {
        guard let label = whole[start], let prediction = whole[start + 1] else { continue }
        entries[Place(label: label, prediction: prediction)] = newValue[start + 2]
      }
    }
  }

  /// What entries are divided by.
  public enum Normalization: Sendable, Hashable {
    /// The sum of their row: the diagonal shows recalls.
    case labels
    /// The sum of their column: the diagonal shows precisions.
    case predictions
    /// The sum of all.
    case all
  }

  /// The matrix with its entries divided by sums; 0 where these are 0.
  public func normalized(over sums: Normalization) -> ConfusionMatrix {
    let (byLabel, byPrediction, total) = (labelSums, predictionSums, total)
    var result = self
    for (place, value) in entries {
      let divisor =
        switch sums {
        case .labels: byLabel[place.label] ?? 0
        case .predictions: byPrediction[place.prediction] ?? 0
        case .all: total
        }
      result.entries[place] = divisor == 0 ? 0 : value / divisor
    }
    return result
  }

  /// The sum of every row.
  var labelSums: [Int: Double] {
    orderedEntries.reduce(into: [:]) { $0[$1.key.label, default: 0] += $1.value }
  }

  /// The sum of every column.
  var predictionSums: [Int: Double] {
    orderedEntries.reduce(into: [:]) { $0[$1.key.prediction, default: 0] += $1.value }
  }
}

extension ConfusionMatrix: CustomStringConvertible {
  /// A table with true classes down and predicted ones across.
  public var description: String {
    let rows = rows
    let areWhole = rows.allSatisfy { $0.allSatisfy { $0 == $0.rounded() && $0.magnitude < 1e15 } }
    let table = TextTable(
      header: ["label \\ prediction"] + classes.map(String.init),
      rows: zip(classes, rows).map { label, row in
        [String(label)] + row.map { areWhole ? String(Int($0)) : $0.text(decimals: 4) }
      })
    return table.description
  }
}

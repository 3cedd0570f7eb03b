import MyelinNN

/// Weights of the classes of labels, for code that has no data set yet.
///
/// ```swift
/// let weights = ClassWeights.ofClasses(balancing: [0, 0, 0, 1])   // [0.667, 2]
/// let rows = ClassWeights.ofRows([0, 0, 0, 1], weights)           // for Dataset(x, y, weights:)
/// ```
extension ClassWeights {
  /// Weights with which every class counts alike: n / (classes · rows of the class). The mean weight of a row is 1.
  ///
  /// As scikit-learn's `compute_class_weight("balanced")`. A class without rows has weight 0, and doesn't count as one.
  ///
  /// - Parameters:
  ///   - labels: The class of each row, 0 or more, or the program stops.
  ///   - count: The number of classes; nil for one more than the largest label.
  public static func ofClasses(balancing labels: [Int], count: Int? = nil) -> [Double] {
    let count = count ?? (labels.max() ?? -1) + 1
    var rows = [Int](repeating: 0, count: count)
    for label in labels {
      guard label >= 0, label < count else {
        fatalError("ClassWeights.ofClasses: the label \(label) is not among \(count) classes")
      }
      rows[label] += 1
    }
    return balancing(rows)
  }

  /// The weight of each row from those of the classes. A label that is no class stops the program.
  public static func ofRows(_ labels: [Int], _ weights: [Double]) -> [Double] {
    labels.map { label in
      guard weights.indices.contains(label) else {
        fatalError("ClassWeights.ofRows: there is no weight for the label \(label) among \(weights.count)")
      }
      return weights[label]
    }
  }
}

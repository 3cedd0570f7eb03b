/// How much the rows of each class count, so that rare classes have their say.
///
/// ```swift
/// let weights = ClassWeights.balanced([0, 0, 0, 1])            // [0.667, 2]
/// let rows = ClassWeights.ofRows([0, 0, 0, 1], weights)        // for Dataset(x, y, weights:)
/// ```
public enum ClassWeights {
  /// Weights with which every class counts alike: n / (classes · rows of the class). The mean weight of a row is 1.
  ///
  /// As scikit-learn's `compute_class_weight("balanced")`. A class without rows has weight 0, and doesn't count as one.
  ///
  /// - Parameters:
  ///   - labels: The class of each row, 0 or more, or the program stops.
  ///   - count: The number of classes; nil for one more than the largest label.
  public static func balanced(_ labels: [Int], count: Int? = nil) -> [Double] {
    let count = count ?? (labels.max() ?? -1) + 1
    var rows = [Int](repeating: 0, count: count)
    for label in labels {
      guard label >= 0, label < count else {
        fatalError("ClassWeights.balanced: the label \(label) is not among \(count) classes")
      }
      rows[label] += 1
    }
    let present = rows.count { $0 > 0 }
    return rows.map { $0 == 0 ? 0 : Double(labels.count) / (Double(present) * Double($0)) }
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

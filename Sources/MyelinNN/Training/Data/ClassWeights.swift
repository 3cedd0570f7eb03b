/// How much the samples of every class count in the loss.
///
/// ```swift
/// try trainer.fit(train, epochs: 5, classWeights: .balanced)   // rare classes count as much as frequent ones
/// try trainer.fit(train, epochs: 5, classWeights: [1, 10])     // an alarm that is missed costs ten times as much
/// ```
public struct ClassWeights: Sendable, Hashable, ExpressibleByArrayLiteral {
  /// The weight of every class, in the order of the classes; `nil` if they follow from the data.
  private let values: [Double]?

  /// The weight of every class, in the order of the classes.
  public init(_ weights: [Double]) {
    guard weights.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      fatalError("ClassWeights: \(weights) must be finite and not negative")
    }
    values = weights
  }

  /// The weight of every class, in the order of the classes.
  public init(arrayLiteral weights: Double...) { self.init(weights) }

  private init() { values = nil }

  /// Weights count / (classes · count of the class), by which every class counts as much as the others: scikit-learn's
  /// `compute_class_weight("balanced")`. A class is known by the data that is trained on.
  public static let balanced = ClassWeights()

  /// The data with weights that have those of the classes in them.
  ///
  /// Classes are integers from 0 (one per sample), one-hot rows, or 0 and 1 (or −1 and +1) for two.
  func applied(to data: Dataset) -> Dataset {
    let classes = Self.classes(of: data.y)
    let known = (classes.max() ?? 0) + 1
    let weights: [Double]
    if let values {
      guard known <= values.count else {
        fatalError("classWeights: there are \(values.count) weights, but a sample is of class \(known - 1)")
      }
      weights = values
    } else {
      var counts = [Int](repeating: 0, count: known)
      for index in classes { counts[index] += 1 }
      let present = Double(counts.count { $0 > 0 })
      weights = counts.map { $0 == 0 ? 0 : Double(classes.count) / (present * Double($0)) }
    }
    let own = Tensor(shape: [data.count], classes.map { weights[$0] }, type: data.weights?.type ?? .float32)
    return Dataset(data.x, data.y, weights: data.weights.map { $0 * own } ?? own)
  }

  /// The class of every sample.
  static func classes(of y: Tensor) -> [Int] {
    if y.rank > 1, y.shape[y.rank - 1] > 1, y.count > y.shape[0] {
      guard y.rank == 2 else { fatalError("classWeights: targets of shape \(y.shape) have no class per sample") }
      return y.argmax(axis: -1).scalars.map { Int($0) }
    }
    let scalars = y.scalars
    let values = Set(scalars)
    if values.isSubset(of: [-1, 1]) { return scalars.map { $0 > 0 ? 1 : 0 } }
    return scalars.map { scalar in
      guard scalar >= 0, scalar < 1e9, scalar == scalar.rounded() else {
        fatalError("classWeights: the target \(scalar) is no class: classes are integers from 0, or one-hot rows")
      }
      return Int(scalar)
    }
  }
}

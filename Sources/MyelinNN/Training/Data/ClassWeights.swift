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
  func applied(to data: Dataset) throws -> Dataset {
    var result = data
    try result.multiplyWeights(by: table { count in try count(data.y) })
    return result
  }

  /// The weight of every class.
  ///
  /// - Parameter visit: Shows all targets to the closure that it is given, piece by piece; called if the weights follow from them.
  func table(_ visit: (_ count: (Tensor) throws -> Void) throws -> Void) throws -> [Double] {
    if let values { return values }
    var counts: [Int] = []
    try visit { y in
      for index in try Self.classes(of: y) {
        if index >= counts.count { counts += [Int](repeating: 0, count: index + 1 - counts.count) }
        counts[index] += 1
      }
    }
    let present = Double(counts.count { $0 > 0 })
    let total = Double(counts.reduce(0, +))
    return counts.map { $0 == 0 ? 0 : total / (present * Double($0)) }
  }

  /// The class of every sample.
  ///
  /// - Throws: `TrainingError.unsuitableTargets` if the targets are no classes.
  static func classes(of y: Tensor) throws(TrainingError) -> [Int] {
    if y.rank > 1, y.shape[y.rank - 1] > 1, y.count > y.shape[0] {
      guard y.rank == 2 else {
        throw .unsuitableTargets("targets of shape \(y.shape) have no class per sample: give integers or one-hot rows")
      }
      return y.argmax(axis: -1).scalars.map { Int($0) }
    }
    let scalars = y.scalars
    if scalars.allSatisfy({ $0 == 1 || $0 == -1 }) { return scalars.map { $0 > 0 ? 1 : 0 } }
    // So many classes are rather numbers to be predicted, and counting them would take as much memory.
    if let wrong = scalars.first(where: { !($0 >= 0 && $0 < 1e7 && $0 == $0.rounded()) }) {
      throw .unsuitableTargets("the target \(wrong) is no class: classes are integers from 0, or one-hot rows")
    }
    return scalars.map { Int($0) }
  }
}

extension Dataset {
  /// Multiplies the weights of the samples by those of their classes.
  mutating func multiplyWeights(by table: [Double]) throws {
    let values = try ClassWeights.classes(of: y).map { index throws(TrainingError) in
      guard index < table.count else {
        throw .unsuitableTargets(
          "there are \(table.count) class weights, but a sample is of class \(index): give a weight for each class")
      }
      return table[index]
    }
    let own = Tensor(shape: [count], values, type: weights?.type ?? .float32)
    weights = weights.map { $0 * own } ?? own
  }
}

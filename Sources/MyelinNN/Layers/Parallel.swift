/// Layers side by side: all take the same input, and their outputs are joined along an axis.
///
/// ```swift
/// Concatenate {
///   Dense(20, 16, activation: .relu)
///   Dense(20, 8, activation: .tanh)
/// }                                    // [batch, 20] → [batch, 24]
/// ```
///
/// Several layers in one branch stand in a `Sequential`.
public struct Concatenate: Layer {
  /// The layers beside each other.
  public let branches: [any Layer]
  /// The axis along which the outputs are joined.
  public let axis: Int

  /// Branches whose outputs are joined along an axis, by default the last.
  public init(axis: Int = -1, @LayerBuilder _ branches: () -> [any Layer]) {
    self.branches = branches()
    self.axis = axis
    checkBranches(self.branches, in: "Concatenate")
  }

  /// The size that the branches take.
  public var inputSize: Int? { branches.firstValue(\.inputSize) }
  /// The sum of the sizes that the branches give, if all are known.
  public var outputSize: Int? { sum(after: inputSize) }
  /// The sum of the sizes that the branches give, if all are known.
  public func outputSize(for inputSize: Int) -> Int? { sum(after: inputSize) }

  private func sum(after inputSize: Int?) -> Int? {
    // The axis may be the last one under another number.
    guard axis == -1 else { return nil }
    return branches.reduce(0) { sum, branch in
      sum.flatMap { sum in branch.outputSize(after: inputSize).map { sum + $0 } }
    }
  }

  /// The outputs beside each other.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    let outputs = branches.outputs(for: input)
    let rank = outputs[0].rank
    let along = axis < 0 ? axis + rank : axis
    for (index, output) in outputs.enumerated() {
      let differs =
        output.rank != rank || (0..<rank).contains { $0 != along && output.shape[$0] != outputs[0].shape[$0] }
      if differs {
        stop(
          "branch 0, \(branches[0]), gives shape \(outputs[0].shape), but branch \(index), \(branches[index]), gives "
            + "\(output.shape): they can't be joined along axis \(axis)")
      }
    }
    return .concatenate(outputs, axis: axis)
  }
}

extension Concatenate: CustomStringConvertible {
  /// The branches, one in a line.
  public var description: String { layerList(axis == -1 ? "Concatenate" : "Concatenate(axis: \(axis))", branches) }
}

/// Layers side by side: all take the same input, and their outputs are combined element by element.
///
/// ```swift
/// Parallel(.sum) {
///   Dense(20, 16)
///   Sequential {
///     Dense(20, 8, activation: .relu)
///     Dense(8, 16)
///   }
/// }                                    // [batch, 20] → [batch, 16]
/// ```
///
/// To put the outputs beside each other, see ``Concatenate``.
public struct Parallel: Layer {
  /// What is done with the branches' outputs, element by element.
  public enum Combination: String, Sendable, Hashable, CaseIterable, Codable {
    /// Their sum.
    case sum
    /// Their product.
    case product
    /// Their mean.
    case mean
    /// The largest of them; where some tie, they share the derivative.
    case maximum
    /// The smallest of them; where some tie, they share the derivative.
    case minimum
  }

  /// The layers beside each other.
  public let branches: [any Layer]
  /// What is done with their outputs.
  public let combination: Combination

  /// Branches whose outputs are combined.
  public init(_ combination: Combination, @LayerBuilder _ branches: () -> [any Layer]) {
    self.branches = branches()
    self.combination = combination
    checkBranches(self.branches, in: "Parallel")
    let sizes = self.branches.map { $0.outputSize(after: inputSize) }
    guard let first = sizes.firstIndex(where: { $0 != nil }) else { return }
    for (index, size) in sizes.enumerated() {
      if let size, let expected = sizes[first], size != expected {
        fatalError(
          "Parallel: branch \(first), \(self.branches[first]), gives \(expected) values, but branch \(index), "
            + "\(self.branches[index]), gives \(size)")
      }
    }
  }

  /// The size that the branches take.
  public var inputSize: Int? { branches.firstValue(\.inputSize) }
  /// The size that the branches give, if it doesn't depend on the input's.
  public var outputSize: Int? {
    let inputSize = self.inputSize
    return branches.firstValue { $0.outputSize(after: inputSize) }
  }
  /// The size that the branches give.
  public func outputSize(for inputSize: Int) -> Int? {
    branches.firstValue { $0.outputSize(for: inputSize) }
  }

  /// The outputs, combined.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    let outputs = branches.outputs(for: input)
    for (index, output) in outputs.enumerated() where output.shape != outputs[0].shape {
      stop(
        "branch 0, \(branches[0]), gives shape \(outputs[0].shape), but branch \(index), \(branches[index]), gives "
          + "\(output.shape)")
    }
    let rest = outputs.dropFirst()
    return switch combination {
    case .sum: rest.reduce(outputs[0], +)
    case .product: rest.reduce(outputs[0], *)
    case .mean: rest.reduce(outputs[0], +) / Double(outputs.count)
    case .maximum: rest.reduce(outputs[0]) { $0.maximum($1) }
    case .minimum: rest.reduce(outputs[0]) { $0.minimum($1) }
    }
  }
}

extension Parallel: CustomStringConvertible {
  /// The branches, one in a line.
  public var description: String { layerList("Parallel(.\(combination.rawValue))", branches) }
}

/// Stops unless there are branches, and all take the same size.
private func checkBranches(_ branches: [any Layer], in name: String) {
  guard !branches.isEmpty else { fatalError("\(name): there are no layers in it") }
  guard let first = branches.firstIndex(where: { $0.inputSize != nil }) else { return }
  for (index, branch) in branches.enumerated() {
    if let size = branch.inputSize, let expected = branches[first].inputSize, size != expected {
      fatalError(
        "\(name): branch \(first), \(branches[first]), takes \(expected) values, but branch \(index), \(branch), "
          + "takes \(size)")
    }
  }
}

extension [any Layer] {
  /// The outputs of layers beside each other, which are the property `branches`.
  fileprivate func outputs(for input: Tensor) -> [Tensor] {
    indices.map { self[$0].applied(to: input, as: "branches", $0) }
  }
}

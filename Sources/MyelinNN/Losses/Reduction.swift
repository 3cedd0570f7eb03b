/// How the losses of a batch become one number.
public enum Reduction: String, Sendable, CaseIterable, Codable {
  /// Not at all: the losses stay as they are.
  case none
  /// Their sum.
  case sum
  /// Their arithmetic mean. Weights don't change what it is divided by, as in Keras: Σ w·l / n.
  case mean

  /// The losses, weighted and reduced.
  ///
  /// Weights that `withSampleWeights` set are taken as well, unless nothing is reduced.
  ///
  /// - Parameters:
  ///   - losses: A loss for every sample, `[n]`, or several, `[n, …]`.
  ///   - weights: What every loss counts, in the shape of `losses` or of its first axes: `[n]` weighs samples.
  ///   - name: What messages call the loss.
  public func callAsFunction(_ losses: Tensor, weights: Tensor? = nil, in name: String = "loss") -> Tensor {
    if weights == nil, !SampleWeights.areSet { return reduced(losses) }
    var losses = losses
    if let weights { losses = losses * Self.aligned(weights, to: losses, in: name) }
    if self != .none, let weights = SampleWeights.take(for: losses, in: name) {
      losses = losses * Self.aligned(weights, to: losses, in: name)
    }
    return reduced(losses)
  }

  @inline(__always)
  private func reduced(_ losses: Tensor) -> Tensor {
    switch self {
    case .none: losses
    case .sum: losses.sum()
    case .mean: losses.mean()
    }
  }

  /// The weights in the losses' type, with axes of size 1 behind their own.
  private static func aligned(_ weights: Tensor, to losses: Tensor, in name: String) -> Tensor {
    let weights = weights.cast(to: losses.type)
    if weights.shape == losses.shape { return weights }
    var leading = weights.shape
    while leading.last == 1 { leading.removeLast() }
    guard losses.shape.starts(with: leading) else {
      fatalError(
        "\(name): the losses have shape \(losses.shape), the weights \(weights.shape); they must have the shape of the losses "
          + "or of their first axes")
    }
    return weights.reshaped(to: leading + losses.shape.dropFirst(leading.count).map { _ in 1 })
  }
}

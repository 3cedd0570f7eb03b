/// Where the first number that is infinite or NaN came up on the way from the samples to the loss.
public struct NonFiniteOrigin: Sendable, Hashable, CustomStringConvertible {
  /// What produced it: the samples, a parameter, a layer by its path, or the loss.
  public let description: String

  /// A place, as it stands in the message of `TrainingError.diverged`.
  public init(_ description: String) { self.description = description }
}

extension Trainer {
  /// The first thing on the way from a batch's samples to its loss that is infinite or NaN, if anything is.
  func nonFiniteOrigin(in batch: Dataset) -> NonFiniteOrigin? {
    func isFinite(_ tensor: Tensor) -> Bool {
      !tensor.type.isFloatingPoint || tensor.cast(to: .float64).scalars.allSatisfy(\.isFinite)
    }
    if !isFinite(batch.x) { return NonFiniteOrigin("the samples hold such values") }
    if !isFinite(batch.y) { return NonFiniteOrigin("the targets hold such values") }
    for (name, variable) in model.namedParameters where !isFinite(variable.value) {
      return NonFiniteOrigin("parameter '\(name)' holds such values")
    }
    return withoutGradient {
      if let network = model as? Sequential {
        var output = batch.x
        for (index, layer) in network.layers.enumerated() {
          output = layer(output)
          if !isFinite(output) { return NonFiniteOrigin("it came up in layers.\(index), \(type(of: layer))") }
        }
      } else if !isFinite(model(batch.x)) {
        return NonFiniteOrigin("it came up in the model, \(Model.self)")
      }
      return NonFiniteOrigin("the model's outputs are finite: it came up in the loss or its gradient")
    }
  }
}

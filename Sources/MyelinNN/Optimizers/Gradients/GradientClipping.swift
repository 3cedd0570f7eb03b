/// How gradients are limited before a step, so that a steep place doesn't throw the weights far away.
///
/// ```swift
/// optimizer.clipping = .globalNorm(1)                        // at every step of this optimizer
/// optimizer.update(model, along: gradient.clipped(by: .globalNorm(1)))   // or by hand
/// ```
///
/// Directions stay as they are, except with `value`.
public enum GradientClipping: Sendable, Hashable {
  /// Every element is limited to −c…c. As PyTorch's `clip_grad_value_`.
  case value(Double)

  /// Every tensor g that is longer than c is shortened to c: g·min(1, c/(‖g‖ + 10⁻⁶)). As Keras's `clipnorm`, but for the
  /// 10⁻⁶, which is PyTorch's.
  case norm(Double)

  /// The whole gradient is shortened to c if it is longer: every g·min(1, c/(‖G‖ + 10⁻⁶)) where ‖G‖ is the length of
  /// all tensors together. As PyTorch's `clip_grad_norm_`.
  ///
  /// Source: R. Pascanu, T. Mikolov, Y. Bengio, "On the difficulty of training recurrent neural networks" (2013).
  case globalNorm(Double)

  /// The gradients, limited.
  public func clipped(_ gradients: [Tensor]) -> [Tensor] {
    switch self {
    case .value(let limit):
      check(limit)
      return gradients.map { $0.maximum(-limit).minimum(limit) }
    case .norm(let limit):
      check(limit)
      return gradients.map { $0 * shrinkage([$0], to: limit).cast(to: $0.type) }
    case .globalNorm(let limit):
      check(limit)
      let factor = shrinkage(gradients, to: limit)
      return gradients.map { $0 * factor.cast(to: $0.type) }
    }
  }

  /// min(1, c/(‖G‖ + 10⁻⁶)).
  private func shrinkage(_ gradients: [Tensor], to limit: Double) -> Tensor {
    (limit / (MyelinNN.globalNorm(of: gradients) + 1e-6)).minimum(1)
  }

  private func check(_ limit: Double) {
    guard limit > 0 else { fatalError("GradientClipping: the limit \(limit) must be above 0") }
  }
}

/// The Euclidean length of all tensors together, √(Σ x²): a float64 number, which may be computed within `compile`.
public func globalNorm(of tensors: [Tensor]) -> Tensor {
  let squares = tensors.map { $0.cast(to: .float64).squared().sum() }
  return squares.dropFirst().reduce(squares.first ?? .zeros([], type: .float64), +).sqrt()
}

extension ModuleGradient {
  /// The Euclidean length of the whole gradient, as a float64 tensor: `norm` for use within `compile`.
  public var globalNorm: Tensor { MyelinNN.globalNorm(of: tensors) }

  /// The gradient, limited.
  public func clipped(by clipping: GradientClipping) -> ModuleGradient {
    ModuleGradient(variables: variables, tensors: clipping.clipped(tensors))
  }
}

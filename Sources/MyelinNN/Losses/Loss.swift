/// A loss: how far a batch of outputs is from its targets. Smaller is better.
///
/// A loss that is trained with gives one number. The library's own are functions of this type, such as `meanSquaredError`, and
/// each has a second form with options: how the losses of samples become one number (`reduction`), how much each of them counts
/// (`weights`), and what the loss itself knows.
///
/// ```swift
/// Trainer(model, loss: softmaxCrossEntropy, optimizer: Adam())
/// Trainer(model, loss: { softmaxCrossEntropy($0, $1, labelSmoothing: 0.1) }, optimizer: Adam())
/// let perSample = softmaxCrossEntropy(model(x), y, reduction: .none)
/// ```
///
/// A loss of your own takes part in `withSampleWeights` if it ends with a `Reduction`:
///
/// ```swift
/// let loss: Loss = { output, target in Reduction.mean((output - target).power(4)) }
/// ```
public typealias Loss = @Sendable (_ output: Tensor, _ target: Tensor) -> Tensor

/// The target in the output's shape. Axes of size 1 may differ; anything else would broadcast where nobody wants it.
func aligned(_ target: Tensor, to output: Tensor, in name: String) -> Tensor {
  if target.shape == output.shape { return target }
  // One number broadcasts by itself.
  if target.count == 1, output.count == 1, target.rank <= output.rank { return target }
  guard target.shape.filter({ $0 != 1 }) == output.shape.filter({ $0 != 1 }) else {
    fatalError("\(name): the output has shape \(output.shape), the target \(target.shape)")
  }
  return target.reshaped(to: output.shape)
}

/// Stops unless the target has the output's shape, for losses whose last axis has a meaning.
func checkSameShape(_ output: Tensor, _ target: Tensor, in name: String) {
  guard output.shape == target.shape, output.rank > 0 else {
    fatalError("\(name): the output has shape \(output.shape), the target \(target.shape); they must have one shape")
  }
}

/// Numbers for each place of the last axis, or one for all, in the type of `output`.
func numbers(_ values: [Double], for output: Tensor, called what: String, in name: String) -> Tensor {
  if values.count == 1 { return .full([], values[0], type: output.type.floatingPoint) }
  guard values.count == output.shape.last else {
    fatalError(
      "\(name): \(values.count) \(what) for \(output.shape.last ?? 1) outputs (shape \(output.shape)); give one for each, "
        + "or one for all")
  }
  return Tensor(shape: [values.count], values, type: output.type.floatingPoint)
}

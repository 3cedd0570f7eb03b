/// A number that tells how good outputs are, reported beside the loss.
public struct Metric: Sendable {
  /// What reports call it.
  public let name: String
  /// The mean over a batch's samples.
  public let compute: @Sendable (_ output: Tensor, _ target: Tensor) -> Double

  /// A metric of your own: `compute` gives the mean over the samples of a batch.
  public init(name: String, compute: @escaping @Sendable (_ output: Tensor, _ target: Tensor) -> Double) {
    self.name = name
    self.compute = compute
  }

  /// The share of samples whose class is right.
  ///
  /// For outputs `[n, classes]` the class is the largest one, and targets are class indices or one-hot rows. For one output
  /// per sample it is whether the output (a logit or a pre-activation) is positive, and targets are 0 or 1, or −1 or +1.
  public static let accuracy = Metric(name: "accuracy") { output, target in
    let isMultiClass = output.rank > 1 && output.shape[output.rank - 1] > 1
    if isMultiClass {
      let predicted = output.argmax(axis: -1)
      guard target.shape == output.shape || target.count == predicted.count else {
        fatalError(
          "accuracy: outputs of shape \(output.shape) need class indices of shape \(predicted.shape) or one-hot rows, "
            + "got \(target.shape)")
      }
      let expected = target.shape == output.shape ? target.argmax(axis: -1) : target.reshaped(to: predicted.shape)
      return (predicted .== expected).sum().scalar / Double(max(predicted.count, 1))
    }
    guard output.count == target.count else {
      fatalError("accuracy: the output has shape \(output.shape), the target \(target.shape)")
    }
    return ((output.flattened() .> 0) .== (target.flattened() .> 0)).sum().scalar / Double(max(target.count, 1))
  }

  /// The mean of |output − target|.
  public static let meanAbsoluteError = Metric(name: "meanAbsoluteError") { output, target in
    MyelinNN.meanAbsoluteError(output, target).scalar
  }

  /// The mean of (output − target)².
  public static let meanSquaredError = Metric(name: "meanSquaredError") { output, target in
    MyelinNN.meanSquaredError(output, target).scalar
  }
}

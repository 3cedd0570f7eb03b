extension Metric {
  /// The share of samples whose class is right.
  ///
  /// For outputs `[n, classes]` the class is the largest one, and targets are class indices or one-hot rows. For one output
  /// per sample it is whether the output (a logit or a pre-activation) is positive, and targets are 0 or 1, or −1 or +1.
  public static let accuracy = accuracy(threshold: 0)

  /// The share of samples whose class is right, where one output per sample is positive above another threshold than 0:
  /// 0.5 for a network that ends in a sigmoid.
  public static func accuracy(threshold: Double) -> Metric {
    Metric(name: "accuracy") {
      MeanAccumulator(
        mean: { output, target in
          let matches = matches(output, target, threshold)
          return matches.sum().scalar / Double(max(matches.count, 1))
        }, values: { output, target in matches(output, target, threshold).scalars })
    }
  }

  /// Whether the class of every sample is right.
  private static func matches(_ output: Tensor, _ target: Tensor, _ threshold: Double) -> Tensor {
    let isMultiClass = output.rank > 1 && output.shape[output.rank - 1] > 1
    if isMultiClass {
      let predicted = output.argmax(axis: -1)
      guard target.shape == output.shape || target.count == predicted.count else {
        fatalError(
          "accuracy: outputs of shape \(output.shape) need class indices of shape \(predicted.shape) or one-hot rows, "
            + "got \(target.shape)")
      }
      let expected = target.shape == output.shape ? target.argmax(axis: -1) : target.reshaped(to: predicted.shape)
      return predicted .== expected
    }
    guard output.count == target.count else {
      fatalError("accuracy: the output has shape \(output.shape), the target \(target.shape)")
    }
    return (output.flattened() .> threshold) .== (target.flattened() .> 0)
  }

  /// The mean of |output − target|.
  public static let meanAbsoluteError = Metric(name: "meanAbsoluteError") {
    MeanAccumulator(
      mean: { MyelinNN.meanAbsoluteError($0, $1).scalar },
      values: { output, target in means(of: differences(output, target, in: "meanAbsoluteError").abs()) })
  }

  /// The mean of (output − target)².
  public static let meanSquaredError = Metric(name: "meanSquaredError") {
    MeanAccumulator(
      mean: { MyelinNN.meanSquaredError($0, $1).scalar },
      values: { output, target in means(of: differences(output, target, in: "meanSquaredError").squared()) })
  }

  /// output − target in float64, where shapes differ by axes of size 1 at most.
  private static func differences(_ output: Tensor, _ target: Tensor, in name: String) -> Tensor {
    guard target.shape.filter({ $0 != 1 }) == output.shape.filter({ $0 != 1 }) else {
      fatalError("\(name): the output has shape \(output.shape), the target \(target.shape)")
    }
    return output.cast(to: .float64) - target.cast(to: .float64).reshaped(to: output.shape)
  }

  /// The mean of every sample's numbers.
  private static func means(of tensor: Tensor) -> [Double] {
    let samples = tensor.shape.first ?? 1
    return tensor.reshaped(to: [samples, samples == 0 ? 0 : tensor.count / samples]).mean(axis: 1).scalars
  }
}

/// Why training can't go on.
public enum TrainingError: Error, Hashable, CustomStringConvertible {
  /// There is nothing to learn from.
  case noSamples
  /// There is nothing to judge by.
  case noValidationSamples
  /// The targets are no classes, or not those that class weights or a sampler by class were given for.
  case unsuitableTargets(String)
  /// The loss of a batch in that epoch (from 1) was infinite or NaN, because of `origin` if that was found.
  ///
  /// The model's parameters and buffers are those before the step that failed (or the best ones, if early stopping restores
  /// them); where the model was too large to be kept twice, those that the step left.
  case diverged(epoch: Int, loss: Double, origin: NonFiniteValue? = nil)

  /// What went wrong and what to do.
  public var description: String {
    switch self {
    case .noSamples: "the training data has no samples"
    case .noValidationSamples: "the validation data has no samples: leave it out, or give it some"
    case .unsuitableTargets(let problem): problem
    case .diverged(let epoch, let loss, let origin):
      "the loss became \(loss.isNaN ? "NaN" : "\(loss)") in epoch \(epoch)\(origin.map { " (\($0))" } ?? ""): "
        + "lower the learning rate, or look for missing, infinite or huge values in the data"
    }
  }
}

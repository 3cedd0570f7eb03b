import MyelinCore

/// What a network is run for. Some layers do other things in training: dropout drops, batch normalization measures the batch.
///
/// Whoever runs a network chooses with `withMode`, and layers ask `Mode.current`. Training is never on by accident: it is
/// `inference` unless `withMode(.training)` is around. `Trainer` chooses by itself: `fit` trains, `evaluate` and `predict`
/// infer.
///
/// A compiled closure has a program for each mode in which it is called.
public enum Mode: String, Sendable, Hashable, CaseIterable, Codable {
  /// The network is used as it is: the same input gives the same output.
  case inference
  /// The network is being trained.
  case training

  /// The mode in which the calling code runs.
  public static var current: Mode { AmbientState.circumstances & trainingBit == 0 ? .inference : .training }

  fileprivate static let trainingBit: UInt64 = 1
}

/// Runs `body` in a mode, and whatever it calls.
///
/// ```swift
/// let (loss, gradient) = withMode(.training) {
///   valueWithGradient(at: model) { softmaxCrossEntropy(model(x), y) }
/// }
/// ```
public func withMode<Result>(_ mode: Mode, _ body: () throws -> Result) rethrows -> Result {
  let others = AmbientState.circumstances & ~Mode.trainingBit
  return try AmbientState.withCircumstances(mode == .training ? others | Mode.trainingBit : others, body)
}

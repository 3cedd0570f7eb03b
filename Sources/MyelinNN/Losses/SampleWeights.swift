import Synchronization

/// Runs `body` with weights of the samples: every loss within that is reduced to one number counts each sample by its weight.
///
/// So any loss can be weighted, and any expression of losses, without saying so itself: a sum becomes Σ w·l, a mean Σ w·l / n,
/// as in Keras. Losses that aren't reduced (`reduction: .none`) are left alone.
///
/// ```swift
/// let step = compile { (x: Tensor, y: Tensor, weights: Tensor) in
///   let (loss, gradient) = valueWithGradient(at: model) {
///     withSampleWeights(weights) { softmaxCrossEntropy(model(x), y) }
///   }
///   optimizer.update(model, along: gradient)
///   return loss
/// }
/// ```
///
/// A compiled closure must set the weights within, from an argument. Weights that no loss takes stop the program: a loss of
/// one's own, say, that ends with `mean()` rather than `Reduction.mean`.
///
/// - Parameters:
///   - weights: One for each sample, `[n]`.
///   - body: Computes the loss.
public func withSampleWeights<Result>(_ weights: Tensor, _ body: () throws -> Result) rethrows -> Result {
  let scope = SampleWeights(weights)
  SampleWeights.scopeCount.add(1, ordering: .relaxed)
  defer { SampleWeights.scopeCount.subtract(1, ordering: .relaxed) }
  let result = try SampleWeights.$current.withValue(scope, operation: body)
  guard scope.isTaken.load(ordering: .relaxed) else {
    fatalError(
      "withSampleWeights: no loss took the weights. End a loss of your own with Reduction.mean or Reduction.sum; in a compiled "
        + "closure set the weights within, from an argument")
  }
  return result
}

/// The weights of the samples that losses are computed of.
final class SampleWeights: Sendable {
  /// Those of the running task.
  @TaskLocal static var current: SampleWeights?

  /// How many scopes there are in the whole process: most often none, which is told faster than the task's own.
  static let scopeCount = Atomic<Int>(0)

  let weights: Tensor
  /// Whether a loss has used them.
  let isTaken = Atomic<Bool>(false)

  init(_ weights: Tensor) { self.weights = weights }

  /// Whether weights may be set; `false` if there are no scopes at all.
  @inline(__always)
  static var areSet: Bool { scopeCount.load(ordering: .relaxed) != 0 }

  /// The weights for these losses; `nil` if the task has set none.
  static func take(for losses: Tensor, in name: String) -> Tensor? {
    guard let scope = current else { return nil }
    guard scope.weights.isSymbolic || !losses.isSymbolic else {
      fatalError(
        "\(name): the weights that withSampleWeights set would stay those of the first call; give them to the compiled closure "
          + "as an argument, and set them within")
    }
    scope.isTaken.store(true, ordering: .relaxed)
    return scope.weights
  }
}

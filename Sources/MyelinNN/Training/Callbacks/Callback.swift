/// What happens beside training: progress, stopping, saving.
///
/// ```swift
/// try trainer.fit(train, validation: test, epochs: 20, callbacks: [
///   .progressBar,
///   .earlyStopping(patience: 3),
///   .afterEpoch { state in print(state.epoch, state.learningRate) },
/// ])
/// ```
public struct Callback: Sendable {
  /// Makes the observer of one call of `fit`.
  let makeObserver: @Sendable () -> any TrainingObserver

  /// A callback whose observer is made anew for every call of `fit`.
  public init(_ makeObserver: @escaping @Sendable () -> any TrainingObserver) { self.makeObserver = makeObserver }

  /// A callback that runs after every epoch.
  public static func afterEpoch(_ body: @escaping @Sendable (TrainingState) throws -> Void) -> Callback {
    Callback { AfterEpoch(body) }
  }

  /// A callback that runs after every step.
  public static func afterStep(_ body: @escaping @Sendable (TrainingState) throws -> Void) -> Callback {
    Callback { AfterStep(body) }
  }

  /// Shows how training goes on the standard error: a bar on a terminal; elsewhere a line per epoch, or ten lines in all
  /// if there are more than 20 epochs.
  public static let progressBar = Callback { ProgressBar() }
}

private final class AfterEpoch: TrainingObserver {
  let body: @Sendable (TrainingState) throws -> Void
  init(_ body: @escaping @Sendable (TrainingState) throws -> Void) { self.body = body }
  func epochEnded(_ state: TrainingState) throws { try body(state) }
}

private final class AfterStep: TrainingObserver {
  let body: @Sendable (TrainingState) throws -> Void
  init(_ body: @escaping @Sendable (TrainingState) throws -> Void) { self.body = body }
  func batchEnded(_ state: TrainingState) throws { try body(state) }
}

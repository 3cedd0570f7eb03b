/// Observes one call of `fit`. Every method has an empty default.
///
/// Observers are called in the order of the callbacks; those that save the run (`comesLast`) after all others.
public protocol TrainingObserver: AnyObject {
  /// Called before the first epoch, and before the first step of a run that is resumed.
  func trainingBegan(_ state: TrainingState) throws
  /// Called before the first step of every epoch.
  func epochBegan(_ state: TrainingState) throws
  /// Called after every batch.
  func batchEnded(_ state: TrainingState) throws
  /// Called after every epoch, when its numbers are in the history.
  func epochEnded(_ state: TrainingState) throws
  /// Called when the task that trains is cancelled, after the last whole step and before `trainingEnded`.
  func trainingCancelled(_ state: TrainingState) throws
  /// Called after the last epoch, also if training ends with an error.
  func trainingEnded(_ state: TrainingState) throws

  /// What the observer is called in checkpoints: its type's name by default.
  var name: String { get }
  /// Whether the observer is called after all others, so that what they remember is up to date.
  var comesLast: Bool { get }
  /// What the observer must know again for a run that goes on from a checkpoint; nothing by default.
  var memory: ObserverMemory { get set }
}

extension TrainingObserver {
  /// Does nothing.
  public func trainingBegan(_ state: TrainingState) throws {}
  /// Does nothing.
  public func epochBegan(_ state: TrainingState) throws {}
  /// Does nothing.
  public func batchEnded(_ state: TrainingState) throws {}
  /// Does nothing.
  public func epochEnded(_ state: TrainingState) throws {}
  /// Does nothing.
  public func trainingCancelled(_ state: TrainingState) throws {}
  /// Does nothing.
  public func trainingEnded(_ state: TrainingState) throws {}

  /// The name of the observer's type.
  public var name: String { String(describing: type(of: self)) }
  /// In its turn.
  public var comesLast: Bool { false }
  /// Nothing.
  public var memory: ObserverMemory {
    get { ObserverMemory() }
    set {}
  }
}

/// What an observer remembers from one step or epoch to the next, as a checkpoint holds it.
public struct ObserverMemory: Sendable {
  /// Numbers by name.
  public var numbers: [String: Double]
  /// Tensors by name.
  public var tensors: [String: Tensor]

  /// A memory of numbers and tensors.
  public init(numbers: [String: Double] = [:], tensors: [String: Tensor] = [:]) {
    self.numbers = numbers
    self.tensors = tensors
  }

  /// Whether nothing is remembered.
  public var isEmpty: Bool { numbers.isEmpty && tensors.isEmpty }
}

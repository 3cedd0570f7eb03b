/// All that it takes for a run of `fit` to go on from where it stood, with the same bits: in memory, to be written into a file.
package struct TrainingSnapshot: Sendable {
  /// Where the run stood.
  package var progress: TrainingProgress
  /// The model's parameters and buffers under their paths, and under names with a stroke (which no path begins with) what the
  /// optimizer, the observers and the epoch's means hold.
  package var tensors: [(name: String, tensor: Tensor)]

  /// A snapshot that was saved.
  package init(progress: TrainingProgress, tensors: [(name: String, tensor: Tensor)]) {
    self.progress = progress
    self.tensors = tensors
  }

  static let means = "epoch/means"
  static func optimizer(_ name: String) -> String { "optimizer/\(name)" }
  static func observer(_ index: Int, _ name: String) -> String { "observer/\(index)/\(name)" }
}

/// Where a run of `fit` stands, but for its tensors.
package struct TrainingProgress: Sendable, Codable {
  /// What the run must be given again to go on.
  struct Setting: Sendable, Codable, Hashable {
    var sampleCount: Int
    var sampleShape: [Int]
    var targetShape: [Int]
    var hasWeights: Bool
    var batchSize: Int
    var isShuffled: Bool
    /// What else the loader of the data does; `nil` for nothing, as in checkpoints from before there were loaders.
    var loading: String?
    var optimizer: String
    var metrics: [String]
  }

  /// What an observer remembers, but for its tensors.
  struct ObserverRecord: Sendable, Codable {
    var name: String
    var numbers: [String: Double]
    var tensors: [String]
  }

  var setting: Setting
  /// The epoch that runs or has ended last, its steps that are done, and those of all epochs.
  package var epoch: Int
  package var batch: Int
  package var step: Int
  /// How many batches an epoch has, where that is known from the epochs before.
  var batches: Int?
  /// The epoch that runs, or the next one to begin.
  var nextEpoch: Int
  /// Whether `batch` steps of an epoch are done, and what follows them isn't.
  var isWithinEpoch: Bool
  var batchLoss: Double
  var stops: Bool
  package var history: History
  /// The generator when the run began, when the epoch began, and now.
  var randomAtStart: Philox
  var randomAtEpoch: Philox
  var random: Philox
  var observers: [ObserverRecord]
}

/// Why a run can't go on from a checkpoint; `fit(_:…resumingFrom:)` throws a `FileError` that says it.
package struct ResumeError: Error, Hashable, CustomStringConvertible {
  /// What doesn't fit.
  package let problem: String
  /// What to do about it.
  package let remedy: String

  /// One line with what doesn't fit and what to do.
  package var description: String { "the run can't be resumed: \(problem): \(remedy)" }

  init(
    _ problem: String, remedy: String = "resume with the model, the data and the settings of the run that was stopped"
  ) {
    self.problem = problem
    self.remedy = remedy
  }
}

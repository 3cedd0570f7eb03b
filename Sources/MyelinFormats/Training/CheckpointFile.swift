import FoundationEssentials
import MyelinCore
import MyelinFiles
import MyelinNN

/// Writes and reads checkpoints: model files (see `ModelFile`) of all that a run of training needs to go on.
///
/// The model's parameters and buffers are in it under their paths, so that `Module.load(from:)` and other programs can read them.
enum CheckpointFile {
  /// The version of what is noted beside the tensors.
  static let version = 1

  private struct Content: Codable {
    /// The version of the rest, which is read only if it is known.
    var checkpoint: Int
    var progress: TrainingProgress?

    private enum CodingKeys: CodingKey { case checkpoint, progress }

    init(_ progress: TrainingProgress) { (checkpoint, self.progress) = (CheckpointFile.version, progress) }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      checkpoint = try container.decode(Int.self, forKey: .checkpoint)
      progress =
        checkpoint > CheckpointFile.version ? nil : try container.decode(TrainingProgress.self, forKey: .progress)
    }
  }

  static func write(_ snapshot: TrainingSnapshot, to path: String) throws {
    try ModelFile.write(
      content: Content(snapshot.progress), tensors: snapshot.tensors.map { ($0.name, RawTensor($0.tensor)) }, to: path)
  }

  static func read(_ path: String) throws -> TrainingSnapshot {
    let (content, tensors) = try ModelFile.read(Content.self, from: path)
    guard let progress = content.progress else {
      throw FileError(
        .newerVersion, path: path,
        problem: "this checkpoint was made by a newer Myelin (checkpoint version \(content.checkpoint))",
        remedy: "update Myelin")
    }
    let known = try tensors.map { name, raw in
      guard let tensor = Tensor(raw) else {
        throw FileError.corrupt("tensor \(name.quotedForMessage) is of a type that no run has", path: path)
      }
      return (name: name, tensor: tensor)
    }
    return TrainingSnapshot(progress: progress, tensors: known)
  }
}

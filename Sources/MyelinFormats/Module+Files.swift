import MyelinFiles
import MyelinCore
import MyelinNN

extension Module {
  /// Writes the parameters into a safetensors file, each under its path in the module.
  ///
  /// The file is replaced whole or not at all, and can be read by PyTorch, JAX and others.
  ///
  /// - Throws: ``FileError``.
  public func save(to path: String) throws {
    try SafetensorsFile(tensors: namedParameters.map { ($0.name, RawTensor($0.variable.value)) }).write(to: path)
  }

  /// Reads the parameters from a safetensors file that holds all of them under their paths, in their shapes.
  ///
  /// The parameters change only if all of them can be read.
  ///
  /// - Throws: ``FileError``.
  public func load(from path: String) throws {
    let file = try SafetensorsFile(contentsOf: path)
    try assign(file.tensors, from: path)
  }

  /// Gives every parameter the tensor of its name; other tensors are left alone.
  ///
  /// - Parameter path: The file that the tensors come from, for messages.
  /// - Throws: ``FileError`` if one is missing or has another shape; no parameter has changed then.
  public func assign(_ tensors: [(name: String, tensor: RawTensor)], from path: String) throws {
    let byName = Dictionary(tensors.map { ($0.name, $0.tensor) }, uniquingKeysWith: { first, _ in first })
    let values = try namedParameters.map { name, variable in
      guard let raw = byName[name] else {
        throw FileError(
          .unexpectedContent, path: path, problem: "it has no tensor '\(name)'",
          remedy: "check that the file belongs to this model")
      }
      let shape = variable.value.shape
      guard raw.shape == shape, let tensor = Tensor(raw) else {
        throw FileError(
          .unexpectedContent, path: path,
          problem: "tensor '\(name)' is \(raw.elementType) \(raw.shape), not \(variable.value.type.rawValue) \(shape)",
          remedy: "check that the file belongs to this model")
      }
      return (variable, tensor)
    }
    for (variable, tensor) in values { variable.value = tensor }
  }
}

extension Callback {
  /// Writes the parameters into a safetensors file after every epoch, or after those that were the best so far.
  ///
  /// - Parameters:
  ///   - path: The file, which is replaced whole; see `Module.load(from:)`.
  ///   - bestOnly: Whether only an epoch with a lower loss (on the validation data, if there are any) is written.
  public static func checkpoint(to path: String, bestOnly: Bool = false) -> Callback {
    Callback { Checkpoint(path: path, bestOnly: bestOnly) }
  }
}

private final class Checkpoint: TrainingObserver {
  private let path: String
  private let bestOnly: Bool
  private var best = Double.infinity

  init(path: String, bestOnly: Bool) { (self.path, self.bestOnly) = (path, bestOnly) }

  func epochEnded(_ state: TrainingState) throws {
    guard let epoch = state.history.epochs.last else { return }
    let loss = epoch.validationLoss ?? epoch.loss
    // NaN is no improvement either.
    if bestOnly && !(loss < best) { return }
    best = min(best, loss)
    let tensors = zip(state.names, state.variables).map { ($0, RawTensor($1.value)) }
    try SafetensorsFile(tensors: tensors).write(to: path)
  }
}

import MyelinCore
import MyelinFiles
import MyelinNN

extension Module {
  /// Writes the model into one safetensors file: parameters and buffers, each under its path in the module, and, for a
  /// `Sequential` of layers that can be described, its architecture, from which `Sequential(contentsOf:)` makes it again.
  ///
  /// The file is replaced whole or not at all, has a checksum, and can be read by PyTorch, JAX and others.
  ///
  /// - Throws: ``FileError``.
  public func save(to path: String) throws { try SavedModel.write(self, preprocessing: nil as Nothing?, to: path) }

  /// Writes the model into one file, with what is done to data before they get to it (any `Codable`), so that new data can be
  /// treated as those it was trained on; `SavedModel.preprocessing(_:from:)` reads it.
  ///
  /// - Throws: ``FileError``.
  public func save(to path: String, preprocessing: some Codable) throws {
    try SavedModel.write(self, preprocessing: preprocessing, to: path)
  }

  /// Reads the parameters and buffers from a safetensors file that holds all of them under their paths, in their shapes.
  ///
  /// They change only if all of them can be read, and if the checksum matches where the file has one.
  ///
  /// - Throws: ``FileError``.
  public func load(from path: String) throws {
    let file = try SafetensorsFile(contentsOf: path)
    try ModelFile.checkIntegrity(of: file, path: path)
    try assign(file.tensors, from: path)
  }

  /// Gives every parameter and buffer the tensor of its name; other tensors are left alone.
  ///
  /// - Parameter path: The file that the tensors come from, for messages.
  /// - Throws: ``FileError`` if one is missing or has another shape; nothing has changed then.
  public func assign(_ tensors: [(name: String, tensor: RawTensor)], from path: String) throws {
    let byName = Dictionary(tensors.map { ($0.name, $0.tensor) }, uniquingKeysWith: { first, _ in first })
    let values = try (namedParameters + namedBuffers).map { name, variable in
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

import MyelinCore
import MyelinFiles
import MyelinNN

/// What is in the file of a model besides its tensors, as JSON.
struct SavedContent<Preprocessing: Codable>: Codable {
  /// The version of the rest.
  var network: Int
  /// The layers, if all of them can be described.
  var architecture: LayerDescription?
  /// The layer that can't be, if there is one.
  var undescribed: String?
  var preprocessing: Preprocessing?

  private enum CodingKeys: CodingKey { case network, architecture, undescribed, preprocessing }

  init(architecture: LayerDescription?, undescribed: String?, preprocessing: Preprocessing?) {
    network = SavedModel.version
    (self.architecture, self.undescribed, self.preprocessing) = (architecture, undescribed, preprocessing)
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    network = try container.decode(Int.self, forKey: .network)
    // Whatever a newer version means by the rest.
    if network > SavedModel.version { return }
    // Those who want the preprocessing don't want the layers, whose types they may not know.
    if Preprocessing.self == Nothing.self {
      architecture = try container.decodeIfPresent(LayerDescription.self, forKey: .architecture)
    } else {
      preprocessing = try container.decodeIfPresent(Preprocessing.self, forKey: .preprocessing)
    }
    undescribed = try container.decodeIfPresent(String.self, forKey: .undescribed)
  }
}

/// No preprocessing.
struct Nothing: Codable {}

/// Files of whole models, as `Module.save(to:)` writes them.
public enum SavedModel {
  /// The version of what is written beside the tensors.
  static let version = 1

  static func write(_ model: some Module, preprocessing: (some Codable)?, to path: String) throws {
    let (architecture, undescribed) = LayerDescription.describing(model)
    try ModelFile.write(
      content: SavedContent(architecture: architecture, undescribed: undescribed, preprocessing: preprocessing),
      tensors: (model.namedParameters + model.namedBuffers).map { ($0.name, RawTensor($0.variable.value)) }, to: path)
  }

  /// What was saved as preprocessing with a model.
  ///
  /// - Throws: ``FileError`` if the file can't be read, is damaged or newer, or holds no preprocessing of that type.
  public static func preprocessing<Preprocessing: Codable>(
    _ type: Preprocessing.Type, from path: String
  ) throws -> Preprocessing {
    let content = try read(SavedContent<Preprocessing>.self, from: path, elements: 0).content
    guard let preprocessing = content.preprocessing else {
      throw FileError(
        .unexpectedContent, path: path, problem: "the model was saved without preprocessing",
        remedy: "save it with save(to:preprocessing:)")
    }
    return preprocessing
  }

  /// Reads a model's file.
  ///
  /// - Parameter elements: How many numbers the layers may have; those in the file if there is none.
  static func read<Preprocessing: Codable>(
    _ type: SavedContent<Preprocessing>.Type, from path: String, elements: Int? = nil
  ) throws -> (content: SavedContent<Preprocessing>, tensors: [(name: String, tensor: RawTensor)]) {
    let result = try ModelFile.decoded(type, bytes: AtomicFile.read(path), path: path) { tensors in
      [LayerDescription.budgetKey: LayerBudget(elements ?? tensors.reduce(0) { $0 + $1.tensor.count })]
    }
    guard result.content.network <= version else {
      throw FileError(
        .newerVersion, path: path,
        problem: "this model was made by a newer Myelin (network version \(result.content.network))",
        remedy: "update Myelin")
    }
    return result
  }
}

extension Sequential {
  /// A network as it was saved with `save(to:)`: its layers, parameters and buffers.
  ///
  /// ```swift
  /// try model.save(to: "digits.safetensors")
  /// let again = try Sequential(contentsOf: "digits.safetensors")
  /// ```
  ///
  /// Layers of your own must be known before: see `LayerRegistry`.
  ///
  /// - Throws: ``FileError`` if the file can't be read, is damaged, was made by a newer version of Myelin, or doesn't say what
  ///   the network is made of.
  public init(contentsOf path: String) throws {
    let (content, tensors) = try SavedModel.read(SavedContent<Nothing>.self, from: path)
    guard let layer = content.architecture?.layer else {
      let reason = content.undescribed.map { ": \($0) can't be described" } ?? ""
      throw FileError(
        .unexpectedContent, path: path, problem: "it doesn't say what the model is made of\(reason)",
        remedy: "make the model in code and load its parameters with load(from:)")
    }
    self = layer as? Sequential ?? Sequential([layer])
    // A single layer's paths don't begin with its place in a network.
    try (layer is Sequential ? self as any Layer : layer).assign(tensors, from: path)
  }
}

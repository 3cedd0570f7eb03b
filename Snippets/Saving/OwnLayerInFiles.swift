// A layer of your own in files, preprocessing beside a network, and files of anything else.

import Myelin

/// Multiplies by a factor that is learnt, and limits what comes of it.
struct LimitedScale: DescribableLayer, SizeKeepingLayer {
  static let typeName = "LimitedScale"
  @Parameter var factor = Tensor(1)
  let limit: Double

  struct Configuration: Codable, Sendable { var limit: Double }
  var configuration: Configuration { Configuration(limit: limit) }

  init(limit: Double) { self.limit = limit }

  /// What is in a file may be wrong: that throws.
  init(configuration: Configuration) throws {
    guard configuration.limit > 0 else { throw LayerDescriptionError("LimitedScale: the limit isn't positive") }
    self.init(limit: configuration.limit)
  }

  func callAsFunction(_ input: Tensor) -> Tensor { (input * factor).clipped(to: -limit...limit) }
}

/// A layer around another. It says what is in it, so that what can't be described is noticed before a file is written.
struct Twice: DescribableLayer, LayerContainer {
  static let typeName = "Twice"
  let inner: LayerDescription
  var innerLayers: [any Layer] { [inner.layer] }
  var configuration: LayerDescription { inner }

  init(_ layer: any Layer) { inner = LayerDescription(layer) }
  init(configuration: LayerDescription) throws { inner = configuration }

  func callAsFunction(_ input: Tensor) -> Tensor { inner.layer(inner.layer(input)) }
}

// Before a file with such layers is read.
LayerRegistry.register(LimitedScale.self)
LayerRegistry.register(Twice.self)

/// What is done to data before they get to the network.
struct Standardization: Codable { var mean, deviation: Double }

let model = Sequential {
  Dense(4, 4)
  LimitedScale(limit: 3)
  Twice(LimitedScale(limit: 2))
}
try model.save(to: "scaled.safetensors", preprocessing: Standardization(mean: 0.5, deviation: 2))
print(try Sequential(contentsOf: "scaled.safetensors").layers.map { "\(type(of: $0))" })
print(try SavedModel.preprocessing(Standardization.self, from: "scaled.safetensors"))

// A file with a checksum for a description and tensors of your own.
let bias = RawTensor([0.5, -1] as [Float], shape: [2])
try ModelFile.write(content: ["sizes": [8, 2]], tensors: [("bias", bias)], to: "own.myelin")
let (content, tensors) = try ModelFile.read([String: [Int]].self, from: "own.myelin")
print(content, tensors.map(\.name))

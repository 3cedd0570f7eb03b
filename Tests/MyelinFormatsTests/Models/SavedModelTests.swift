import Foundation
import Myelin
import TestSupport
import Testing

@testable import MyelinFormats

/// Whole networks in files: made again without code, and refused when anything is wrong.
@Suite struct SavedModelTests {
  private func network() -> Sequential {
    withRandomSeed(1) {
      Sequential {
        Dense(3, 4, activation: .relu)
        Sequential {
          Dense(4, 4, usesBias: false)
          Activation.tanh
        }
        Dense(4, 2)
      }
    }
  }

  /// A layer of somebody else's.
  struct Scale: DescribableLayer {
    static let typeName = "SavedModelTests.Scale"
    @Parameter var factor: Tensor
    @Buffer var calls = Tensor(7)
    let limit: Double

    struct Configuration: Codable, Sendable {
      var limit: Double
    }

    init(limit: Double) {
      factor = Tensor(2)
      self.limit = limit
    }

    init(configuration: Configuration) throws {
      if configuration.limit <= 0 { throw LayerDescriptionError("a limit of \(configuration.limit)") }
      self.init(limit: configuration.limit)
    }

    var configuration: Configuration { Configuration(limit: limit) }
    func callAsFunction(_ input: Tensor) -> Tensor { (input * factor).clipped(to: -limit...limit) }
  }

  @Test func aNetworkIsMadeAgainWithoutCode() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("model.safetensors")
    let model = network()
    try model.save(to: path)
    let again = try Sequential(contentsOf: path)
    #expect("\(again)" == "\(model)")
    #expect(again.namedParameters.map(\.name) == model.namedParameters.map(\.name))
    #expect(again.allTensors == model.allTensors)
    let x = Tensor.randomNormal([5, 3])
    #expect(again(x).isIdentical(to: model(x)))
    // The same model gives the same bytes, and drawing nothing.
    let bytes = try AtomicFile.read(path)
    let source = RandomSource(seed: 1)
    try RandomSource.$current.withValue(source) { try Sequential(contentsOf: path).save(to: path) }
    #expect(try AtomicFile.read(path) == bytes)
    #expect(source.state.position == 0)
    #expect(try SafetensorsFile(contentsOf: path).tensors.map(\.name) == model.namedParameters.map(\.name))
  }

  /// One of everything, in training: buffers have moved.
  @Test func everyLayerIsMadeAgain() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("model.safetensors")
    let model = withRandomSeed(2) {
      Sequential {
        Embedding(5, 4, paddingIndex: 0)
        Flatten()
        Reshape([4, 3])
        Flatten(startAxis: 1)
        Dense(
          12, 8, activation: .leakyRelu(slope: 0.2), weightRegularizer: .l2(0.1), biasRegularizer: .l1(0.2),
          activityRegularizer: Regularizer(l1: 0.1, l2: 0.3))
        BatchNorm(8, momentum: nil, epsilon: 1e-3)
        BatchNorm(8, isAffine: false)
        LayerNorm(8, usesBias: false)
        RMSNorm(8)
        PReLU(8)
        PReLU()
        Dropout(0.25)
        AlphaDropout(0.1)
        GaussianNoise(0.5)
        Identity()
        Concatenate {
          Dense(8, 2)
          Sequential {
            Activation.gelu
            Dense(8, 3, usesBias: false)
          }
        }
        Parallel(.maximum) {
          Dense(5, 6)
          Dense(5, 6)
        }
        Residual { Dense(6, 6) }
        Residual {
          Dense(6, 7)
        } shortcut: {
          Dense(6, 7, usesBias: false)
        }
        Dense(7, 6, type: .float64)
        Network {
          Linear<6, 4>(.tanh)
          Residual(Linear<4, 4>())
          Activation.hardTanh(minimum: -2, maximum: 2)
          Linear<4, 2>(usesBias: false)
        }
      }
    }
    let x = Tensor([[1, 2, 0], [4, 3, 1], [2, 2, 2]] as [[Int]])
    withMode(.training) { _ = model(x) }
    try model.save(to: path)
    let again = try Sequential(contentsOf: path)
    #expect(again.namedParameters.map(\.name) == model.namedParameters.map(\.name))
    #expect(again.namedParameters.map(\.variable.value.type) == model.namedParameters.map(\.variable.value.type))
    #expect(again.namedBuffers.map(\.name) == model.namedBuffers.map(\.name))
    #expect(again.allTensors == model.allTensors)
    #expect(again(x).isIdentical(to: model(x)))
    func training(_ model: Sequential) -> (result: Tensor, penalty: Tensor?) {
      withRandomSeed(3) { withMode(.training) { withPenalties { model(x) } } }
    }
    let (first, second) = (training(model), training(again))
    #expect(first.result.isIdentical(to: second.result))
    #expect(first.penalty?.scalar == second.penalty?.scalar)
    #expect(first.penalty != nil)
    // Networks with sizes in their types come back without; all else is written as before.
    let last = model.layers.count - 1
    #expect(again.layers[..<last].map { "\($0)" } == model.layers[..<last].map { "\($0)" })
  }

  @Test func aSingleLayerIsSavedToo() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("layer.safetensors")
    let layer = Dense(3, 2)
    try layer.save(to: path)
    let x = Tensor.randomNormal([5, 3])
    #expect(try Sequential(contentsOf: path)(x).isIdentical(to: layer(x)))
  }

  @Test func layersOfOnesOwnAreKnownOnceTheyAreRegistered() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("model.safetensors")
    let model = Sequential {
      Dense(2, 2)
      Scale(limit: 0.5)
    }
    try model.save(to: path)
    let unknown = try fileError { _ = try Sequential(contentsOf: path) }
    #expect(unknown.problem.contains("unknown type 'SavedModelTests.Scale': register it with LayerRegistry"))
    LayerRegistry.register(Scale.self)
    LayerRegistry.register(Scale.self)
    let again = try Sequential(contentsOf: path)
    #expect(again.allTensors == model.allTensors)
    #expect((again.layers[1] as? Scale)?.limit == 0.5)
    #expect(again.namedBuffers.map(\.name) == ["layers.1.calls"])
  }

  @Test func theReasonIsGivenWhereNothingIsDescribed() throws {
    struct Odd: Layer {
      func callAsFunction(_ input: Tensor) -> Tensor { input }
    }
    let folder = try TemporaryFolder()
    let path = folder.file("model.safetensors")
    let model = Sequential {
      Dense(2, 2)
      Sequential { Odd() }
    }
    try model.save(to: path)
    let error = try fileError { _ = try Sequential(contentsOf: path) }
    #expect(error.problem.contains("Odd can't be described"))
    // Its weights can be read all the same.
    let other = Sequential { Dense(2, 2) }
    try other.load(from: path)
    #expect(other.allTensors == model.allTensors)
    let plain = folder.file("plain.safetensors")
    try SafetensorsFile(tensors: []).write(to: plain)
    #expect(try fileError { _ = try Sequential(contentsOf: plain) }.kind == .wrongFormat)
  }

  @Test func preprocessingIsKeptWithTheModel() throws {
    struct Scaling: Codable, Equatable {
      var means: [Double]
      var name: String
    }
    let folder = try TemporaryFolder()
    let path = folder.file("model.safetensors")
    let scaling = Scaling(means: [0.1, -0.0, .infinity], name: "z")
    try network().save(to: path, preprocessing: scaling)
    #expect(try SavedModel.preprocessing(Scaling.self, from: path) == scaling)
    #expect(try Sequential(contentsOf: path).layers.count == 3)
    #expect(throws: FileError.self) { try SavedModel.preprocessing([Int].self, from: path) }
    try network().save(to: path)
    #expect(try fileError { _ = try SavedModel.preprocessing(Scaling.self, from: path) }.problem.contains("without"))
  }

  @Test func everyDamageIsAnError() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("model.safetensors")
    try network().save(to: path)
    let sound = try AtomicFile.read(path)
    let model = network()
    for length in stride(from: 0, to: sound.count, by: 13) {
      try AtomicFile.write([Array(sound.prefix(length))], to: path)
      #expect(throws: FileError.self) { try Sequential(contentsOf: path) }
      #expect(throws: FileError.self) { try model.load(from: path) }
    }
    for place in stride(from: 0, to: sound.count, by: 7) {
      var bytes = sound
      bytes[place] ^= 0x04
      try AtomicFile.write([bytes], to: path)
      #expect(throws: FileError.self) { try Sequential(contentsOf: path) }
    }
  }

  /// The checksum may be right, and the rest made to do harm.
  @Test func whatAFileSaysCantStopTheProgram() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("model.safetensors")
    func error(_ architecture: String, version: Int = 1) throws -> FileError {
      let json = "{\"network\":\(version),\"architecture\":\(architecture)}"
      let content = try JSONDecoder().decode(JSON.self, from: Data(json.utf8))
      try ModelFile.write(
        content: content, tensors: [("layers.0.weight", RawTensor([1, 2] as [Float], shape: [2, 1]))], to: path)
      return try fileError { _ = try Sequential(contentsOf: path) }
    }
    func dense(_ inputs: Int, _ outputs: Int) -> String {
      "{\"type\":\"Dense\",\"configuration\":{\"inputs\":\(inputs),\"outputs\":\(outputs),\"activation\":\"relu\","
        + "\"usesBias\":false}}"
    }
    func sequential(_ layers: String...) -> String {
      "{\"type\":\"Sequential\",\"configuration\":[\(layers.joined(separator: ","))]}"
    }
    #expect(try error(sequential(dense(-1, 2))).problem.contains("Dense(-1, 2) can't exist"))
    #expect(try error(sequential(dense(1 << 40, 1 << 40))).problem.contains("more parameters than the file"))
    #expect(try error(sequential(dense(2, 2))).problem.contains("more parameters than the file"))
    #expect(try error(sequential(dense(1, 1), dense(2, 1))).kind == .unexpectedContent)
    #expect(try error(sequential(dense(1, 2))).problem.contains("not float32 [1, 2]"))
    #expect(try error(sequential("{\"type\":\"Nonsense\",\"configuration\":1}")).problem.contains("'Nonsense'"))
    #expect(try error("{\"type\":\"Activation\",\"configuration\":\"swirl\"}").kind == .unexpectedContent)
    for (type, configuration) in [
      ("BatchNorm", "{\"features\":0,\"epsilon\":0.1,\"isAffine\":true}"),
      ("BatchNorm", "{\"features\":1,\"epsilon\":0.1,\"isAffine\":false,\"momentum\":7}"),
      ("BatchNorm", "{\"features\":1,\"epsilon\":0.1,\"isAffine\":false,\"type\":\"bool\"}"),
      ("LayerNorm", "{\"shape\":[],\"epsilon\":0.1,\"isAffine\":false,\"usesBias\":false}"),
      ("RMSNorm", "{\"shape\":[4611686018427387904,4],\"isAffine\":false}"),
      ("Dropout", "{\"probability\":2}"), ("AlphaDropout", "{\"probability\":-1}"),
      ("GaussianNoise", "{\"standardDeviation\":-1}"), ("Flatten", "{\"startAxis\":-1}"),
      ("Reshape", "{\"shape\":[4611686018427387904,4]}"), ("Reshape", "{\"shape\":[-1,-1]}"),
      ("PReLU", "{\"width\":-1}"), ("Embedding", "{\"count\":1,\"size\":1,\"paddingIndex\":1}"),
      ("Concatenate", "{\"axis\":1,\"branches\":[]}"),
      (
        "Parallel",
        "{\"combination\":\"sum\",\"branches\":[\(dense(1, 1)),{\"type\":\"Reshape\",\"configuration\":{\"shape\":[3]}}]}"
      ),
      ("Residual", "{\"body\":\(dense(1, 2)),\"shortcut\":\(dense(2, 1))}"),
    ] {
      #expect(
        try error("{\"type\":\"\(type)\",\"configuration\":\(configuration)}").kind == .unexpectedContent, "\(type)")
    }
    #expect(try error("null").problem.contains("doesn't say what the model is made of"))
    #expect(try error("7").kind == .unexpectedContent)
    let newer = try error("{\"whatever\":1}", version: 2)
    #expect(newer.kind == .newerVersion)
    #expect(newer.description.contains("made by a newer Myelin (network version 2): update Myelin"))
    let deep =
      String(repeating: "{\"type\":\"Sequential\",\"configuration\":[", count: 400)
      + String(repeating: "]}", count: 400)
    #expect(throws: (any Error).self) { _ = try error(deep) }
  }
}

import Myelin
import TestSupport
import Testing

@testable import MyelinFormats

/// Files of networks whose checksum is right, and whose description was made to do harm.
@Suite struct HostileModelTests {
  /// As deep as JSON may be, in every kind of container, with too few numbers in the file.
  @Test func deepNetworksNeitherCrashNorHang() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("model.safetensors")
    func nested(_ depth: Int, _ begin: String, _ end: String) throws {
      let text =
        String(repeating: begin, count: depth) + "{\"type\":\"Dense\",\"configuration\":{\"inputs\":1,"
        + "\"outputs\":1,\"activation\":\"relu\",\"usesBias\":false}}" + String(repeating: end, count: depth)
      let json = "{\"network\":1,\"architecture\":\(text)}"
      let tensor = (name: "layers.0.weight", tensor: RawTensor([1, 2] as [Float], shape: [2, 1]))
      try AtomicFile.write(ModelFile.encoded(json: json, tensors: [tensor]), to: path)
      #expect(throws: FileError.self) { try Sequential(contentsOf: path) }
    }
    let identity = "{\"type\":\"Identity\",\"configuration\":{}}"
    for depth in [20, 100, 160, 240, 250, 300, 10_000] {
      try nested(depth, "{\"type\":\"Sequential\",\"configuration\":[\(identity),", "]}")
      try nested(
        depth, "{\"type\":\"Parallel\",\"configuration\":{\"combination\":\"sum\",\"branches\":[", "]}}")
      try nested(depth, "{\"type\":\"Concatenate\",\"configuration\":{\"axis\":-1,\"branches\":[", "]}}")
      try nested(depth, "{\"type\":\"Residual\",\"configuration\":{\"shortcut\":\(identity),\"body\":", "}}")
    }
  }

  @Test func noFieldOfAFileCanStopTheProgram() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("model.safetensors")
    let model = Sequential {
      Embedding(3, 4, paddingIndex: 0)
      Flatten()
      Reshape([2, -1])
      Dense(4, 4, activation: .leakyRelu(slope: 0.2), weightRegularizer: .l2(0.1))
      BatchNorm(4)
      LayerNorm(4)
      RMSNorm(4)
      PReLU(4)
      Dropout(0.25)
      AlphaDropout(0.1)
      GaussianNoise(0.5)
      Concatenate {
        Dense(4, 1)
        Dense(4, 1)
      }
      Parallel(.maximum) { Dense(2, 2) }
      Residual { Dense(2, 2) }
    }
    try model.save(to: path)
    let (content, tensors) = try ModelFile.read(JSON.self, from: path)
    for (index, changed) in content.withOneChange(to: JSON.hostile).enumerated() where index % 5 == 0 {
      try ModelFile.write(content: changed, tensors: tensors, to: path)
      do {
        _ = try Sequential(contentsOf: path)
      } catch let error as FileError {
        #expect(error.description.isOneLine)
      }
    }
  }
}

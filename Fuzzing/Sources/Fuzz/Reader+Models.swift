import Foundation
import Myelin

extension Reader {
  static let models = [
    Reader(
      name: "safetensors",
      tokens: ["__metadata__", "dtype", "shape", "data_offsets", "F32", "I64", "{", "}", "\\u0000"],
      allowance: { 64 * $0 + 1 << 20 }
    ) { _ = try SafetensorsFile(bytes: $0, path: "input") },
    Reader(
      name: "model", tokens: modelTokens, allowance: { 256 * $0 + 1 << 20 },
      made: {
        [try ReadFile.bytes { try network().save(to: $0) }]
      },
      mended: mendedModel
    ) { bytes in
      // These read files only.
      try ReadFile.with(bytes) { _ = try Sequential(contentsOf: $0) }
    },
    Reader(
      name: "checkpoint", tokens: modelTokens + ["\"epoch\":", "\"step\":", "\"batch\":", "\"history\":", "9e99"],
      allowance: { 256 * $0 + 1 << 23 },
      made: {
        try [1, 2].map { epochs in
          try ReadFile.bytes { path in
            try training(network()).fit(
              samples(), validationSplit: 0.25, epochs: epochs, batchSize: 4, seed: 1, callbacks: callbacks(path))
          }
        }
      },
      mended: mendedModel
    ) { bytes in
      try ReadFile.with(bytes) { path in
        _ = try training(network()).fit(
          samples(), validationSplit: 0.25, epochs: 2, batchSize: 4, seed: 1, callbacks: callbacks(path),
          resumingFrom: path)
      }
    },
  ]

  private static let modelTokens = [
    "myelin.format", "myelin.content", "myelin.checksum", "{", "[", "]", "}", "\\\"", "null", "-1", "1e9", "0", "true",
    "\"F32\"", "\"I64\"", "\"BOOL\"", "\"shape\":[",
  ]

  private static func network() -> Sequential {
    Sequential {
      Dense(4, 3, activation: .relu)
      BatchNorm(3)
      Dense(3, 2)
    }
  }

  private static func training(_ network: Sequential) -> Trainer<Sequential> {
    Trainer(network, loss: softmaxCrossEntropy, optimizer: Adam())
  }

  private static func samples() -> Dataset {
    Dataset(
      Tensor.arange(32).reshaped(to: [8, 4]).cast(to: .float32), Tensor([0, 1, 0, 1, 0, 1, 0, 1]).cast(to: .int64))
  }

  private static func callbacks(_ path: String) -> [Callback] {
    [.earlyStopping(patience: 3), .checkpoint(to: path)]
  }

  /// A model file with a right checksum, if it can be taken apart; see `ModelFile`.
  @Sendable private static func mendedModel(_ bytes: [UInt8]) -> [UInt8] {
    let mark = Array("crc32:".utf8)
    guard let file = try? SafetensorsFile(bytes: bytes, path: "input"), file.metadata["myelin.checksum"] != nil,
      let place = (0..<max(0, bytes.count - 14)).first(where: { bytes[$0..<$0 + 6].elementsEqual(mark) })
    else { return bytes }
    var crc: UInt32 = 0
    func add(_ number: Int) {
      crc = Mending.crc32((0..<8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }, after: crc)
    }
    func add(_ text: String) {
      add(text.utf8.count)
      crc = Mending.crc32(text.utf8, after: crc)
    }
    for (key, value) in file.metadata.sorted(by: { $0.key < $1.key }) where key != "myelin.checksum" {
      add(key)
      add(value)
    }
    for (name, tensor) in file.tensors {
      add(name)
      add(tensor.elementType.rawValue)
      add(tensor.shape.count)
      tensor.shape.forEach { add($0) }
      crc = Mending.crc32(tensor.bytes, after: crc)
    }
    let digits = String(crc, radix: 16)
    var result = bytes
    result.replaceSubrange(
      place + 6..<place + 14, with: (String(repeating: "0", count: 8 - digits.count) + digits).utf8)
    return result
  }
}

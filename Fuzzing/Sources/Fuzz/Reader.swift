import Foundation
import Myelin

/// A reader of files, and how it is tried.
struct Reader: Sendable {
  let name: String
  /// Texts that mean something in its format.
  let tokens: [String]
  /// How many bytes it may allocate for an input of so many.
  let allowance: @Sendable (Int) -> Int
  /// Sound files besides those in the corpus.
  var made: @Sendable () throws -> [[UInt8]] = { [] }
  /// Reads an input; what it throws is its answer.
  let read: @Sendable ([UInt8]) throws -> Void

  static let all: [Reader] = [
    // A number may take eight times its place in the file (an int8 becomes an int32), and a copy of it.
    Reader(name: "npy", tokens: npyTokens, allowance: { 16 * $0 + 1 << 20 }) { _ = try NPYFile.read(bytes: $0) },
    Reader(
      name: "npz", tokens: npyTokens + ["PK\u{1}\u{2}", "PK\u{3}\u{4}", "PK\u{5}\u{6}", ".npy"], allowance: packed
    ) {
      _ = try NPZFile(bytes: $0, limit: unpacked).tensors()
    },
    Reader(name: "idx", tokens: [], allowance: { 16 * $0 + 1 << 20 }) { _ = try IDXFile.read(bytes: $0) },
    Reader(name: "idx.gz", tokens: [], allowance: packed) { _ = try IDXFile.read(bytes: $0, limit: unpacked) },
    Reader(name: "png", tokens: ["IHDR", "IDAT", "PLTE", "tRNS", "IEND"], allowance: image) {
      _ = try ImageFile.read(bytes: $0, channels: .rgba, limit: pixels)
    },
    Reader(name: "jpeg", tokens: [], allowance: image) {
      _ = try ImageFile.read(bytes: $0, channels: .rgba, limit: pixels)
    },
    Reader(
      name: "safetensors",
      tokens: ["__metadata__", "dtype", "shape", "data_offsets", "F32", "I64", "{", "}", "\\u0000"],
      allowance: { 64 * $0 + 1 << 20 }
    ) { _ = try SafetensorsFile(bytes: $0, path: "input") },
    Reader(
      name: "model", tokens: ["myelin.format", "myelin.content", "myelin.checksum", "{", "["],
      allowance: { 256 * $0 + 1 << 20 },
      made: {
        let model = Sequential {
          Dense(4, 3, activation: .relu)
          BatchNorm(3)
          Dense(3, 2)
        }
        try model.save(to: modelPath)
        return [[UInt8](try Data(contentsOf: URL(filePath: modelPath)))]
      }
    ) { bytes in
      // This one reads files only.
      try Data(bytes).write(to: URL(filePath: modelPath))
      _ = try Sequential(contentsOf: modelPath)
    },
  ]

  private static let modelPath = "/dev/shm/myelin-fuzz-\(ProcessInfo.processInfo.processIdentifier)"
  private static let npyTokens = [
    "NUMPY", "'descr'", "'<f8'", "'|O'", "fortran_order", "True", "'shape': (", "(", ")", ",",
  ]
  /// What is packed may grow to this, twice while it becomes numbers of another size.
  private static let unpacked = 1 << 22
  @Sendable private static func packed(_ count: Int) -> Int { 16 * count + 16 * unpacked + 1 << 20 }
  private static let pixels = 1 << 18
  @Sendable private static func image(_ count: Int) -> Int { 16 * count + 48 * pixels + 1 << 22 }
}

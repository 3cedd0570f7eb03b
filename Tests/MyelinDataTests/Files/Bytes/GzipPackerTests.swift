import MyelinCore
import MyelinFiles
import TestSupport
import Testing

@testable import MyelinData

struct GzipPackerTests {
  /// With pieces of one byte every chunk's packed bytes end where a piece is full.
  @Test(arguments: [(8, 1), (1, 1), (100, 7), (1 << 30, 1 << 16)])
  func chunksOfAnySize(chunkSize: Int, pieceSize: Int) throws {
    var random = Philox(seed: 1)
    let bytes = (0..<3000).map { _ in UInt8.random(in: 0...7, using: &random) }
    for cut in [0, 1, 1500, 3000] {
      let packer = try GzipPacker(name: "x", chunkSize: chunkSize, pieceSize: pieceSize)
      var packed: [UInt8] = []
      packed += try packer.pack(Array(bytes[..<cut]), isLast: false)
      packed += try packer.pack(Array(bytes[cut...]), isLast: false)
      packed += try packer.pack([], isLast: true)
      #expect(try FileStream.unpacking(bytes: packed, name: "x", limit: 1 << 20).rest() == bytes)
      let whole = try GzipPacker(name: "x", chunkSize: chunkSize, pieceSize: pieceSize).pack(bytes, isLast: true)
      #expect(try FileStream.unpacking(bytes: whole, name: "x", limit: 1 << 20).rest() == bytes)
    }
  }
}

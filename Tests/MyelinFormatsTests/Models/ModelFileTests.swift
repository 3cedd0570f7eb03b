import Foundation
import Testing

import MyelinFiles
import TestSupport
@testable import MyelinFormats

struct ModelFileTests {
  struct Recipe: Codable, Equatable {
    var layers = ["linear", "relu", "linear"]
    var sizes = [4, 16, 3]
    var means: [Double] = [0.1, -0.0, 1e300, .leastNonzeroMagnitude, .infinity]
    var classes = ["Adélie": 0, "Gentoo \"🐧\"": 1, "a/b\n": 2]
    var seed = UInt64.max
    var least = Int.min
    var rates: [Float] = [0.1, .leastNonzeroMagnitude, .greatestFiniteMagnitude, -.infinity]
    var note: String?
  }

  static let tensors = [
    (name: "0.weight", tensor: RawTensor([0.5, -1, .nan, 3e38] as [Float], shape: [2, 2])),
    (name: "0.mask", tensor: RawTensor([true, false, true], shape: [3])),
    (name: "0.count", tensor: RawTensor([7], shape: [])),
  ]

  private static func bytes(_ content: some Encodable = Recipe()) throws -> [UInt8] {
    Array(try ModelFile.encoded(content: content, tensors: tensors, path: "m").joined())
  }

  private static func read(_ bytes: [UInt8]) throws -> (Recipe, [(name: String, tensor: RawTensor)]) {
    try ModelFile.decoded(Recipe.self, bytes: bytes, path: "m")
  }

  @Test func readsWhatItWrites() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("m.myelin")
    try ModelFile.write(content: Recipe(), tensors: Self.tensors, to: path)
    let (content, tensors) = try ModelFile.read(Recipe.self, from: path)
    #expect(content == Recipe())
    #expect(content.means[1].sign == .minus)
    #expect(tensors.map(\.name) == Self.tensors.map(\.name))
    #expect(tensors.map(\.tensor) == Self.tensors.map(\.tensor))
    #expect(try SafetensorsFile(contentsOf: path)["0.count"]?.integers == [7])
  }

  @Test func sameModelSameBytes() throws {
    let first = try Self.bytes()
    for _ in 0..<20 {
      var recipe = Recipe()
      // A dictionary with another history may have another order.
      recipe.classes = [:]
      for (name, index) in Recipe().classes.shuffled() { recipe.classes[name] = index }
      #expect(try Self.bytes(recipe) == first)
    }
  }

  /// Checks all damage that one flipped bit can do: none goes unnoticed, and none crashes.
  @Test func noticesEveryFlippedBit() throws {
    let sound = try Self.bytes()
    for index in sound.indices {
      for bit in 0..<8 {
        var bytes = sound
        bytes[index] ^= 1 << UInt8(bit)
        do {
          let (content, tensors) = try Self.read(bytes)
          // A flip may also change the case of a hexadecimal digit in an escape, which changes nothing.
          #expect(content == Recipe() && tensors.map(\.tensor) == Self.tensors.map(\.tensor), "bit \(bit) of \(index)")
        } catch let error as FileError {
          #expect(error.kind != .unexpectedContent, "bit \(bit) of \(index): \(error)")
        }
      }
    }
  }

  @Test func noticesTruncationEverywhere() throws {
    let sound = try Self.bytes()
    for count in sound.indices {
      let error = try fileError { _ = try Self.read(Array(sound.prefix(count))) }
      #expect(error.kind == (count < 9 ? .wrongFormat : .truncated))
    }
    #expect(try fileError { _ = try Self.read(sound + [0]) }.kind == .corrupt)
  }

  @Test func damagedDataIsCalledCorrupt() throws {
    var bytes = try Self.bytes()
    bytes[bytes.count - 1] ^= 1
    let error = try fileError { _ = try Self.read(bytes) }
    #expect(
      error.description == "m: the checksum does not match: the file is damaged: get a sound copy of it")
  }

  @Test func swappedNamesAreCalledCorrupt() throws {
    let file = try SafetensorsFile(bytes: try Self.bytes(), path: "m")
    let renamed = file.tensors.map { ($0.name.replacing("mask", with: "musk"), $0.tensor) }
    let bytes = SafetensorsFile(metadata: file.metadata, tensors: renamed).encoded().joined()
    #expect(try fileError { _ = try Self.read(Array(bytes)) }.kind == .corrupt)
  }

  @Test func rejectsWhatIsNoModelOrNewer() throws {
    #expect(try fileError { _ = try Self.read([]) }.problem == "the file is empty")
    let table = try fileError { _ = try Self.read(Array("species,bill\nGentoo,45\n".utf8)) }
    #expect(table.description == "m: this is no Myelin model: name a file that Myelin has written")

    let other = try fileError { _ = try ModelFile.read(Recipe.self, from: fixture("python.safetensors")) }
    #expect(other.problem == "this is a safetensors file, but no Myelin model")

    func withFormat(_ format: String) -> [UInt8] {
      Array(SafetensorsFile(metadata: ["myelin.format": format], tensors: []).encoded().joined())
    }
    let newer = try fileError { _ = try Self.read(withFormat("2")) }
    #expect(newer.description == "m: this model was made by a newer Myelin (format 2): update Myelin")
    for format in ["", "one", "0", "-1", "99999999999999999999"] {
      #expect(try fileError { _ = try Self.read(withFormat(format)) }.kind == .corrupt)
    }
    #expect(try fileError { _ = try Self.read(withFormat("1")) }.kind == .corrupt)
    let missing = try fileError { _ = try ModelFile.read(Recipe.self, from: "/nowhere/m") }
    #expect(missing.description == "/nowhere/m: cannot read (No such file or directory): check the path")
  }

  @Test func namesWhatDoesNotFitInTheContent() throws {
    struct Other: Codable { var inner = ["sizes": ["four"]] }
    struct Wanted: Codable { var inner: [String: [Int]] }
    let bytes = try Self.bytes(Other())
    let error = try fileError { _ = try ModelFile.decoded(Wanted.self, bytes: bytes, path: "m") }
    #expect(error.kind == .unexpectedContent)
    #expect(error.problem.contains("in .inner.sizes[0]: this is no Int"))
    #expect(try fileError { _ = try Self.read(bytes) }.problem.contains("'layers' is missing"))
  }

  @Test func computesTheStandardChecksum() {
    // The check value in the catalogues of CRCs, and the same bytes in other pieces.
    let digits = Array("123456789".utf8)
    for cut in digits.indices {
      var crc = CRC32()
      crc.update(Array(digits[..<cut]))
      crc.update(Array(digits[cut...]))
      #expect(crc.value == 0xCBF4_3926)
    }
    var long = CRC32()
    long.update((0..<1000).map { UInt8(truncatingIfNeeded: $0) })
    #expect(long.value == 0x74E3_FB41)
  }
}

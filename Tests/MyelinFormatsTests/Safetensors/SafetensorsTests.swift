import Foundation
import MyelinFiles
import MyelinFormats
import TestSupport
import Testing

struct SafetensorsTests {
  /// A file with this header and this many bytes of data.
  static func file(_ header: String, data: Int = 0) -> [UInt8] {
    let header = Array(header.utf8)
    return (0..<8).map { UInt8(truncatingIfNeeded: header.count >> ($0 * 8)) } + header
      + [UInt8](repeating: 7, count: data)
  }

  private static func parse(_ bytes: [UInt8]) throws -> SafetensorsFile {
    try SafetensorsFile(bytes: bytes, path: "x.safetensors")
  }

  @Test func readsWhatPythonWrites() throws {
    let file = try SafetensorsFile(contentsOf: fixture("python.safetensors"))
    #expect(file.metadata == ["title": "Übung \"1\"\t/ 企鹅"])
    #expect(file.tensors.count == 14)
    #expect(
      file["weights"]
        == RawTensor([0.5, -1.25, 3e38, .leastNonzeroMagnitude, -0.0, .infinity] as [Float], shape: [2, 3]))
    #expect(file["weights"]?.floats?[4].sign == .minus)
    #expect(file["double"]?.doubles == [.pi, -1e-300])
    #expect(file["double"]?.floats == [Float(Double.pi), -0.0])
    #expect(file["half"]?.floats == [1.5, -65504, 0x1p-24, 0.333251953125, -.infinity])
    #expect(file["brain"]?.floats == [1.5, -123.5])
    #expect(file["truth"]?.bools == [true, false, true])
    #expect(file["bytes"]?.integers == [0, 255])
    #expect(file["small"]?.integers == [-128, 127])
    #expect(file["short"]?.integers == [-32768, 32767])
    #expect(file["index"] == RawTensor([.min, .max] as [Int32], shape: [2]))
    #expect(file["count"]?.integers == [.min, (1 << 53) + 1, .max])
    #expect(file["large"]?.integers == nil)
    #expect(file["scalar"]?.shape == [])
    #expect(file["scalar"]?.floats == [42])
    #expect(file["nothing"]?.shape == [0, 3])
    #expect(file["nothing"]?.floats == [])
    #expect(file["name \"é\" \\ 企鹅 🐧\n"]?.floats == [7])
    #expect(file["absent"] == nil)
    #expect(file["truth"]?.floats == nil && file["weights"]?.integers == nil && file["weights"]?.bools == nil)
  }

  @Test func readsWhatItWrites() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("x.safetensors")
    let all = RawTensor.ElementType.allCases.enumerated().map { index, type in
      let bytes = (0..<(6 * type.byteCount)).map { UInt8(truncatingIfNeeded: $0 + index) }
      let name = "t\(index) \"\\\u{1}\u{7F}\u{2028}ü🐧"
      return (name: name, tensor: RawTensor(elementType: type, shape: [2, 3], bytes: bytes))
    }
    let tensors =
      all + [("", RawTensor([1] as [Float], shape: [])), ("empty", RawTensor([] as [Bool], shape: [0, 9]))]
    let metadata = ["": "", "b": "line\nbreak", "a\u{0}": "\u{1F}\u{7F}é/\\\""]
    try SafetensorsFile(metadata: metadata, tensors: tensors).write(to: path)
    let file = try SafetensorsFile(contentsOf: path)
    #expect(file.metadata == metadata)
    #expect(file.tensors.map(\.name) == tensors.map(\.name))
    #expect(file.tensors.map(\.tensor) == tensors.map(\.tensor))

    let first = try AtomicFile.read(path)
    try SafetensorsFile(metadata: metadata, tensors: tensors).write(to: path)
    #expect(try AtomicFile.read(path) == first)
    #expect(first[0] % 8 == 0, "the data starts at a multiple of 8")
  }

  @Test func writesTheEmptyFile() throws {
    let folder = try TemporaryFolder()
    try SafetensorsFile(tensors: []).write(to: folder.file("empty"))
    #expect(try AtomicFile.read(folder.file("empty")) == Self.file("{}      "))
    #expect(try SafetensorsFile(contentsOf: folder.file("empty")).tensors.isEmpty)
  }

  @Test func acceptsWhatTheFormatAllows() throws {
    let header = #"{ \n\t\r"\u0061\ud83d\udc27\/" : { "shape" : [ 1 , 2 ] ,"data_offsets":[0,2],"dtype":"U8"} }  "#
      .replacing(#"\n\t\r"#, with: "\n\t\r")
    let file = try Self.parse(Self.file(header, data: 2))
    #expect(file["a🐧/"]?.bytes == [7, 7])
    #expect(file["a🐧/"]?.shape == [1, 2])
  }

  /// Headers that break a rule, each with what the error must mention.
  static let hostileHeaders: [(header: String, data: Int, mention: String)] = {
    func tensor(_ fields: String) -> String { "{\"a\":{\(fields)}}" }
    func sized(_ shape: String, _ offsets: String, type: String = "U8") -> String {
      tensor("\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":\(offsets)")
    }
    func two(_ first: String, _ second: String) -> String {
      "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":\(first)},"
        + "\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":\(second)}}"
    }
    return [
      (sized("[2]", "[0,2]"), 1, "ends after 1 of 2 bytes"),
      (sized("[2]", "[0,2]"), 3, "1 bytes follow"),
      ("{}", 1, "1 bytes follow"),
      (sized("[3]", "[0,2]"), 2, "2 bytes of data, but its shape and dtype call for 3"),
      (sized("[2]", "[1,3]"), 3, "leaves a gap"),
      (sized("[2]", "[2,0]"), 2, "broken data_offsets"),
      (sized("[2]", "[0]"), 2, "broken data_offsets"),
      (sized("[2]", "[0,2,4]"), 2, "broken data_offsets"),
      (two("[0,2]", "[1,3]"), 3, "overlaps"),
      (two("[0,2]", "[0,2]"), 2, "overlaps"),
      (two("[0,2]", "[3,5]"), 5, "leaves a gap"),
      (sized("[-1]", "[0,1]"), 1, "whole number"),
      (sized("[1.0]", "[0,1]"), 1, "']' is missing"),
      (sized("[1e0]", "[0,1]"), 1, "']' is missing"),
      (sized("[01]", "[0,1]"), 1, "whole number"),
      (sized("[1,]", "[0,1]"), 1, "whole number"),
      (sized("[\"1\"]", "[0,1]"), 1, "whole number"),
      (sized("1", "[0,1]"), 1, "'[' is missing"),
      (sized("[18446744073709551617]", "[0,1]"), 1, "too large"),
      (sized("[9223372036854775808]", "[0,1]"), 1, "too large"),
      (sized("[4294967296,4294967296]", "[0,0]"), 0, "too large"),
      (sized("[9223372036854775807]", "[0,9223372036854775807]", type: "F64"), 0, "too large"),
      (sized("[9223372036854775807]", "[0,9223372036854775807]"), 0, "ends after 0 of"),
      (sized("[1]", "[9223372036854775806,9223372036854775807]"), 0, "leaves a gap"),
      (sized("[1]", "[0,1]", type: "F4"), 1, "unknown dtype 'F4'"),
      (sized("[1]", "[0,1]", type: "u8"), 1, "unknown dtype"),
      (tensor("\"dtype\":\"U8\",\"shape\":[1]"), 1, "lacks"),
      (tensor("\"dtype\":\"U8\",\"shape\":[1],\"shape\":[1],\"data_offsets\":[0,1]"), 1, "'shape' occurs twice"),
      (tensor("\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1],\"x\":1"), 1, "unknown field 'x'"),
      (two("[0,2]", "[2,4]").replacing("\"b\"", with: "\"\\u0061\""), 4, "'a' occurs twice"),
      ("{\"__metadata__\":{\"k\":1}}", 0, "'\"' is missing"),
      ("{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}", 0, "'k' occurs twice"),
      ("{\"__metadata__\":{},\"__metadata__\":{}}", 0, "occurs twice"),
      ("{\"__metadata__\":null}", 0, "'{' is missing"),
      ("{\"a\":[]}", 0, "'{' is missing"),
      ("{\"a\n\":{}}", 0, "control character"),
      ("{\"\\x\":{}}", 0, "unknown escape"),
      ("{\"\\ud800\":{}}", 0, "surrogate"),
      ("{\"\\ud800\\u0041\":{}}", 0, "surrogate"),
      ("{\"\\udc00\":{}}", 0, "surrogate"),
      ("{\"\\u00g0\":{}}", 0, "hexadecimal"),
      ("{\"\\u00", 0, "hexadecimal"),
      ("{\"\\", 0, "closing quote"),
      ("{\"a", 0, "closing quote"),
      ("{ ", 0, "missing"),
      ("{}}", 0, "follows the closing brace"),
      ("{},", 0, "follows the closing brace"),
      ("{a:1}", 0, "missing"),
      (String(repeating: "{\"a\":", count: 100_000), 0, "unknown field"),
    ]
  }()

  @Test(arguments: hostileHeaders)
  func rejects(header: String, data: Int, mention: String) throws {
    let error = try fileError { _ = try Self.parse(Self.file(header, data: data)) }
    #expect(error.description.contains(mention))
    #expect([.corrupt, .truncated].contains(error.kind))
  }

  @Test func rejectsOtherFiles() throws {
    let length = Array(repeating: 255 as UInt8, count: 8)
    for bytes in [[], [1], Self.file(""), Self.file("[]"), Self.file(" {}"), length, length + [UInt8(ascii: "{")]] {
      #expect(try fileError { _ = try Self.parse(bytes) }.kind == .wrongFormat)
    }
    #expect(try fileError { _ = try Self.parse(Array("species,bill\nGentoo,45\n".utf8)) }.kind == .wrongFormat)
    // One byte more than the longest header that the format allows.
    let tooLong: [UInt8] = [0x01, 0xE1, 0xF5, 0x05, 0, 0, 0, 0] + Array("{}".utf8)
    #expect(try fileError { _ = try Self.parse(tooLong) }.kind == .wrongFormat)
    let cut = Array(Self.file("{\"a\":{}}").dropLast(3))
    #expect(try fileError { _ = try Self.parse(cut) }.kind == .truncated)
    var invalid = Self.file("{\"ab\":{}}")
    invalid[10] = 0xC3
    #expect(try fileError { _ = try Self.parse(invalid) }.problem.contains("UTF-8"))
  }

  @Test func errorsStayOnOneShortLine() throws {
    let name = "\\n\\u001b[31m" + String(repeating: "n", count: 5_000)
    let error = try fileError { _ = try Self.parse(Self.file("{\"\(name)\":{}}")) }
    #expect(error.description.utf8.count < 300)
    #expect(!error.description.contains("\u{1B}"))
  }

  /// Whatever bytes are changed, a file is either rejected or sound; nothing crashes.
  @Test(arguments: 0..<4 as Range<UInt64>)
  func survivesDamage(seed: UInt64) throws {
    var generator = SeededGenerator(state: seed)
    let sound = try AtomicFile.read(fixture("python.safetensors"))
    let tokens = [
      "\"", "\\", "\\u", "{", "}", "[", "]", ",", ":", "-", "0", "9223372036854775807", "1e9", "\u{0}", "é",
    ]
    var accepted = 0
    for _ in 0..<2_000 {
      var bytes = sound
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        // The start of the file is where the rules are.
        let limit = Bool.random(using: &generator) ? min(64, bytes.count) : bytes.count
        guard limit > 0 else { break }
        let position = Int.random(in: 0..<limit, using: &generator)
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1: bytes[position] = UInt8.random(in: 0...255, using: &generator)
        case 2: bytes.removeSubrange(position...)
        case 3: bytes.remove(at: position)
        case 4: bytes.insert(contentsOf: (tokens.randomElement(using: &generator) ?? "").utf8, at: position)
        default:
          let other = Int.random(in: 0..<bytes.count, using: &generator)
          let piece = Array(bytes[min(position, other)..<max(position, other)].prefix(40))
          bytes.insert(contentsOf: piece, at: position)
        }
      }
      do {
        let file = try Self.parse(bytes)
        accepted += 1
        for (_, tensor) in file.tensors {
          #expect(tensor.shape.reduce(tensor.elementType.byteCount, *) == tensor.bytes.count)
        }
      } catch let error as FileError {
        #expect(error.description.isOneLine)
      }
    }
    // Changes within the data leave a sound file; were there none, the test would reach no further than the header.
    #expect(accepted > 0 && accepted < 2_000)
  }

  @Test func callersMistakesStop() async {
    await #expect(processExitsWith: .failure) {
      _ = RawTensor([1, 2] as [Float], shape: [3])
    }
    await #expect(processExitsWith: .failure) {
      _ = RawTensor([] as [Float], shape: [-1, 0])
    }
    await #expect(processExitsWith: .failure) {
      let tensor = RawTensor([1] as [Float], shape: [])
      _ = SafetensorsFile(tensors: [("a", tensor), ("a", tensor)])
    }
    await #expect(processExitsWith: .failure) {
      _ = SafetensorsFile(tensors: [("__metadata__", RawTensor([1] as [Float], shape: []))])
    }
  }
}

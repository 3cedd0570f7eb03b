import MyelinFiles
import FoundationEssentials

/// Reads and writes files that hold a whole model: its numbers, and all that is needed to use them.
///
/// A model file is a safetensors file, so that other programs can read its tensors, with three notes:
///
/// - `myelin.format`: the version of this arrangement, a whole number;
/// - `myelin.content`: what describes the model (layers, preprocessing, names of the classes), as JSON;
/// - `myelin.checksum`: a CRC-32 over all else, by which damage is noticed.
///
/// The program chooses the type of the content:
///
///     struct Recipe: Codable { var hiddenSizes: [Int] }
///
///     let bias = RawTensor([0.5, -1] as [Float], shape: [2])
///     try ModelFile.write(content: Recipe(hiddenSizes: [8]), tensors: [("bias", bias)], to: "model.myelin")
///     let (recipe, tensors) = try ModelFile.read(Recipe.self, from: "model.myelin")
public enum ModelFile {
  /// The version of the arrangement that this version of Myelin writes.
  public static let formatVersion = 1

  /// Writes a model, replacing an old one only once all is written.
  ///
  /// The same content and tensors give the same bytes.
  ///
  /// - Precondition: No two tensors have the same name.
  ///
  /// - Parameters:
  ///   - content: What describes the model.
  ///   - tensors: The model's numbers, with their names.
  ///   - path: Where the file shall be.
  /// - Throws: A ``FileError``; the old file, if there was one, is then unchanged.
  public static func write<Content: Encodable>(
    content: Content, tensors: [(name: String, tensor: RawTensor)], to path: String
  ) throws {
    try AtomicFile.write(encoded(content: content, tensors: tensors, path: path), to: path)
  }

  /// Reads a model.
  ///
  /// - Parameters:
  ///   - type: The type of the content that was written.
  ///   - path: Where the file is.
  /// - Returns: The content, and the tensors in the order in which they were written.
  /// - Throws: A ``FileError`` if the file can't be read, is no Myelin model, was made by a newer version of Myelin,
  ///   is truncated or damaged, or holds content of another type.
  public static func read<Content: Decodable>(
    _ type: Content.Type, from path: String
  ) throws -> (content: Content, tensors: [(name: String, tensor: RawTensor)]) {
    try decoded(type, bytes: AtomicFile.read(path), path: path)
  }

  private static let formatKey = "myelin.format"
  private static let contentKey = "myelin.content"
  private static let checksumKey = "myelin.checksum"

  /// The whole file in pieces.
  static func encoded<Content: Encodable>(
    content: Content, tensors: [(name: String, tensor: RawTensor)], path: String
  ) throws -> [[UInt8]] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let json: String
    do {
      json = String(decoding: try encoder.encode(content), as: UTF8.self)
    } catch {
      throw FileError(
        .unexpectedContent, path: path, problem: "the model can't be written as JSON (\(error))",
        remedy: "change what \(Content.self) encodes")
    }
    return encoded(json: json, tensors: tensors)
  }

  /// The whole file in pieces, with a content that is JSON already.
  static func encoded(json: String, tensors: [(name: String, tensor: RawTensor)]) -> [[UInt8]] {
    var metadata = [formatKey: String(formatVersion), contentKey: json]
    metadata[checksumKey] = checksum(metadata: metadata, tensors: tensors)
    return SafetensorsFile(metadata: metadata, tensors: tensors).encoded()
  }

  /// Throws if a file with a checksum of ours was damaged. A file without, made by another program, has none to check.
  static func checkIntegrity(of file: SafetensorsFile, path: String) throws(FileError) {
    guard let sum = file.metadata[checksumKey] else { return }
    guard sum == checksum(metadata: file.metadata, tensors: file.tensors) else {
      throw FileError.corrupt("the checksum does not match", path: path)
    }
  }

  /// Takes a file in memory apart.
  ///
  /// - Parameter notes: What the content's decoder shall know, once the tensors are there.
  static func decoded<Content: Decodable>(
    _ type: Content.Type, bytes: [UInt8], path: String,
    notes: ([(name: String, tensor: RawTensor)]) -> [CodingUserInfoKey: any Sendable] = { _ in [:] }
  ) throws -> (content: Content, tensors: [(name: String, tensor: RawTensor)]) {
    let file: SafetensorsFile
    do {
      file = try SafetensorsFile(bytes: bytes, path: path)
    } catch let error as FileError where error.kind == .wrongFormat {
      throw notAModel(bytes.isEmpty ? "the file is empty" : "this is no Myelin model", path: path)
    }
    guard let format = file.metadata[formatKey] else {
      throw notAModel("this is a safetensors file, but no Myelin model", path: path)
    }
    guard let version = Int(format), version > 0 else {
      throw FileError.corrupt("the version \(format.quotedForMessage) of the format is no number", path: path)
    }
    guard version <= formatVersion else {
      throw FileError(
        .newerVersion, path: path, problem: "this model was made by a newer Myelin (format \(version))",
        remedy: "update Myelin")
    }
    guard let json = file.metadata[contentKey],
      file.metadata[checksumKey] == checksum(metadata: file.metadata, tensors: file.tensors)
    else { throw FileError.corrupt("the checksum does not match", path: path) }
    return (try content(type, json: json, path: path, notes: notes(file.tensors)), file.tensors)
  }

  private static func content<Content: Decodable>(
    _ type: Content.Type, json: String, path: String, notes: [CodingUserInfoKey: any Sendable]
  ) throws(FileError) -> Content {
    let decoder = JSONDecoder()
    decoder.userInfo = notes
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do {
      return try decoder.decode(type, from: Data(json.utf8))
    } catch {
      throw FileError(
        .unexpectedContent, path: path, problem: "the model is not as expected (\(summary(of: error)))",
        remedy: "read it with the program that wrote it")
    }
  }

  /// The checksum over all notes but the checksum itself and over the tensors' names, types, shapes and data.
  private static func checksum(
    metadata: [String: String], tensors: [(name: String, tensor: RawTensor)]
  ) -> String {
    var crc = CRC32()
    for (key, value) in metadata.sorted(by: { $0.key < $1.key }) where key != checksumKey {
      crc.update(key)
      crc.update(value)
    }
    for (name, tensor) in tensors {
      crc.update(name)
      crc.update(tensor.elementType.rawValue)
      crc.update(tensor.shape.count)
      tensor.shape.forEach { crc.update($0) }
      crc.update(tensor.bytes)
    }
    let digits = String(crc.value, radix: 16)
    return "crc32:" + String(repeating: "0", count: 8 - digits.count) + digits
  }

  private static func notAModel(_ problem: String, path: String) -> FileError {
    FileError(.wrongFormat, path: path, problem: problem, remedy: "name a file that Myelin has written")
  }

  /// What a decoder found wrong, and where, in few words.
  private static func summary(of error: any Error) -> String {
    let context: DecodingError.Context
    let problem: String
    switch error {
    case DecodingError.keyNotFound(let key, let found): (context, problem) = (found, "'\(key.stringValue)' is missing")
    case DecodingError.typeMismatch(let type, let found): (context, problem) = (found, "this is no \(type)")
    case DecodingError.valueNotFound(let type, let found): (context, problem) = (found, "a \(type) is missing")
    case DecodingError.dataCorrupted(let found): (context, problem) = (found, found.debugDescription)
    default: return "\(error)"
    }
    let place = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
    return place.isEmpty ? problem : "in \(place): \(problem)"
  }
}

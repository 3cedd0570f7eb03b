import MyelinFiles

/// A file of named tensors in the safetensors format, which Python's `safetensors` reads and writes too.
///
///     let weights = RawTensor([0.5, -1] as [Float], shape: [2])
///     try SafetensorsFile(tensors: [("weights", weights)]).write(to: "weights.safetensors")
///     let file = try SafetensorsFile(contentsOf: "weights.safetensors")
///     file["weights"]?.floats  // [0.5, -1]
public struct SafetensorsFile: Sendable {
  /// Notes on the file as a whole.
  public let metadata: [String: String]

  /// The tensors with their names, in the order of the file's header.
  public let tensors: [(name: String, tensor: RawTensor)]

  /// Creates a file's contents in memory.
  ///
  /// - Precondition: No name occurs twice, and none is `__metadata__`, which the format reserves.
  ///
  /// - Parameters:
  ///   - metadata: Notes on the file as a whole.
  ///   - tensors: The tensors with their names.
  public init(metadata: [String: String] = [:], tensors: [(name: String, tensor: RawTensor)]) {
    var names: Set<String> = [Self.metadataKey]
    for (name, _) in tensors {
      guard names.insert(name).inserted else {
        fatalError(
          name == Self.metadataKey
            ? "SafetensorsFile: a tensor can't be named \(Self.metadataKey): the format reserves this name"
            : "SafetensorsFile: two tensors are named '\(name)': each needs a name of its own")
      }
    }
    self.metadata = metadata
    self.tensors = tensors
  }

  /// Reads a file.
  ///
  /// - Parameter path: Where the file is.
  /// - Throws: A ``FileError`` if the file can't be read or breaks any rule of the format.
  public init(contentsOf path: String) throws {
    try self.init(bytes: AtomicFile.read(path), path: path)
  }

  /// Reads a file that is in memory.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - path: What errors call the file.
  /// - Throws: A ``FileError`` if the file breaks any rule of the format.
  public init(bytes: [UInt8], path: String) throws {
    let decoder = try SafetensorsDecoder(bytes, path: path)
    metadata = decoder.metadata
    tensors = decoder.tensors
  }

  /// The tensor of this name, or `nil` if there is none.
  public subscript(name: String) -> RawTensor? {
    tensors.first { $0.name == name }?.tensor
  }

  /// Writes the file, replacing an old one only once all is written.
  ///
  /// The same contents give the same bytes.
  ///
  /// - Parameter path: Where the file shall be.
  /// - Throws: A ``FileError``; the old file, if there was one, is then unchanged.
  public func write(to path: String) throws {
    try AtomicFile.write(encoded(), to: path)
  }

  static let metadataKey = "__metadata__"

  /// The whole file in pieces: the header, then the data of each tensor.
  func encoded() -> [[UInt8]] {
    // Larger elements first, so that each tensor starts at a multiple of its elements' size, as other readers like it.
    let order = tensors.indices.sorted { left, right in
      let sizes = (tensors[left].tensor.elementType.byteCount, tensors[right].tensor.elementType.byteCount)
      return sizes.0 == sizes.1 ? left < right : sizes.0 > sizes.1
    }
    var starts = [Int](repeating: 0, count: tensors.count)
    var end = 0
    for index in order {
      starts[index] = end
      end += tensors[index].tensor.bytes.count
    }

    var fields: [String] = []
    if !metadata.isEmpty {
      let notes = metadata.sorted { $0.key < $1.key }.map { Self.json($0.key) + ":" + Self.json($0.value) }
      fields.append(Self.json(Self.metadataKey) + ":{" + notes.joined(separator: ",") + "}")
    }
    for ((name, tensor), start) in zip(tensors, starts) {
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      fields.append(
        Self.json(name) + ":{\"dtype\":\"\(tensor.elementType.rawValue)\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(start),\(start + tensor.bytes.count)]}")
    }
    var header = Array("{\(fields.joined(separator: ","))}".utf8)
    while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
    let length = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> ($0 * 8)) }
    return [length + header] + order.map { tensors[$0].tensor.bytes }
  }

  /// The text as JSON, in quotes.
  private static func json(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{00}"..<"\u{20}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

import MyelinFiles

/// Takes the bytes of a safetensors file apart, trusting none of them.
struct SafetensorsDecoder {
  /// The longest header that readers of the format accept.
  private static let longestHeader = 100_000_000

  private(set) var metadata: [String: String] = [:]
  private(set) var tensors: [(name: String, tensor: RawTensor)] = []

  /// What the header says of one tensor.
  private struct Entry {
    let name: String
    let type: RawTensor.ElementType
    let shape: [Int]
    let data: Range<Int>
  }

  init(_ bytes: [UInt8], path: String) throws {
    let headerEnd = try Self.headerEnd(of: bytes, path: path)
    let entries: [Entry]
    do {
      entries = try readHeader(bytes[8..<headerEnd])
    } catch {
      throw FileError.corrupt("\(error.problem), at byte \(8 + error.offset) in the header", path: path)
    }
    let found = bytes.count - headerEnd
    let expected = try Self.checkLayout(entries, path: path)
    if found < expected {
      throw FileError.truncated("the file ends after \(found) of \(expected) bytes of data", path: path)
    }
    if found > expected {
      throw FileError.corrupt("\(found - expected) bytes follow the last tensor", path: path)
    }
    tensors = entries.map { entry in
      let data = bytes[(headerEnd + entry.data.lowerBound)..<(headerEnd + entry.data.upperBound)]
      return (entry.name, RawTensor(elementType: entry.type, shape: entry.shape, bytes: Array(data)))
    }
  }

  /// Where the header ends and the data starts.
  private static func headerEnd(of bytes: [UInt8], path: String) throws(FileError) -> Int {
    let start = Array(bytes.prefix(9))
    let length = start.prefix(8).reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    guard start.count == 9, start[8] == UInt8(ascii: "{"), length >= 2, length <= longestHeader else {
      let isEmpty = bytes.isEmpty
      throw FileError(
        .wrongFormat, path: path, problem: isEmpty ? "the file is empty" : "this is no safetensors file",
        remedy: "check the path, or get a sound copy of the file")
    }
    let end = 8 + Int(length)
    guard end <= bytes.count else {
      throw FileError.truncated("the file ends within its header, after \(bytes.count) of \(end) bytes", path: path)
    }
    return end
  }

  /// Checks that the tensors' data covers its part of the file without gaps and overlaps; returns its length.
  private static func checkLayout(_ entries: [Entry], path: String) throws(FileError) -> Int {
    let sorted = entries.sorted {
      ($0.data.lowerBound, $0.data.upperBound) < ($1.data.lowerBound, $1.data.upperBound)
    }
    var end = 0
    for entry in sorted {
      guard entry.data.lowerBound == end else {
        let fault = entry.data.lowerBound < end ? "overlaps another one" : "leaves a gap before it"
        throw FileError.corrupt("the data of tensor \(entry.name.quotedForMessage) \(fault)", path: path)
      }
      end = entry.data.upperBound
    }
    return end
  }

  private mutating func readHeader(_ bytes: ArraySlice<UInt8>) throws(HeaderScanner.Fault) -> [Entry] {
    var entries: [Entry] = []
    var metadata: [String: String] = [:]
    var scanner = HeaderScanner(bytes)
    try scanner.readObject { (scanner, name) throws(HeaderScanner.Fault) in
      if name == SafetensorsFile.metadataKey {
        try scanner.readObject { (scanner, key) throws(HeaderScanner.Fault) in
          metadata[key] = try scanner.readString()
        }
      } else {
        entries.append(try Self.readEntry(of: name, with: &scanner))
      }
    }
    try scanner.expectEnd()
    self.metadata = metadata
    return entries
  }

  private static func readEntry(
    of name: String, with scanner: inout HeaderScanner
  ) throws(HeaderScanner.Fault) -> Entry {
    let tensor = "tensor \(name.quotedForMessage)"
    var typeName: String?
    var shape: [Int]?
    var offsets: [Int]?
    try scanner.readObject { (scanner, key) throws(HeaderScanner.Fault) in
      switch key {
      case "dtype": typeName = try scanner.readString()
      case "shape": shape = try scanner.readIntegers()
      case "data_offsets": offsets = try scanner.readIntegers()
      default: throw scanner.fault("\(tensor) has an unknown field \(key.quotedForMessage)")
      }
    }
    guard let typeName, let shape, let offsets else {
      throw scanner.fault("\(tensor) lacks its dtype, shape or data_offsets")
    }
    guard let type = RawTensor.ElementType(rawValue: typeName) else {
      throw scanner.fault("\(tensor) has the unknown dtype \(typeName.quotedForMessage)")
    }
    guard let byteCount = RawTensor.byteCount(of: type, shape: shape) else {
      throw scanner.fault("\(tensor) is too large")
    }
    guard offsets.count == 2, offsets[0] <= offsets[1] else {
      throw scanner.fault("\(tensor) has broken data_offsets")
    }
    guard offsets[1] - offsets[0] == byteCount else {
      throw scanner.fault(
        "\(tensor) has \(offsets[1] - offsets[0]) bytes of data, but its shape and dtype call for \(byteCount)")
    }
    return Entry(name: name, type: type, shape: shape, data: offsets[0]..<offsets[1])
  }
}

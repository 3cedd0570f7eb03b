import MyelinFiles

/// The text in front of the numbers of a `.npy` file: a dictionary as Python writes it.
///
/// Source: `numpy.lib.format`, versions 1.0 to 3.0.
struct NPYHeader {
  /// Longer texts are those of structured arrays, which tensors can't hold, or made to do harm.
  static let greatestLength = 1 << 16
  private static let magic: [UInt8] = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]

  /// Reads what comes before the numbers.
  static func layout(from stream: some ByteStream) throws(FileError) -> ArrayLayout {
    let name = stream.name
    let wrongFormat = FileError(
      .wrongFormat, path: name, problem: "this is no .npy file", remedy: "name one that numpy.save has written")
    guard stream.bound >= 10 else { throw wrongFormat }
    let start = try stream.bytes(8)
    guard start.starts(with: magic) else { throw wrongFormat }
    guard (1...3).contains(start[6]), start[7] == 0 else {
      throw FileError(
        .wrongFormat, path: name, at: .byte(6), problem: "version \(start[6]).\(start[7]) of the format is unknown",
        remedy: "write it with numpy.save")
    }
    let sizes = try stream.bytes(start[6] == 1 ? 2 : 4)
    let length = sizes.reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= greatestLength else {
      throw FileError(
        .unexpectedContent, path: name, at: .byte(8),
        problem: "the header has \(length) bytes, more than any plain array's",
        remedy: "write an array of numbers")
    }
    let first = stream.position
    let text = try stream.bytes(length)
    var literal = PythonLiteral(text, offset: first, name: name)
    guard case .dictionary(let entries) = try literal.whole() else {
      throw FileError.corrupt("the header is no dictionary", path: name, at: .byte(first))
    }
    return try layout(entries, offset: first + length, headerOffset: first, name: name)
  }

  private static func layout(
    _ entries: [(key: String, value: PythonLiteral.Value)], offset: Int, headerOffset: Int, name: String
  ) throws(FileError) -> ArrayLayout {
    func entry(_ key: String) throws(FileError) -> PythonLiteral.Value {
      // The last of several, as in Python.
      guard let value = entries.last(where: { $0.key == key })?.value else {
        throw FileError.corrupt("the header has no '\(key)'", path: name, at: .byte(headerOffset))
      }
      return value
    }
    let description = try entry("descr")
    guard case .text(let code) = description, let (element, isBigEndian) = element(code) else {
      throw unfit(description, at: headerOffset, name)
    }
    guard case .boolean(let isColumnMajor) = try entry("fortran_order") else {
      throw FileError.corrupt("'fortran_order' is neither True nor False", path: name, at: .byte(headerOffset))
    }
    guard case .tuple(let items) = try entry("shape") else {
      throw FileError.corrupt("'shape' is no tuple", path: name, at: .byte(headerOffset))
    }
    // NumPy has no more axes.
    guard items.count <= 64 else {
      throw FileError.corrupt("the array has \(items.count) axes, more than 64", path: name, at: .byte(headerOffset))
    }
    var shape: [Int] = []
    for item in items {
      guard case .integer(let size) = item, size >= 0 else {
        throw FileError.corrupt("a size in 'shape' is no number from 0", path: name, at: .byte(headerOffset))
      }
      shape.append(size)
    }
    return try ArrayLayout(
      element: element, isBigEndian: isBigEndian, shape: shape, isColumnMajor: isColumnMajor, offset: offset, name: name
    )
  }

  /// The type that NumPy's code names, such as `<f4`.
  private static func element(_ code: String) -> (StoredElement, isBigEndian: Bool)? {
    guard let order = code.first, "<>=|".contains(order) else { return nil }
    let element: StoredElement? =
      switch code.dropFirst() {
      case "b1", "?": .bool
      case "i1": .int8
      case "u1": .uint8
      case "i2": .int16
      case "u2": .uint16
      case "i4": .int32
      case "u4": .uint32
      case "i8": .int64
      case "u8": .uint64
      case "f2": .float16
      case "f4": .float32
      case "f8": .float64
      default: nil
      }
    guard let element else { return nil }
    // '|' says that there is no order, which is so for single bytes only.
    guard element.byteCount == 1 || order != "|" else { return nil }
    return (element, order == ">")
  }

  /// The error for a type that no tensor has.
  private static func unfit(_ description: PythonLiteral.Value, at offset: Int, _ name: String) -> FileError {
    let problem: String
    switch description {
    case .tuple, .list: problem = "it holds a structured array"
    case .text(let code):
      switch code.drop(while: { "<>=|".contains($0) }).first {
      case "c": problem = "it holds complex numbers (\(code.quotedForMessage))"
      case "O": problem = "it holds Python objects"
      case "U", "S", "a": problem = "it holds texts (\(code.quotedForMessage))"
      case "M", "m": problem = "it holds dates or times (\(code.quotedForMessage))"
      case "V": problem = "it holds raw data (\(code.quotedForMessage))"
      default: problem = "it holds numbers of the type \(code.quotedForMessage)"
      }
    default: return FileError.corrupt("'descr' is no type", path: name, at: .byte(offset))
    }
    return FileError(
      .unexpectedContent, path: name, at: .byte(offset), problem: "\(problem), which a tensor can't hold",
      remedy: "convert it in Python with .astype, such as to float64")
  }

  /// The bytes before the numbers of a tensor in row-major order.
  static func encoded(_ element: StoredElement, shape: [Int]) -> [UInt8] {
    let code =
      switch element {
      case .bool: "|b1"
      case .int8: "|i1"
      case .uint8: "|u1"
      case .int16: "<i2"
      case .uint16: "<u2"
      case .int32: "<i4"
      case .uint32: "<u4"
      case .int64: "<i8"
      case .uint64: "<u8"
      case .float16: "<f2"
      case .float32: "<f4"
      case .float64: "<f8"
      }
    let sizes = shape.count == 1 ? "\(shape[0])," : shape.map(String.init).joined(separator: ", ")
    var text = Array("{'descr': '\(code)', 'fortran_order': False, 'shape': (\(sizes)), }".utf8)
    // A text that is too long for two bytes of length needs version 2, which has four.
    let isLong = text.count + 128 > UInt16.max
    let start = isLong ? 12 : 10
    // The numbers begin at a multiple of 64 bytes, and the text ends with a line feed.
    text += [UInt8](repeating: 0x20, count: (64 - (start + text.count + 1) % 64) % 64) + [0x0a]
    let length = (0..<(isLong ? 4 : 2)).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) }
    return magic + [isLong ? 2 : 1, 0] + length + text
  }
}

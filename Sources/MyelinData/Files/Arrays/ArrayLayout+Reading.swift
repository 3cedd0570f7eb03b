import MyelinCore
import MyelinFiles

extension ArrayLayout {
  /// Reads the numbers, which come next in the stream.
  ///
  /// - Throws: ``FileError`` if the stream can't hold as many, which is known before memory is asked for, or ends too early.
  func tensor(from stream: some ByteStream) throws(FileError) -> Tensor {
    try stream.require(byteCount, "\(count) numbers of type \(element.rawValue) (shape \(brief(shape)))")
    let reversed = isColumnMajor
    let shape = reversed ? Array(shape.reversed()) : shape
    let result = try rowMajorTensor(shape: shape, from: stream)
    return reversed ? result.transposed() : result
  }

  private func rowMajorTensor(shape: [Int], from stream: some ByteStream) throws(FileError) -> Tensor {
    switch element {
    case .bool: try converted(shape, stream, from: UInt8.self) { $0 != 0 }
    case .int8: try converted(shape, stream, from: UInt8.self) { Int32(Int8(bitPattern: $0)) }
    case .uint8: try converted(shape, stream, from: UInt8.self) { Int32($0) }
    case .int16: try converted(shape, stream, from: UInt16.self) { Int32(Int16(bitPattern: $0)) }
    case .uint16: try converted(shape, stream, from: UInt16.self) { Int32($0) }
    case .int32: try converted(shape, stream, from: UInt32.self) { Int32(bitPattern: $0) }
    case .uint32: try converted(shape, stream, from: UInt32.self) { Int($0) }
    case .int64: try converted(shape, stream, from: UInt64.self) { Int(truncatingIfNeeded: $0) }
    case .uint64: try unsigned(shape, stream)
    case .float16: try converted(shape, stream, from: UInt16.self) { Float(Float16(bitPattern: $0)) }
    case .float32: try converted(shape, stream, from: UInt32.self) { Float(bitPattern: $0) }
    case .float64: try converted(shape, stream, from: UInt64.self) { Double(bitPattern: $0) }
    }
  }

  /// Integers without a sign, of which those above `Int.max` fit no tensor.
  private func unsigned(_ shape: [Int], _ stream: some ByteStream) throws(FileError) -> Tensor {
    let start = stream.position
    let result = try converted(shape, stream, from: UInt64.self) { Int(truncatingIfNeeded: $0) }
    if let place = result.elements(as: Int.self).firstIndex(where: { $0 < 0 }) {
      throw FileError(
        .unexpectedContent, path: stream.name, at: .byte(start + 8 * place),
        problem: "the uint64 there is more than an int64 holds", remedy: "write it as float64")
    }
    return result
  }

  /// A tensor of numbers that are made of the stream's, some thousands at a time.
  @inline(__always)
  private func converted<Bits: FixedWidthInteger, Element: TensorElement>(
    _ shape: [Int], _ stream: some ByteStream, from bits: Bits.Type, _ convert: (Bits) -> Element
  ) throws(FileError) -> Tensor {
    var failure: FileError?
    let result = Tensor(shape: shape) { (elements: UnsafeMutableBufferPointer<Element>) in
      do throws(FileError) {
        try fill(elements, from: stream, convert)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return result
  }

  @inline(__always)
  private func fill<Bits: FixedWidthInteger, Element: TensorElement>(
    _ elements: UnsafeMutableBufferPointer<Element>, from stream: some ByteStream, _ convert: (Bits) -> Element
  ) throws(FileError) {
    let width = MemoryLayout<Bits>.size
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { piece.deallocate() }
    var done = 0
    while done < elements.count {
      let count = min(elements.count - done, piece.count / width)
      try stream.fill(UnsafeMutableRawBufferPointer(rebasing: piece[..<(count * width)]))
      for index in 0..<count {
        let bits = piece.load(fromByteOffset: index * width, as: Bits.self)
        elements[done + index] = convert(isBigEndian ? bits.bigEndian : bits.littleEndian)
      }
      done += count
    }
  }
}

import CMyelinKernels
import MyelinCore
import MyelinFiles

extension ArrayFile {
  /// Writes rows into a tensor of their shape.
  func read(_ rows: [Int], into result: inout Tensor) throws(FileError) {
    if let wrong = rows.first(where: { $0 < 0 || $0 >= count }) {
      fatalError("ArrayFile.rows: there is no row \(wrong) among the \(count) of \(path)")
    }
    guard result.count > 0 else { return }
    var failure: FileError?
    result.withMutableBytes { output in
      do throws(FileError) {
        try withNumbers { input throws(FileError) in try copy(rows, of: input, output) }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }

  /// Reads the bytes of all numbers.
  private func withNumbers(_ body: (UnsafeRawBufferPointer) throws(FileError) -> Void) throws(FileError) {
    switch storage {
    case .memory(let bytes):
      var failure: FileError?
      bytes.withUnsafeBytes { input in
        do throws(FileError) { try body(input) } catch { failure = error }
      }
      if let failure { throw failure }
    case .file(let file):
      try file.withBytes { input throws(FileError) in
        try body(UnsafeRawBufferPointer(rebasing: input[layout.offset...]))
      }
    }
  }

  private func copy(
    _ rows: [Int], of input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
  ) throws(FileError) {
    if copyAsTheyAre(rows, input, output) { return }
    switch type {
    case .float32: copyNumbers(rows, input, output.bindMemory(to: Float.self))
    case .float64: copyNumbers(rows, input, output.bindMemory(to: Double.self))
    case .int32: copyIntegers(rows, input, output.bindMemory(to: Int32.self))
    case .int64:
      if layout.element == .uint64 { try checkUnsigned(rows, input) }
      copyIntegers(rows, input, output.bindMemory(to: Int.self))
    case .bool: fill(output.bindMemory(to: Bool.self), rows, input, of: UInt8.self) { $0 != 0 }
    }
  }

  /// Copies rows that need no conversion, and those that most data sets of images have, for which there is a loop of its own.
  private func copyAsTheyAre(
    _ rows: [Int], _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
  ) -> Bool {
    guard places == nil, let from = input.baseAddress, let to = output.baseAddress else { return false }
    let length = rowLength
    if layout.element == .uint8, type == .float32 {
      let pixels = from.assumingMemoryBound(to: UInt8.self)
      let numbers = to.bindMemory(to: Float.self, capacity: rows.count * length)
      for (place, row) in rows.enumerated() {
        myelin_bytes_to_f32(numbers + place * length, pixels + row * length, length, Float(divisor))
      }
      return true
    }
    let isSame: Bool =
      switch layout.element {
      case .int32, .int64, .float32, .float64: layout.element == StoredElement(type)
      default: false
      }
    guard isSame, divisor == 1, !layout.isBigEndian else { return false }
    let size = length * layout.element.byteCount
    for (place, row) in rows.enumerated() { (to + place * size).copyMemory(from: from + row * size, byteCount: size) }
    return true
  }

  private func copyNumbers<Target: TensorElement & BinaryFloatingPoint>(
    _ rows: [Int], _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableBufferPointer<Target>
  ) {
    let divisor = Target(self.divisor)
    switch layout.element {
    case .bool: fill(output, rows, input, of: UInt8.self) { ($0 == 0 ? 0 : 1) / divisor }
    case .int8: fill(output, rows, input, of: UInt8.self) { Target(Int8(bitPattern: $0)) / divisor }
    case .uint8: fill(output, rows, input, of: UInt8.self) { Target($0) / divisor }
    case .int16: fill(output, rows, input, of: UInt16.self) { Target(Int16(bitPattern: $0)) / divisor }
    case .uint16: fill(output, rows, input, of: UInt16.self) { Target($0) / divisor }
    case .int32: fill(output, rows, input, of: UInt32.self) { Target(Int32(bitPattern: $0)) / divisor }
    case .uint32: fill(output, rows, input, of: UInt32.self) { Target($0) / divisor }
    case .int64: fill(output, rows, input, of: UInt64.self) { Target(Int64(bitPattern: $0)) / divisor }
    case .uint64: fill(output, rows, input, of: UInt64.self) { Target($0) / divisor }
    case .float16: fill(output, rows, input, of: UInt16.self) { Target(Float(Float16(bitPattern: $0))) / divisor }
    case .float32: fill(output, rows, input, of: UInt32.self) { Target(Float(bitPattern: $0)) / divisor }
    case .float64: fill(output, rows, input, of: UInt64.self) { Target(Double(bitPattern: $0)) / divisor }
    }
  }

  private func copyIntegers<Target: TensorElement & FixedWidthInteger>(
    _ rows: [Int], _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableBufferPointer<Target>
  ) {
    switch layout.element {
    case .int8: fill(output, rows, input, of: UInt8.self) { Target(Int8(bitPattern: $0)) }
    case .uint8: fill(output, rows, input, of: UInt8.self) { Target($0) }
    case .int16: fill(output, rows, input, of: UInt16.self) { Target(Int16(bitPattern: $0)) }
    case .uint16: fill(output, rows, input, of: UInt16.self) { Target($0) }
    case .int32: fill(output, rows, input, of: UInt32.self) { Target(Int32(bitPattern: $0)) }
    // What doesn't fit is refused before: by the type, and for uint64 by its values.
    case .uint32: fill(output, rows, input, of: UInt32.self) { Target(truncatingIfNeeded: $0) }
    case .int64, .uint64: fill(output, rows, input, of: UInt64.self) { Target(truncatingIfNeeded: $0) }
    case .bool, .float16, .float32, .float64: fatalError("ArrayFile: \(type) was to be refused")
    }
  }

  /// Writes what is made of every number of the rows.
  @inline(__always)
  private func fill<Bits: FixedWidthInteger, Target>(
    _ output: UnsafeMutableBufferPointer<Target>, _ rows: [Int], _ input: UnsafeRawBufferPointer, of bits: Bits.Type,
    _ convert: (Bits) -> Target
  ) {
    let (length, width) = (rowLength, MemoryLayout<Bits>.size)
    for (place, row) in rows.enumerated() {
      if let places {
        for (index, offset) in places.enumerated() {
          let number = input.loadUnaligned(fromByteOffset: (row + offset) * width, as: Bits.self)
          output[place * length + index] = convert(layout.isBigEndian ? number.bigEndian : number.littleEndian)
        }
      } else {
        for index in 0..<length {
          let number = input.loadUnaligned(fromByteOffset: (row * length + index) * width, as: Bits.self)
          output[place * length + index] = convert(layout.isBigEndian ? number.bigEndian : number.littleEndian)
        }
      }
    }
  }

  /// Throws if there is an integer above `Int.max`.
  private func checkUnsigned(_ rows: [Int], _ input: UnsafeRawBufferPointer) throws(FileError) {
    let length = rowLength
    for row in rows {
      for index in 0..<length {
        let place = places.map { row + $0[index] } ?? row * length + index
        let number = input.loadUnaligned(fromByteOffset: 8 * place, as: UInt64.self)
        guard (layout.isBigEndian ? number.bigEndian : number.littleEndian) <= Int.max else {
          throw FileError(
            .unexpectedContent, path: path, at: .byte(layout.offset + 8 * place),
            problem: "the uint64 there is more than an int64 holds", remedy: "read it as float64")
        }
      }
    }
  }
}

import MyelinCore

extension Tensor {
  /// The elements in row-major order as a file holds them, as many bytes for each as in memory.
  func storedBytes(bigEndian: Bool) -> [UInt8] {
    func bytes<Bits: FixedWidthInteger>(_ values: [Bits]) -> [UInt8] {
      (bigEndian ? values.map(\.bigEndian) : values.map(\.littleEndian)).withUnsafeBytes { Array($0) }
    }
    switch type {
    case .bool: return elements(as: Bool.self).map { $0 ? 1 : 0 }
    case .int32: return bytes(elements(as: Int32.self))
    case .int64: return bytes(elements(as: Int.self))
    case .float32: return bytes(elements(as: Float.self).map(\.bitPattern))
    case .float64: return bytes(elements(as: Double.self).map(\.bitPattern))
    }
  }
}

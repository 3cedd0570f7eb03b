import MyelinCore

extension RawTensor {
  /// The elements of a tensor, to be written into a file.
  public init(_ tensor: Tensor) {
    switch tensor.type {
    case .bool: self.init(tensor.elements(as: Bool.self), shape: tensor.shape)
    case .int32: self.init(tensor.elements(as: Int32.self), shape: tensor.shape)
    case .int64: self.init(tensor.elements(as: Int.self), shape: tensor.shape)
    case .float32: self.init(tensor.elements(as: Float.self), shape: tensor.shape)
    case .float64: self.init(tensor.elements(as: Double.self), shape: tensor.shape)
    }
  }
}

extension Tensor {
  /// The elements that a file holds; those of types that tensors don't have in the next wider one.
  ///
  /// Half-precision numbers become float32, small integers int32 or int64.
  ///
  /// - Returns: `nil` for 8-bit floating-point and complex numbers, and for integers above `Int.max`.
  public init?(_ raw: RawTensor) {
    switch raw.elementType {
    case .bool:
      guard let values = raw.bools else { return nil }
      self.init(shape: raw.shape, values)
    case .int8, .uint8, .int16, .uint16, .int32:
      guard let values = raw.integers else { return nil }
      self.init(shape: raw.shape, values, type: .int32)
    case .uint32, .int64, .uint64:
      guard let values = raw.integers else { return nil }
      self.init(shape: raw.shape, values)
    case .float16, .bfloat16, .float32:
      guard let values = raw.floats else { return nil }
      self.init(shape: raw.shape, values)
    case .float64:
      guard let values = raw.doubles else { return nil }
      self.init(shape: raw.shape, values, type: .float64)
    case .float8E4M3, .float8E5M2, .float8E8M0, .complex64:
      return nil
    }
  }
}

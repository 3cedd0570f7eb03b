/// Access to the elements as bytes, for code outside this target that moves whole rows without looking at them.
extension Tensor {
  /// A tensor whose elements are not yet written.
  package static func uninitialized(shape: [Int], type: DType) -> Tensor {
    check(shape, in: "Tensor")
    return Tensor(uninitialized: TensorDescription(shape: shape, type: type))
  }

  /// The same values, the elements in row-major order without gaps.
  package func packed() -> Tensor { contiguous().detached() }

  /// Reads the elements, in row-major order.
  package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    let values = contiguous()
    return try withExtendedLifetime(values) {
      try body(UnsafeRawBufferPointer(start: values.rawStart, count: values.count * type.byteCount))
    }
  }

  /// Writes the elements, in row-major order, after making this tensor the only owner of its memory.
  package mutating func withMutableBytes<Result>(
    _ body: (UnsafeMutableRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    self = detached()
    let start = exclusiveStart()
    let size = count * type.byteCount
    defer { withExtendedLifetime(self) {} }
    return try body(UnsafeMutableRawBufferPointer(start: start, count: size))
  }

  /// Whether nobody else refers to these elements, so that writing them copies nothing.
  package mutating func ownsMemoryAlone() -> Bool { isUnshared() }
}

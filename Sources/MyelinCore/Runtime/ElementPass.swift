extension Tensor {
  /// The addresses of the elements of four tensors.
  package typealias FourInputs = (
    UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>
  )
  /// The addresses of the elements of three tensors.
  package typealias ThreeOutputs = (
    UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>
  )

  /// Three tensors that `body` computes element by element from four of one shape; not recorded.
  ///
  /// - Returns: `nil` unless all are float32 and have elements in row-major order.
  package static func computed(
    from a: Tensor, _ b: Tensor, _ c: Tensor, _ d: Tensor,
    _ body: (_ inputs: FourInputs, _ outputs: ThreeOutputs, _ count: Int) -> Void
  ) -> (Tensor, Tensor, Tensor)? {
    func fits(_ other: Tensor) -> Bool {
      other.type == .float32 && other.isContiguous && !other.isSymbolic && other.hasShape(of: a)
    }
    guard fits(a), fits(b), fits(c), fits(d) else { return nil }
    let inputs = (a.start(of: Float.self), b.start(of: Float.self), c.start(of: Float.self), d.start(of: Float.self))
    let (x, y, z) = (Tensor(like: a), Tensor(like: a), Tensor(like: a))
    let outputs = (x.mutableStart, y.mutableStart, z.mutableStart)
    withExtendedLifetime((a, b, c, d)) { body(inputs, outputs, a.count) }
    return (x, y, z)
  }

  /// Uninitialized elements in the shape and type of another tensor's.
  private init(like other: Tensor) { self.init(like: other) { _, _ in } }

  /// The first element of a tensor that nobody else has seen yet.
  private var mutableStart: UnsafeMutablePointer<Float> { UnsafeMutablePointer(mutating: start(of: Float.self)) }

  /// The only element, if it is a float64 number that is known now.
  package var number: Double? {
    count == 1 && type == .float64 && !isSymbolic ? start(of: Double.self).pointee : nil
  }
}

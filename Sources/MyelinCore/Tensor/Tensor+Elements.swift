extension Tensor {
  /// The only element, as a `Double`; stops if there are several.
  public var scalar: Double {
    guard count == 1 else { stop("scalar: the tensor has \(count) elements (shape \(shape)), not one") }
    return scalars[0]
  }

  /// All elements in row-major order, as `Double`s.
  public var scalars: [Double] { elements(as: Double.self) }

  /// All elements in row-major order as values of one Swift type, converted where the tensor's type is another.
  ///
  /// ```swift
  /// let labels = logits.argmax(axis: 1).elements(as: Int.self)
  /// ```
  public func elements<Element: TensorElement>(as element: Element.Type = Element.self) -> [Element] {
    let values = cast(to: Element.dtype).contiguous()
    return values.withElements(of: Element.self) { Array($0) }
  }

  /// The same values in another type. From floating-point numbers to integers, they are truncated towards zero.
  public func cast(to type: DType) -> Tensor {
    self.type == type ? self : .apply(Cast(type: type), self)
  }

  /// The slices along the first axis, one after another: the samples of a batch.
  public var rows: [Tensor] {
    guard rank > 0 else { stop("rows: a scalar has no rows") }
    if !isWatched, !isSymbolic, isContiguous {
      let shape = Array(shape.dropFirst())
      let size = Shape.count(shape)
      return (0..<self.size(of: 0)).map { view(shape: shape, offset: $0 * size) }
    }
    return (0..<shape[0]).map { row(at: $0) }
  }

  /// The slice at `index` along the first axis, without that axis.
  func row(at index: Int) -> Tensor {
    let slice = Slice(
      starts: [index] + shape.dropFirst().map { _ in 0 }, steps: shape.map { _ in 1 }, shape: [1] + shape.dropFirst())
    return Tensor.apply(slice, self).reshaped(to: Array(shape.dropFirst()))
  }

  /// Whether shapes, types and all elements agree. NaN differs from everything.
  public func isIdentical(to other: Tensor) -> Bool {
    shape == other.shape && type == other.type && (self .== other).all().elements(as: Bool.self)[0]
  }

  /// Whether shapes agree and |a − b| ≤ absolute + relative·|b| for all elements, as NumPy's `allclose`.
  public func isClose(
    to other: Tensor, relative: Double = 1e-5, absolute: Double = 1e-8, equalNaN: Bool = false
  ) -> Bool {
    guard shape == other.shape else { return false }
    return zip(scalars, other.scalars).allSatisfy { a, b in
      a == b || (a - b).magnitude <= absolute + relative * b.magnitude && b.isFinite || (equalNaN && a.isNaN && b.isNaN)
    }
  }
}

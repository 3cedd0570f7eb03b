/// An array of numbers with any number of axes, the value that networks are computed with.
///
/// A tensor is a value: assigning it copies it, and changing one copy leaves the others as they were. The
/// memory behind it is shared until it is written, and slices, transposes and broadcasts are views of the
/// same memory, so that copies cost nothing.
///
/// ```swift
/// let x: Tensor = [[1, 2, 3], [4, 5, 6]]   // float32, shape [2, 3]
/// let y = x.transposed() * 2 + 1           // shape [3, 2]
/// print(y[0, 1].scalar)                    // 9.0
/// ```
public struct Tensor: Sendable {
  // Safe to share: see `TensorBody`.
  nonisolated(unsafe) private var body: TensorBody

  /// How this tensor came from watched ones, if it did and gradients are being recorded.
  var node: Node?

  /// The size of every axis; empty for a scalar.
  public var shape: [Int] { body.shape }

  /// The type of the elements.
  public var type: DType { body.type }

  /// The number of axes.
  public var rank: Int { shape.count }

  /// The number of elements: the product of `shape`, 1 for a scalar.
  public var count: Int { body.count }

  /// A tensor whose elements `fill` writes into fresh memory, in row-major order.
  @inline(__always)
  init<Element: TensorElement>(
    shape: [Int], of element: Element.Type = Element.self,
    filledBy fill: (UnsafeMutableBufferPointer<Element>) -> Void
  ) {
    let count = Shape.count(shape)
    body = .make(shape: shape, count: count, type: Element.dtype)
    let start = body.start.bindMemory(to: Element.self, capacity: count)
    withExtendedLifetime(body) { fill(UnsafeMutableBufferPointer(start: start, count: count)) }
  }

  /// Elements of this tensor in another arrangement, without a record. Strides that say what `nil` would say are dropped,
  /// so that `isContiguous` is cheap.
  ///
  /// - Parameters:
  ///   - strides: The distance between neighbours along every axis, in elements; `nil` if they lie in row-major order
  ///     without gaps.
  ///   - offset: The distance of the first element from this tensor's, in elements.
  func view(shape: [Int], strides: [Int]? = nil, offset: Int = 0) -> Tensor {
    var view = self
    let strides = strides.flatMap { Shape.isRowMajor(shape, strides: $0) ? nil : $0 }
    view.body = body.view(shape: shape, strides: strides, offset: offset)
    view.node = nil
    return view
  }

  /// Whether the elements lie in row-major order without gaps.
  var isContiguous: Bool { body.strides == nil }

  /// Whether all elements are known to be one number in memory, repeated by broadcasting.
  var repeatsOneNumber: Bool {
    guard let strides = body.strides else { return count == 1 }
    return zip(shape, strides).allSatisfy { size, stride in size == 1 || stride == 0 }
  }

  /// The distance between neighbours along every axis, in elements.
  var strides: [Int] { body.strides ?? Shape.rowMajorStrides(shape) }

  /// The first element. The pointer is valid as long as the tensor is.
  @inline(__always)
  func start<Element: TensorElement>(of element: Element.Type) -> UnsafePointer<Element> {
    assert(Element.dtype == type)
    return UnsafePointer(body.start.assumingMemoryBound(to: Element.self))
  }

  /// The same values without the record of how they were computed: gradients stop here.
  ///
  /// PyTorch's `detach()`, TensorFlow's `stop_gradient`.
  public func detached() -> Tensor {
    if node == nil { return self }
    var copy = self
    copy.node = nil
    return copy
  }

  /// The same values, the elements in row-major order without gaps. Not recorded: for kernels.
  func contiguous() -> Tensor {
    isContiguous ? detached() : Tensor(copying: self)
  }

  /// Reads the elements of a contiguous tensor.
  @inline(__always)
  func withElements<Element: TensorElement, Result>(
    of element: Element.Type, _ body: (UnsafeBufferPointer<Element>) throws -> Result
  ) rethrows -> Result {
    assert(isContiguous)
    return try withExtendedLifetime(self) {
      try body(UnsafeBufferPointer(start: start(of: element), count: count))
    }
  }

  /// Writes the elements, after making this tensor the only owner of contiguous memory.
  mutating func withMutableElements<Element: TensorElement, Result>(
    of element: Element.Type, _ change: (UnsafeMutableBufferPointer<Element>) -> Result
  ) -> Result {
    if !isContiguous || body.owner != nil || !isKnownUniquelyReferenced(&body) { self = Tensor(copying: self) }
    node = nil
    let elements = UnsafeMutableBufferPointer(start: UnsafeMutablePointer(mutating: start(of: element)), count: count)
    return withExtendedLifetime(body) { change(elements) }
  }

  /// A copy in memory of its own, row-major.
  private init(copying source: Tensor) {
    func copy<Element: TensorElement>(_ element: Element.Type) -> Tensor {
      Tensor(shape: source.shape, of: element) { output in
        let input = source.start(of: element)
        let loop = StridedLoop(shape: source.shape, strides: [source.strides])
        loop.forEachRow { position, offsets, length, steps in
          let row = input + offsets[0]
          let step = steps[0]
          let target = output.baseAddress.unsafelyUnwrapped + position
          if step == 1 {
            target.update(from: row, count: length)
          } else {
            for index in 0..<length { target[index] = row[index * step] }
          }
        }
      }
    }
    self = source.type.withElementType { copy($0) }
  }
}

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

  /// How this tensor came from watched ones, if it did and gradients are being recorded. Valid as long as the tensor is.
  @inline(__always)
  var node: Unmanaged<Node>? { body.node }

  /// Whether this tensor came from watched ones while gradients were recorded.
  @inline(__always)
  var isWatched: Bool { body.node != nil }

  /// Notes how this tensor came from watched ones.
  ///
  /// - Parameter makeNode: Makes the node, which may refer to the tensor's body: it lives no longer than that.
  @inline(__always)
  mutating func record(_ makeNode: (Unmanaged<TensorBody>) -> Node) {
    if !body.takesNode || !isKnownUniquelyReferenced(&body) { body = body.withoutNode() }
    body.setNode(makeNode(.passUnretained(body)))
  }

  /// Drops the node: what `detached()` gives, without a copy if nobody else refers to this tensor.
  mutating func forgetNode() {
    guard isWatched else { return }
    if isKnownUniquelyReferenced(&body) { body.dropNode() } else { body = body.withoutNode() }
  }

  /// A copy of this tensor with another node.
  @inline(__always)
  func recorded(as node: Node) -> Tensor {
    let copy = body.withoutNode()
    copy.setNode(node)
    return Tensor(body: copy)
  }

  /// The tensor that refers to a body.
  @inline(__always)
  init(_ body: Unmanaged<TensorBody>) { self.body = body.takeUnretainedValue() }

  /// The size of every axis; empty for a scalar.
  public var shape: [Int] { body.shape }

  /// The type of the elements.
  public var type: DType { body.type }

  /// The number of axes.
  public var rank: Int { body.rank }

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

  private init(body: TensorBody) { self.body = body }

  /// A tensor without elements, which stands for a value that a compiled program will compute.
  init(_ layout: TensorDescription, symbol: Symbol) { body = .make(layout, symbol: symbol) }

  /// A tensor of elements that `owner` keeps, in row-major order.
  init(_ layout: TensorDescription, start: UnsafeMutableRawPointer, owner: AnyObject) {
    body = .make(layout, start: start, owner: owner)
  }

  /// A tensor of elements that aren't initialized.
  init(uninitialized layout: TensorDescription) {
    body = .make(shape: layout.shape, count: layout.count, type: layout.type)
  }

  /// Whether this stands for a value that a compiled program will compute.
  package var isSymbolic: Bool { body.isSymbolic }

  /// What this tensor stands for in a recording.
  var symbol: Symbol? { body.symbol }

  /// What tells this tensor's elements from others': the body, whose address is unique while the tensor lives.
  var identity: ObjectIdentifier { ObjectIdentifier(body) }

  /// A tensor whose `count` elements `fill` writes into fresh memory, in row-major order.
  @inline(__always)
  init(shape: [Int], type: DType, filledBy fill: (_ start: UnsafeMutableRawPointer, _ count: Int) -> Void) {
    let count = Shape.count(shape)
    body = .make(shape: shape, count: count, type: type)
    if count > 0 { withExtendedLifetime(body) { fill(body.start, count) } }
  }

  /// A tensor of another one's shape and type, whose `count` elements `fill` writes into fresh memory.
  @inline(__always)
  init(like other: Tensor, filledBy fill: (_ start: UnsafeMutableRawPointer, _ count: Int) -> Void) {
    let count = other.count
    body = .make(shape: other.shape, count: count, type: other.type)
    if count > 0 { withExtendedLifetime(body) { fill(body.start, count) } }
  }

  /// Elements of this tensor in another arrangement, without a record. Strides that say what `nil` would say are dropped,
  /// so that `isContiguous` is cheap.
  ///
  /// - Parameters:
  ///   - strides: The distance between neighbours along every axis, in elements; `nil` if they lie in row-major order
  ///     without gaps.
  ///   - offset: The distance of the first element from this tensor's, in elements.
  func view(shape: [Int], strides: [Int]? = nil, offset: Int = 0) -> Tensor {
    guard let strides, !Shape.isRowMajor(shape, strides: strides) else {
      return Tensor(body: body.view(shape: shape, strides: nil, offset: offset))
    }
    return Tensor(body: body.view(shape: shape, strides: strides, offset: offset))
  }

  /// Whether the shape is that of another tensor.
  @inline(__always)
  func hasShape(of other: Tensor) -> Bool { body.hasShape(of: other.body) }

  /// Whether this is the shape.
  @inline(__always)
  func hasShape(_ shape: [Int]) -> Bool { body.hasShape(shape) }

  /// The size of one axis, from the front.
  @inline(__always)
  func size(of axis: Int) -> Int { body.size(of: axis) }

  /// Whether the elements lie in row-major order without gaps.
  @inline(__always)
  var isContiguous: Bool { body.isContiguous }

  /// Whether all elements are known to be one number in memory, repeated by broadcasting.
  var repeatsOneNumber: Bool {
    guard let strides = body.strides else { return count == 1 }
    let shape = shape
    for axis in 0..<shape.count where shape[axis] != 1 && strides[axis] != 0 { return false }
    return true
  }

  /// The distance between neighbours along every axis, in elements.
  var strides: [Int] { body.strides ?? Shape.rowMajorStrides(shape) }

  /// The distances between the rows and between the columns of a matrix, in elements.
  var matrixStrides: (down: Int, across: Int) {
    guard let strides = body.strides else { return (Swift.max(size(of: 1), 1), 1) }
    return (strides[0], strides[1])
  }

  /// The first element. The pointer is valid as long as the tensor is.
  @inline(__always)
  func start<Element: TensorElement>(of element: Element.Type) -> UnsafePointer<Element> {
    assert(Element.dtype == type)
    if body.isSymbolic { Recording.stopReading() }
    return UnsafePointer(body.start.assumingMemoryBound(to: Element.self))
  }

  /// The first element, of whatever type. The pointer is valid as long as the tensor is.
  var rawStart: UnsafeRawPointer {
    if body.isSymbolic { Recording.stopReading() }
    return UnsafeRawPointer(body.start)
  }

  /// The same values without the record of how they were computed: gradients stop here.
  ///
  /// PyTorch's `detach()`, TensorFlow's `stop_gradient`.
  public func detached() -> Tensor {
    isWatched ? Tensor(body: body.withoutNode()) : self
  }

  /// The same values, the elements in row-major order without gaps. A copy isn't recorded: for kernels.
  func contiguous() -> Tensor {
    isContiguous ? self : Tensor(copying: self)
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
    if !body.ownsElements || !isKnownUniquelyReferenced(&body) { self = Tensor(copying: self) }
    body.dropNode()
    let elements = UnsafeMutableBufferPointer(start: UnsafeMutablePointer(mutating: start(of: element)), count: count)
    return withExtendedLifetime(body) { change(elements) }
  }

  /// Makes this tensor the only owner of contiguous memory, and gives its address: valid while nobody copies or changes
  /// the tensor.
  mutating func exclusiveStart() -> UnsafeMutableRawPointer {
    if !body.ownsElements || !isKnownUniquelyReferenced(&body) { self = Tensor(copying: self) }
    return body.start
  }

  /// Whether nobody else refers to these elements.
  mutating func isUnshared() -> Bool { body.ownsElements && isKnownUniquelyReferenced(&body) }

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

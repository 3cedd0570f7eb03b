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
  /// The size of every axis; empty for a scalar.
  public internal(set) var shape: [Int]

  /// The distance between neighbours along every axis, in elements; `nil` if the elements lie in row-major
  /// order without gaps.
  var strides: [Int]?

  /// The place of the first element in `storage`, in elements.
  var offset: Int

  var storage: Storage

  /// The type of the elements.
  public internal(set) var type: DType

  /// How this tensor came from watched ones, if it did and gradients are being recorded.
  var node: Node?

  /// A view of `storage`. Strides that say what `nil` would say are dropped, so that `isContiguous` is cheap.
  init(shape: [Int], strides: [Int]? = nil, offset: Int = 0, storage: Storage, type: DType, node: Node? = nil) {
    self.shape = shape
    self.strides = strides.flatMap { Shape.isRowMajor(shape, strides: $0) ? nil : $0 }
    self.offset = offset
    self.storage = storage
    self.type = type
    self.node = node
  }

  /// A tensor whose elements `fill` writes into fresh memory, in row-major order.
  init<Element: TensorElement>(
    shape: [Int], of element: Element.Type = Element.self,
    filledBy fill: (UnsafeMutableBufferPointer<Element>) -> Void
  ) {
    let count = Shape.count(shape)
    let storage = Storage(byteCount: count * MemoryLayout<Element>.stride)
    fill(UnsafeMutableBufferPointer(start: storage.bytes.bindMemory(to: Element.self, capacity: count), count: count))
    self.init(shape: shape, storage: storage, type: Element.dtype)
  }

  /// The number of axes.
  public var rank: Int { shape.count }

  /// The number of elements: the product of `shape`, 1 for a scalar.
  public var count: Int { Shape.count(shape) }

  /// Whether the elements lie in row-major order without gaps.
  var isContiguous: Bool { strides == nil }

  /// The distance between neighbours along every axis, in elements.
  var resolvedStrides: [Int] { strides ?? Shape.rowMajorStrides(shape) }

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
    assert(isContiguous && Element.dtype == type)
    let start = storage.bytes.assumingMemoryBound(to: Element.self) + offset
    return try withExtendedLifetime(storage) { try body(UnsafeBufferPointer(start: start, count: count)) }
  }

  /// Writes the elements, after making this tensor the only owner of contiguous memory.
  mutating func withMutableElements<Element: TensorElement, Result>(
    of element: Element.Type, _ body: (UnsafeMutableBufferPointer<Element>) -> Result
  ) -> Result {
    assert(Element.dtype == type)
    if !isContiguous || !isKnownUniquelyReferenced(&storage) { self = Tensor(copying: self) }
    node = nil
    let start = storage.bytes.assumingMemoryBound(to: Element.self) + offset
    return withExtendedLifetime(storage) { body(UnsafeMutableBufferPointer(start: start, count: count)) }
  }

  /// A copy in memory of its own, row-major.
  private init(copying source: Tensor) {
    func copy<Element: TensorElement>(_ element: Element.Type) -> Tensor {
      Tensor(shape: source.shape, of: element) { output in
        let input = source.storage.bytes.assumingMemoryBound(to: Element.self) + source.offset
        let loop = StridedLoop(shape: source.shape, strides: [source.resolvedStrides])
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

import CMyelinKernels

/// What tensors refer to: a shape, a type, where the elements lie, and how they came from watched ones.
///
/// One allocation holds the description and the elements; a view has no elements of its own and keeps their owner alive.
/// A tensor is a reference to a body and nothing else, so that handing one on takes a single count.
/// Sharing across threads is safe because the description never changes, and the elements are written only by a sole
/// owner: while they are being filled, before anyone else can see them, or after `isKnownUniquelyReferenced` said that
/// nobody does. The same holds for the node.
final class TensorBody: ManagedBuffer<TensorBody.Description, UInt64> {
  struct Description {
    /// The size of every axis; empty for a scalar.
    let shape: [Int]
    /// The distance between neighbours along every axis, in elements; `nil` if the elements lie in row-major order
    /// without gaps.
    let strides: [Int]?
    /// The product of `shape`.
    let count: Int
    /// The first element.
    let start: UnsafeMutableRawPointer
    /// Whose elements these are, if they belong to another body; the symbol, if there are no elements. Retained.
    let owner: Unmanaged<AnyObject>?
    /// How this came from watched tensors, if it did and gradients are being recorded. Retained.
    var node: Unmanaged<Node>? = nil
    let type: DType
    /// Whether this stands for a value that a compiled program will compute: there are no elements.
    let isSymbolic: Bool
    /// Whether the elements are this body's own and lie in row-major order.
    let ownsElements: Bool
  }

  /// The width of the widest vector registers and of a cache line.
  private static let alignment = 64

  /// A body with elements of its own, which are not initialized.
  @inline(__always)
  static func make(shape: [Int], count: Int, type: DType) -> TensorBody {
    let byteCount = count * type.byteCount
    // A few elements gain nothing from alignment.
    let isAligned = byteCount > 256
    let words = (byteCount + (isAligned ? alignment : 0) + 7) / 8
    let body = create(minimumCapacity: words) { buffer in
      buffer.withUnsafeMutablePointerToElements { words in
        var start = UnsafeMutableRawPointer(words)
        if isAligned { start = start.alignedUp(toMultipleOf: alignment) }
        if byteCount >= 1 << 23 { myelin_prefer_large_pages(start, byteCount) }
        return Description(
          shape: shape, strides: nil, count: count, start: start, owner: nil, type: type, isSymbolic: false,
          ownsElements: true)
      }
    }
    return unsafeDowncast(body, to: TensorBody.self)
  }

  deinit {
    // By hand, so that those who have neither pay nothing.
    withUnsafeMutablePointerToHeader { header in
      if let owner = header.pointee.owner { owner.release() }
      if let node = header.pointee.node { node.release() }
    }
  }

  @inline(__always)
  var rank: Int { withUnsafeMutablePointerToHeader { $0.pointee.shape.count } }

  @inline(__always)
  var isContiguous: Bool { withUnsafeMutablePointerToHeader { $0.pointee.strides == nil } }

  /// The size of one axis, from the front.
  @inline(__always)
  func size(of axis: Int) -> Int { withUnsafeMutablePointerToHeader { $0.pointee.shape[axis] } }

  /// Whether this is the shape.
  @inline(__always)
  func hasShape(_ shape: [Int]) -> Bool { withUnsafeMutablePointerToHeader { $0.pointee.shape == shape } }

  /// Whether both have one shape.
  @inline(__always)
  func hasShape(of other: TensorBody) -> Bool {
    withUnsafeMutablePointerToHeader { mine in
      other.withUnsafeMutablePointerToHeader { mine.pointee.shape == $0.pointee.shape }
    }
  }

  // The parts of the description never change, so the checks of exclusive access that `header` makes are left out.
  var shape: [Int] { withUnsafeMutablePointerToHeader { $0.pointee.shape } }
  var strides: [Int]? { withUnsafeMutablePointerToHeader { $0.pointee.strides } }
  var count: Int { withUnsafeMutablePointerToHeader { $0.pointee.count } }
  var start: UnsafeMutableRawPointer { withUnsafeMutablePointerToHeader { $0.pointee.start } }
  var owner: Unmanaged<AnyObject>? { withUnsafeMutablePointerToHeader { $0.pointee.owner } }
  @inline(__always)
  var node: Unmanaged<Node>? { withUnsafeMutablePointerToHeader { $0.pointee.node } }
  var ownsElements: Bool { withUnsafeMutablePointerToHeader { $0.pointee.ownsElements } }
  var isSymbolic: Bool { withUnsafeMutablePointerToHeader { $0.pointee.isSymbolic } }
  /// The symbol of a body without elements.
  var symbol: Symbol? { isSymbolic ? owner.map { unsafeDowncast($0.takeUnretainedValue(), to: Symbol.self) } : nil }
  var type: DType { withUnsafeMutablePointerToHeader { $0.pointee.type } }

  /// A body without elements, for a value that a compiled program will compute.
  static func make(_ layout: TensorDescription, symbol: Symbol) -> TensorBody {
    let body = create(minimumCapacity: 1) { buffer in
      let start = buffer.withUnsafeMutablePointerToElements { UnsafeMutableRawPointer($0) }
      return Description(
        shape: layout.shape, strides: nil, count: layout.count, start: start, owner: .passRetained(symbol),
        type: layout.type,
        isSymbolic: true, ownsElements: false)
    }
    return unsafeDowncast(body, to: TensorBody.self)
  }

  /// A body that shows elements which something else owns.
  static func make(_ layout: TensorDescription, start: UnsafeMutableRawPointer, owner: AnyObject) -> TensorBody {
    let body = create(minimumCapacity: 0) { _ in
      Description(
        shape: layout.shape, strides: nil, count: layout.count, start: start, owner: .passRetained(owner),
        type: layout.type,
        isSymbolic: false, ownsElements: false)
    }
    return unsafeDowncast(body, to: TensorBody.self)
  }

  /// A body that shows elements of this one in another arrangement.
  ///
  /// - Parameter offset: The distance of the view's first element from this body's, in elements.
  func view(shape: [Int], strides: [Int]?, offset: Int) -> TensorBody {
    let count = Shape.count(shape)
    let start = start + offset * type.byteCount
    // A view must not keep alive what the node refers to, so of a body with both it is a copy.
    let isTied = ownsElements && node != nil
    if strides == nil, !isSymbolic, isTied || count * type.byteCount <= TensorBody.smallByteCount {
      // A few elements are copied faster than shared.
      let copy = TensorBody.make(shape: shape, count: count, type: type)
      copy.start.copyMemory(from: start, byteCount: count * type.byteCount)
      return copy
    }
    if isTied { return withoutNode().view(shape: shape, strides: strides, offset: offset) }
    return sharing(shape: shape, strides: strides, count: count, start: start)
  }

  /// A body that shows elements of this one.
  private func sharing(shape: [Int], strides: [Int]?, count: Int, start: UnsafeMutableRawPointer) -> TensorBody {
    let body = TensorBody.create(minimumCapacity: 0) { _ in
      Description(
        shape: shape, strides: strides, count: count, start: start, owner: (owner ?? .passUnretained(self)).retain(),
        type: type, isSymbolic: isSymbolic, ownsElements: false)
    }
    return unsafeDowncast(body, to: TensorBody.self)
  }

  // MARK: Nodes

  /// Another body with the same elements, or symbol, without a node: nothing that this one's node refers to is kept alive.
  func withoutNode() -> TensorBody {
    if ownsElements, node != nil {
      let copy = TensorBody.make(shape: shape, count: count, type: type)
      copy.start.copyMemory(from: start, byteCount: count * type.byteCount)
      return copy
    }
    return sharing(shape: shape, strides: strides, count: count, start: start)
  }

  /// Whether a node of this body may be set in place: if the elements are its own, few enough that a copy of them costs
  /// little.
  @inline(__always)
  var takesNode: Bool {
    node == nil && (!ownsElements || count * type.byteCount <= TensorBody.recordedByteCount)
  }

  /// Sets the node of a body that nobody else refers to.
  @inline(__always)
  func setNode(_ node: Node) {
    withUnsafeMutablePointerToHeader { $0.pointee.node = .passRetained(node) }
  }

  /// Drops the node of a body that nobody else refers to.
  func dropNode() {
    withUnsafeMutablePointerToHeader { header in
      if let node = header.pointee.node.take() { node.release() }
    }
  }

  private static let smallByteCount = 64
  /// A body with more bytes of its own than these gets no node: another body that shows its elements does. Who lets the
  /// node go, and keeps the elements, then needs no copy.
  private static let recordedByteCount = 4096
}

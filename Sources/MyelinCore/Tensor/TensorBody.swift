import CMyelinKernels

/// What tensors refer to: a shape, a type, and where the elements lie.
///
/// One allocation holds the description and the elements; a view has no elements of its own and keeps their owner alive.
/// Sharing across threads is safe because the description never changes, and the elements are written only by a sole
/// owner: while they are being filled, before anyone else can see them, or after `isKnownUniquelyReferenced` said that
/// nobody does.
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
    /// Whose elements these are, if they belong to another body; the symbol, if there are no elements.
    let owner: AnyObject?
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
  var owner: AnyObject? { withUnsafeMutablePointerToHeader { $0.pointee.owner } }
  var ownsElements: Bool { withUnsafeMutablePointerToHeader { $0.pointee.ownsElements } }
  var isSymbolic: Bool { withUnsafeMutablePointerToHeader { $0.pointee.isSymbolic } }
  /// The symbol of a body without elements.
  var symbol: Symbol? { isSymbolic ? owner.map { unsafeDowncast($0, to: Symbol.self) } : nil }
  var type: DType { withUnsafeMutablePointerToHeader { $0.pointee.type } }

  /// A body without elements, for a value that a compiled program will compute.
  static func make(_ layout: TensorDescription, symbol: Symbol) -> TensorBody {
    let body = create(minimumCapacity: 1) { buffer in
      let start = buffer.withUnsafeMutablePointerToElements { UnsafeMutableRawPointer($0) }
      return Description(
        shape: layout.shape, strides: nil, count: layout.count, start: start, owner: symbol, type: layout.type,
        isSymbolic: true, ownsElements: false)
    }
    return unsafeDowncast(body, to: TensorBody.self)
  }

  /// A body that shows elements which something else owns.
  static func make(_ layout: TensorDescription, start: UnsafeMutableRawPointer, owner: AnyObject) -> TensorBody {
    let body = create(minimumCapacity: 0) { _ in
      Description(
        shape: layout.shape, strides: nil, count: layout.count, start: start, owner: owner, type: layout.type,
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
    if strides == nil, count * type.byteCount <= TensorBody.smallByteCount, !isSymbolic {
      // A few elements are copied faster than shared.
      let copy = TensorBody.make(shape: shape, count: count, type: type)
      copy.start.copyMemory(from: start, byteCount: count * type.byteCount)
      return copy
    }
    let body = TensorBody.create(minimumCapacity: 0) { _ in
      Description(
        shape: shape, strides: strides, count: count, start: start, owner: owner ?? self, type: type, isSymbolic: false,
        ownsElements: false)
    }
    return unsafeDowncast(body, to: TensorBody.self)
  }

  private static let smallByteCount = 64
}

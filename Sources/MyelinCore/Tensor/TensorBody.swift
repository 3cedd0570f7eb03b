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
    /// Whose elements these are, if they belong to another body.
    let owner: TensorBody?
    let type: DType
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
        return Description(shape: shape, strides: nil, count: count, start: start, owner: nil, type: type)
      }
    }
    return unsafeDowncast(body, to: TensorBody.self)
  }

  // The parts of the description never change, so the checks of exclusive access that `header` makes are left out.
  var shape: [Int] { withUnsafeMutablePointerToHeader { $0.pointee.shape } }
  var strides: [Int]? { withUnsafeMutablePointerToHeader { $0.pointee.strides } }
  var count: Int { withUnsafeMutablePointerToHeader { $0.pointee.count } }
  var start: UnsafeMutableRawPointer { withUnsafeMutablePointerToHeader { $0.pointee.start } }
  var owner: TensorBody? { withUnsafeMutablePointerToHeader { $0.pointee.owner } }
  var type: DType { withUnsafeMutablePointerToHeader { $0.pointee.type } }

  /// A body that shows elements of this one in another arrangement.
  ///
  /// - Parameter offset: The distance of the view's first element from this body's, in elements.
  func view(shape: [Int], strides: [Int]?, offset: Int) -> TensorBody {
    let body = TensorBody.create(minimumCapacity: 0) { _ in
      Description(
        shape: shape, strides: strides, count: Shape.count(shape), start: start + offset * type.byteCount,
        owner: owner ?? self, type: type)
    }
    return unsafeDowncast(body, to: TensorBody.self)
  }
}

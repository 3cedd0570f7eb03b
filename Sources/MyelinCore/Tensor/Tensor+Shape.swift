extension Tensor {
  /// The same elements in row-major order under another shape. One size may be −1: it is what is left over.
  public func reshaped(to newShape: [Int]) -> Tensor {
    if hasShape(newShape) { return self }
    if !newShape.contains(where: { $0 < 0 }), Shape.count(newShape) == count {
      return .apply(Reshape(shape: newShape), self)
    }
    var target = newShape
    let free = newShape.indices.filter { newShape[$0] == -1 }
    if let axis = free.first, free.count == 1 {
      target[axis] = 1
      let rest = Shape.count(target)
      guard rest > 0, count % rest == 0 else {
        stop("reshape: the \(count) elements of \(shape) can't be arranged as \(newShape)")
      }
      target[axis] = count / rest
    }
    guard !target.contains(where: { $0 < 0 }), Shape.count(target) == count else {
      stop("reshape: the \(count) elements of \(shape) can't be arranged as \(newShape)")
    }
    return target == shape ? self : .apply(Reshape(shape: target), self)
  }

  /// All elements in row-major order along one axis.
  public func flattened() -> Tensor { reshaped(to: [count]) }

  /// The axes in reverse order: the transpose of a matrix.
  public func transposed() -> Tensor {
    rank == 2 ? .apply(Permute(order: Permute.swap), self) : permuted(to: shape.indices.reversed())
  }

  /// Two axes exchanged.
  public func transposed(_ first: Int, _ second: Int) -> Tensor {
    let (a, b) = (Shape.axis(first, rank: rank, in: "transpose"), Shape.axis(second, rank: rank, in: "transpose"))
    var order = Array(shape.indices)
    order.swapAt(a, b)
    return permuted(to: order)
  }

  /// Axis k of the result is axis `order[k]` of this tensor.
  public func permuted(to order: [Int]) -> Tensor {
    let resolved = order.map { Shape.axis($0, rank: rank, in: "permute") }
    guard resolved.count == rank, Set(resolved).count == rank else {
      stop("permute: \(order) is not an order of the \(rank) axes of \(shape)")
    }
    return resolved == Array(shape.indices) ? self : .apply(Permute(order: resolved), self)
  }

  /// The last two axes exchanged.
  func matrixTransposed() -> Tensor { rank == 2 ? transposed() : transposed(-1, -2) }

  /// Without the axes of size 1, or without those named, which must have size 1.
  public func squeezed(axes: Int...) -> Tensor {
    let removed = axes.isEmpty ? shape.indices.filter { shape[$0] == 1 } : Shape.axes(axes, rank: rank, in: "squeeze")
    if let axis = removed.first(where: { shape[$0] != 1 }) {
      stop("squeeze: axis \(axis) of \(shape) has size \(shape[axis]), not 1")
    }
    return reshaped(to: shape.indices.filter { !removed.contains($0) }.map { shape[$0] })
  }

  /// With a new axis of size 1 at `axis` (−1 is behind the last).
  public func unsqueezed(axis: Int) -> Tensor {
    var target = shape
    target.insert(1, at: Shape.axis(axis, rank: rank + 1, in: "unsqueeze"))
    return reshaped(to: target)
  }

  /// Repeated to `newShape` by broadcasting, without copying. A size of −1 keeps the axis as it is.
  public func expanded(to newShape: [Int]) -> Tensor {
    if hasShape(newShape) { return self }
    let lead = newShape.count - rank
    guard lead >= 0 else { stop("expand: \(shape) has more axes than \(newShape)") }
    let target = newShape.indices.map { newShape[$0] == -1 && $0 >= lead ? shape[$0 - lead] : newShape[$0] }
    Tensor.check(target, in: "expand")
    return target == shape ? self : .apply(Broadcast(shape: target), self)
  }

  /// The sum over the axes along which a tensor of `target` was broadcast to this shape: the transpose of broadcasting.
  func summed(to target: [Int]) -> Tensor {
    if hasShape(target) { return self }
    // Axes of size 1 need no sum.
    if count == Shape.count(target) { return reshaped(to: target) }
    let axes = Shape.broadcastAxes(target, to: shape)
    return (axes.isEmpty ? self : Tensor.apply(Sum(axes: axes), self)).reshaped(to: target)
  }

  /// The tensors one behind the other along an axis that they have; they agree in all others.
  public static func concatenate(_ tensors: [Tensor], axis: Int = 0) -> Tensor {
    guard let first = tensors.first else { stop("concatenate: no tensors") }
    let type = tensors.reduce(first.type) { $0.promoted(with: $1.type) }
    let axis = Shape.axis(axis, rank: first.rank, in: "concatenate")
    return apply(Concatenate(axis: axis), to: tensors.map { $0.cast(to: type) })
  }

  /// The tensors, which have one shape, side by side along a new axis.
  public static func stack(_ tensors: [Tensor], axis: Int = 0) -> Tensor {
    guard let first = tensors.first else { stop("stack: no tensors") }
    if let odd = tensors.first(where: { $0.shape != first.shape }) {
      stop("stack: the shapes \(first.shape) and \(odd.shape) differ")
    }
    return concatenate(tensors.map { $0.unsqueezed(axis: axis) }, axis: axis)
  }

  /// Pieces of `size` along an axis; the last is smaller if the size doesn't divide the axis.
  public func split(size: Int, axis: Int = 0) -> [Tensor] {
    guard size > 0 else { stop("split: the size \(size) is not positive") }
    let length = shape[Shape.axis(axis, rank: rank, in: "split")]
    return split(sizes: stride(from: 0, to: length, by: size).map { Swift.min(size, length - $0) }, axis: axis)
  }

  /// `count` pieces along an axis, whose sizes differ by at most one.
  public func split(count: Int, axis: Int = 0) -> [Tensor] {
    guard count > 0 else { stop("split: the count \(count) is not positive") }
    let length = shape[Shape.axis(axis, rank: rank, in: "split")]
    return split(sizes: (0..<count).map { length / count + ($0 < length % count ? 1 : 0) }, axis: axis)
  }

  /// Pieces of the given sizes along an axis; they add up to the axis' size.
  public func split(sizes: [Int], axis: Int = 0) -> [Tensor] {
    let axis = Shape.axis(axis, rank: rank, in: "split")
    guard !sizes.contains(where: { $0 < 0 }), sizes.reduce(0, +) == shape[axis] else {
      stop("split: the sizes \(sizes) don't add up to the \(shape[axis]) of axis \(axis)")
    }
    var start = 0
    return sizes.map { size in
      defer { start += size }
      return sliced(axis: axis, from: start, count: size)
    }
  }

  /// `count` neighbours along `axis`, from `start`.
  func sliced(axis: Int, from start: Int, count: Int, step: Int = 1) -> Tensor {
    var (starts, steps, target) = (shape.map { _ in 0 }, shape.map { _ in 1 }, shape)
    (starts[axis], steps[axis], target[axis]) = (start, step, count)
    return .apply(Slice(starts: starts, steps: steps, shape: target), self)
  }

  /// Surrounded by `value`: for every axis, how many elements come before and behind.
  public func padded(_ widths: [(before: Int, after: Int)], value: Double = 0) -> Tensor {
    guard widths.count == rank else { stop("pad: \(widths.count) widths for the \(rank) axes of \(shape)") }
    guard !widths.contains(where: { $0.before < 0 || $0.after < 0 }) else { stop("pad: a width is negative") }
    return .apply(Pad(before: widths.map(\.before), after: widths.map(\.after), value: value), self)
  }

  /// The whole tensor repeated `repeats[k]` times along axis k; missing repeats in front count as 1. NumPy's `tile`.
  public func tiled(_ repeats: [Int]) -> Tensor {
    guard !repeats.contains(where: { $0 < 0 }) else { stop("tile: a repeat in \(repeats) is negative") }
    let rank = Swift.max(self.rank, repeats.count)
    let sizes = [Int](repeating: 1, count: rank - self.rank) + shape
    let times = [Int](repeating: 1, count: rank - repeats.count) + repeats
    let spread = reshaped(to: sizes.flatMap { [1, $0] }).expanded(to: zip(times, sizes).flatMap { [$0, $1] })
    return spread.reshaped(to: zip(times, sizes).map { $0 * $1 })
  }

  /// Every element repeated `times` times along `axis`. NumPy's `repeat`.
  public func repeated(_ times: Int, axis: Int) -> Tensor {
    guard times >= 0 else { stop("repeat: the count \(times) is negative") }
    let axis = Shape.axis(axis, rank: rank, in: "repeat")
    var (spread, target) = (shape, shape)
    spread.insert(times, at: axis + 1)
    target[axis] *= times
    return unsqueezed(axis: axis + 1).expanded(to: spread).reshaped(to: target)
  }

  /// The elements in reverse order along the named axes, or along all.
  public func flipped(axes: Int...) -> Tensor {
    let axes = axes.isEmpty ? Array(shape.indices) : Shape.axes(axes, rank: rank, in: "flip")
    let slice = Slice(
      starts: shape.indices.map { axes.contains($0) ? Swift.max(shape[$0] - 1, 0) : 0 },
      steps: shape.indices.map { axes.contains($0) ? -1 : 1 }, shape: shape)
    return .apply(slice, self)
  }
}

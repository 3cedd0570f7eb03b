extension Tensor {
  /// The matrix product, by the rules of NumPy's `matmul`.
  ///
  /// Two matrices [m, k] × [k, n] give [m, n]; a vector on the left is a row, on the right a column, and its axis disappears
  /// from the result; axes in front of the matrices are batches and broadcast.
  public func matmul(_ other: Tensor) -> Tensor {
    if rank == 2, other.rank == 2, size(of: 1) == other.size(of: 0), type == other.type {
      return .apply(MatrixProduct(), self, other)
    }
    guard rank > 0, other.rank > 0 else {
      stop("matmul: \(shape) × \(other.shape): a scalar has no matrix product; use * instead")
    }
    let type = self.type.promoted(with: other.type)
    let left = rank == 1 ? unsqueezed(axis: 0) : self
    let right = other.rank == 1 ? other.unsqueezed(axis: 1) : other
    let (inner, otherInner) = (left.shape[left.rank - 1], right.shape[right.rank - 2])
    guard inner == otherInner else {
      stop("matmul: \(shape) × \(other.shape): the inner sizes \(inner) and \(otherInner) differ")
    }
    var product = Tensor.apply(MatrixProduct(), left.cast(to: type), right.cast(to: type))
    if rank == 1 { product = product.squeezed(axes: -2) }
    if other.rank == 1 { product = product.squeezed(axes: -1) }
    return product
  }

  /// The inner product Σ aₖ·bₖ of two vectors of one length, in the type in which they meet. Added pairwise.
  public func dot(_ other: Tensor) -> Tensor {
    guard rank == 1, shape == other.shape else {
      stop("dot: needs two vectors of one length, got shapes \(shape) and \(other.shape)")
    }
    let products = self * other
    return products.sum().cast(to: products.type)
  }

  /// The matrix of the products aᵢ·bⱼ of two vectors.
  public func outer(_ other: Tensor) -> Tensor {
    guard rank == 1, other.rank == 1 else {
      stop("outer: needs two vectors, got shapes \(shape) and \(other.shape)")
    }
    return unsqueezed(axis: 1) * other.unsqueezed(axis: 0)
  }

  /// The p-norm (Σ |x|ᵖ)^(1/p) of the elements along the axes; by default the Euclidean length.
  ///
  /// - Parameter order: p; ∞ is the largest magnitude, 1 the sum of magnitudes, 0 the number of elements other than 0.
  /// - Returns: The norms. Where a Euclidean norm is 0, its derivative is taken as 0.
  public func norm(order: Double = 2, axes: [Int]? = nil, keepingDimensions: Bool = false) -> Tensor {
    let x = cast(to: type.floatingPoint)
    func sum(_ terms: Tensor) -> Tensor { terms.sum(axes: axes, keepingDimensions: keepingDimensions) }
    if order == .infinity { return x.abs().max(axes: axes, keepingDimensions: keepingDimensions) }
    if order == -.infinity { return x.abs().min(axes: axes, keepingDimensions: keepingDimensions) }
    if order == 0 { return sum((x .!= 0).cast(to: x.type)) }
    let isEmpty = Shape.axes(axes, rank: rank, in: "norm").contains { shape[$0] == 0 }
    if order == 1 || isEmpty { return sum(x.abs()) }
    // Scaled by the largest magnitude, so that no square overflows or vanishes.
    let largest = withoutGradient { x.abs().max(axes: axes, keepingDimensions: true) }
    let one = Tensor.ones([], type: x.type)
    let scale = Tensor.select(largest.isFinite() .& (largest .> 0), largest, one)
    let total = sum((x / scale).abs().power(order))
    let isZero = total .== 0
    let root = Tensor.select(isZero, one, total).power(1 / order)
    let outer = keepingDimensions ? scale : scale.reshaped(to: total.shape)
    return Tensor.select(isZero, one * 0, root * outer)
  }
  /// The p-norm along one axis.
  public func norm(order: Double = 2, axis: Int, keepingDimensions: Bool = false) -> Tensor {
    norm(order: order, axes: [axis], keepingDimensions: keepingDimensions)
  }

  /// The sum of a matrix' main diagonal; axes in front of the matrix are batches.
  public func trace() -> Tensor {
    guard rank >= 2 else { stop("trace: needs a matrix, got shape \(shape)") }
    let mask = Tensor.eye(shape[rank - 2], columns: shape[rank - 1], type: .bool)
    return Tensor.where(mask, self, Tensor.zeros([], type: type)).sum(axes: [-2, -1])
  }
}

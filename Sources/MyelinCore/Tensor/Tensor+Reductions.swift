// Reductions along one axis, several axes or all of them. Reduced axes disappear from the shape, unless
// `keepingDimensions`, which leaves them with size 1. Axes may be negative: −1 is the last.

extension Tensor {
  /// `primitive` along the axes, which are removed unless `keepingDimensions`.
  private func reduce(
    _ axes: [Int]?, _ keepingDimensions: Bool, _ name: String, _ primitive: ([Int]) -> some UnaryPrimitive
  )
    -> Tensor
  {
    let axes = Shape.axes(axes, rank: rank, in: name)
    let reduced = axes.isEmpty ? self : Tensor.apply(primitive(axes), self)
    return keepingDimensions ? reduced : reduced.removing(axes)
  }

  private func removing(_ axes: [Int]) -> Tensor {
    reshaped(to: Shape.removing(axes, from: shape))
  }

  /// The type in which elements add up: int64 for integers and Booleans.
  private var summable: Tensor { type.isFloatingPoint ? self : cast(to: .int64) }

  /// How many elements meet in each result.
  private func reducedCount(_ axes: [Int]?, _ name: String) -> Int {
    guard let axes else { return count }
    return Shape.axes(axes, rank: rank, in: name).reduce(1) { $0 * size(of: $1) }
  }

  /// The sum of the elements; int64 for integers and Booleans. Added with about twice the digits that the type has,
  /// then rounded once.
  public func sum(axes: [Int]? = nil, keepingDimensions: Bool = false) -> Tensor {
    let x = summable
    if keepingDimensions || x.isSymbolic { return x.reduce(axes, keepingDimensions, "sum") { Sum(axes: $0) } }
    let axes = Shape.axes(axes, rank: rank, in: "sum")
    return axes.isEmpty ? x : .apply(RemovingSum(axes: axes), x)
  }
  /// The sum along one axis.
  public func sum(axis: Int, keepingDimensions: Bool = false) -> Tensor {
    sum(axes: Shape.single(axis < 0 ? axis + rank : axis), keepingDimensions: keepingDimensions)
  }

  /// The arithmetic mean; float32 for integers and Booleans, NaN for no elements.
  public func mean(axes: [Int]? = nil, keepingDimensions: Bool = false) -> Tensor {
    let total = cast(to: type.floatingPoint).sum(axes: axes, keepingDimensions: keepingDimensions)
    return total / Double(reducedCount(axes, "mean"))
  }
  /// The arithmetic mean along one axis.
  public func mean(axis: Int, keepingDimensions: Bool = false) -> Tensor {
    mean(axes: [axis], keepingDimensions: keepingDimensions)
  }

  /// The largest element; NaN if there is one. Elements that tie share the derivative equally.
  public func max(axes: [Int]? = nil, keepingDimensions: Bool = false) -> Tensor {
    reduce(axes, keepingDimensions, "max") { Extremum(kind: .max, axes: $0) }
  }
  /// The largest element along one axis.
  public func max(axis: Int, keepingDimensions: Bool = false) -> Tensor {
    max(axes: [axis], keepingDimensions: keepingDimensions)
  }

  /// The smallest element; NaN if there is one. Elements that tie share the derivative equally.
  public func min(axes: [Int]? = nil, keepingDimensions: Bool = false) -> Tensor {
    reduce(axes, keepingDimensions, "min") { Extremum(kind: .min, axes: $0) }
  }
  /// The smallest element along one axis.
  public func min(axis: Int, keepingDimensions: Bool = false) -> Tensor {
    min(axes: [axis], keepingDimensions: keepingDimensions)
  }

  /// The product of the elements; int64 for integers and Booleans. Multiplied in pairs, so that the derivative is exact
  /// even where elements are 0.
  public func prod(axes: [Int]? = nil, keepingDimensions: Bool = false) -> Tensor {
    let axes = Shape.axes(axes, rank: rank, in: "prod")
    let kept = shape.indices.filter { !axes.contains($0) }
    var factors = summable.permuted(to: kept + axes).reshaped(
      to: kept.map { shape[$0] } + [axes.reduce(1) { $0 * shape[$1] }])
    let last = kept.count
    if factors.shape[last] == 0 { factors = .ones(kept.map { shape[$0] } + [1], type: factors.type) }
    while factors.shape[last] > 1 {
      let half = factors.shape[last] / 2
      var products =
        factors.sliced(axis: last, from: 0, count: half) * factors.sliced(axis: last, from: half, count: half)
      if factors.shape[last] % 2 == 1 {
        products = .concatenate([products, factors.sliced(axis: last, from: 2 * half, count: 1)], axis: last)
      }
      factors = products
    }
    return factors.reshaped(
      to: keepingDimensions
        ? shape.indices.map { axes.contains($0) ? 1 : shape[$0] } : kept.map { shape[$0] })
  }
  /// The product along one axis.
  public func prod(axis: Int, keepingDimensions: Bool = false) -> Tensor {
    prod(axes: [axis], keepingDimensions: keepingDimensions)
  }

  /// The index of the first largest element: along an axis, or in row-major order if none is given. int64.
  public func argmax(axis: Int? = nil, keepingDimensions: Bool = false) -> Tensor {
    extremumIndex(.max, axis, keepingDimensions)
  }

  /// The index of the first smallest element: along an axis, or in row-major order if none is given. int64.
  public func argmin(axis: Int? = nil, keepingDimensions: Bool = false) -> Tensor {
    extremumIndex(.min, axis, keepingDimensions)
  }

  private func extremumIndex(_ kind: Extremum.Kind, _ axis: Int?, _ keepingDimensions: Bool) -> Tensor {
    guard let axis else {
      let index = Tensor.apply(ExtremumIndex(kind: kind, axis: 0), flattened())
      return index.reshaped(to: keepingDimensions ? shape.map { _ in 1 } : [])
    }
    return reduce([axis], keepingDimensions, "arg\(kind.rawValue)") { ExtremumIndex(kind: kind, axis: $0[0]) }
  }

  /// The mean squared distance from the mean, Σ(x − x̄)² / (n − correction).
  ///
  /// - Parameter correction: 1 is Bessel's, for the variance of a population that the elements are a sample of (PyTorch's
  ///   default); 0 is the variance of the elements themselves (NumPy's default, and this one's).
  public func variance(axes: [Int]? = nil, correction: Double = 0, keepingDimensions: Bool = false) -> Tensor {
    let x = cast(to: type.floatingPoint)
    let deviations = x - x.mean(axes: axes, keepingDimensions: true)
    let degrees = Double(reducedCount(axes, "variance")) - correction
    return (deviations * deviations).sum(axes: axes, keepingDimensions: keepingDimensions) / Swift.max(degrees, 0)
  }
  /// The variance along one axis.
  public func variance(axis: Int, correction: Double = 0, keepingDimensions: Bool = false) -> Tensor {
    variance(axes: [axis], correction: correction, keepingDimensions: keepingDimensions)
  }

  /// The square root of the variance. Where it is 0, its derivative is taken as 0.
  public func standardDeviation(axes: [Int]? = nil, correction: Double = 0, keepingDimensions: Bool = false) -> Tensor {
    let variance = variance(axes: axes, correction: correction, keepingDimensions: keepingDimensions)
    let isZero = variance .== 0
    return .select(isZero, variance.zerosLike(), Tensor.select(isZero, variance.onesLike(), variance).sqrt())
  }
  /// The standard deviation along one axis.
  public func standardDeviation(axis: Int, correction: Double = 0, keepingDimensions: Bool = false) -> Tensor {
    standardDeviation(axes: [axis], correction: correction, keepingDimensions: keepingDimensions)
  }

  /// Whether one element differs from 0 (is true); false for no elements.
  public func any(axes: [Int]? = nil, keepingDimensions: Bool = false) -> Tensor {
    (self.cast(to: .bool)).sum(axes: axes, keepingDimensions: keepingDimensions) .> 0
  }
  /// Whether one element along an axis differs from 0.
  public func any(axis: Int, keepingDimensions: Bool = false) -> Tensor {
    any(axes: [axis], keepingDimensions: keepingDimensions)
  }

  /// Whether all elements differ from 0 (are true); true for no elements.
  public func all(axes: [Int]? = nil, keepingDimensions: Bool = false) -> Tensor {
    (self .== 0).sum(axes: axes, keepingDimensions: keepingDimensions) .== 0
  }
  /// Whether all elements along an axis differ from 0.
  public func all(axis: Int, keepingDimensions: Bool = false) -> Tensor {
    all(axes: [axis], keepingDimensions: keepingDimensions)
  }

  /// log Σ eˣ, without overflow or underflow: the largest element is taken out first.
  public func logSumExp(axes: [Int]? = nil, keepingDimensions: Bool = false) -> Tensor {
    let x = cast(to: type.floatingPoint)
    let resolved = Shape.axes(axes, rank: rank, in: "logSumExp")
    if resolved.contains(where: { shape[$0] == 0 }) {
      return x.sum(axes: resolved, keepingDimensions: keepingDimensions).log()
    }
    // Infinite maxima are left in place: ∞ − ∞ would make them NaN.
    let largest = withoutGradient { x.max(axes: resolved, keepingDimensions: true) }
    let shift = Tensor.select(largest.isFinite(), largest, .zeros([], type: x.type))
    let result = (x - shift).exp().sum(axes: resolved, keepingDimensions: true).log() + shift
    return keepingDimensions ? result : result.removing(resolved)
  }
  /// log Σ eˣ along one axis.
  public func logSumExp(axis: Int, keepingDimensions: Bool = false) -> Tensor {
    logSumExp(axes: [axis], keepingDimensions: keepingDimensions)
  }

  /// The running sum along an axis: element k is the sum of the elements 0…k. int64 for integers and Booleans.
  public func cumulativeSum(axis: Int) -> Tensor {
    .apply(CumulativeSum(axis: Shape.axis(axis, rank: rank, in: "cumulativeSum")), summable)
  }

  /// eˣ / Σ eˣ along an axis: positive numbers that sum to 1, in the order of x. Without overflow.
  public func softmax(axis: Int = -1) -> Tensor {
    let x = cast(to: type.floatingPoint)
    if count == 0 { return x }
    let largest = withoutGradient { x.max(axis: axis, keepingDimensions: true) }
    let exponentials = (x - largest).exp()
    return exponentials / exponentials.sum(axis: axis, keepingDimensions: true)
  }

  /// The logarithm of `softmax`, exact where that underflows.
  public func logSoftmax(axis: Int = -1) -> Tensor {
    let x = cast(to: type.floatingPoint)
    if count == 0 { return x }
    let largest = withoutGradient { x.max(axis: axis, keepingDimensions: true) }
    let shifted = x - largest
    return shifted - shifted.exp().sum(axis: axis, keepingDimensions: true).log()
  }
}

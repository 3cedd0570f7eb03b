import CMyelinKernels

/// Primitives that combine the elements along axes. The axes are counted from the front and in order, and stay in the
/// result with size 1; `Tensor.reduce` removes them.

/// The sum along `axes`, as exact as if it were added with about twice the digits and rounded once.
struct Sum: UnaryPrimitive {
  let axes: [Int]
  var name: String { "sum" }

  func result(of inputs: Operands) -> TensorDescription { inputs[0].layout.reduced(along: axes) }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> Derivatives {
    .one(cotangent.expanded(to: inputs[0].shape))
  }

  func evaluate(_ x: Tensor) -> Tensor { ReductionRows(x, along: axes).sum() }
}

/// The sum along `axes`, which disappear from the shape. Programs reshape the result of `Sum` instead.
struct RemovingSum: UnaryPrimitive {
  let axes: [Int]
  var name: String { "sum" }

  func result(of inputs: Operands) -> TensorDescription {
    TensorDescription(shape: Shape.removing(axes, from: inputs[0].shape), type: inputs[0].type)
  }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> Derivatives {
    let x = inputs[0]
    if let spread = spread(cotangent, like: x) { return .one(spread) }
    let shape = x.shape
    return .one(cotangent.reshaped(to: Shape.flattening(axes, of: shape)).expanded(to: shape))
  }

  /// The cotangent repeated along the axes, where it is short and not recorded: written out faster than described.
  private func spread(_ cotangent: Tensor, like x: Tensor) -> Tensor? {
    let size = x.type.byteCount
    guard !cotangent.isWatched, !cotangent.isSymbolic, cotangent.isContiguous, x.count * size <= 256,
      let first = axes.first, let last = axes.last, last - first + 1 == axes.count
    else { return nil }
    if cotangent.count == x.count { return cotangent.reshaped(to: x.shape) }
    var (outer, length, inner) = (1, 1, size)
    for axis in 0..<first { outer *= x.size(of: axis) }
    for axis in axes { length *= x.size(of: axis) }
    for axis in (last + 1)..<x.rank { inner *= x.size(of: axis) }
    return Tensor(like: x) { start, _ in
      var target = start
      for row in 0..<outer {
        for _ in 0..<length {
          target.copyMemory(from: cotangent.rawStart + row * inner, byteCount: inner)
          target += inner
        }
      }
    }
  }

  func evaluate(_ x: Tensor) -> Tensor {
    ReductionRows(x, along: axes, to: Shape.removing(axes, from: x.shape)).sum()
  }
}

extension ReductionRows {
  fileprivate func sum() -> Tensor {
    switch source.type {
    case .float32: return sum(Float.self, myelin_sum_f32, columns: myelin_sum_columns_f32)
    case .float64: return sum(Double.self, myelin_sum_f64, columns: myelin_sum_columns_f64)
    case .int64: return fold(Int.self, from: 0) { $0 &+ $1 }
    case .int32, .bool: stop("sum: convert to int64 first")
    }
  }
}

/// The largest or smallest element along `axes`; NaN if there is one.
struct Extremum: UnaryPrimitive {
  enum Kind: String { case max, min }
  let kind: Kind
  let axes: [Int]
  var name: String { kind.rawValue }

  func result(of inputs: Operands) -> TensorDescription {
    let x = inputs[0].layout
    if axes.contains(where: { x.shape[$0] == 0 }) {
      stop("\(name): no elements along axes \(axes) of a tensor of shape \(x.shape)")
    }
    return x.reduced(along: axes)
  }

  /// Elements that tie share the cotangent equally.
  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> Derivatives {
    let isChosen = (inputs[0] .== output).cast(to: cotangent.type)
    return [cotangent * isChosen / Tensor.apply(Sum(axes: axes), isChosen)]
  }

  func evaluate(_ x: Tensor) -> Tensor {
    let isMax = kind == .max
    _ = result(of: .one(x))
    if x.type == .bool {
      return Tensor.apply(Extremum(kind: kind, axes: axes), x.cast(to: .int32)).cast(to: .bool)
    }
    let rows = ReductionRows(x, along: axes)
    if rows.inner > 1, let loop = myelin_binary_loop_of(isMax ? MYELIN_MAXIMUM : MYELIN_MINIMUM, x.type.kernel) {
      return rows.combineRows(loop)
    }
    func fold<Element: NumericElement & FixedWidthInteger>(_ element: Element.Type) -> Tensor {
      isMax ? rows.fold(element, from: nil) { max($0, $1) } : rows.fold(element, from: nil) { min($0, $1) }
    }
    switch x.type {
    case .bool, .int32: return fold(Int32.self)
    case .int64: return fold(Int.self)
    case .float32: return rows.neighbours(Float.self, isMax ? myelin_max_f32 : myelin_min_f32)
    case .float64: return rows.neighbours(Double.self, isMax ? myelin_max_f64 : myelin_min_f64)
    }
  }
}

/// The index, along one axis, of its first largest or smallest element; a NaN counts as the extremum.
struct ExtremumIndex: UnaryPrimitive {
  let kind: Extremum.Kind
  let axis: Int
  var name: String { "arg\(kind.rawValue)" }

  func result(of inputs: Operands) -> TensorDescription {
    let x = inputs[0].layout
    if x.shape[axis] == 0 { stop("\(name): no elements along axis \(axis) of a tensor of shape \(x.shape)") }
    return TensorDescription(shape: x.reduced(along: [axis]).shape, type: .int64)
  }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> Derivatives { .none }

  func evaluate(_ input: Tensor) -> Tensor {
    let x = input.type == .bool ? input.cast(to: .int32) : input
    _ = result(of: .one(input))
    func reduce<Element: NumericElement>(_ element: Element.Type) -> Tensor {
      let rows = ReductionRows(x, along: [axis])
      return rows.source.withElements(of: element) { input in
        Tensor(shape: rows.outputShape, of: Int.self) { output in
          for outer in 0..<rows.outer {
            for inner in 0..<rows.inner {
              let start = outer * rows.length * rows.inner + inner
              var best = 0
              var value = input[start]
              for index in 1..<max(rows.length, 1) where !value.isNotANumber {
                let candidate = input[start + index * rows.inner]
                if candidate.isNotANumber || (kind == .max ? candidate > value : candidate < value) {
                  (best, value) = (index, candidate)
                }
              }
              output[outer * rows.inner + inner] = best
            }
          }
        }
      }
    }
    switch x.type {
    case .int32, .bool: return reduce(Int32.self)
    case .int64: return reduce(Int.self)
    case .float32: return reduce(Float.self)
    case .float64: return reduce(Double.self)
    }
  }
}

/// The indices that would sort the rows along the last axis; equal elements keep their order, NaN comes last.
struct ArgumentSort: UnaryPrimitive {
  let isDescending: Bool
  var name: String { "argsort" }

  func result(of inputs: Operands) -> TensorDescription { TensorDescription(shape: inputs[0].shape, type: .int64) }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> Derivatives { .none }

  func evaluate(_ input: Tensor) -> Tensor {
    let x = input.contiguous()
    let length = x.shape.last ?? 1
    func sort<Element: NumericElement>(_ element: Element.Type) -> Tensor {
      x.withElements(of: element) { input in
        Tensor(shape: x.shape, of: Int.self) { output in
          for start in stride(from: 0, to: input.count, by: max(length, 1)) {
            let order = (0..<length).sorted { i, j in
              let (a, b) = (input[start + i], input[start + j])
              if a.isNotANumber || b.isNotANumber { return a.isNotANumber == b.isNotANumber ? i < j : b.isNotANumber }
              return a == b ? i < j : isDescending ? a > b : a < b
            }
            for (place, index) in order.enumerated() { output[start + place] = index }
          }
        }
      }
    }
    return x.withNumericType(name) { sort($0) }
  }
}

/// The running sum along one axis.
struct CumulativeSum: UnaryPrimitive {
  let axis: Int
  var name: String { "cumulativeSum" }

  func result(of inputs: Operands) -> TensorDescription { inputs[0].layout }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> Derivatives {
    [Tensor.apply(self, cotangent.flipped(axes: axis)).flipped(axes: axis)]
  }

  func evaluate(_ x: Tensor) -> Tensor {
    let rows = ReductionRows(x, along: [axis])
    /// Carries the sum in `Sum`, which is wider than float32, so that long rows don't drift.
    func scan<Element: NumericElement, Carry: NumericElement>(
      _ element: Element.Type, carriedIn carry: Carry.Type, _ widen: (Element) -> Carry, _ narrow: (Carry) -> Element
    ) -> Tensor {
      rows.source.withElements(of: element) { input in
        Tensor(shape: x.shape, of: element) { output in
          for outer in 0..<rows.outer {
            for inner in 0..<rows.inner {
              var sum: Carry = 0
              var compensation: Carry = 0
              for index in 0..<rows.length {
                let place = (outer * rows.length + index) * rows.inner + inner
                // Kahan's compensation: the rounding error of each step is added to the next.
                let term = Carry.wrappingSubtract(widen(input[place]), compensation)
                let next = Carry.wrappingAdd(sum, term)
                let error = Carry.wrappingSubtract(Carry.wrappingSubtract(next, sum), term)
                compensation = error.isNotANumber ? 0 : error
                sum = next
                output[place] = narrow(sum)
              }
            }
          }
        }
      }
    }
    switch x.type {
    case .float32: return scan(Float.self, carriedIn: Double.self, { Double($0) }, { Float($0) })
    case .float64: return scan(Double.self, carriedIn: Double.self, { $0 }, { $0 })
    case .int64: return scan(Int.self, carriedIn: Int.self, { $0 }, { $0 })
    case .int32, .bool: stop("cumulativeSum: convert to int64 first")
    }
  }
}

extension TensorDescription {
  /// What is left after a reduction along `axes`, which stay with size 1.
  fileprivate func reduced(along axes: [Int]) -> TensorDescription {
    TensorDescription(shape: shape.indices.map { axes.contains($0) ? 1 : shape[$0] }, type: type)
  }
}

/// A tensor arranged for reduction: `outer` × `length` × `inner` elements, reduced along the middle.
struct ReductionRows {
  let source: Tensor
  let outputShape: [Int]
  let outer: Int
  let length: Int
  let inner: Int

  /// Neighbouring axes are reduced in place; others are brought to the end first.
  ///
  /// - Parameter shape: The shape of the result; by default the axes stay with size 1.
  init(_ x: Tensor, along axes: [Int], to shape: [Int]? = nil) {
    outputShape = shape ?? Shape.flattening(axes, of: x.shape)
    var length = 1
    for axis in axes { length *= x.size(of: axis) }
    self.length = length
    if let first = axes.first, let last = axes.last, last - first + 1 == axes.count {
      source = x.contiguous()
      var (outer, inner) = (1, 1)
      for axis in 0..<first { outer *= x.size(of: axis) }
      for axis in (last + 1)..<x.rank { inner *= x.size(of: axis) }
      (self.outer, self.inner) = (outer, inner)
    } else {
      let kept = x.shape.indices.filter { !axes.contains($0) }
      source = Permute(order: kept + axes).evaluate(x).contiguous()
      outer = kept.reduce(1) { $0 * x.shape[$1] }
      inner = 1
    }
  }

  /// Combines the elements one by one from `initial`, or from the first one.
  @inline(__always)
  func fold<Element: NumericElement & FixedWidthInteger>(
    _ element: Element.Type, from initial: Element?, _ combine: (Element, Element) -> Element
  ) -> Tensor {
    source.withElements(of: element) { input in
      Tensor(shape: outputShape, of: element) { output in
        for row in 0..<outer {
          let start = row * length * inner
          for column in 0..<inner {
            output[row * inner + column] = initial ?? input[start + column]
          }
          for index in (initial == nil ? 1 : 0)..<max(length, initial == nil ? 1 : 0) {
            let line = start + index * inner
            for column in 0..<inner {
              output[row * inner + column] = combine(output[row * inner + column], input[line + column])
            }
          }
        }
      }
    }
  }

  /// The sums of neighbours, or of columns, by two kernels.
  func sum<Element: TensorElement>(
    _ element: Element.Type, _ kernel: (UnsafePointer<Element>?, Int, UnsafeMutablePointer<Element>?) -> Void,
    columns columnKernel: (UnsafePointer<Element>?, Int, Int, UnsafeMutablePointer<Element>?) -> Void
  ) -> Tensor {
    if inner == 1 { return neighbours(element, kernel) }
    return source.withElements(of: element) { input in
      Tensor(shape: outputShape, of: element) { output in
        guard let input = input.baseAddress, let output = output.baseAddress else { return }
        for row in 0..<outer { columnKernel(input + row * length * inner, length, inner, output + row * inner) }
      }
    }
  }

  /// Neighbours reduced by a kernel; `inner` is 1.
  func neighbours<Element: TensorElement>(
    _ element: Element.Type, _ kernel: (UnsafePointer<Element>?, Int, UnsafeMutablePointer<Element>?) -> Void
  ) -> Tensor {
    source.withElements(of: element) { input in
      Tensor(shape: outputShape, of: element) { output in
        guard let input = input.baseAddress, let output = output.baseAddress else { return }
        for row in 0..<outer { kernel(input + row * length, length, output + row) }
      }
    }
  }

  /// Combines whole rows of `inner` elements one by one, from the first; `length` > 0.
  func combineRows(_ loop: myelin_binary_loop) -> Tensor {
    let size = inner * source.type.byteCount
    return Tensor(shape: outputShape, type: source.type) { target, _ in
      for row in 0..<outer {
        let (line, result) = (source.rawStart + row * length * size, target + row * size)
        result.copyMemory(from: line, byteCount: size)
        for index in 1..<max(length, 1) { loop(result, 1, line + index * size, 1, result, inner) }
      }
    }
  }
}

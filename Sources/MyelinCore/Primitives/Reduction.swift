/// Primitives that combine the elements along axes. The axes are counted from the front and in order, and stay in the
/// result with size 1; `Tensor.reduce` removes them.

/// The sum along `axes`; no less exact than pairwise summation.
struct Sum: Primitive {
  let axes: [Int]
  var name: String { "sum" }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> [Tensor?] {
    [cotangent.expanded(to: inputs[0].shape)]
  }

  func evaluate(_ inputs: Operands) -> Tensor {
    let rows = ReductionRows(inputs[0], along: axes)
    switch inputs[0].type {
    case .float32: return rows.sum(Float.self)
    case .float64: return rows.sum(Double.self)
    case .int64: return rows.fold(Int.self, from: 0) { $0 &+ $1 }
    case .int32, .bool: stop("sum: convert to int64 first")
    }
  }
}

/// The largest or smallest element along `axes`; NaN if there is one.
struct Extremum: Primitive {
  enum Kind: String { case max, min }
  let kind: Kind
  let axes: [Int]
  var name: String { kind.rawValue }

  /// Elements that tie share the cotangent equally.
  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> [Tensor?] {
    let isChosen = (inputs[0] .== output).cast(to: cotangent.type)
    return [cotangent * isChosen / Tensor.apply(Sum(axes: axes), isChosen)]
  }

  func evaluate(_ inputs: Operands) -> Tensor {
    let x = inputs[0]
    if axes.contains(where: { x.shape[$0] == 0 }) {
      stop("\(name): no elements along axes \(axes) of a tensor of shape \(x.shape)")
    }
    func reduce<Element: NumericElement>(_ element: Element.Type) -> Tensor {
      let rows = ReductionRows(x, along: axes)
      return kind == .max
        ? rows.fold(element, from: nil) { Element.larger($0, $1) }
        : rows.fold(element, from: nil) { Element.smaller($0, $1) }
    }
    switch x.type {
    case .bool: return Tensor.apply(Extremum(kind: kind, axes: axes), x.cast(to: .int32)).cast(to: .bool)
    case .int32: return reduce(Int32.self)
    case .int64: return reduce(Int.self)
    case .float32: return reduce(Float.self)
    case .float64: return reduce(Double.self)
    }
  }
}

/// The index, along one axis, of its first largest or smallest element; a NaN counts as the extremum.
struct ExtremumIndex: Primitive {
  let kind: Extremum.Kind
  let axis: Int
  var name: String { "arg\(kind.rawValue)" }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> [Tensor?] { [nil] }

  func evaluate(_ inputs: Operands) -> Tensor {
    let x = inputs[0].type == .bool ? inputs[0].cast(to: .int32) : inputs[0]
    if x.shape[axis] == 0 { stop("\(name): no elements along axis \(axis) of a tensor of shape \(x.shape)") }
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

/// The running sum along one axis.
struct CumulativeSum: Primitive {
  let axis: Int
  var name: String { "cumulativeSum" }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> [Tensor?] {
    [Tensor.apply(self, cotangent.flipped(axes: axis)).flipped(axes: axis)]
  }

  func evaluate(_ inputs: Operands) -> Tensor {
    let rows = ReductionRows(inputs[0], along: [axis])
    /// Carries the sum in `Sum`, which is wider than float32, so that long rows don't drift.
    func scan<Element: NumericElement, Carry: NumericElement>(
      _ element: Element.Type, carriedIn carry: Carry.Type, _ widen: (Element) -> Carry, _ narrow: (Carry) -> Element
    ) -> Tensor {
      rows.source.withElements(of: element) { input in
        Tensor(shape: inputs[0].shape, of: element) { output in
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
    switch inputs[0].type {
    case .float32: return scan(Float.self, carriedIn: Double.self, { Double($0) }, { Float($0) })
    case .float64: return scan(Double.self, carriedIn: Double.self, { $0 }, { $0 })
    case .int64: return scan(Int.self, carriedIn: Int.self, { $0 }, { $0 })
    case .int32, .bool: stop("cumulativeSum: convert to int64 first")
    }
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
  init(_ x: Tensor, along axes: [Int]) {
    outputShape = x.shape.indices.map { axes.contains($0) ? 1 : x.shape[$0] }
    length = axes.reduce(1) { $0 * x.shape[$1] }
    if let first = axes.first, let last = axes.last, last - first + 1 == axes.count {
      source = x.contiguous()
      outer = x.shape[..<first].reduce(1, *)
      inner = x.shape[(last + 1)...].reduce(1, *)
    } else {
      let kept = x.shape.indices.filter { !axes.contains($0) }
      source = Permute(order: kept + axes).evaluate(.one(x)).contiguous()
      outer = kept.reduce(1) { $0 * x.shape[$1] }
      inner = 1
    }
  }

  /// Combines the elements one by one from `initial`, or from the first one.
  @inline(__always)
  func fold<Element: NumericElement>(
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

  /// The sums, added pairwise: neighbours within blocks, then halves, so that the error grows with the logarithm of
  /// the number of terms. The order depends on the length alone.
  func sum<Element: NumericElement>(_ element: Element.Type) -> Tensor {
    source.withElements(of: element) { input in
      Tensor(shape: outputShape, of: element) { output in
        guard let input = input.baseAddress, let output = output.baseAddress else { return }
        if inner == 1 {
          for row in 0..<outer { output[row] = pairwiseSum(input + row * length, count: length) }
        } else {
          for row in 0..<outer {
            pairwiseSum(
              rows: input + row * length * inner, count: length, width: inner, into: output + row * inner)
          }
        }
      }
    }
  }
}

/// The sum of `count` neighbours: 32 running sums within a block of 512 (so that each adds 16 terms), halves above.
private func pairwiseSum<Element: NumericElement>(_ values: UnsafePointer<Element>, count: Int) -> Element {
  if count > 512 {
    let half = (count / 2 + 511) / 512 * 512
    return pairwiseSum(values, count: half) + pairwiseSum(values + half, count: count - half)
  }
  if count < 8 {
    var sum: Element = 0
    for index in 0..<count { sum += values[index] }
    return sum
  }
  return withUnsafeTemporaryAllocation(of: Element.self, capacity: 32) { lanes in
    lanes.initialize(repeating: 0)
    let whole = count / 32 * 32
    var start = 0
    while start < whole {
      for lane in 0..<32 { lanes[lane] += values[start + lane] }
      start += 32
    }
    for index in whole..<count { lanes[index - whole] += values[index] }
    var width = 16
    while width > 0 {
      for lane in 0..<width { lanes[lane] += lanes[lane + width] }
      width /= 2
    }
    return lanes[0]
  }
}

/// The sum of `count` rows of `width` elements: at most 8 in turn, halves above.
private func pairwiseSum<Element: NumericElement>(
  rows: UnsafePointer<Element>, count: Int, width: Int, into output: UnsafeMutablePointer<Element>
) {
  if count <= 8 {
    for column in 0..<width { output[column] = count > 0 ? rows[column] : 0 }
    for row in 1..<max(count, 1) {
      let line = rows + row * width
      for column in 0..<width { output[column] += line[column] }
    }
    return
  }
  let half = count / 2
  pairwiseSum(rows: rows, count: half, width: width, into: output)
  withUnsafeTemporaryAllocation(of: Element.self, capacity: width) { second in
    guard let second = second.baseAddress else { return }
    pairwiseSum(rows: rows + half * width, count: count - half, width: width, into: second)
    for column in 0..<width { output[column] += second[column] }
  }
}

import CMyelinKernels

/// The functions of two real numbers that are computed element by element, with broadcasting.
enum BinaryFunction: String, BinaryPrimitive, CaseIterable {
  case add, subtract, multiply, divide, power, maximum, minimum, arctangent2
  case floorDivide, remainder

  var name: String { rawValue }

  func result(of inputs: Operands) -> TensorDescription {
    let (a, b) = (inputs[0].layout, inputs[1].layout)
    guard let shape = Shape.broadcast(a.shape, b.shape) else { stop(Shape.mismatch(name, a.shape, b.shape)) }
    return TensorDescription(shape: shape, type: a.type)
  }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> Derivatives {
    guard case .two(let a, let b) = inputs else { stop("\(name): takes two tensors") }
    let (first, second) = (a.isWatched, b.isWatched)
    let derivatives: (Tensor?, Tensor?) =
      switch self {
      case .add: (cotangent, cotangent)
      case .subtract: (cotangent, second ? -cotangent : nil)
      case .multiply: (first ? cotangent * b : nil, second ? cotangent * a : nil)
      case .divide: (first ? cotangent / b : nil, second ? -cotangent * output / b : nil)
      case .power: powerDerivative(cotangent, a, b, output)
      case .maximum: shared(cotangent, a, b, first: a .> b)
      case .minimum: shared(cotangent, a, b, first: a .< b)
      case .arctangent2: arctangentDerivative(cotangent, a, b)
      case .floorDivide: (nil, nil)
      case .remainder: (cotangent, -cotangent * a.floorDivided(by: b))
      }
    return .two(first ? derivatives.0?.summed(to: a.shape) : nil, second ? derivatives.1?.summed(to: b.shape) : nil)
  }

  var isFlat: Bool { self == .floorDivide }

  /// b·aᵇ⁻¹ and aᵇ·log a, both 0 where their first factor is 0: x⁰ is flat, and so is 0ᵇ for b > 0.
  private func powerDerivative(_ cotangent: Tensor, _ a: Tensor, _ b: Tensor, _ output: Tensor) -> (Tensor, Tensor) {
    let zero = Tensor.zeros([], type: a.type)
    let byBase = Tensor.select(b .== 0, zero, cotangent * b * a.power(b - 1))
    // log is taken of 1 where 0ᵇ is flat, so that no 0 × ∞ arises there, in derivatives of this derivative either.
    let isFlat = (a .== 0) .& (b .>= 0)
    let logarithm = Tensor.select(isFlat, zero + 1, a).log()
    let byExponent = Tensor.select(isFlat, zero, cotangent * output * logarithm)
    return (byBase, byExponent)
  }

  /// b/(a² + b²) and −a/(a² + b²), both 0 at the origin.
  private func arctangentDerivative(_ cotangent: Tensor, _ a: Tensor, _ b: Tensor) -> (Tensor, Tensor) {
    let square = a * a + b * b
    let scaled = cotangent / Tensor.select(square .== 0, square.onesLike(), square)
    return (scaled * b, -scaled * a)
  }

  /// The cotangent goes to the input that was chosen; equal inputs share it equally.
  private func shared(_ cotangent: Tensor, _ a: Tensor, _ b: Tensor, first: Tensor) -> (Tensor, Tensor) {
    let share = first.cast(to: a.type) + 0.5 * (a .== b).cast(to: a.type)
    return (cotangent * share, cotangent * (1 - share))
  }

  func evaluate(_ a: Tensor, _ b: Tensor) -> Tensor {
    guard let loop = myelin_binary_loop_of(kernel, a.type.kernel) else {
      stop(
        a.type == .bool
          ? "\(name): not defined for two Boolean tensors; use .| .& .^ or convert them with cast(to:)"
          : "\(name): integers must be converted to a floating-point type first")
    }
    return .combine(a, b, to: a.type, name, loop)
  }
}

extension Shape {
  /// What disagrees between two shapes that don't broadcast.
  static func mismatch(_ name: String, _ a: [Int], _ b: [Int]) -> String {
    for axis in 1...max(min(a.count, b.count), 1) where axis <= a.count && axis <= b.count {
      let (left, right) = (a[a.count - axis], b[b.count - axis])
      if left != right && left != 1 && right != 1 {
        return "\(name): shapes \(a) and \(b) do not broadcast: sizes \(left) and \(right) differ "
          + "at the \(axis == 1 ? "last axis" : "axis −\(axis)")"
      }
    }
    return "\(name): shapes \(a) and \(b) do not broadcast"
  }
}

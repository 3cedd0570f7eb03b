import TestSupport

@testable import MyelinCore

/// A program of random operations. What it does depends on its seed and on the shapes and types of what it is given, so it does
/// the same with values and while it is recorded.
struct RandomProgram {
  let seed: UInt64
  let operationCount: Int
  /// Whether only operations with a useful derivative are chosen, so that gradients of all orders exist.
  var isSmooth = false

  /// A value, and whether a program computes just its bits: sums and matrix products may be rounded differently.
  private struct Value {
    var tensor: Tensor
    var isExact: Bool
  }

  /// Arguments for the program.
  func arguments(_ type: DType, variant: Int = 0) -> [Tensor] {
    var generator = SeededGenerator(state: seed)
    return (0..<3).map { _ in
      .scattered(shape(&generator), type: type, seed: Int.random(in: 1...100, using: &generator) + variant)
    }
  }

  /// The results of the operations that nothing else uses, and some others, and whether they are exact.
  func callAsFunction(_ arguments: [Tensor]) -> [(tensor: Tensor, isExact: Bool)] {
    var generator = SeededGenerator(state: seed &+ 1)
    var values = arguments.map { Value(tensor: $0, isExact: true) }
    values.append(Value(tensor: .scattered([3], type: arguments[0].type), isExact: true))
    for _ in 0..<operationCount { values.append(next(values, &generator)) }
    var results = values.suffix(3)
    results += values.filter { _ in Int.random(in: 0..<4, using: &generator) == 0 }
    return results.map { ($0.tensor, $0.isExact) }
  }

  private func shape(_ generator: inout SeededGenerator) -> [Int] {
    let shapes = [[3], [2, 3], [3, 1], [1, 3], [4, 3], [2, 1, 3], [], [1], [17, 3], [3, 20], [40, 33]]
    return shapes[Int.random(in: 0..<shapes.count, using: &generator)]
  }

  private func next(_ values: [Value], _ generator: inout SeededGenerator) -> Value {
    // Late values are taken more often, so that long chains come about.
    let late = values.suffix(5)
    let x =
      (Bool.random(using: &generator) ? late.randomElement(using: &generator) : values.randomElement(using: &generator))
      ?? values[0]
    let y = values.randomElement(using: &generator) ?? values[0]
    let choice = Int.random(in: 0..<24, using: &generator)
    let isFloat = x.tensor.type.isFloatingPoint
    switch choice {
    case 0...4: return Value(tensor: unary(x, &generator), isExact: x.isExact)
    case 5...9 where Shape.broadcast(x.tensor.shape, y.tensor.shape) != nil:
      return Value(tensor: binary(x, y, &generator), isExact: x.isExact && y.isExact)
    case 10, 11: return Value(tensor: bounded(reduced(x, &generator)), isExact: false)
    case 12...16: return Value(tensor: moved(x.tensor, &generator), isExact: x.isExact)
    case 17, 18: return Value(tensor: bounded(product(x.tensor, y.tensor)), isExact: false)
    case 19: return indexed(x, &generator)
    case 20 where x.tensor.rank > 0 && isFloat: return Value(tensor: x.tensor.softmax(), isExact: false)
    case 21 where x.tensor.rank > 0 && y.tensor.rank > 0 && x.tensor.shape.dropFirst() == y.tensor.shape.dropFirst():
      return Value(tensor: .concatenate([x.tensor, y.tensor]), isExact: x.isExact && y.isExact)
    case 22 where x.tensor.rank > 0:
      var assigned = x.tensor
      assigned[AxisSlice.every(-2)] = x.tensor.sum(axes: [0], keepingDimensions: true) / 50 + 1
      return Value(tensor: assigned, isExact: false)
    default: return Value(tensor: bounded(x.tensor * x.tensor + x.tensor), isExact: x.isExact)
    }
  }

  /// Keeps numbers from growing without bound.
  private func bounded(_ x: Tensor) -> Tensor { x.type.isFloatingPoint ? x / 8 : x % 17 }

  private func unary(_ value: Value, _ generator: inout SeededGenerator) -> Tensor {
    let x = value.tensor
    let smooth: [(Tensor) -> Tensor] = [
      { $0.tanh() }, { $0.sigmoid() }, { $0.sin() }, { $0.cos() }, { -$0 }, { ($0 * 0.5).atan() }, { $0.softplus() },
      { ($0 * $0 + 1).sqrt() }, { ($0 * $0 + 1).log() }, { $0 * 0.25 }, { 1 - $0 }, { $0.erf() }, { (-$0 * $0).exp() },
    ]
    let other: [(Tensor) -> Tensor] = [{ $0.relu() }, { $0.abs() }, { $0.clipped(to: -1...1) }]
    let steps: [(Tensor) -> Tensor] = [
      { $0.sign() }, { $0.floor() }, { ($0 .> 0).cast(to: $0.type) }, { Tensor.where($0 .> 0.5, $0, 2 * $0) },
    ]
    let integers: [(Tensor) -> Tensor] = [
      { $0.abs() }, { -$0 }, { $0 + 1 }, { $0 % 5 }, { $0.sign() }, { $0.clipped(to: -3...3) },
      { $0.floorDivided(by: 3) },
    ]
    let functions =
      !x.type.isFloatingPoint ? integers : isSmooth ? smooth : value.isExact ? smooth + other + steps : smooth + other
    return (functions.randomElement(using: &generator) ?? { $0 })(x)
  }

  private func binary(_ a: Value, _ b: Value, _ generator: inout SeededGenerator) -> Tensor {
    let smooth: [(Tensor, Tensor) -> Tensor] = [
      { $0 + $1 }, { $0 - $1 }, { $0 * $1 }, { $0 / ($1 * $1 + 1) }, { $0.atan2($1 * $1 + 1) },
    ]
    let other: [(Tensor, Tensor) -> Tensor] = [{ $0.maximum($1) }, { $0.minimum($1) }]
    let steps: [(Tensor, Tensor) -> Tensor] = [
      { Tensor.where($0 .< $1, $0, $1 + 1) }, { ($0 .== $1).cast(to: $0.type) + $1 },
    ]
    let integers: [(Tensor, Tensor) -> Tensor] = [
      { $0 + $1 }, { $0 - $1 }, { ($0 * $1) % 31 }, { $0.maximum($1) }, { Tensor.where($0 .< $1, $0, $1 + 1) },
    ]
    let functions =
      !a.tensor.type.isFloatingPoint
      ? integers : isSmooth ? smooth : a.isExact && b.isExact ? smooth + other + steps : smooth + other
    let result = (functions.randomElement(using: &generator) ?? { x, _ in x })(a.tensor, b.tensor)
    return a.tensor.type.isFloatingPoint ? (result * 0.5) : result
  }

  private func reduced(_ value: Value, _ generator: inout SeededGenerator) -> Tensor {
    let x = value.tensor
    let axes = x.shape.indices.filter { _ in Bool.random(using: &generator) }
    let keeps = Bool.random(using: &generator)
    let kind = Int.random(in: 0..<(isSmooth ? 2 : 5), using: &generator)
    switch kind {
    case 0: return x.sum(axes: axes, keepingDimensions: keeps) / Double(max(axes.reduce(1) { $0 * x.shape[$1] }, 1))
    case 1:
      return x.type.isFloatingPoint
        ? x.mean(axes: axes, keepingDimensions: keeps) : x.sum(axes: axes, keepingDimensions: keeps)
    case 2 where !axes.contains { x.shape[$0] == 0 }: return x.max(axes: axes, keepingDimensions: keeps)
    case 3 where !axes.contains { x.shape[$0] == 0 }: return x.min(axes: axes, keepingDimensions: keeps)
    case 4 where x.rank > 0: return x.cumulativeSum(axis: -1) / 20
    default: return x.sum(axes: axes, keepingDimensions: keeps)
    }
  }

  private func moved(_ x: Tensor, _ generator: inout SeededGenerator) -> Tensor {
    switch Int.random(in: 0..<10, using: &generator) {
    case 0: return x.transposed()
    case 1: return x.flattened()
    case 2: return x.unsqueezed(axis: Int.random(in: 0...min(x.rank, 1), using: &generator))
    case 3 where x.rank > 0: return x[AxisSlice.every(-1)]
    case 4 where x.rank > 0: return x[..., AxisSlice.every(Bool.random(using: &generator) ? 2 : -2)]
    case 5 where x.rank > 0: return x[0..<max(x.shape[0] / 2, 1)]
    case 6 where x.rank > 0 && x.shape[0] > 0 && x.rank > 1: return x[-1]
    case 7 where x.rank < 3 && x.count < 500: return x.unsqueezed(axis: 0).expanded(to: [2] + x.shape)
    case 8 where x.rank > 1: return x.permuted(to: Array(x.shape.indices.dropFirst()) + [0])
    case 9 where x.rank > 0 && x.count < 500:
      return x.padded(x.shape.indices.map { ($0 == 0 ? 1 : 0, $0 == x.rank - 1 ? 1 : 0) }, value: 0.5)
    default: return x.transposed().flattened()
    }
  }

  /// A matrix product of what fits: with each other, or of a tensor with itself transposed.
  private func product(_ x: Tensor, _ y: Tensor) -> Tensor {
    func fits(_ a: Tensor, _ b: Tensor) -> Bool {
      a.rank > 0 && b.rank > 0 && a.shape.last == (b.rank == 1 ? b.shape[0] : b.shape[b.rank - 2])
        && (a.rank < 3 || b.rank < 3 || Shape.broadcast(Array(a.shape.dropLast(2)), Array(b.shape.dropLast(2))) != nil)
    }
    guard x.type != .bool, x.rank > 0 else { return x + x }
    let inner = Double(x.shape.last ?? 1) + 1
    let scaled = x.type.isFloatingPoint ? x / inner : x
    if fits(scaled, y) { return scaled.matmul(y) }
    if y.rank > 1, fits(scaled, y.transposed(-1, -2)) { return scaled.matmul(y.transposed(-1, -2)) }
    return x.rank == 1 ? scaled.dot(x) : scaled.matmul(x.transposed(-1, -2))
  }

  private func indexed(_ value: Value, _ generator: inout SeededGenerator) -> Value {
    let x = value.tensor
    guard x.rank > 0, x.count > 0 else { return Value(tensor: x + 1, isExact: value.isExact) }
    let size = x.shape[x.rank - 1]
    let labels = Tensor.arange(x.count / size) % size
    let places = labels.reshaped(to: Array(x.shape.dropLast()) + [1])
    switch Int.random(in: 0..<(isSmooth ? 3 : 5), using: &generator) {
    case 0: return Value(tensor: x.gather(places, axis: -1), isExact: value.isExact)
    case 1: return Value(tensor: x.taking(Tensor([0, size - 1, 0] as [Int]), axis: -1), isExact: value.isExact)
    case 2: return Value(tensor: x.scatterAdd(places, x[..., 0..<1], axis: -1), isExact: value.isExact)
    case 3 where value.isExact: return Value(tensor: x.sorted(), isExact: true)
    case 4 where value.isExact:
      return Value(tensor: x.argmax(axis: -1).oneHot(classes: size, type: x.type) - x, isExact: true)
    default: return Value(tensor: places.cast(to: x.type) + x, isExact: value.isExact)
    }
  }
}

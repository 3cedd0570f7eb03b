import Testing

@testable import MyelinCore

/// Every operation alone, as a program and as it is.
@Suite struct OperationProgramTests {
  private static let floats: [DType] = [.float32, .float64]
  private static let numbers: [DType] = [.int32, .int64, .float32, .float64]
  /// Shapes that are cut into tiles in different ways.
  private static let shapes = [[], [1], [5], [3, 4], [4, 1], [1, 7], [2, 3, 17], [70, 40], [0], [3, 0]]

  private static let functions: [(String, @Sendable (Tensor) -> Tensor)] = [
    ("negative", { -$0 }), ("abs", { $0.abs() }), ("sign", { $0.sign() }), ("squared", { $0.squared() }),
    ("reciprocal", { $0.reciprocal() }), ("exp", { $0.exp() }), ("expm1", { $0.expm1() }), ("log", { $0.log() }),
    ("log1p", { $0.log1p() }), ("log2", { $0.log2() }), ("log10", { $0.log10() }), ("sqrt", { $0.sqrt() }),
    ("rsqrt", { $0.rsqrt() }), ("sin", { $0.sin() }), ("cos", { $0.cos() }), ("tan", { $0.tan() }),
    ("asin", { $0.asin() }), ("acos", { $0.acos() }), ("atan", { $0.atan() }), ("sinh", { $0.sinh() }),
    ("cosh", { $0.cosh() }), ("tanh", { $0.tanh() }), ("asinh", { $0.asinh() }), ("acosh", { $0.acosh() }),
    ("atanh", { $0.atanh() }), ("sigmoid", { $0.sigmoid() }), ("softplus", { $0.softplus() }),
    ("logSigmoid", { $0.logSigmoid() }), ("erf", { $0.erf() }), ("relu", { $0.relu() }), ("floor", { $0.floor() }),
    ("ceil", { $0.ceil() }), ("round", { $0.round() }), ("truncated", { $0.truncated() }),
    ("clipped", { $0.clipped(to: -1...0.5) }), ("isNaN", { $0.log().isNaN() }), ("isFinite", { $0.log().isFinite() }),
    ("isInfinite", { $0.reciprocal().isInfinite() }),
  ]

  @Test func functionsOfOneNumber() {
    for type in Self.numbers {
      for shape in Self.shapes {
        for (name, function) in Self.functions {
          expectEqual(.scattered(shape, type: type), .exact, "\(name) \(type) \(shape)") { function($0) }
        }
      }
    }
  }

  private static let operators: [(String, @Sendable (Tensor, Tensor) -> Tensor)] = [
    ("+", { $0 + $1 }), ("-", { $0 - $1 }), ("*", { $0 * $1 }), ("/", { $0 / $1 }), ("%", { $0 % ($1.abs() + 1) }),
    ("floorDivided", { $0.floorDivided(by: $1.abs() + 1) }), ("power", { ($0.abs() + 1).power($1.abs()) }),
    ("maximum", { $0.maximum($1) }), ("minimum", { $0.minimum($1) }), ("atan2", { $0.atan2($1) }),
    ("==", { $0 .== $1 }), ("!=", { $0 .!= $1 }), ("<", { $0 .< $1 }), ("<=", { $0 .<= $1 }), (">", { $0 .> $1 }),
    (">=", { $0 .>= $1 }), ("&", { ($0 .> 0) .& ($1 .> 0) }), ("|", { ($0 .> 0) .| ($1 .> 0) }),
    ("^", { ($0 .> 0) .^ ($1 .> 0) }), ("!", { .!($0 .> $1) }),
    ("where", { Tensor.where($0 .> $1, $0, $1) }), ("select", { Tensor.where($0 .> 0, $1, -$1) }),
  ]

  @Test func functionsOfTwoNumbers() {
    let pairs: [([Int], [Int])] = [
      ([], []), ([5], []), ([], [5]), ([3, 4], [4]), ([3, 1], [1, 4]), ([3, 1], [3, 17]), ([17, 3], [17, 1]),
      ([2, 3, 4], [3, 1]), ([2, 1, 4], [3, 1]), ([60, 40], [60, 40]), ([0, 3], [3]), ([1, 1], [1]),
    ]
    for type in Self.numbers {
      for (left, right) in pairs {
        for (name, function) in Self.operators {
          let arguments = [Tensor.scattered(left, type: type), .scattered(right, type: type, seed: 5)]
          expectEqual(arguments, .exact, "\(name) \(type) \(left) \(right)") { [function($0[0], $0[1])] }
        }
      }
    }
  }

  @Test func typesThatDiffer() {
    let types = [DType.bool] + Self.numbers
    for left in types {
      for right in types {
        let arguments = [Tensor.scattered([3, 4], type: left), .scattered([4], type: right, seed: 3)]
        expectEqual(arguments, .exact, "\(left) \(right)") { x in
          [x[0].cast(to: right), x[0] .== x[1]] + (left == .bool && right == .bool ? [] : [x[0] * x[1]])
        }
      }
      expectEqual(.scattered([5], type: left), .exact, "\(left)") { $0.cast(to: .float32) * 2.5 + 1 }
    }
  }

  private static let reductions: [(String, @Sendable (Tensor, [Int], Bool) -> Tensor)] = [
    ("sum", { $0.sum(axes: $1, keepingDimensions: $2) }), ("mean", { $0.mean(axes: $1, keepingDimensions: $2) }),
    ("max", { $0.max(axes: $1, keepingDimensions: $2) }), ("min", { $0.min(axes: $1, keepingDimensions: $2) }),
    ("prod", { $0.prod(axes: $1, keepingDimensions: $2) }),
    ("variance", { $0.variance(axes: $1, keepingDimensions: $2) }),
    ("any", { ($0 .> 0).any(axes: $1, keepingDimensions: $2) }),
    ("all", { ($0 .> 0).all(axes: $1, keepingDimensions: $2) }),
    ("logSumExp", { $0.logSumExp(axes: $1, keepingDimensions: $2) }),
    ("norm", { $0.norm(axes: $1, keepingDimensions: $2) }),
    ("norm 1", { $0.norm(order: 1, axes: $1, keepingDimensions: $2) }),
  ]

  @Test func reductions() {
    let shapes = [[5], [1], [3, 4], [4, 1], [1, 6], [40, 30], [2, 3, 4], [2, 17, 3], [3, 1, 20]]
    for type in [DType.int64] + Self.floats {
      for shape in shapes {
        for subset in 0..<1 << shape.count {
          let axes = shape.indices.filter { subset >> $0 & 1 == 1 }
          for (name, function) in Self.reductions {
            for keeps in [false, true] {
              expectEqual(.scattered(shape, type: type), .rounded, "\(name) \(type) \(shape) \(axes) \(keeps)") {
                function($0, axes, keeps)
              }
            }
          }
        }
      }
    }
  }

  @Test func reductionsOfNothing() {
    for type in [DType.int64] + Self.floats {
      for (shape, axes) in [
        ([0], [0]), ([3, 0], [1]), ([0, 3], [0]), ([3, 0], [0]), ([2, 0, 3], [1]), ([0, 4], [0, 1]),
      ] {
        expectEqual(.zeros(shape, type: type), .exact, "\(type) \(shape) \(axes)") { $0.sum(axes: axes) }
        expectEqual(.zeros(shape, type: type), .exact, "\(type) \(shape) \(axes)") { ($0 * 2 + 1).sum(axes: axes) + 1 }
        expectEqual(.zeros(shape, type: type), .exact, "\(type) \(shape) \(axes)") { $0.mean(axes: axes) }
      }
    }
  }

  @Test func reductionsOfViews() {
    for type in Self.floats {
      expectEqual(.scattered([6, 20], type: type), .rounded) { $0.transposed().sum(axis: 0) }
      expectEqual(.scattered([6, 20], type: type), .rounded) { $0.transposed().sum(axis: 1) }
      expectEqual(.scattered([6, 20], type: type), .rounded) { ($0.transposed() * 2).max(axis: 1) }
      expectEqual(.scattered([6, 20], type: type), .rounded) {
        $0[AxisSlice.every(-1), AxisSlice.every(3)].sum(axis: 1)
      }
      expectEqual(.scattered([1, 20], type: type), .rounded) { $0.expanded(to: [5, 20]).sum(axis: 0) }
      expectEqual(.scattered([5, 1], type: type), .rounded) { $0.expanded(to: [5, 20]).sum() }
      expectEqual(.scattered([2, 5, 6], type: type), .rounded) { $0.permuted(to: [1, 0, 2]).sum(axes: [0, 2]) }
    }
  }

  @Test func largeReductions() {
    for type in Self.floats {
      for (shape, axes) in [
        ([100_003], [0]), ([300, 200], [0]), ([300, 200], [1]), ([300, 200], [0, 1]), ([3, 9000], [1]),
      ] {
        expectEqual(.scattered(shape, type: type), .rounded, "\(type) \(shape) \(axes)") { x in x.sum(axes: axes) }
        expectEqual(.scattered(shape, type: type), .rounded, "\(type) \(shape) \(axes)") { x in
          (x * 2 + 1).tanh().sum(axes: axes)
        }
        expectEqual(.scattered(shape, type: type), .exact, "\(type) \(shape) \(axes)") { x in (x * 2).max(axes: axes) }
      }
    }
  }

  /// More rows than blocks, in numbers that blocks of 16 rows don't divide.
  @Test func sumsDownManyRows() {
    for rows in [1040, 1041, 127] {
      let columns = rows == 127 ? 4100 : 30
      expectEqual(.scattered([rows, columns]), .rounded, "\(rows)") { x in x.exp().tanh().sigmoid().sum(axis: 0) }
      expectEqual([.scattered([rows, 40]), .scattered([40, 600])], .rounded, "\(rows)") { x in
        let y = x[0].matmul(x[1]).tanh()
        return [y, y.sum(axis: 0), y.sum()]
      }
    }
  }
}

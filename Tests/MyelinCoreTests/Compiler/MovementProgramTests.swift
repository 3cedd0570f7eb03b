import Testing

@testable import MyelinCore

/// Operations that move elements, matrix products and operations by index, as programs and as they are.
@Suite struct MovementProgramTests {
  private static let types: [DType] = [.bool, .int32, .int64, .float32, .float64]

  private static let movements: [(String, @Sendable (Tensor) -> Tensor)] = [
    ("identity", { $0 }), ("reshape", { $0.reshaped(to: [4, 6]) }), ("flatten", { $0.flattened() }),
    ("transpose", { $0.transposed() }), ("permute", { $0.permuted(to: [1, 2, 0]) }),
    ("transposed, flattened", { $0.transposed(0, 2).flattened() }), ("unsqueeze", { $0.unsqueezed(axis: 1) }),
    ("expand", { $0.unsqueezed(axis: 1).expanded(to: [2, 5, 3, 4]) }),
    ("expanded, flattened", { $0.unsqueezed(axis: 1).expanded(to: [2, 2, 3, 4]).flattened() }),
    ("slice", { $0[0..<1, 1...] }), ("row", { $0[1] }), ("element", { $0[1, 2, 3] }),
    ("backwards", { $0[AxisSlice.every(-1)] }), ("every second from the end", { $0[..., AxisSlice.every(-2)] }),
    ("slice of slice", { $0[..., 1...][AxisSlice.every(-1), AxisSlice.from(0, by: 2), 1..<3] }),
    ("nothing", { $0[2...] }), ("flip", { $0.flipped(axes: 0, 2) }), ("tile", { $0.tiled([2, 1, 2]) }),
    ("repeat", { $0.repeated(3, axis: 1) }),
    ("concatenate", { Tensor.concatenate([$0, $0[..., 0..<2], $0], axis: 2) }),
    ("stack", { Tensor.stack([$0, $0.flipped(axes: 1)], axis: 1) }),
    ("split", { $0.split(size: 2, axis: 2)[1] }), ("pad", { $0.padded([(1, 0), (0, 2), (1, 1)], value: 1) }),
    ("rows", { Tensor.stack($0.rows.reversed()) }), ("squeeze", { $0[0..<1].squeezed(axes: 0) }),
  ]

  @Test func movements() {
    for type in Self.types {
      for (name, function) in Self.movements {
        expectEqual(.scattered([2, 3, 4], type: type), .exact, "\(name) \(type)") { function($0) }
        if type != .bool {
          expectEqual(.scattered([2, 3, 4], type: type), .exact, "computed \(name) \(type)") { function($0 * 3) * 2 }
        }
      }
    }
  }

  @Test func argumentsThatAreViews() {
    let x = Tensor.scattered([4, 6])
    for view in [x.transposed(), x[AxisSlice.every(-1)], x[..., 1..<3], x[0].expanded(to: [3, 6]), x[1, 2]] {
      expectEqual(view) { ($0 + 1).exp() }
      expectEqual(view) { $0 }
    }
  }

  @Test func assignments() {
    for type in [DType.int64, .float32, .float64] {
      expectEqual([.scattered([4, 5], type: type), .scattered([5], type: type, seed: 2)], .exact, "\(type)") { x in
        var y = x[0]
        y[1] = x[1]
        y[..., AxisSlice.every(-2)] = x[0][..., 0..<3] * 2
        y[2, 3] = Tensor.full([], 7, type: type)
        return [y, x[0], y.sum()]
      }
    }
  }

  @Test func productsOfMatrices() {
    let pairs: [([Int], [Int])] = [
      ([3], [3]), ([3], [3, 4]), ([2, 3], [3]), ([2, 3], [3, 4]), ([1, 3], [3, 1]), ([5, 1], [1, 4]),
      ([2, 0], [0, 3]),
      ([0, 3], [3, 4]), ([3, 2, 4], [4, 5]), ([3, 2, 4], [3, 4, 5]), ([2, 1, 3, 4], [5, 4, 2]), ([4], [3, 4, 2]),
      ([3, 2, 4], [4]), ([70, 30], [30, 50]), ([1, 64], [64, 200]), ([200, 64], [64, 1]),
    ]
    for type in [DType.int32, .int64, .float32, .float64] {
      for (left, right) in pairs {
        let arguments = [Tensor.scattered(left, type: type), .scattered(right, type: type, seed: 4)]
        expectEqual(arguments, .rounded, "\(type) \(left) \(right)") { [$0[0].matmul($0[1])] }
        expectEqual(arguments, .rounded, "fused \(type) \(left) \(right)") { x in
          let product = x[0].matmul(x[1])
          return [(product + 1).relu(), product.sum()]
        }
      }
    }
  }

  @Test func productsOfViews() {
    for type in [DType.float32, .float64] {
      let arguments = [Tensor.scattered([6, 8], type: type), .scattered([6, 8], type: type, seed: 4)]
      expectEqual(arguments, .rounded, "\(type)") { x in
        let (a, b) = (x[0], x[1])
        return [
          a.matmul(b.transposed()), a.transposed().matmul(b), a.transposed().matmul(a), a.matmul(a.transposed()),
          a[AxisSlice.every(-1)].matmul(b.transposed()), a[..., AxisSlice.every(2)].matmul(b[0..<4]),
          a[..., 1..<3].matmul(b[0..<2, 2..<7]), a[0].expanded(to: [6, 8]).transposed().matmul(b),
          a[..., 0..<1].matmul(b[0..<1]), a.matmul(b.transposed()).transposed().matmul(a),
          a.reshaped(to: [2, 3, 8]).matmul(b.reshaped(to: [2, 3, 8]).transposed(1, 2)),
          a[0].dot(b[1]), a[0].outer(b[1]), a.matmul(b.transposed()).trace(),
        ]
      }
    }
  }

  @Test func whatRidesOnProducts() {
    for type in [DType.float32, .float64] {
      for (rows, inner, columns) in [(5, 4, 3), (33, 20, 70), (128, 60, 10), (10, 60, 128), (1, 5, 40), (40, 5, 1)] {
        let arguments = [
          Tensor.scattered([rows, inner], type: type), .scattered([inner, columns], type: type, seed: 2),
          .scattered([columns], type: type, seed: 3), .scattered([rows, 1], type: type, seed: 4),
        ]
        expectEqual(arguments, .rounded, "\(type) \(rows) \(inner) \(columns)") { x in
          let z = x[0].matmul(x[1]) / Double(inner)
          let y = (z + x[2] * x[3]).tanh()
          return [
            y, y.softmax(), y.sum(axis: 0), y.sum(axis: 1), y.max(axis: 1), y.mean(), z.transposed() * 2,
            z + z.transposed(0, 1).sum(),
          ]
        }
        expectEqual(arguments, .rounded, "\(type) \(rows) \(inner) \(columns)") { x in
          [(x[0].matmul(x[1]) + x[2]).relu().logSoftmax().sum(axis: -1).mean()]
        }
      }
    }
  }

  @Test func indices() {
    let labels = Tensor([3, 0, -1, 2, 1, 1] as [Int])
    for type in [DType.int64, .float32, .float64] {
      expectEqual([.scattered([6, 4], type: type), labels], .rounded, "\(type)") { x in
        let (a, labels) = (x[0], x[1])
        return [
          a.taking(labels), a.taking(labels, axis: 1), a.gather(labels.reshaped(to: [6, 1]), axis: 1),
          a.gather(Tensor.stack([labels, labels], axis: 1), axis: 1),
          a.gather(labels.reshaped(to: [1, 6])[..., 0..<4], axis: 0),
          a.scatterAdd(labels.reshaped(to: [6, 1]), a[..., 0..<1], axis: 1),
          a.zerosLike().scatterAdd(labels.reshaped(to: [6, 1]), a[..., 1..<2] + 1, axis: 1) + a,
          a.zerosLike().scatterAdd(labels.reshaped(to: [1, 6])[..., 0..<4], a[0..<1], axis: 0),
          a.argmax(axis: 0), a.argmax(axis: 1), a.argmin(axis: 1, keepingDimensions: true), a.argmax(),
          a.sorted(), a.sorted(axis: 0, descending: true), a.argsort(), a.topK(2).values, a.topK(2).indices,
          a.cumulativeSum(axis: 0), a.cumulativeSum(axis: 1), labels.abs().oneHot(classes: 4, type: type),
          (a + 1).gather(labels.reshaped(to: [6, 1]), axis: 1) * 2, a[labels], a[0..<2, labels],
        ]
      }
      expectEqual([.scattered([6, 4], type: type), labels.cast(to: .int32)], .exact, "\(type), int32") { x in
        [x[0].taking(x[1]), x[0].gather(x[1].reshaped(to: [6, 1]), axis: 1)]
      }
    }
  }
}

import Testing

@testable import MyelinCore

/// Loops: by themselves, and within programs.
@Suite struct ScanTests {
  /// Runs the closure as it is and as a program, each with a variable of its own.
  private func expectEqual(
    _ arguments: [Tensor], variable initial: Tensor = .zeros([2]), _ agreement: Agreement = .exact,
    sourceLocation: SourceLocation = #_sourceLocation, _ body: @escaping ([Tensor], Variable, Variable) -> [Tensor]
  ) {
    let (program, closure) = ([Variable(initial), Variable(initial + 1)], [Variable(initial), Variable(initial + 1)])
    let function = compile { (x: [Tensor]) in body(x, program[0], program[1]) }
    for round in 0..<3 {
      let before = program.map(\.value)
      let copies = before.map(\.scalars)
      let results = function(arguments) + program.map(\.value)
      let expected = body(arguments, closure[0], closure[1]) + closure.map(\.value)
      for (index, (a, b)) in zip(results, expected).enumerated() where !agree(a, b, agreement) {
        Issue.record(
          "round \(round), result \(index)\nprogram: \(a)\nclosure: \(b)\n\(function.program?.description ?? "")",
          sourceLocation: sourceLocation)
        return
      }
      #expect(before.map(\.scalars) == copies, sourceLocation: sourceLocation)
    }
  }

  private let x = Tensor.scattered([6, 2])

  @Test func slicesAndResults() {
    expectEqual([x]) { x, _, _ in [scan(over: x[0]) { $0 * 2 + 1 }] }
    expectEqual([x, .scattered([6], seed: 2)]) { x, _, _ in [scan(over: x[0], x[1]) { $0 * $1 }] }
    expectEqual([x]) { x, _, _ in [scan(over: x[0].transposed()) { $0.sum() }] }
    expectEqual([x]) { x, _, _ in [scan(over: x[0][AxisSlice.every(-1)]) { $0 }] }
    expectEqual([x]) { x, _, _ in [scan(over: x[0] + 1) { $0.exp() } + 1] }
    expectEqual([x]) { x, _, _ in [scan(over: x[0][..., 0]) { $0 }, scan(over: x[0][0..<1]) { $0 * 3 }] }
    expectEqual([x]) { x, _, _ in [scan(over: x[0]) { _ in Tensor(2) }] }
  }

  @Test func whatIsCarried() {
    expectEqual([x]) { x, _, _ in
      let (carried, results) = scan(carrying: [Tensor.zeros([2]), Tensor(1)], over: [x[0]]) { carried, slices in
        ([carried[0] + slices[0], carried[1] * 2], [carried[0], slices[0] * carried[1]])
      }
      return carried + results
    }
    // Handed on crosswise, and without slices.
    expectEqual([x]) { x, _, _ in
      scan(carrying: [x[0][0], x[0][1]], count: 5) { carried, _ in ([carried[1], carried[0] * 0.5], []) }.carried
    }
    expectEqual([x]) { x, _, _ in
      let (carried, results) = scan(carrying: [x[0]], over: [x[0]]) { carried, slices in
        ([carried[0].flipped(axes: 0)], [carried[0].sum(axis: 0) + slices[0]])
      }
      return carried + results + x
    }
    // What was carried in is used later.
    expectEqual([x]) { x, _, _ in
      let first = x[0][0] * 3
      let (carried, _) = scan(carrying: [first], over: [x[0]]) { ([$0[0] * $1[0]], []) }
      return [first + carried[0], first]
    }
  }

  @Test func whatIsCaptured() {
    let constant = Tensor.scattered([2], seed: 8)
    expectEqual([x, .scattered([2], seed: 3)]) { x, _, _ in
      let (outer, view) = (x[1] * 2, x[0].transposed()[0][0..<2])
      return [scan(over: x[0]) { $0 * outer + x[1] + constant + view }, outer]
    }
  }

  @Test func variablesThatRoundsChange() {
    expectEqual([x]) { x, v, _ in
      [
        scan(over: x[0]) { x in
          v.value = v.value * 0.5 + x
          return v.value.sum()
        }
      ]
    }
    expectEqual([x]) { x, v, w in
      let before = v.value
      let view = v.value[0]
      v.value = v.value + 1
      let written = v.value
      let sums = scan(over: x[0]) { x in
        v.value = v.value + x
        w.value = w.value * v.value + before
        return w.value + written
      }
      let after = v.value
      v.value = v.value * 2
      return [before, view, written, sums, after, v.value, w.value]
    }
    // Read in the rounds, changed before and after.
    expectEqual([x]) { x, v, w in
      v.value = x[0][0]
      let sums = scan(over: x[0]) { $0 + v.value }
      v.value = v.value + 1
      let again = scan(over: x[0]) { x in
        w.value = w.value + v.value * x
        return x
      }
      return [sums, again, v.value]
    }
    // Swapped in every round.
    expectEqual([x]) { x, v, w in
      [
        scan(over: x[0]) { x in
          (v.value, w.value) = (w.value + x, v.value)
          return v.value - w.value
        }
      ]
    }
  }

  @Test func loopsAfterLoops() {
    expectEqual([x]) { x, v, w in
      let old = v.value
      let first = scan(over: x[0]) { x in
        v.value += x
        return v.value
      }
      let middle = v.value
      let second = scan(over: first) { x in
        v.value = v.value - x * 0.5
        return v.value * middle
      }
      w.value = old
      return [first, second, middle, v.value - old]
    }
  }

  @Test func loopsWithinLoops() {
    expectEqual([.scattered([3, 4, 2]), .scattered([2], seed: 5)]) { x, v, w in
      let outside = x[1] * 2
      return [
        scan(over: x[0]) { rows in
          let middle = rows[0] + outside
          w.value = w.value + middle
          return scan(over: rows) { row in
            v.value = v.value * 0.5 + row
            return row * middle + outside + w.value + v.value
          }
        }
      ]
    }
    // A variable that only the innermost loop changes.
    expectEqual([.scattered([3, 4, 2])]) { x, v, _ in
      [
        scan(over: x[0]) { rows in
          scan(over: rows) { row in
            v.value = v.value + row
            return v.value
          }.sum()
        }
      ]
    }
  }

  @Test func gradientsWithinRounds() {
    expectEqual([x, .scattered([6], seed: 2)], .rounded) { x, v, _ in
      [
        scan(over: x[0], x[1]) { x, y in
          let (loss, gradients) = valueWithGradient(at: [v]) { ((v.value * x).sum() - y).squared() }
          v.value -= 0.1 * gradients[0]
          return loss
        }
      ]
    }
  }

  /// A loop that is differentiated is rolled out.
  @Test func gradientsOfLoops() {
    expectEqual([x], .rounded) { x, v, _ in
      let gradients = gradient(at: x[0]) { x in scan(over: x) { ($0 * v.value + $0).exp() }.sum() }
      let carried = gradient(at: x[0]) { x in
        scan(carrying: [Tensor.ones([2])], over: [x]) { ([$0[0] * $1[0]], []) }.carried[0].sum()
      }
      return [gradients, carried]
    }
  }

  @Test func mistakes() async {
    func expect(_ result: ExitTest.Result?, _ parts: String..., sourceLocation: SourceLocation = #_sourceLocation) {
      let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
      for part in parts { #expect(message.contains(part), "\(message)", sourceLocation: sourceLocation) }
    }
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = scan(over: Tensor.ones([3]), Tensor.ones([4])) { $0 + $1 }
      }, "scan: 3 rounds, but an input of shape [4] has 4")
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = compile { (x: Tensor) in
          scan(carrying: [Tensor(0)], over: [x]) { carried, slices in ([carried[0] + slices[0]], []) }.carried
        }(.ones([3, 2]))
      }, "scan: a round was handed", "shapes and types must stay")
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = scan(over: Tensor(1)) { $0 }
      }, "scan: a scalar has no axis of rounds")
  }
}

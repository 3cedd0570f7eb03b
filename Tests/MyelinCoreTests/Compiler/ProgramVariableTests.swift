import Testing

@testable import MyelinCore

/// Variables that programs read and change.
@Suite struct ProgramVariableTests {
  /// Runs a closure as a program and as it is, each with variables of its own, and compares all that they hold.
  private func expectEqual(
    _ initial: [Tensor], rounds: Int = 3, _ agreement: Agreement = .exact,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ body: @escaping ([Variable], Tensor) -> [Tensor]
  ) {
    let (program, closure) = (initial.map { Variable($0) }, initial.map { Variable($0) })
    let function = compile { (x: Tensor) in body(program, x) }
    for round in 0..<rounds {
      let x = Tensor.scattered([4, 4], seed: round + 1)
      let before = program.map(\.value)
      let copies = before.map(\.scalars)
      let (results, expected) = (function(x), body(closure, x))
      for (a, b) in zip(results + program.map(\.value), expected + closure.map(\.value)) where !agree(a, b, agreement) {
        Issue.record(
          "round \(round)\nprogram: \(a)\nclosure: \(b)\n\(function.program?.description ?? "")",
          sourceLocation: sourceLocation)
        return
      }
      // Who has read a variable keeps what it held.
      #expect(before.map(\.scalars) == copies, sourceLocation: sourceLocation)
    }
  }

  private let matrices = [
    Tensor.scattered([4, 4], seed: 11), .scattered([4, 4], seed: 12), .scattered([4, 4], seed: 13),
  ]

  @Test func readAndWritten() {
    expectEqual(matrices) { v, x in
      v[0].value = v[0].value + x
      return []
    }
    expectEqual(matrices) { v, x in
      let before = v[0].value
      v[0].value = before * 0.5 + x
      return [before, v[0].value, before.transposed(), v[0].value * before]
    }
    expectEqual(matrices) { v, x in
      v[0].value = x
      return [v[0].value]
    }
    expectEqual(matrices) { v, x in
      v[0].value = Tensor.full([4, 4], 3)
      v[1].value = v[1].value
      return []
    }
  }

  @Test func swapped() {
    expectEqual(matrices) { v, _ in
      (v[0].value, v[1].value) = (v[1].value, v[0].value)
      return []
    }
    expectEqual(matrices) { v, x in
      (v[0].value, v[1].value, v[2].value) = (v[1].value + 1, v[2].value * x, v[0].value - v[1].value)
      return []
    }
    expectEqual(matrices) { v, _ in
      (v[0].value, v[1].value) = (v[1].value.transposed(), v[0].value.transposed() * 2)
      return [v[0].value]
    }
  }

  /// New values that need the old ones elsewhere than at their own place.
  @Test func changedWhileReadElsewhere() {
    expectEqual(matrices) { v, _ in
      v[0].value = v[0].value + v[0].value.transposed()
      return []
    }
    expectEqual(matrices) { v, _ in
      v[0].value = v[0].value + v[0].value[0]
      return []
    }
    expectEqual(matrices) { v, _ in
      v[0].value = v[0].value[AxisSlice.every(-1)] * 2
      return []
    }
    expectEqual(matrices, .rounded) { v, x in
      v[0].value = v[0].value.matmul(x) / 4 + v[0].value
      return [v[0].value.sum()]
    }
    expectEqual(matrices, .rounded) { v, x in
      v[0].value = (v[0].value - v[0].value.sum(axis: 1, keepingDimensions: true) / 4).tanh()
      v[1].value = v[0].value + v[1].value.max(axis: 0)
      return [v[0].value + v[1].value]
    }
    expectEqual(matrices) { v, x in
      let old = v[0].value
      v[0].value = old + 1
      v[1].value = old * 2
      v[2].value = v[1].value.transposed() + old
      return [x + v[0].value]
    }
  }

  @Test func changedSeveralTimes() {
    expectEqual(matrices) { v, x in
      for _ in 0..<5 { v[0].value = v[0].value * 0.5 + x }
      let middle = v[0].value
      v[0].value = v[0].value - 1
      v[1].value = v[0].value
      return [middle, v[1].value]
    }
  }

  @Test func changedInPart() {
    expectEqual(matrices) { v, x in
      var value = v[0].value
      value[1] = x[0]
      v[0].value = value
      return []
    }
  }

  @Test func gradientsOfVariables() {
    expectEqual(matrices, rounds: 5, .rounded) { v, x in
      let (loss, gradients) = valueWithGradient(at: v) {
        (x.matmul(v[0].value) + v[1].value).tanh().matmul(v[2].value).mean()
      }
      for (variable, gradient) in zip(v, gradients) { variable.value -= 0.1 * gradient }
      let again = valueWithGradient(at: [v[0]]) { (v[0].value * v[1].value).sum() }
      v[0].value = v[0].value - again.gradient[0] * 0.01
      return [loss, again.value] + gradients
    }
  }

  /// Values that somebody else sets, or holds, between runs.
  @Test func changedFromOutside() {
    let variable = Variable(.zeros([3]))
    let function = compile { (x: Tensor) in
      variable.value = variable.value + x
      return variable.value * 2
    }
    #expect(function([1, 2, 3]).isIdentical(to: [2, 4, 6]))
    let held = variable.value
    variable.value = [10, 20, 30]
    #expect(function([1, 2, 3]).isIdentical(to: [22, 44, 66]))
    #expect(held.isIdentical(to: [1, 2, 3]))
    variable.value = Tensor.scattered([5, 3]).transposed()[..., 1]
    let expected = variable.value + 1
    _ = function([1, 1, 1])
    #expect(variable.value.isIdentical(to: expected))
    variable.value = [1, 1, 1]
    #expect(function(variable.value).isIdentical(to: [4, 4, 4]))
  }

  @Test func sharedByPrograms() {
    let variable = Variable(.scattered([8]))
    let (read, add, scale) = (
      compile { variable.value * 3 }, compile { (x: Tensor) in variable.value += x }, compile { variable.value *= 0.5 }
    )
    var expected = variable.value
    for step in 0..<4 {
      #expect(read().isIdentical(to: expected * 3))
      add(Tensor.full([8], Double(step)))
      scale()
      expected = (expected + Double(step)) * 0.5
      #expect(variable.value.isIdentical(to: expected))
    }
  }

  @Test func typesAreKept() {
    let variable = Variable(Tensor.zeros([2], type: .float64))
    let function = compile { (x: Tensor) in variable.value = x }
    function([1.5, 2.5])
    #expect(variable.value.isIdentical(to: Tensor(shape: [2], [1.5, 2.5], type: .float64)))
  }

  @Test func programsLetGoOfTheirVariables() {
    weak var written: Variable?
    weak var readInALoop: Variable?
    func run() {
      let (sum, factor) = (Variable([1, 2]), Variable([3, 4]))
      (written, readInALoop) = (sum, factor)
      let step = compile { (x: Tensor) in
        let (carried, _) = scan(carrying: [x], count: 3) { carried, _ in ([carried[0] * factor.value + x], []) }
        sum.value = sum.value + carried[0]
        return sum.value
      }
      #expect(step([1, 1]).shape == [2])
    }
    run()
    #expect(written == nil && readInALoop == nil)
  }
}

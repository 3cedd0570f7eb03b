import Testing

@testable import MyelinCore

/// What programs take and give: tensors that are one and the same, results of every structure, results that are kept.
@Suite struct ProgramResultTests {
  @Test func resultsThatAreArgumentsConstantsOrEachOther() {
    let constant = Tensor.scattered([2, 3], seed: 9)
    expectEqual([.scattered([2, 3]), .scattered([2, 3], seed: 2)]) { x in
      let y = x[0] * 2
      return [
        x[0], x[0], x[1], constant, constant.transposed(), constant[0], y, y, y.transposed(), y.reshaped(to: [3, 2]),
        y[0], y * 1,
        x[0].transposed(), Tensor(3), y.expanded(to: [4, 2, 3]), x[1][AxisSlice.every(-1)], (y * 0.5) * 2,
      ]
    }
  }

  @Test func oneArgumentTwice() {
    let function = compile { (x: Tensor, y: Tensor) in x * y + x }
    let x = Tensor.scattered([40])
    #expect(function(x, x).isIdentical(to: x * x + x))
    #expect(function(x, x + 1).isIdentical(to: x * (x + 1) + x))
  }

  private struct Pair {
    var first: Tensor
    var second: Tensor
  }

  @Test func structuresOfResults() {
    let x = Tensor.scattered([3])
    let tuple = compile { (x: Tensor) in (x + 1, sum: x.sum()) }
    #expect(tuple(x).0.isIdentical(to: x + 1))
    #expect(tuple(x).sum.isIdentical(to: x.sum()))
    let pair = compile { (x: Tensor) in Pair(first: x * 2, second: x) }
    #expect(pair(x).first.isIdentical(to: x * 2))
    #expect(pair(x).second.isIdentical(to: x))
    let array = compile { (x: Tensor) in [x, x * 3] }
    #expect(array(x)[1].isIdentical(to: x * 3))
    #expect(compile { (_: Tensor) in [Tensor]() }(x).isEmpty)
    #expect(compile { x + 2 }().isIdentical(to: x + 2))
    #expect(compile { (x: Tensor, y: Tensor, z: Tensor) in x * y + z }(x, x, x).isIdentical(to: x * x + x))
    #expect(
      compile { (x: Tensor, y: Tensor, z: Tensor, u: Tensor) in x * y + z - u }(x, x, x, x).isIdentical(to: x * x))
    compile { (_: Tensor) in }(x)
  }

  /// Results belong to the caller: later runs don't change them, nor do changes of them show in later runs.
  @Test func resultsThatAreKept() {
    let function = compile { (x: Tensor) in (x + 1, x * 2) }
    var kept: [(Tensor, Tensor)] = []
    for step in 0..<6 { kept.append(function(Tensor.scattered([100], seed: step))) }
    for step in 0..<6 {
      let x = Tensor.scattered([100], seed: step)
      #expect(kept[step].0.isIdentical(to: x + 1))
      #expect(kept[step].1.isIdentical(to: x * 2))
    }
    var changed = function(Tensor.zeros([100])).0
    changed[0] = Tensor(7)
    #expect(function(Tensor.zeros([100])).0.isIdentical(to: .ones([100])))
    #expect(changed[0].scalar == 7)
  }

  /// A result is a later run's argument, and a variable's value.
  @Test func resultsThatAreArguments() {
    let step = compile { (x: Tensor) in x * 0.5 + 1 }
    var (x, expected) = (Tensor.scattered([50]), Tensor.scattered([50]))
    for _ in 0..<10 {
      x = step(x)
      expected = expected * 0.5 + 1
      #expect(x.isIdentical(to: expected))
    }
    let variable = Variable(.zeros([50]))
    let add = compile { variable.value + 1 }
    for _ in 0..<5 { variable.value = add() }
    #expect(variable.value.isIdentical(to: .full([50], 5.0)))
  }

  /// A closure can be compiled within another, and within a gradient: it is recorded, or differentiated, as it is.
  @Test func programsWithinOthers() {
    let inner = compile { (x: Tensor) in x * x }
    let outer = compile { (x: Tensor) in inner(x) + inner(x + 1) }
    let x = Tensor.scattered([5])
    #expect(outer(x).isIdentical(to: x * x + (x + 1) * (x + 1)))
    #expect(gradient(at: x) { inner($0).sum() }.isIdentical(to: x + x))
    #expect(withoutGradient { inner(x) }.isIdentical(to: x * x))
  }

  @Test func zeroKeepsItsSign() {
    let x = Tensor([-0.0, 0, 1] as [Float])
    for function: @Sendable (Tensor) -> Tensor in [
      { $0 + 0 }, { 0 + $0 }, { $0 - 0 }, { $0 * 1 }, { 0 - $0 }, { -(-$0) },
    ] {
      expectEqual([x]) { [1 / function($0[0])] }
    }
  }
}

import Testing

@testable import MyelinCore

/// When closures are recorded anew.
@Suite struct ProgramCacheTests {
  @Test func newShapesAndTypes() {
    let function = compile { (x: Tensor) in (x * 2).sum(axis: 0) }
    for arguments: (Tensor, Int) in [
      (.ones([4, 3]), 1), (.ones([4, 3]), 1), (.ones([2, 3]), 2), (.ones([4, 3]), 2),
      (.ones([4, 3], type: .float64), 3),
      (.ones([12]), 4), (.ones([2, 3]), 4), (.ones([4, 3]).transposed(), 5), (.ones([3, 4]), 5),
    ] {
      let (x, count) = arguments
      #expect(function(x).isIdentical(to: (x * 2).sum(axis: 0)))
      #expect(function.recordingCount == count)
    }
  }

  @Test func everyArgumentCounts() {
    let function = compile { (x: Tensor, y: Tensor, z: Tensor, u: Tensor) in x + y + z + u }
    let (a, b) = (Tensor.ones([1]), Tensor.ones([3]))
    for (index, arguments) in [(b, a, a, a), (a, b, a, a), (a, a, b, a), (a, a, a, b), (b, a, a, a)].enumerated() {
      #expect(function(arguments.0, arguments.1, arguments.2, arguments.3).isIdentical(to: .full([3], 4.0)))
      #expect(function.recordingCount == min(index + 1, 4))
    }
    let list = compile { (x: [Tensor]) in x.reduce(Tensor(0), +) }
    #expect(list([a, a]).isIdentical(to: Tensor([2] as [Float])))
    #expect(list([a, a, a]).isIdentical(to: Tensor([3] as [Float])))
    #expect(list([]).scalar == 0)
    #expect(list.recordingCount == 3)
  }

  @Test func theLongestUnusedIsDropped() {
    let function = compile { (x: Tensor) in x + 1 }
    function.cacheLimit = 2
    func run(_ count: Int) -> Int {
      _ = function(.zeros([count]))
      return function.recordingCount
    }
    #expect(run(1) == 1)
    #expect(run(2) == 2)
    #expect(run(1) == 2)
    // Drops the program for two elements.
    #expect(run(3) == 3)
    #expect(run(1) == 3)
    #expect(run(2) == 4)
    #expect(run(1) == 4)
    #expect(run(3) == 5)
    function.cacheLimit = 1
    #expect(run(3) == 5)
    #expect(run(1) == 6)
    function.cacheLimit = 0
    #expect(function.cacheLimit == 1)
  }

  @Test func sixteenByDefault() {
    let function = compile { (x: Tensor) in x + 1 }
    #expect(function.cacheLimit == 16)
    for _ in 0..<2 { for count in 1...16 { _ = function(.zeros([count])) } }
    #expect(function.recordingCount == 16)
    _ = function(.zeros([17]))
    _ = function(.zeros([1]))
    #expect(function.recordingCount == 18)
  }

  @Test func aLastSmallerBatch() {
    let weight = Variable(.scattered([3, 2]))
    let step = compile { (x: Tensor) in
      let (loss, gradients) = valueWithGradient(at: [weight]) { x.matmul(weight.value).squared().mean() }
      weight.value -= 0.1 * gradients[0]
      return loss
    }
    let other = Variable(weight.value)
    for _ in 0..<3 {
      for batch in Tensor.scattered([20, 3]).split(size: 8) {
        let loss = step(batch)
        let (expected, gradients) = valueWithGradient(at: [other]) { batch.matmul(other.value).squared().mean() }
        other.value -= 0.1 * gradients[0]
        #expect(agree(loss, expected, .rounded))
      }
    }
    #expect(agree(weight.value, other.value, .rounded))
    #expect(step.recordingCount == 2)
  }

  @Test func preparing() {
    let variable = Variable(.zeros([2]))
    nonisolated(unsafe) var calls = 0
    let function = compile { (x: Tensor) in
      calls += 1
      variable.value += x
      return variable.value
    }
    #expect(function.program == nil)
    let program = function.prepare(.ones([2]))
    #expect(function.recordingCount == 1)
    #expect(calls == 1)
    #expect(variable.value.isIdentical(to: .zeros([2])))
    #expect(function.program?.description == program.description)
    #expect(function(.ones([2])).isIdentical(to: .ones([2])))
    #expect(function(.ones([2])).isIdentical(to: .full([2], 2.0)))
    #expect(function.recordingCount == 1)
    #expect(calls == 1)
  }
}

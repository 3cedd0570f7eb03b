import Myelin
import Testing

/// Variables that are saved but not trained.
@Suite struct BufferTests {
  struct Counting: Layer {
    @Parameter var weight = Tensor([2, 3])
    @Buffer var calls = Tensor(0)
    @Buffer(name: "last mean") var mean = Tensor(0)

    func callAsFunction(_ input: Tensor) -> Tensor {
      calls += 1
      mean = input.mean()
      return input * weight
    }
  }

  struct Whole: Module {
    let first = Counting()
    let others = [Counting(), Counting()]
    @Buffer var own = Tensor(1)
  }

  @Test func areFoundUnderTheirPaths() {
    let whole = Whole()
    let expected = ["first", "others.0", "others.1"].flatMap { ["\($0).calls", "\($0).mean"] } + ["own"]
    #expect(whole.namedBuffers.map(\.name) == expected)
    #expect(whole.buffers.first?.name == "first.calls")
    #expect(whole.buffers[1].name == "last mean")
    #expect(whole.namedParameters.map(\.name) == ["first.weight", "others.0.weight", "others.1.weight"])
    #expect(whole.parameterCount == 6)
    #expect(Dense(1, 1).namedBuffers.isEmpty)
  }

  @Test func sharedOnesAreListedOnce() {
    struct Twins: Module { let (a, b): (Counting, Counting) }
    let counting = Counting()
    #expect(Twins(a: counting, b: counting).namedBuffers.map(\.name) == ["a.calls", "a.mean"])
  }

  @Test func gradientsLeaveThemOut() {
    let layer = Counting()
    for round in 1...3 {
      // The second round takes the parameters from the cache.
      let (_, gradient) = valueWithGradient(at: layer) { layer([1, 3]).sum() * layer.mean }
      #expect(gradient.variables.map(\.name) == ["weight"])
      #expect(gradient[layer.$weight].scalars == [2, 6])
      #expect(layer.calls.scalar == Double(round))
      #expect(layer.mean.scalar == 2)
    }
  }

  @Test func changeInPrograms() {
    let layer = Counting()
    let optimizer = SGD(learningRate: 0.1)
    let step = compile { (x: Tensor) in
      let (loss, gradient) = valueWithGradient(at: layer) { layer(x).sum() }
      optimizer.update(layer, along: gradient)
      return loss
    }
    for round in 1...4 {
      _ = step([1, Double(round)].tensor)
      #expect(layer.calls.scalar == Double(round))
      #expect(layer.mean.scalar == (1 + Double(round)) / 2)
    }
    #expect(layer.weight.isClose(to: [1.6, 2]))
  }

  @Test func copiesShareThem() {
    let layer = Counting()
    let copy = layer
    copy.calls = Tensor(7)
    #expect(layer.calls.scalar == 7)
    #expect(Counting().calls.scalar == 0)
  }
}

extension [Double] {
  /// A vector of float32.
  fileprivate var tensor: Tensor { Tensor(self, type: .float32) }
}

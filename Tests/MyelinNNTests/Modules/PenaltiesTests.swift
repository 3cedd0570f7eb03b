import Myelin
import Testing

/// Sums of what layers add to the loss.
@Suite struct PenaltiesTests {
  struct Penalized: Layer {
    @Parameter var weight = Tensor([1, -2])
    func callAsFunction(_ input: Tensor) -> Tensor {
      addPenalty(.l2(0.5), of: $weight)
      addPenalty { input.sum() }
      return input * weight
    }
  }

  @Test func countInTrainingOnly() {
    let layer = Penalized()
    let (result, penalty) = withPenalties { layer([1, 1]) }
    #expect(result.scalars == [1, -2])
    #expect(penalty == nil)
    // Nobody sums them: nothing happens.
    #expect(withMode(.training) { layer([1, 1]) }.scalars == [1, -2])
    let trained = withMode(.training) { withPenalties { layer([1, 1]) } }
    #expect(trained.penalty?.scalar == 2.5 + 2)
  }

  @Test func countVariablesOnce() {
    let layer = Penalized()
    let (_, penalty) = withMode(.training) { withPenalties { layer(layer([1, 1])) } }
    #expect(penalty?.scalar == 2.5 + 2 + (1 - 2))
  }

  @Test func haveGradients() {
    let layer = Penalized()
    let body = { (x: Tensor) in
      withMode(.training) {
        valueWithGradient(at: layer) {
          let (output, penalty) = withPenalties { layer(x) }
          return penalty.map { output.sum() + $0 } ?? output.sum()
        }
      }
    }
    let compiled = compile { (x: Tensor) in
      let (value, gradient) = body(x)
      return (value, gradient.tensors[0])
    }
    for _ in 0..<2 {
      // Σxw + w²/2 + Σx: x + w.
      let (value, gradient) = body([3, 4])
      #expect(gradient[layer.$weight].scalars == [4, 2])
      #expect(value.scalar == 3 - 8 + 2.5 + 7)
      let (compiledValue, compiledGradient) = compiled([3, 4])
      #expect(compiledGradient.scalars == [4, 2])
      #expect(compiledValue.scalar == value.scalar)
    }
  }

  @Test func innerSumsAreTheirOwn() {
    let layer = Penalized()
    withMode(.training) {
      let (inner, outer) = withPenalties { withPenalties { layer([1, 1]) }.penalty }
      #expect(inner?.scalar == 4.5)
      #expect(outer == nil)
    }
  }

  @Test func programsFromOutsideAddNothing() {
    let layer = Penalized()
    let function = compile { (x: Tensor) in layer(x) }
    for _ in 0..<2 {
      let (result, penalty) = withMode(.training) { withPenalties { function([1, 1]) } }
      #expect(result.scalars == [1, -2])
      #expect(penalty == nil)
    }
  }

  @Test func regularizersAreTheirFormulas() {
    let w: Tensor = [[1, -2], [3, 0]]
    #expect(Regularizer.l1(0.5)(w).scalar == 3)
    #expect(Regularizer.l2(0.5)(w).scalar == 7)
    #expect(Regularizer(l1: 1, l2: 2)(w).scalar == 34)
    #expect(Regularizer()(w).scalar == 0)
    #expect(gradient(at: w) { Regularizer(l1: 1, l2: 2)($0) }.scalars == [5, -9, 13, 0])
  }

  @Test func mistakesStop() async {
    let matrix = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      withMode(.training) { _ = withPenalties { addPenalty { .ones([2, 2]) } } }
    }
    #expect(message(matrix).contains("addPenalty: a penalty must be one number, got shape [2, 2]"))
    let negative = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Regularizer.l1(-1)
    }
    #expect(message(negative).contains("Regularizer(l1: -1.0, l2: 0.0): the factors must be zero or positive"))
  }
}

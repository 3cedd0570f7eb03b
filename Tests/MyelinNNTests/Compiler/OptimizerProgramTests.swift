import Myelin
import Testing

/// Optimizers in programs do what they do without.
@Suite struct OptimizerProgramTests {
  private func expectClose(_ a: Tensor, _ b: Tensor, _ text: String, sourceLocation: SourceLocation = #_sourceLocation)
  {
    let tolerance = a.type == .float64 ? 1e-11 : 1e-4
    #expect(
      a.isClose(to: b, relative: tolerance, absolute: tolerance), "\(text)\n\(a)\n\(b)", sourceLocation: sourceLocation)
  }

  @Test(arguments: [[3, 5, 2], [20, 40, 30, 10]])
  func manySteps(sizes: [Int]) {
    for (name, optimizer) in TrainingWork.optimizers {
      let (program, closure) = (
        TrainingWork(sizes, batch: 16, optimizer: optimizer()), TrainingWork(sizes, batch: 16, optimizer: optimizer())
      )
      let step = program.compiled()
      for round in 0..<30 {
        if round == 15 {
          program.optimizer.learningRate *= 0.5
          closure.optimizer.learningRate *= 0.5
        }
        let (loss, expected) = (step(program.x, program.y), closure.step(closure.x, closure.y))
        expectClose(loss, expected, "\(name), step \(round)")
      }
      #expect(step.recordingCount == 1)
      for (a, b) in zip(program.model.parameters, closure.model.parameters) { expectClose(a.value, b.value, name) }
    }
  }

  @Test func doubles() {
    for (name, optimizer) in TrainingWork.optimizers {
      func make() -> (Variable, Variable, any Optimizer) {
        withRandomSeed(3) {
          (Variable(.randomNormal([4, 3], type: .float64)), Variable(.zeros([3], type: .float64)), optimizer())
        }
      }
      let x = withRandomSeed(4) { Tensor.randomNormal([6, 4], type: .float64) }
      func step(_ w: Variable, _ b: Variable, _ optimizer: any Optimizer) -> Tensor {
        let (loss, gradients) = valueWithGradient(at: [w, b]) { (x.matmul(w.value) + b.value).tanh().squared().mean() }
        optimizer.update([w, b], along: gradients)
        return loss
      }
      let (program, closure) = (make(), make())
      let compiled = compile { step(program.0, program.1, program.2) }
      for round in 0..<25 { expectClose(compiled(), step(closure.0, closure.1, closure.2), "\(name), step \(round)") }
      expectClose(program.0.value, closure.0.value, name)
      expectClose(program.1.value, closure.1.value, name)
    }
  }

  /// A model whose halves are trained by two programs with one optimizer, and judged by a third.
  @Test func modelsSharedByPrograms() {
    func make() -> (Dense, Dense, Adam) {
      withRandomSeed(6) { (Dense(3, 8, activation: .tanh), Dense(8, 2), Adam(learningRate: 0.02)) }
    }
    let (x, y) = withRandomSeed(7) { (Tensor.randomNormal([10, 3]), Tensor.randomIntegers([10], in: 0..<2)) }
    func functions(_ first: Dense, _ second: Dense, _ adam: Adam) -> [(Tensor, Tensor) -> Tensor] {
      let loss = { (x: Tensor, y: Tensor) in softmaxCrossEntropy(second(first(x)), y) }
      func training(_ layers: [Dense]) -> (Tensor, Tensor) -> Tensor {
        { x, y in
          let (value, gradient) = valueWithGradient(at: Sequential(layers)) { loss(x, y) }
          adam.update(Sequential(layers), along: gradient)
          return value
        }
      }
      return [training([first, second]), training([second]), loss, training([first])]
    }
    let (program, closure) = (make(), make())
    let compiled = functions(program.0, program.1, program.2).map { body in
      compile { (x: Tensor, y: Tensor) in body(x, y) }
    }
    let expected = functions(closure.0, closure.1, closure.2)
    for round in 0..<8 {
      for place in [0, 1, 2, 3, 1, 0] {
        expectClose(compiled[place](x, y), expected[place](x, y), "round \(round), function \(place)")
      }
    }
  }

  /// Training goes on from a program to the closure and back.
  @Test func mixedSteps() {
    let (mixed, closure) = (TrainingWork([4, 6, 3], batch: 8), TrainingWork([4, 6, 3], batch: 8))
    let step = mixed.compiled()
    for round in 0..<9 {
      let loss = round % 3 == 1 ? mixed.step(mixed.x, mixed.y) : step(mixed.x, mixed.y)
      expectClose(loss, closure.step(closure.x, closure.y), "step \(round)")
    }
  }

  @Test func losses() {
    let (z, labels) = withRandomSeed(8) { (Tensor.randomNormal([9, 4]), Tensor.randomIntegers([9], in: 0..<4)) }
    let targets = labels.oneHot(classes: 4)
    let losses: [(String, @Sendable (Tensor) -> Tensor)] = [
      ("perceptron", { perceptronLoss($0, 2 * targets - 1) }), ("squared", { meanSquaredError($0, targets) }),
      ("absolute", { meanAbsoluteError($0, targets) }),
      ("categorical", { categoricalCrossEntropy($0.softmax(), targets) }),
      ("softmax", { softmaxCrossEntropy($0, labels) }), ("softmax, one-hot", { softmaxCrossEntropy($0, targets) }),
      ("binary", { binaryCrossEntropy($0, targets) }),
    ]
    for (name, loss) in losses {
      let (value, slope) = compile { (z: Tensor) in valueWithGradient(at: z, of: loss) }(z)
      let expected = valueWithGradient(at: z, of: loss)
      expectClose(value, expected.value, name)
      expectClose(slope, expected.gradient, name)
    }
  }

  @Test func labelsOutOfRangeStopAReplay() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let work = TrainingWork([3, 4], batch: 2)
      let step = work.compiled()
      _ = step(work.x, Tensor([0, 3] as [Int]))
      _ = step(work.x, Tensor([0, 4] as [Int]))
    }
    #expect(
      message(result).contains("softmaxCrossEntropy: class indices run from 0 to 4, but there are 4 classes, 0..<4"))
  }
}

import Myelin
import Testing

/// The lecture's perceptron, one step for each sample, as one replay.
@Suite struct PerceptronProgramTests {
  private struct Perceptron: Module {
    @Parameter var w = Tensor([[0.3], [-0.8]] as [[Float]])
    @Parameter var b = Tensor(0)

    func callAsFunction(_ x: Tensor) -> Tensor { (w.transposed() * x).sum(axis: 1) + b }
  }

  private static func step(_ model: Perceptron, _ x: Tensor, _ y: Tensor) -> Tensor {
    let (loss, gradient) = valueWithGradient(at: model) { perceptronLoss(model(x), y) }
    model.w -= 0.1 * gradient[model.$w]
    model.b -= 0.1 * gradient[model.$b]
    return loss
  }

  /// Sums of two numbers are the same however they are added: so are all bits.
  @Test func anEpochIsOneReplay() {
    let (x, labels) = makeClassification(
      samples: 100, features: 2, informative: 2, redundant: 0, classes: 2, clustersPerClass: 1, classSeparation: 2.0,
      seed: 20)
    let y = 2 * labels - 1
    let (program, closure) = (Perceptron(), Perceptron())
    let epoch = compile { (x: Tensor, y: Tensor) in scan(over: x, y) { Self.step(program, $0, $1) } }
    for _ in 0..<3 {
      let losses = epoch(x, y)
      let expected = zip(x.rows, y.rows).map { Self.step(closure, $0, $1) }
      #expect(losses.scalars == expected.map(\.scalar))
      #expect(program.w.scalars == closure.w.scalars)
      #expect(program.b.scalars == closure.b.scalars)
    }
    #expect(epoch.recordingCount == 1)
    let loops = epoch.program?.steps.filter { $0.hasPrefix("loop of 100 rounds") } ?? []
    #expect(loops.count == 1, "\(String(describing: epoch.program))")
  }

  /// The same with an optimizer, whose state the loop changes too.
  @Test func withAnOptimizer() {
    let (x, labels) = makeClassification(samples: 40, seed: 3)
    let y = labels.cast(to: .int64)
    let (program, closure) = (
      TrainingWork([x.shape[1], 6, 2], batch: 1), TrainingWork([x.shape[1], 6, 2], batch: 1)
    )
    let epoch = compile { (x: Tensor, y: Tensor) in
      scan(over: x, y) { program.step($0.unsqueezed(axis: 0), $1.unsqueezed(axis: 0)) }
    }
    for _ in 0..<2 {
      let losses = epoch(x, y)
      let expected = Tensor.stack(
        zip(x.rows, y.rows).map { closure.step($0.unsqueezed(axis: 0), $1.unsqueezed(axis: 0)) })
      #expect(losses.isClose(to: expected, relative: 1e-3, absolute: 1e-4), "\(losses)\n\(expected)")
    }
  }
}

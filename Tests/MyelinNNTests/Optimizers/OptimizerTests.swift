import Myelin
import Testing

/// Optimizers step by step against PyTorch's.
@Suite struct OptimizerTests {
  @Test func followPyTorch() throws {
    let problem = try NetworksFixture.load().trajectories
    let (x, target) = (problem.x.tensor(.float64), problem.target.tensor(.float64))
    for run in problem.runs {
      let (w, b) = (Variable(problem.w.tensor(.float64)), Variable(problem.b.tensor(.float64)))
      let optimizer = optimizer(run)
      for (number, expected) in run.steps.enumerated() {
        let (_, gradients) = valueWithGradient(at: [w, b]) {
          meanSquaredError((x.matmul(w.value) + b.value).tanh(), target)
        }
        optimizer.update([w, b], along: gradients)
        for (ours, theirs) in zip(w.value.scalars + b.value.scalars, expected) {
          #expect(abs(ours - theirs) < 1e-12, "\(run.optimizer) \(run.arguments), step \(number)")
        }
      }
    }
  }

  private func optimizer(_ run: NetworksFixture.Run) -> any Optimizer {
    let arguments = run.arguments
    if run.optimizer == "SGD" {
      return SGD(
        learningRate: arguments.lr ?? 1e-3, momentum: arguments.momentum ?? 0,
        weightDecay: arguments.weight_decay ?? 0, nesterov: arguments.nesterov ?? false)
    }
    let betas = arguments.betas ?? [0.9, 0.999]
    return Adam(
      learningRate: arguments.lr ?? 1e-3, betas: (betas[0], betas[1]), epsilon: arguments.eps ?? 1e-8,
      weightDecay: arguments.weight_decay ?? 0)
  }

  @Test func theLearningRateMayChangeBetweenSteps() {
    let variable = Variable([1])
    let optimizer = SGD(learningRate: 0.5)
    optimizer.update([variable], along: [[1]])
    optimizer.learningRate = 0.25
    optimizer.update([variable], along: [[1]])
    #expect(variable.value.scalars == [0.25])
    #expect(optimizer.learningRate == 0.25)
  }

  @Test func gradientsOfAnotherShapeStop() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      Adam().update([Variable([1, 2], name: "w")], along: [[1]])
    }
    #expect(
      message(result).contains(
        "Adam: the gradient of 'w' has shape [1], the variable [2]"))
  }
}

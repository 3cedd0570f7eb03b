import Myelin
import Testing

@testable import MyelinNN

/// What `fit` compiles is what one would write by hand: no operation more.
@Suite struct StepProgramTests {
  private let x = Tensor.zeros([8, 4])
  private let y = Tensor.zeros([8], type: .int64)

  private func network() -> Sequential {
    withRandomSeed(1) {
      Sequential {
        Dense(4, 8, activation: .relu)
        Dropout(0.2)
        Dense(8, 3)
      }
    }
  }

  @Test func aStepIsTheOneWrittenByHand() {
    let trainer = Trainer(network(), loss: softmaxCrossEntropy, optimizer: Adam(), metrics: [.accuracy])
    let program = trainer.compiledStep().plain.prepare(x, y)
    let (model, optimizer) = (network(), Adam())
    let byHand = compile { (x: Tensor, y: Tensor) -> (Tensor, Tensor) in
      var output = x
      let (loss, gradient) = withMode(.training) {
        valueWithGradient(at: model) {
          output = model(x)
          return softmaxCrossEntropy(output, y)
        }
      }
      optimizer.update(model, along: gradient)
      return (loss, output)
    }
    #expect("\(program)" == "\(byHand.prepare(x, y))")
  }

  @Test func anEvaluationIsTheOneWrittenByHand() {
    let trainer = Trainer(network(), loss: softmaxCrossEntropy, optimizer: Adam())
    let program = withMode(.training) { trainer.compiledEvaluation().plain.prepare(x, y) }
    let model = network()
    let byHand = compile { (x: Tensor, y: Tensor) -> (Tensor, Tensor) in
      let output = model(x)
      return (softmaxCrossEntropy(output, y), output)
    }
    #expect("\(program)" == "\(byHand.prepare(x, y))")
  }
}

import Myelin
import Testing

/// What is said when a loss isn't finite, and how the model is left.
@Suite struct DivergenceTests {
  private func failure(_ body: () throws -> Void) throws -> String {
    let error = try #require(throws: TrainingError.self, performing: body)
    #expect(!error.description.contains("\n"))
    return error.description
  }

  @Test func badSamplesAndTargetsAreNamed() throws {
    let trainer = Trainer(Sequential { Dense(2, 1) }, loss: meanSquaredError, optimizer: SGD())
    let samples = Dataset(Tensor(shape: [2, 2], [0, 1, Float.nan, 0]), [[1], [0]])
    #expect(try failure { try trainer.fit(samples) }.contains("NaN is in the samples"))
    let targets = Dataset([[0, 1], [1, 0]], Tensor(shape: [2, 1], [1, Float.infinity]))
    #expect(try failure { try trainer.fit(targets) }.contains("infinity is in the targets"))
  }

  /// The second layer overflows in the third step, which makes all weights NaN: the steps before are made again to see where it
  /// began.
  @Test func theLayerIsNamedAndTheModelIsAsBefore() throws {
    struct Explosion: Layer {
      @Buffer var calls = Tensor(0)
      func callAsFunction(_ input: Tensor) -> Tensor {
        let count = calls + 1
        if Mode.current == .training { calls = count }
        return input * (count * 30).exp()
      }
    }
    let model = withRandomSeed(2) {
      Sequential {
        Dense(2, 3, activation: .tanh)
        Explosion()
        Dense(3, 1)
      }
    }
    let trainer = Trainer(model, loss: meanAbsoluteError, optimizer: SGD(learningRate: 0))
    let before = model.allScalars
    let error = try failure { try trainer.fit(exclusiveOr, epochs: 20, batchSize: 4) }
    #expect(error.contains("in epoch 3"))
    #expect(error.contains("infinity first came up in layers.1 (Explosion): exp, forward"))
    #expect(model.allScalars == before)
    #expect(model.buffers[0].value.scalar == 2)
  }

  @Test func aRateThatIsTooLargeLeavesAFiniteModel() throws {
    let model = withRandomSeed(1) {
      Sequential {
        Dense(2, 4)
        Dense(4, 1)
      }
    }
    let trainer = Trainer(model, loss: meanSquaredError, optimizer: SGD(learningRate: 20))
    let error = try failure { try trainer.fit(exclusiveOr, epochs: 500, batchSize: 4) }
    #expect(error.contains("infinity first came up in "))
    #expect(model.allScalars.allSatisfy { $0.isFinite })
  }
}

import Myelin
import Testing

@testable import MyelinNN

/// Samples and classes that don't count alike, and validation data that are set aside.
@Suite struct SampleWeightTests {
  private func trained(_ data: Dataset, classWeights: ClassWeights? = nil) throws -> [Double] {
    let model = withRandomSeed(3) { Sequential { Dense(2, 1) } }
    let trainer = Trainer(model, loss: meanSquaredError, optimizer: SGD(learningRate: 0.1))
    try trainer.fit(data, epochs: 5, batchSize: 8, shuffled: false, classWeights: classWeights)
    return model.allScalars
  }

  @Test func aWeightOfTwoIsASampleThatOccursTwice() throws {
    let x: Tensor = [[0, 1], [1, 0], [2, 1]]
    let y: Tensor = [[1], [0], [1]]
    let weighted = try trained(Dataset(x, y, weights: [2, 0, 1]))
    let repeated = try trained(Dataset([[0, 1], [0, 1], [2, 1]], [[1], [1], [1]]))
    #expect(zip(weighted, repeated).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(try trained(Dataset(x, y, weights: [1, 1, 1])) == trained(Dataset(x, y)))
  }

  @Test func classWeightsAreThoseOfTheirSamples() throws {
    let x: Tensor = [[0, 1], [1, 0], [2, 1]]
    let y: Tensor = [[1], [0], [1]]
    let byClass = try trained(Dataset(x, y), classWeights: [0.5, 3])
    #expect(byClass == (try trained(Dataset(x, y, weights: [3, 0.5, 3]))))
    // Both kinds of weights are multiplied.
    let both = try trained(Dataset(x, y, weights: [2, 2, 1]), classWeights: [0.5, 3])
    #expect(both == (try trained(Dataset(x, y, weights: [6, 1, 3]))))
  }

  /// scikit-learn's `compute_class_weight("balanced")`.
  @Test func balancedWeightsAreThoseOfScikitLearn() throws {
    let y = [2, 0, 1, 1, 0, 2, 2, 0, 1, 1, 1, 0, 0]
    let expected = [0: 0.86666667, 1: 0.86666667, 2: 1.44444444]
    for targets in [Tensor(y), Tensor(y).oneHot().cast(to: .float32)] {
      let weights = try ClassWeights.balanced.applied(to: Dataset(.zeros([13, 1]), targets)).weights?.scalars ?? []
      #expect(zip(weights, y).allSatisfy { abs($0 - (expected[$1] ?? 0)) < 1e-6 })
    }
    let signs = try ClassWeights.balanced.applied(to: Dataset(.zeros([4, 1]), [1, -1, 1, 1])).weights?.scalars
    #expect(signs?.map { ($0 * 3).rounded() } == [2, 6, 2, 2])
  }

  @Test func weightsStayWithTheirSamples() {
    let data = Dataset(Tensor.arange(10), Tensor.arange(10), weights: Tensor.arange(10).cast(to: .float32))
    for batch in data.batches(of: 3, shuffled: true, from: RandomSource(seed: 1)) {
      #expect(batch.weights?.scalars == batch.y.scalars)
    }
    let (first, second) = data.split(fraction: 0.3)
    #expect(first.weights?.scalars == first.y.scalars && second.weights?.scalars == second.y.scalars)
  }

  @Test func aLossWithoutWeightsStops() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let loss: Loss = { output, target in (output - target).abs().mean() }
      let trainer = Trainer(Sequential { Dense(2, 1) }, loss: loss, optimizer: SGD())
      try trainer.fit(exclusiveOr, classWeights: .balanced)
    }
    #expect(message(result).contains("no loss took the weights"))
  }

  @Test func aShareOfTheDataIsSetAside() throws {
    let x = Tensor.arange(40).cast(to: .float32).reshaped(to: [20, 2])
    let data = Dataset(x, Tensor.zeros([20, 1]))
    func history(_ seed: Int) throws -> History {
      let trainer = Trainer(
        withRandomSeed(0) { Sequential { Dense(2, 1) } }, loss: meanSquaredError, optimizer: SGD(learningRate: 1e-5))
      return try trainer.fit(data, validationSplit: 0.25, epochs: 2, seed: seed)
    }
    #expect(try history(1).validationLosses.count == 2)
    #expect(try history(1) == history(1))
    #expect(try history(1) != history(2))
    #expect(throws: TrainingError.noValidationSamples) {
      try Trainer(Sequential { Dense(2, 1) }, loss: meanSquaredError, optimizer: SGD())
        .fit(exclusiveOr, validationSplit: 0.01)
    }
  }
}

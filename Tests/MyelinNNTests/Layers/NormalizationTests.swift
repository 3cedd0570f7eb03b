import Myelin
import Testing

/// Batch, layer and root mean square normalization by hand; their numbers beside PyTorch's are in `PyTorchLayerTests`.
@Suite struct NormalizationTests {
  @Test func batchNormMeasuresInTrainingOnly() {
    let layer = BatchNorm(2, momentum: 0.5, epsilon: 0)
    let x: Tensor = [[1, 10], [3, 30]]
    #expect(layer(x).isIdentical(to: x))
    #expect(layer.batchCount.scalar == 0)
    #expect(withMode(.training) { layer(x) }.isClose(to: [[-1, -1], [1, 1]]))
    #expect(layer.runningMean.scalars == [1, 10])
    #expect(layer.runningVariance.scalars == [1.5, 100.5])
    #expect(layer.batchCount.scalar == 1)
    let y = layer([[1, 10]])
    #expect(y.isClose(to: [[0, 0]]))
    #expect(layer.batchCount.scalar == 1)
  }

  @Test func plainMeansWithoutMomentum() {
    let layer = BatchNorm(1, momentum: nil)
    withMode(.training) { for value in [2.0, 4, 9] { _ = layer(Tensor([[value - 1], [value + 1]])) } }
    #expect(layer.runningMean.isClose(to: [5]))
    #expect(layer.runningVariance.isClose(to: [2]))
  }

  @Test func partsAreNamed() {
    let layer = BatchNorm(4)
    #expect(layer.namedParameters.map(\.name) == ["weight", "bias"])
    #expect(layer.namedBuffers.map(\.name) == ["runningMean", "runningVariance", "batchCount"])
    #expect(BatchNorm(4, isAffine: false).parameters.isEmpty)
    #expect(LayerNorm(4).namedParameters.map(\.name) == ["weight", "bias"])
    #expect(LayerNorm(4, usesBias: false).namedParameters.map(\.name) == ["weight"])
    #expect(LayerNorm(4, isAffine: false).parameters.isEmpty)
    #expect(RMSNorm([2, 4]).parameters.map(\.value.shape) == [[2, 4]])
    #expect((layer.inputSize, layer.outputSize) == (4, 4))
    #expect(LayerNorm([2, 4]).inputSize == 4)
    #expect(
      ["\(layer)", "\(LayerNorm(4))", "\(LayerNorm([2, 4]))", "\(RMSNorm(4))"]
        == ["BatchNorm(4)", "LayerNorm(4)", "LayerNorm([2, 4])", "RMSNorm(4)"])
  }

  @Test func integersAreConverted() {
    let x = Tensor([[1, 2], [3, 4]] as [[Int]])
    withMode(.training) {
      for layer in [BatchNorm(2), LayerNorm(2), RMSNorm(2)] as [any Layer] {
        #expect(layer(x).type == .float32, "\(layer)")
      }
    }
  }

  @Test func trainingMovesBatchStatisticsInFit() throws {
    let model = Sequential {
      Dense(2, 8)
      BatchNorm(8)
      Activation.tanh
      Dense(8, 1)
    }
    let step = compile { (x: Tensor, y: Tensor) in
      withMode(.training) { valueWithGradient(at: model) { binaryCrossEntropy(model(x), y) }.value }
    }
    let before = model(exclusiveOr.x)
    for _ in 0..<20 { _ = step(exclusiveOr.x, exclusiveOr.y) }
    #expect(model.buffers.last?.value.scalar == 20)
    #expect(!model(exclusiveOr.x).isClose(to: before))
    #expect(model(exclusiveOr.x[0..<1]).shape == [1, 1])
  }

  @Test func aSingleSampleIsNormalizedByTheRunningStatistics() throws {
    let layer = BatchNorm(2)
    withMode(.training) { _ = layer([[1, 2], [3, 6]]) }
    let before = layer.buffers.map(\.value.scalars)
    let sample: Tensor = [[5, 7]]
    let inference = layer(sample)
    #expect(withMode(.training) { layer(sample) }.isIdentical(to: inference))
    #expect(layer.buffers.map(\.value.scalars) == before)
    // The last batch of an epoch may be one: 9 samples in batches of 4.
    let model = withRandomSeed(1) {
      Sequential {
        Dense(2, 3)
        BatchNorm(3)
        Dense(3, 1)
      }
    }
    let data = withRandomSeed(2) { Dataset(.randomNormal([9, 2]), .randomNormal([9, 1])) }
    let trainer = Trainer(model, loss: meanSquaredError, optimizer: SGD(learningRate: 0.05))
    let history = try trainer.fit(data, epochs: 20, batchSize: 4, seed: 1)
    #expect(history.losses[19] < history.losses[0])
    #expect(model.buffers.last?.value.scalar == 40)
    // Where every batch is a single sample, something is learnt too.
    let single = try trainer.fit(data, epochs: 2, batchSize: 1, seed: 1)
    #expect(single.losses.allSatisfy { $0.isFinite })
    #expect(model.buffers.last?.value.scalar == 40)
  }

  @Test func mistakesStop() async {
    let size = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = BatchNorm(2)(.ones([4, 3]))
    }
    #expect(message(size).contains("BatchNorm(2): the input's last axis must have size 2, got shape [4, 3]"))
    let axes = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = LayerNorm([2, 4])(.ones([4, 3]))
    }
    #expect(message(axes).contains("LayerNorm([2, 4]): the input's last axes must have size 2 × 4, got shape [4, 3]"))
  }
}

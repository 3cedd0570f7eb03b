import Myelin
import Testing

/// Losses at the ends of their domains, and what they refuse.
@Suite struct LossDomainTests {
  @Test(arguments: [DType.float32, .float64])
  func farErrorsStayFinite(type: DType) {
    let output = Tensor([1e4, -1e4, 3e4], type: type)
    let target = Tensor([0.0, 0, 0], type: type)
    let losses: [(String, Loss)] = [
      ("huber", huberLoss), ("smoothL1", smoothL1Loss), ("logCosh", logCoshLoss), ("quantile", quantileLoss),
      ("binary", binaryCrossEntropy), ("focal", focalLoss), ("hinge", hingeLoss),
      ("rootMeanSquared", rootMeanSquaredError), ("soft focal", { focalLoss($0, $1, gamma: 0.5) }),
    ]
    for (name, loss) in losses {
      let (value, slope) = valueWithGradient(at: output) { loss($0, target) }
      #expect(value.scalar.isFinite && value.scalar > 0, "\(name)")
      #expect(slope.isFinite().all().scalar == 1, "\(name): \(slope)")
      let (least, flat) = valueWithGradient(at: target) { loss($0, target) }
      #expect(least.scalar.isFinite && flat.isFinite().all().scalar == 1, "\(name): \(flat)")
    }
  }

  @Test func smallErrorsKeepTheirDigits() {
    // log cosh e = e²/2 − e⁴/12 + …
    let (value, slope) = valueWithGradient(at: [1e-3] as Tensor) { logCoshLoss($0, [0]) }
    #expect(abs(value.scalar / 4.999999166667e-7 - 1) < 1e-6)
    #expect(abs(slope.scalars[0] / 9.99999666667e-4 - 1) < 1e-6)
    // Both pieces meet at 1.
    let sides = logCoshLoss([0.9999999, 1.0000001], [0, 0], reduction: .none).scalars
    #expect(abs(sides[0] - sides[1]) < 1e-6)
    // The focal loss of a confident logit: σ(−20)² · 20-th part of it.
    let focal = focalLoss(Tensor([20.0], type: .float64), [1], alpha: nil).scalar
    #expect(abs(focal / 8.7565107e-27 - 1) < 1e-6)
  }

  @Test func certainProbabilitiesAreLimited() {
    let (value, slope) = valueWithGradient(at: [0, 1, 0, 1] as Tensor) {
      binaryCrossEntropy(probabilities: $0, [1, 0, 0, 1])
    }
    #expect(value.scalar == 50)
    #expect(slope.isFinite().all().scalar == 1)
    #expect(binaryCrossEntropy(probabilities: [-0.5], [1]).scalar.isNaN)
    #expect(klDivergence(probabilities: [[0, 1]], [[0, 1]]).scalar == 0)
    #expect(abs(klDivergence(probabilities: [[0, 1]], [[1, 0]]).scalar - 16.118) < 1e-3)
    #expect(klDivergence(Tensor([[-.infinity, 0]] as [[Double]]), [[0, 1]]).scalar == 0)
  }

  @Test func ignoredSamplesAreWithoutEffect() {
    let labels = Tensor([1, -1, 0] as [Int])
    let logits = Tensor([[1, 2], [.nan, .infinity], [3, 0]] as [[Double]])
    let kept = softmaxCrossEntropy([[1, 2], [3, 0]], Tensor([1, 0] as [Int]))
    #expect(softmaxCrossEntropy(logits, labels, ignoredIndex: -1).isClose(to: kept))
    // Nothing is left to take a mean of, as in PyTorch.
    #expect(softmaxCrossEntropy([[1, 2]], Tensor([9] as [Int]), ignoredIndex: 9).scalar.isNaN)
    let sequences = softmaxCrossEntropy(
      .zeros([2, 3, 4]), Tensor([[0, 1, 9], [9, 9, 3]] as [[Int]]), ignoredIndex: 9)
    #expect(sequences.isClose(to: Tensor(1.3862944)))
    #expect(
      softmaxCrossEntropy(.zeros([2, 3, 4]), .zeros([2, 3], type: .int32), reduction: .none).shape == [2, 3])
  }

  @Test func similaritiesOfZerosAreDefined() {
    let (value, slope) = valueWithGradient(at: [[0, 0], [3, 4]] as Tensor) {
      cosineSimilarityLoss($0, [[1, 0], [3, 4]])
    }
    #expect(value.isClose(to: Tensor(0.5)))
    #expect(slope.isFinite().all().scalar == 1)
    #expect(cosineSimilarity([[1e30, 0]], [[1e30, 1e30]]).isClose(to: [0.70710678]))
    #expect(cosineSimilarity([[1, 5], [0, 5]], [[2, 5], [0, -5]], axis: 0).isClose(to: [1, 0]))
    let (same, flat) = valueWithGradient(at: [[1, 2]] as Tensor) { contrastiveLoss($0, [[1, 2]], labels: [0]) }
    #expect(abs(same.scalar - 1) < 1e-5)
    #expect(flat.isFinite().all().scalar == 1)
    let (perfect, still) = valueWithGradient(at: [1, 2] as Tensor) { rootMeanSquaredError($0, [1, 2]) }
    #expect((perfect.scalar, still.scalars) == (0, [0, 0]))
  }

  @Test func losingOptionsStop() async {
    let weights = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = softmaxCrossEntropy(.zeros([2, 3]), Tensor([0, 1] as [Int]), classWeights: [1, 2])
    }
    #expect(message(weights).contains("softmaxCrossEntropy: 2 class weights for 3 outputs (shape [2, 3])"))
    let ignored = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = softmaxCrossEntropy(.zeros([2, 3]), .zeros([2, 3]), ignoredIndex: 1)
    }
    #expect(message(ignored).contains("an ignored index is for class indices"))
    let label = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = softmaxCrossEntropy(.zeros([2, 3]), Tensor([0, 3] as [Int]), ignoredIndex: 7)
    }
    #expect(message(label).contains("class indices run from 0 to 3, but there are 3 classes"))
    let shapes = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = klDivergence(.zeros([2, 3]), .zeros([3, 2]))
    }
    #expect(message(shapes).contains("klDivergence: the output has shape [2, 3], the target [3, 2]"))
    await #expect(processExitsWith: .failure) { _ = huberLoss([1], [1], delta: 0) }
    await #expect(processExitsWith: .failure) { _ = quantileLoss([1], [1], quantile: 2) }
    await #expect(processExitsWith: .failure) { _ = binaryCrossEntropy([1], [1], labelSmoothing: 2) }
    await #expect(processExitsWith: .failure) { _ = focalLoss([1], [1], gamma: -1) }
  }
}

import Myelin
import Testing

/// Losses and their gradients against PyTorch's, and targets that don't fit.
@Suite struct LossTests {
  private static let functions: [String: Loss] = [
    "perceptronLoss": perceptronLoss, "meanSquaredError": meanSquaredError, "meanAbsoluteError": meanAbsoluteError,
    "categoricalCrossEntropy": categoricalCrossEntropy, "softmaxCrossEntropy": softmaxCrossEntropy,
    "binaryCrossEntropy": binaryCrossEntropy,
  ]

  @Test(arguments: [DType.float32, .float64])
  func agreesWithPyTorch(type: DType) throws {
    let cases = try NetworksFixture.load().losses
    #expect(Set(cases.map(\.loss)) == Set(Self.functions.keys))
    for entry in cases {
      let function = try #require(Self.functions[entry.loss])
      let target = entry.target.tensor(entry.isIndices ? .int64 : type)
      let (value, slope) = valueWithGradient(at: entry.output.tensor(type)) { function($0, target) }
      // Where one minus a probability is needed, float32 keeps only its own precision of 1.
      let tolerance = type == .float64 ? 1e-12 : 2e-6
      #expect(value.shape == [])
      #expect(value.isClose(to: Tensor(entry.value, type: type), relative: tolerance, absolute: 0), "\(entry.loss)")
      let isClose = slope.isClose(to: entry.gradient.tensor(type), relative: tolerance, absolute: tolerance)
      #expect(isClose, "\(entry.loss): \(slope)")
    }
  }

  @Test func perceptronLossIsTheChapters() {
    // Right, wrong, wrong the other way, and undecided.
    let (z, target): (Tensor, Tensor) = ([2, 3, -0.5, 0], [1, -1, 1, 1])
    let (value, slope) = valueWithGradient(at: z) { perceptronLoss($0, target) }
    #expect(value.scalar == 6 + 1)
    // −(t − sign z): the sign counts as a constant.
    #expect(slope.scalars == [0, 2, -2, -1])
  }

  @Test func targetsMayBeIntegersAndColumns() {
    let output: Tensor = [[1], [2], [4]]
    let target = Tensor([0, 2, 2] as [Int])
    #expect(abs(meanSquaredError(output, target).scalar - 5.0 / 3) < 1e-6)
    #expect(meanAbsoluteError(output, target).scalar == 1)
    #expect(binaryCrossEntropy([[0], [0]], Tensor([0, 1] as [Int])).isClose(to: Tensor(0.6931472)))
    #expect(softmaxCrossEntropy([[0, 0]], Tensor([[1]] as [[Int]])).isClose(to: Tensor(0.6931472)))
    #expect(softmaxCrossEntropy([[0, 0]], Tensor([Int32(1)])).isClose(to: Tensor(0.6931472)))
    #expect(categoricalCrossEntropy([[0.25, 0.75]], Tensor([1] as [Int]).oneHot()).isClose(to: Tensor(0.2876821)))
  }

  @Test func logitsOfAnySizeGiveFiniteLosses() {
    let labels = Tensor([0, 1] as [Int])
    let (value, slope) = valueWithGradient(at: [[3e38, -3e38], [3e38, -1]]) { softmaxCrossEntropy($0 / 2, labels) }
    #expect(value.scalar.isFinite)
    #expect(slope.isFinite().all().scalar == 1)
    #expect(binaryCrossEntropy([1e30, -1e30], [1, 0]).scalar == 0)
    // Tiny losses of confident logits are kept.
    #expect(abs(binaryCrossEntropy([40], [1]).scalar / 4.248354e-18 - 1) < 1e-5)
    // A probability of 0 for the true class costs as much as 10⁻⁷.
    #expect(abs(categoricalCrossEntropy([[1, 0]], [[0, 1]]).scalar - 16.118) < 1e-3)
  }

  @Test func targetsOfAnotherShapeStop() async {
    let broadcast = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = meanSquaredError(.zeros([4, 1]), .zeros([1, 3]))
    }
    #expect(
      message(broadcast).contains(
        "meanSquaredError: the output has shape [4, 1], the target [1, 3]"))
    let oneHot = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = categoricalCrossEntropy(.zeros([4, 3]), .zeros([4]))
    }
    #expect(message(oneHot).contains("categoricalCrossEntropy: probabilities [4, 3]"))
    let label = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = softmaxCrossEntropy(.zeros([2, 3]), Tensor([0, 3] as [Int]))
    }
    #expect(message(label).contains("class indices run from 0 to 3, but there are 3 classes"))
    let kind = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = softmaxCrossEntropy(.zeros([2, 3]), [0, 1])
    }
    #expect(message(kind).contains("need integer class indices of shape [2]"))
  }
}

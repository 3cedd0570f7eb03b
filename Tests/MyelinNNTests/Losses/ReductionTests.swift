import Myelin
import Testing

/// How losses become one number, and what samples count.
@Suite struct ReductionTests {
  private let output: Tensor = [[1, 2], [3, 4], [5, 6]]
  private let target: Tensor = [[0, 0], [0, 0], [0, 0]]

  @Test func weighsSamplesOrElements() {
    #expect(meanAbsoluteError(output, target, reduction: .none).scalars == [1, 2, 3, 4, 5, 6])
    #expect(meanAbsoluteError(output, target, reduction: .sum, weights: [1, 0, 2]).scalar == 3 + 22)
    #expect(meanAbsoluteError(output, target, weights: [[1], [0], [2]]).isClose(to: Tensor(25.0 / 6)))
    #expect(
      meanAbsoluteError(output, target, reduction: .none, weights: [[1, 0], [0, 2], [1, 1]]).scalars
        == [1, 0, 0, 8, 5, 6])
    // Integers are weights too, and the losses keep their type.
    #expect(meanAbsoluteError(output, target, reduction: .sum, weights: Tensor([1, 0, 2] as [Int])).scalar == 25)
    #expect(meanAbsoluteError(output, target, weights: Tensor([1.0, 1, 1], type: .float64)).type == .float32)
    #expect(Reduction.sum([1, 2, 3], weights: [2, 2, 2]).scalar == 12)
  }

  @Test func weightsMayBeSetAroundAnyLoss() {
    let (logits, labels) = ([[1, 2], [0, 3], [2, -1]] as Tensor, Tensor([0, 1, 1] as [Int]))
    let weights: Tensor = [1, 0.5, 2]
    let losses: [Loss] = [
      softmaxCrossEntropy, { softmaxCrossEntropy($0, $1, labelSmoothing: 0.1) },
      { 0.5 * softmaxCrossEntropy($0, $1) + softmaxFocalLoss($0, $1) },
      { Reduction.mean(($0.sum(axis: -1) - $1.cast(to: .float32)).squared()) },
    ]
    let explicit: [Tensor] = [
      softmaxCrossEntropy(logits, labels, weights: weights),
      softmaxCrossEntropy(logits, labels, labelSmoothing: 0.1, weights: weights),
      0.5 * softmaxCrossEntropy(logits, labels, weights: weights) + softmaxFocalLoss(logits, labels, weights: weights),
      (weights * (logits.sum(axis: -1) - labels.cast(to: .float32)).squared()).mean(),
    ]
    for (loss, expected) in zip(losses, explicit) {
      #expect(withSampleWeights(weights) { loss(logits, labels) }.isClose(to: expected))
      let program = compile { (z: Tensor, y: Tensor, w: Tensor) in withSampleWeights(w) { loss(z, y) } }
      #expect(program(logits, labels, weights).isClose(to: expected))
      #expect(program(logits, labels, weights * 2).isClose(to: expected * 2))
    }
    // Losses that aren't reduced stay as they are, and weights don't outlive their scope.
    let plain = softmaxCrossEntropy(logits, labels)
    let both = withSampleWeights(weights) {
      (softmaxCrossEntropy(logits, labels), softmaxCrossEntropy(logits, labels, reduction: .none))
    }
    #expect(both.1.isIdentical(to: softmaxCrossEntropy(logits, labels, reduction: .none)))
    #expect(softmaxCrossEntropy(logits, labels).isIdentical(to: plain))
    #expect(perceptronLoss([2, 3], [-1, -1], weights: [1, 0]).scalar == 4)
  }

  @Test func weightsAreTheTasksOwn() async {
    let (output, target) = ([1, 2, 3] as Tensor, [0, 0, 0] as Tensor)
    let sums = await withTaskGroup(of: (Double, Double).self) { group in
      for factor in 0..<8 {
        group.addTask {
          let weighted = withSampleWeights([1, 1, 1] * Double(factor)) {
            (0..<50).map { _ in meanAbsoluteError(output, target, reduction: .sum).scalar }
          }
          return (weighted.reduce(0, +), 50 * 6 * Double(factor))
        }
        group.addTask { (meanAbsoluteError(output, target, reduction: .sum).scalar, 6) }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    for (sum, expected) in sums { #expect(sum == expected) }
  }

  @Test func plainLossesRecordWhatTheyDid() {
    func operations(_ body: @escaping (Tensor, Tensor) -> Tensor, _ x: Tensor, _ y: Tensor) -> String {
      let program = compile { (x: Tensor, y: Tensor) in body(x, y) }
      _ = program(x, y)
      return program.program?.description ?? ""
    }
    let (x, y) = (Tensor.ones([4, 3]), Tensor.zeros([4, 3]))
    let labels = Tensor([0, 1, 2, 0] as [Int])
    #expect(operations(meanSquaredError, x, y) == operations({ ($0 - $1).squared().mean() }, x, y))
    #expect(operations(meanAbsoluteError, x, y) == operations({ ($0 - $1).abs().mean() }, x, y))
    #expect(operations(perceptronLoss, x, y) == operations({ (($0.sign() - $1) * $0).sum() }, x, y))
    #expect(
      operations(binaryCrossEntropy, x, y)
        == operations({ ($1 * (-$0).softplus() + (1 - $1) * $0.softplus()).mean() }, x, y))
    #expect(
      operations(softmaxCrossEntropy, x, y) == operations({ -($1 * $0.logSoftmax()).sum(axis: -1).mean() }, x, y))
    #expect(
      operations(softmaxCrossEntropy, x, labels)
        == operations(
          { x, y in
            let logarithms = x.logSoftmax()
            let indices = y.checkedIndices(below: 3, in: "softmaxCrossEntropy").reshaped(to: [4, 1])
            return -logarithms.gather(indices, axis: -1).mean()
          }, x, labels))
  }

  @Test func mistakesStop() async {
    let shape = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = meanSquaredError(.zeros([4, 2]), .zeros([4, 2]), weights: .ones([3]))
    }
    #expect(message(shape).contains("meanSquaredError: the losses have shape [4, 2], the weights [3]"))
    let unused = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = withSampleWeights([1, 2]) { ([1, 2] as Tensor).mean() }
    }
    #expect(message(unused).contains("withSampleWeights: no loss took the weights"))
    let outside = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let step = compile { (x: Tensor) in meanSquaredError(x, .zeros([2])) }
      _ = withSampleWeights([1, 2]) { step([1, 2]) }
    }
    #expect(message(outside).contains("give them to the compiled closure as an argument"))
  }
}

import Myelin
import Testing

/// Networks with several inputs and outputs are plain structs of layers.
@Suite struct SeveralInputsTests {
  struct TwoTowers: Module {
    let words = Embedding(10, 4)
    let numbers = Dense(3, 4, activation: .tanh)
    let shared = Sequential {
      Dense(8, 8, activation: .relu)
      Dropout(0.1)
    }
    let heads = ["class": Dense(8, 2), "value": Dense(8, 1)]

    func callAsFunction(_ words: Tensor, _ numbers: Tensor) -> (classes: Tensor, value: Tensor)? {
      guard let classes = heads["class"], let value = heads["value"] else { return nil }
      let features = shared(.concatenate([self.words(words), self.numbers(numbers)], axis: -1))
      return (classes(features), value(features))
    }
  }

  @Test func train() throws {
    let model = withRandomSeed(1) { TwoTowers() }
    #expect(
      model.namedParameters.map(\.name) == [
        "words.weight", "numbers.weight", "numbers.bias", "shared.layers.0.weight", "shared.layers.0.bias",
        "heads.class.weight", "heads.class.bias", "heads.value.weight", "heads.value.bias",
      ])
    let words = Tensor((0..<20).map { $0 % 10 })
    let numbers = samples([20, 3], type: .float32)
    let (labels, values) = (words % 2, numbers.sum(axis: 1, keepingDimensions: true))
    let optimizer = Adam(learningRate: 1e-2)
    let loss = { (words: Tensor, numbers: Tensor) -> Tensor in
      guard let output = model(words, numbers) else { return Tensor(0) }
      return softmaxCrossEntropy(output.classes, labels) + meanSquaredError(output.value, values)
    }
    let step = compile { (words: Tensor, numbers: Tensor) in
      withMode(.training) {
        let (value, gradient) = valueWithGradient(at: model) { loss(words, numbers) }
        optimizer.update(model, along: gradient)
        return value
      }
    }
    let before = loss(words, numbers).scalar
    withRandomSeed(2) { for _ in 0..<150 { _ = step(words, numbers) } }
    #expect(loss(words, numbers).scalar < before / 5)
    #expect(step.recordingCount == 1)
  }
}

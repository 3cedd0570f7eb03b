import Myelin
import Testing

/// Tables of vectors.
@Suite struct EmbeddingTests {
  @Test func looksUp() {
    let layer = Embedding(3, 2, weightInitializer: .fixed([[1, 2], [3, 4], [5, 6]]))
    #expect(layer(Tensor([2, 0] as [Int])).scalars == [5, 6, 1, 2])
    #expect(layer(Tensor([[2], [0]] as [[Int]])).shape == [2, 1, 2])
    #expect(layer(Tensor([] as [Int])).shape == [0, 2])
    #expect((layer.inputSize, layer.outputSize) == (nil, 2))
    #expect(layer.namedParameters.map(\.name) == ["weight"])
    #expect("\(Embedding(3, 2, paddingIndex: 1))" == "Embedding(3, 2, paddingIndex: 1)")
  }

  @Test func paddingIsNotTrained() {
    let layer = Embedding(3, 2, paddingIndex: 1)
    #expect(layer.weight[1].scalars == [0, 0])
    #expect(layer.weight[0].scalars != [0, 0])
    let words = Tensor([0, 1, 1, 2] as [Int])
    let gradient = gradient(at: layer) { layer(words).sum() }
    #expect(gradient[layer.$weight].scalars == [1, 1, 0, 0, 1, 1])
    // A row that somebody sets is given as it is.
    layer.weight = [[1, 2], [3, 4], [5, 6]]
    #expect(layer(Tensor([1] as [Int])).scalars == [3, 4])
  }

  @Test func mistakesStop() async {
    let beyond = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Embedding(3, 2)(Tensor([0, 3] as [Int]))
    }
    #expect(message(beyond).contains("Embedding(3, 2): indices run from 0 to 3, but there are 3 rows, 0..<3"))
    let replay = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let layer = Embedding(3, 2)
      let function = compile { (x: Tensor) in layer(x) }
      _ = function(Tensor([0, 2] as [Int]))
      _ = function(Tensor([0, -1] as [Int]))
    }
    #expect(message(replay).contains("Embedding(3, 2): indices run from -1 to 0, but there are 3 rows, 0..<3"))
    let type = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Embedding(3, 2)([0, 1])
    }
    #expect(message(type).contains("Embedding(3, 2): indices must be integers, got type float32"))
    let padding = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Embedding(3, 2, paddingIndex: 3)
    }
    #expect(message(padding).contains("the padding index 3 is not within 0..<3"))
  }
}

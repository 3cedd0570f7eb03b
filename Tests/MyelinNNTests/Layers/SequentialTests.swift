import Myelin
import Testing

/// Networks of layers: what they compute, how they are built, and what they say when their layers don't fit.
@Suite struct SequentialTests {
  private struct Doubling: Layer {
    func callAsFunction(_ input: Tensor) -> Tensor { input * 2 }
  }

  @Test func appliesLayersInOrder() {
    let model = Sequential {
      Dense(2, 1, weightInitializer: .fixed([[1], [2]]), biasInitializer: .fixed([-3]))
      Activation.relu
      Doubling()
    }
    #expect(model([[5, 1], [1, 0.5]]).scalars == [8, 0])
    #expect((model.inputSize, model.outputSize) == (2, 1))
    #expect(Sequential([])([1, 2]).scalars == [1, 2])
    #expect(
      model.description.hasPrefix(
        """
        Sequential {
          Dense(2, 1)
          relu
        """))
  }

  @Test func buildsWithConditionsLoopsAndLists() {
    let isDeep = true
    let hidden: [any Layer] = [Dense(4, 4), Activation.tanh]
    let model = Sequential {
      Dense(3, 4)
      if isDeep { Dense(4, 4, activation: .relu) }
      if !isDeep { Activation.sign } else { Activation.relu }
      for _ in 0..<2 { Dense(4, 4) }
      hidden
      Sequential { Dense(4, 2) }
    }
    #expect(model.layers.count == 8)
    #expect(model(.zeros([1, 3])).shape == [1, 2])
    #expect(model.namedParameters.last?.name == "layers.7.layers.0.bias")
  }

  @Test func knowsSizesAsFarAsTheyCanBeKnown() {
    let keeping = Sequential {
      Activation.relu
      Dropout(0.1)
    }
    #expect((keeping.inputSize, keeping.outputSize, keeping.outputSize(for: 3)) == (nil, nil, 3))
    let unknown = Sequential {
      Flatten()
      Dense(12, 4)
      Lambda { $0.sum(axis: -1, keepingDimensions: true) }
    }
    #expect((unknown.inputSize, unknown.outputSize, unknown.outputSize(for: 6)) == (nil, nil, nil))
    #expect(unknown(.ones([2, 3, 4])).shape == [2, 1])
    let reshaped = Sequential {
      Dense(5, 12)
      BatchNorm(12)
      Reshape([3, 4])
      Activation.tanh
      LayerNorm([3, 4])
      Dense(4, 2)
    }
    #expect((reshaped.inputSize, reshaped.outputSize) == (5, 2))
    #expect(reshaped(.ones([2, 5])).shape == [2, 3, 2])
    let halving = Sequential {
      Dense(5, 12)
      Halving()
      Dense(6, 1)
    }
    #expect(halving([[1, 2, 3, 4, 5]]).shape == [1, 1])
    #expect(Sequential { Halving() }.outputSize(for: 8) == 4)
  }

  private struct Halving: Layer {
    func callAsFunction(_ input: Tensor) -> Tensor { input[..., AxisSlice.every(2)] }
    func outputSize(for inputSize: Int) -> Int? { (inputSize + 1) / 2 }
  }

  @Test func layersThatDoNotFitAreNamedWithTheirSizes() async {
    let neighbours = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Sequential {
        Dense(784, 512, activation: .relu)
        Dense(256, 10)
      }
    }
    #expect(
      message(neighbours).contains(
        "Sequential: layer 1, Dense(256, 10), takes 256 values, but layer 0, Dense(784, 512, activation: .relu), gives 512"
      ))
    // Across layers that take any size, and within networks.
    let distant = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Sequential {
        Dense(2, 3)
        Activation.tanh
        Activation.relu
        Sequential { Dense(4, 1) }
      }
    }
    let found = message(distant)
    #expect(found.contains("layer 3, Sequential {"))
    #expect(found.contains("takes 4 values, but layer 0, Dense(2, 3), gives 3"))
  }
}

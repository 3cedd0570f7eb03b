import Myelin
import Testing

/// ReLUs whose slopes are learnt.
@Suite struct PReLUTests {
  @Test func hasASlopeForEachFeatureOrOneForAll() {
    let wide = PReLU(3)
    #expect(wide.slope.scalars == [0.25, 0.25, 0.25])
    #expect((wide.inputSize, wide.outputSize) == (3, 3))
    #expect(wide.namedParameters.map(\.name) == ["slope"])
    wide.slope = [1, 0, -1]
    #expect(wide([[-1, -1, -1], [2, 2, 2]]).scalars == [-1, 0, 1, 2, 2, 2])
    let single = PReLU(initialSlope: 0.5)
    #expect(single([[-1, 2]]).scalars == [-0.5, 2])
    #expect(single(Tensor(-4)).scalar == -2)
    #expect((single.inputSize, single.outputSize) == (nil, nil))
    #expect((wide.description, single.description) == ("PReLU(3)", "PReLU()"))
  }

  @Test func learnsItsSlopes() {
    let model = withRandomSeed(2) {
      Sequential {
        Dense(2, 3)
        PReLU(3)
        Dense(3, 1)
      }
    }
    let x: Tensor = [[1, -1], [0.5, 2], [-1, -1]]
    let gradient = gradient(at: model) { model(x).sum() }
    #expect(gradient.variables.count == 5)
    #expect(gradient.tensors[2].shape == [3])
    #expect(gradient.tensors[2].abs().sum().scalar > 0)
  }

  @Test func inputsOfAnotherSizeStop() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = PReLU(3)([[1, 2]])
    }
    #expect(message(result).contains("PReLU(3): the input's last axis must have size 3, got shape [1, 2]"))
    let inModel = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let model = Sequential {
        Flatten()
        PReLU(3)
      }
      _ = model([[1, 2]])
    }
    #expect(message(inModel).contains("layers.1, PReLU(3): the input's last axis must have size 3"))
    await #expect(processExitsWith: .failure) { _ = PReLU(0) }
  }
}

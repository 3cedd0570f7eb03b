import Myelin
import Testing

/// Skip connections and layers side by side.
@Suite struct BranchTests {
  private static func dense(_ weights: [[Double]]) -> Dense {
    Dense(weights.count, weights[0].count, weightInitializer: .fixed(Tensor(weights, type: .float32)))
  }

  @Test func residualsAddWhatGoesIn() {
    let layer = Residual { BranchTests.dense([[1, 0], [0, 2]]) }
    #expect(layer([[3, 4]]).scalars == [6, 12])
    #expect((layer.inputSize, layer.outputSize) == (2, 2))
    #expect(layer.namedParameters.map(\.name) == ["body.layers.0.weight", "body.layers.0.bias"])
    let projected = Residual {
      BranchTests.dense([[1], [0]])
    } shortcut: {
      BranchTests.dense([[0], [10]])
    }
    #expect(projected([[3, 4]]).scalars == [43])
    #expect((projected.inputSize, projected.outputSize) == (2, 1))
    #expect(projected.parameters.map(\.value.shape) == [[2, 1], [1], [2, 1], [1]])
    #expect(
      projected.description == """
        Residual {
          Dense(2, 1)
        } shortcut: {
          Dense(2, 1)
        }
        """)
    let keeping = Residual { Activation.relu }
    #expect((keeping.inputSize, keeping.outputSize, keeping.outputSize(for: 7)) == (nil, nil, 7))
  }

  @Test func concatenationPutsSideBySide() {
    let layer = Concatenate {
      BranchTests.dense([[1], [1]])
      Activation.relu
    }
    #expect(layer([[3, -4]]).scalars == [-1, 3, 0])
    #expect((layer.inputSize, layer.outputSize) == (2, 3))
    #expect(layer.namedParameters.map(\.name) == ["branches.0.weight", "branches.0.bias"])
    let stacked = Concatenate(axis: 0) {
      Activation.relu
      Activation.identity
    }
    #expect(stacked([[1, -1]]).scalars == [1, 0, 1, -1])
    #expect(stacked.description == "Concatenate(axis: 0) {\n  relu\n  identity\n}")
  }

  @Test(arguments: Parallel.Combination.allCases) func combinations(combination: Parallel.Combination) {
    let layer = Parallel(combination) {
      Activation.identity
      Lambda { $0 * 3 }
    }
    let expected: [Parallel.Combination: [Double]] = [
      .sum: [8, -4], .product: [12, 3], .mean: [4, -2], .maximum: [6, -1], .minimum: [2, -3],
    ]
    #expect(layer([[2, -1]]).scalars == expected[combination])
  }

  @Test func stopsForBranchesThatDoNotFit() async {
    let residual = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Residual { Dense(2, 3) }
    }
    #expect(message(residual).contains("Residual: the layers give 3 values, but the shortcut gives 2"))
    let shortcut = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Residual {
        Dense(2, 3)
      } shortcut: {
        Dense(4, 3)
      }
    }
    #expect(message(shortcut).contains("Residual: the layers take 2 values, but the shortcut takes 4"))
    let inputs = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Concatenate {
        Dense(2, 3)
        Dense(4, 3)
      }
    }
    #expect(
      message(inputs).contains(
        "Concatenate: branch 0, Dense(2, 3), takes 2 values, but branch 1, Dense(4, 3), takes 4"))
    let outputs = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Parallel(.sum) {
        Dense(2, 3)
        Dense(2, 4)
      }
    }
    #expect(
      message(outputs).contains("Parallel: branch 0, Dense(2, 3), gives 3 values, but branch 1, Dense(2, 4), gives 4"))
    let later = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Residual { Lambda { $0.sum(axis: 0) } }([[1, 2], [3, 4]])
    }
    #expect(
      message(later).contains(
        "}: for an input of shape [2, 2] the layers give shape [2], but the shortcut gives [2, 2]"))
    let empty = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Parallel(.sum) {}
    }
    #expect(message(empty).contains("Parallel: there are no layers in it"))
  }
}

import Myelin
import Testing

/// What flows through layers is what they compute by themselves.
@Suite struct LayerStatisticsTests {
  @Test func statisticsOfATensor() {
    let statistics = TensorStatistics(Tensor([[0, 3], [-4, Float.nan]]))
    #expect(statistics.count == 4)
    #expect(statistics.nonFiniteCount == 1)
    #expect((statistics.mean + 1 / 3.0).magnitude < 1e-12)
    #expect(statistics.minimum == -4)
    #expect(statistics.maximum == 3)
    #expect(statistics.norm == 5)
    #expect((statistics.zeroShare - 1 / 3.0).magnitude < 1e-12)
    #expect((statistics.standardDeviation - (74 / 9.0).squareRoot()).magnitude < 1e-12)
    #expect(TensorStatistics(Tensor.zeros([0])).mean.isNaN)
  }

  @Test func outputsAndGradients() throws {
    let model = Sequential {
      Dense(3, 4, activation: .relu)
      Activation.tanh
      Dense(4, 2)
    }
    let x = Tensor.randomNormal([6, 3])
    let y = Tensor([0, 1, 1, 0, 1, 0] as [Int])
    let statistics = model.statistics(of: x, y, loss: softmaxCrossEntropy)
    #expect(statistics.rows.map(\.path) == ["layers.0", "layers.1", "layers.2"])
    let first = model.layers[0](x)
    let second = model.layers[1](first)
    let third = model.layers[2](second)
    for (row, output) in zip(statistics.rows, [first, second, third]) {
      let expected = TensorStatistics(output)
      #expect((row.output?.norm ?? 0) == expected.norm)
      #expect(row.output?.zeroShare == expected.zeroShare)
    }
    #expect(statistics.loss == softmaxCrossEntropy(third, y).scalar)
    let slopes = [
      gradient(at: first) { softmaxCrossEntropy(model.layers[2](model.layers[1]($0)), y) },
      gradient(at: second) { softmaxCrossEntropy(model.layers[2]($0), y) },
      gradient(at: third) { softmaxCrossEntropy($0, y) },
    ]
    for (row, slope) in zip(statistics.rows, slopes) {
      let norm = try #require(row.outputGradient).norm
      #expect((norm - TensorStatistics(slope).norm).magnitude < 1e-6)
    }
    let whole = gradient(at: model) { softmaxCrossEntropy(model(x), y) }
    let rows = statistics.rows.flatMap(\.parameters)
    #expect(rows.map(\.name) == ["weight", "bias", "weight", "bias"])
    for (row, tensor) in zip(rows, whole.tensors) {
      #expect(((row.gradient?.norm ?? 0) - TensorStatistics(tensor).norm).magnitude < 1e-6)
    }
    #expect(statistics.description.contains("layers.0  output's gradient"))
  }

  @Test func withoutLoss() {
    let model = PlainModel()
    let x = Tensor.randomNormal([5, 4])
    let target = Tensor.zeros([5, 3])
    let statistics = model.statistics(inputs: [x, target]) { meanSquaredError(model($0[0]), $0[1]) }
    let hidden = statistics.rows.first { $0.path == "hidden" }
    // The square behind it belongs to no other layer, and so to this one.
    #expect(hidden?.output?.norm == TensorStatistics(model.hidden(x).squared()).norm)
    let sequence = Sequential { Dense(2, 2) }
    #expect(sequence.statistics(of: [[1, 2]]).rows[0].outputGradient == nil)
  }

  @Test func deadUnits() {
    let model = Sequential {
      Dense(2, 4, activation: .relu)
      Dense(4, 3, activation: .relu)
      Dense(3, 2)
    }
    let layer = model.layers[0] as? Dense
    layer?.weight = [[1, 1, 0, 0], [1, -1, 0, 0]]
    layer?.bias = [0, 0, -1, 1]
    // Random weights would now and then leave no unit of the second layer alive.
    (model.layers[1] as? Dense)?.weight = Tensor.ones([4, 3])
    let report = model.deadUnits(on: [[1, 2], [3, 1]])
    #expect(report.rows.map(\.path) == ["layers.0", "layers.1"])
    #expect(report.rows[0].units == [2])
    #expect(report.rows[0].share == 0.25)
    #expect(report.description.contains("layers.0  Dense     1      4  25.0 %"))
    #expect(model.deadUnits(on: Tensor.zeros([0, 2])).rows.map(\.share) == [0, 0])
  }
}

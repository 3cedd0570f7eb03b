import Foundation
import Myelin
import TestSupport
import Testing

/// The front end for columns of numbers and of indices.
@Suite struct FeatureEmbeddingTests {
  private let columns: [FeatureEmbedding.Column] = [
    .number, .number, .index(count: 3, width: 2), .number, .index(count: 2, width: 1),
  ]

  @Test func numbersPassAndIndicesBecomeVectors() {
    let layer = FeatureEmbedding(columns)
    layer.tables[0].weight = [[0, 0], [1, 2], [3, 4]]
    layer.tables[1].weight = [[0], [9]]
    let x: Tensor = [[0.5, -1, 2, 7, 1], [0.25, 3, 1, 8, 0]]
    #expect(layer(x).scalars == [0.5, -1, 3, 4, 7, 9, 0.25, 3, 1, 2, 8, 0])
    #expect(layer(x[0]).shape == [6])
    #expect((layer.inputSize, layer.outputSize) == (5, 6))
    #expect("\(layer)" == "FeatureEmbedding(5 → 6: 3 numbers, 3 × 2, 2 × 1)")
    #expect(layer.namedParameters.map(\.name) == ["tables.0.weight", "tables.1.weight"])
    let compiled = compile { (x: Tensor) in layer(x) }
    #expect(compiled(x).scalars == layer(x).scalars)
    #expect(FeatureEmbedding([.number])(Tensor([[1.5]])).scalars == [1.5])
  }

  @Test func whatTrainingNeverSawIsZeroAndStaysSo() {
    let layer = FeatureEmbedding([.index(count: 3, width: 2)])
    #expect(layer.tables[0].weight[0].scalars == [0, 0])
    let x = Tensor(shape: [3, 1], [0, 2, 2] as [Float])
    let gradient = gradient(at: layer) { layer(x).sum() }
    #expect(gradient[layer.tables[0].$weight].scalars == [0, 0, 0, 0, 2, 2])
  }

  @Test func isTrainedFromATable() throws {
    let cities = (0..<120).map { "c\($0 % 12)" }
    let table = try Table([
      TableColumn("city", texts: cities), TableColumn("x", numbers: (0..<120).map { Double($0 % 5) }),
    ])
    let fitted = try Preprocessing {
      ColumnSteps(["city"]) { EmbeddingEncoder(width: 3) }
      ColumnSteps(["x"]) { StandardScaler() }
    }.fitted(on: table)
    let front = FeatureEmbedding(features: fitted.features)
    #expect(front.columns == [.index(count: 13, width: 3), .number])
    let y = Tensor((0..<120).map { Float($0 % 12 * 5 % 12) / 12 }).unsqueezed(axis: 1)
    let history = try withRandomSeed(3) {
      let model = Sequential([
        FeatureEmbedding(features: fitted.features), Dense(4, 16, activation: .tanh), Dense(16, 1),
      ])
      return try Trainer(model, loss: meanSquaredError, optimizer: Adam(learningRate: 0.02)).fit(
        Dataset(fitted.transform(table), y), epochs: 60, batchSize: 20)
    }
    let last = try #require(history.losses.last)
    #expect(last < 0.01, "\(last)")
  }

  @Test func isSavedAndRead() throws {
    let folder = try TemporaryFolder()
    let model = Sequential([FeatureEmbedding(columns), Dense(6, 2)])
    try model.save(to: folder.file("model"))
    let again = try Sequential(contentsOf: folder.file("model"))
    let x: Tensor = [[0.5, -1, 2, 7, 1]]
    #expect(again(x).scalars == model(x).scalars)
    // Whatever a file says, it must not stop the program.
    for wrong in ["[{\"index\":{\"count\":0,\"width\":1}}]", "[{\"index\":{\"count\":1,\"width\":-1}}]", "[]"] {
      let configuration = try JSONDecoder().decode(
        FeatureEmbedding.Configuration.self, from: Data("{\"columns\":\(wrong)}".utf8))
      #expect(throws: LayerDescriptionError.self) { try FeatureEmbedding(configuration: configuration) }
    }
  }

  @Test func mistakesStop() async {
    let shape = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = FeatureEmbedding([.number, .number])(Tensor([[1.0]]))
    }
    #expect(message(shape).contains("the input's last axis must be of 2 columns, got shape [1, 1]"))
    await #expect(processExitsWith: .failure) { _ = FeatureEmbedding([]) }
    await #expect(processExitsWith: .failure) { _ = FeatureEmbedding([.index(count: 0, width: 1)]) }
  }
}

import Myelin
import Testing

/// A model of plain Swift, with layers that are called directly, a part without parameters, and a sequence.
struct PlainModel: Module {
  let hidden = Dense(4, 8, activation: .relu)
  let trunk = Sequential {
    Activation.tanh
    Dense(8, 6, activation: .relu)
    Activation.identity
  }
  let output = Dense(6, 3, usesBias: false)
  @Parameter var scale = Tensor(2)

  func callAsFunction(_ x: Tensor) -> Tensor {
    output(trunk(hidden(x).squared())) * scale
  }
}

/// Two inputs, two outputs.
struct TwoHeads: Module {
  let left = Dense(2, 4)
  let right = Dense(3, 4)
  let heads = ["a": Dense(4, 1), "b": Dense(4, 2)]

  func callAsFunction(_ x: Tensor, _ y: Tensor) -> [Tensor] {
    let both = left(x) + right(y)
    return heads.sorted { $0.key < $1.key }.map { $0.value(both) }
  }
}

/// Summaries know layers, shapes and costs without computing anything.
@Suite struct ModelSummaryTests {
  @Test func sequences() {
    let model = Sequential {
      Dense(20, 16, activation: .relu)
      Sequential {
        Dense(16, 8)
        Activation.tanh
      }
      Dense(8, 3)
    }
    let summary = model.summary(inputShape: [20], batchSize: 5)
    #expect(summary.rows.map(\.path) == ["layers.0", "layers.1.layers.0", "layers.1.layers.1", "layers.2"])
    #expect(summary.rows.map(\.type) == ["Dense", "Dense", "Activation.tanh", "Dense"])
    #expect(summary.rows.map(\.outputShape) == [[5, 16], [5, 8], [5, 8], [5, 3]])
    #expect(summary.rows.map(\.parameterCount) == [336, 136, 0, 27])
    // 2·20·16 for the product, 16 for the bias and 16 for the activation, per sample.
    #expect(summary.rows.map(\.flops) == [5 * (640 + 32), 5 * (256 + 8), 5 * 8, 5 * (48 + 3)])
    #expect(summary.rows.map(\.outputBytes) == [320, 160, 160, 60])
    #expect(summary.parameterCount == model.parameterCount)
    #expect(summary.parameterBytes == 4 * 499)
    #expect(summary.outputShape == [5, 3])
    #expect(summary.flops == summary.rows.reduce(0) { $0 + $1.flops })
  }

  @Test func printing() {
    let model = Sequential {
      Dense(784, 512, activation: .relu)
      Dense(512, 10)
    }
    #expect(
      model.summary(inputShape: [784]).description == """
        layer     type   output    parameters    memory    FLOPs
        ────────────────────────────────────────────────────────
        layers.0  Dense  [1, 512]     401,920  1.54 MiB  803,840
        layers.1  Dense  [1, 10]        5,130  20.1 KiB   10,250
        ────────────────────────────────────────────────────────
        parameters: 407,050 (1.55 MiB), trained: 407,050, not trained: 0
        outputs: 2.04 KiB, FLOPs forward: 814,090
        """)
  }

  @Test func plainStructs() {
    let model = PlainModel()
    let summary = model.summary(inputs: [Tensor.zeros([2, 4])]) { [model($0[0])] }
    let rows = Dictionary(uniqueKeysWithValues: summary.rows.map { ($0.path, $0) })
    #expect(
      summary.rows.map(\.path) == ["", "hidden", "trunk.layers.0", "trunk.layers.1", "trunk.layers.2", "output"])
    #expect(rows["hidden"]?.outputShape == [2, 8])
    #expect(rows["trunk.layers.0"]?.outputShape == [2, 8])
    #expect(rows["trunk.layers.0"]?.flops == 16)
    #expect(rows["trunk.layers.1"]?.outputShape == [2, 6])
    #expect(rows["trunk.layers.2"]?.outputShape == [2, 6])
    #expect(rows["output"]?.outputShape == [2, 3])
    #expect(rows["output"]?.parameterCount == 18)
    #expect(rows[""]?.type == "PlainModel")
    #expect(rows[""]?.parameterCount == 1)
    #expect(rows[""]?.outputShape == [2, 3])
    #expect(summary.parameterCount == model.parameterCount)
  }

  @Test func severalInputsAndOutputs() {
    let model = TwoHeads()
    let summary = model.summary(inputs: [Tensor.zeros([5, 2]), Tensor.zeros([5, 3])]) { model($0[0], $0[1]) }
    #expect(summary.rows.map(\.path) == ["left", "right", "heads.a", "heads.b"])
    #expect(summary.rows.map(\.outputShape) == [[5, 4], [5, 4], [5, 1], [5, 2]])
    #expect(summary.outputShape == nil)
  }

  @Test func namedParts() {
    struct Named: Layer {
      let first = Dense(2, 3)
      let activation = Activation.relu
      func callAsFunction(_ x: Tensor) -> Tensor { inLayer("activation") { activation(first(x)) } }
    }
    let summary = Named().summary(inputShape: [2])
    #expect(summary.rows.map(\.path) == ["first", "activation"])
    #expect(summary.rows.map(\.flops) == [15, 3])
    #expect(summary.rows.map(\.outputShape) == [[1, 3], [1, 3]])
  }

  /// Layers that others share are counted once, and nothing changes by looking.
  @Test func sharedLayers() {
    let shared = Dense(3, 3)
    let before = shared.weight
    let model = Sequential([shared, Activation.relu, shared])
    let summary = model.summary(inputShape: [3])
    #expect(summary.parameterCount == 12)
    #expect(summary.rows.map(\.parameterCount) == [12, 0, 0])
    #expect(shared.weight.isIdentical(to: before))
  }

  @Test func inThePrograms() {
    // What is recorded for inspection is what programs compute.
    let model = Sequential {
      Dense(2, 3, activation: .tanh)
      Dense(3, 1)
    }
    let x = Tensor.randomNormal([4, 2])
    #expect(compile { (x: Tensor) in model(x) }(x).isIdentical(to: model(x)))
  }
}

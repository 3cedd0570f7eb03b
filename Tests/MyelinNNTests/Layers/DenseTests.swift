import Myelin
import Testing

/// Dense layers with every activation, against PyTorch and by hand.
@Suite struct DenseTests {
  @Test func agreesWithPyTorch() throws {
    let cases = try NetworksFixture.load().networks
    #expect(cases.count == 6)
    for entry in cases {
      let parts = entry.parameters.map { $0.tensor(.float64) }
      let model = Sequential {
        Dense(
          3, 4, activation: entry.activation, weightInitializer: .fixed(parts[0]), biasInitializer: .fixed(parts[1]))
        Dense(4, 2, weightInitializer: .fixed(parts[2]), biasInitializer: .fixed(parts[3]))
      }
      let x = entry.x.tensor(.float64)
      let (value, gradient) = valueWithGradient(at: model) {
        meanSquaredError(model(x), entry.target.tensor(.float64))
      }
      func isClose(_ ours: Tensor, _ theirs: NetworksFixture.Array) -> Bool {
        ours.isClose(to: theirs.tensor(.float64), relative: 1e-12, absolute: 1e-14)
      }
      #expect(isClose(model(x), entry.output), "\(entry.activation)")
      #expect(abs(value.scalar - entry.value) <= 1e-12 * entry.value)
      #expect(gradient.tensors.count == 4)
      for (ours, theirs) in zip(gradient.tensors, entry.gradients) {
        #expect(isClose(ours, theirs), "\(entry.activation)")
      }
    }
  }

  @Test func batchesMayHaveAnyAxes() {
    let layer = Dense(3, 2)
    #expect(layer([1, 2, 3]).shape == [2])
    #expect(layer(.zeros([0, 3])).shape == [0, 2])
    #expect(layer(.ones([4, 5, 3])).shape == [4, 5, 2])
    #expect(layer(Tensor([[1, 2, 3]] as [[Int]])).type == .float32)
    #expect((layer.inputSize, layer.outputSize) == (3, 2))
    #expect(layer.namedParameters.map(\.name) == ["weight", "bias"])
    #expect(layer.description == "Dense(3, 2)")
    #expect(
      Dense(1, 2, activation: .relu, usesBias: false).description == "Dense(1, 2, activation: .relu, usesBias: false)")
  }

  @Test func activationsAreTheirFormulas() {
    let z: Tensor = [[-2, 0, 1]]
    #expect(Activation.identity(z).scalars == [-2, 0, 1])
    #expect(Activation.sign(z).scalars == [-1, 0, 1])
    #expect(Activation.tanh(z).isClose(to: [[-0.9640276, 0, 0.7615942]]))
    #expect(Activation.sigmoid(z).isClose(to: [[0.1192029, 0.5, 0.7310586]]))
    #expect(Activation.softmax(z).isClose(to: [[0.03511903, 0.25949646, 0.70538451]]))
    #expect(Activation.relu(z).scalars == [0, 0, 1])
    #expect(gradient(at: z) { Activation.sign($0).sum() }.scalars == [0, 0, 0])
    #expect(gradient(at: z) { Activation.relu($0).sum() }.scalars == [0, 0, 1])
  }

  @Test func inputsOfAnotherSizeStop() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Dense(3, 2)(.zeros([5, 4]))
    }
    #expect(
      message(result).contains(
        "Dense(3, 2): the input's last axis must have size 3, got shape [5, 4]"))
    let empty = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { _ = Dense(0, 2) }
    #expect(message(empty).contains("Dense(0, 2): both sizes must be positive"))
  }
}

import Foundation
import Myelin
import TestSupport
import Testing

/// Layers beside PyTorch's: outputs, gradients and buffers, in training and in inference.
@Suite struct PyTorchLayerTests {
  struct Fixture: Decodable {
    let cases: [Case]
  }

  struct Case: Decodable {
    struct Arguments: Decodable {
      let shape: [Int]?
      let momentum: Double?
      let hasMomentum: Bool
      let eps: Double?
      let affine: Bool?
      let bias: Bool?

      private enum CodingKeys: CodingKey { case shape, momentum, eps, affine, bias }

      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        shape = try container.decodeIfPresent([Int].self, forKey: .shape)
        momentum = try container.decodeIfPresent(Double.self, forKey: .momentum)
        hasMomentum = container.contains(.momentum)
        eps = try container.decodeIfPresent(Double.self, forKey: .eps)
        affine = try container.decodeIfPresent(Bool.self, forKey: .affine)
        bias = try container.decodeIfPresent(Bool.self, forKey: .bias)
      }
    }

    let layer: String
    let arguments: Arguments
    let parameters: [NetworksFixture.Array]
    let training: [Passage]
    let buffers: [NetworksFixture.Array]
    let inference: Passage

    func make() throws -> any Layer {
      let isAffine = arguments.affine ?? true
      switch layer {
      case "BatchNorm":
        return BatchNorm(
          3, momentum: arguments.hasMomentum ? arguments.momentum : 0.1, epsilon: arguments.eps ?? 1e-5,
          isAffine: isAffine, type: .float64)
      case "LayerNorm":
        return LayerNorm(
          arguments.shape ?? [], epsilon: arguments.eps ?? 1e-5, isAffine: isAffine, usesBias: arguments.bias ?? true,
          type: .float64)
      case "RMSNorm":
        return RMSNorm(arguments.shape ?? [], epsilon: arguments.eps, isAffine: isAffine, type: .float64)
      default:
        try #require(layer == "Embedding")
        return Embedding(5, 3, paddingIndex: 2, type: .float64)
      }
    }
  }

  struct Passage: Decodable {
    let x: NetworksFixture.Array
    let output: NetworksFixture.Array
    let cotangent: NetworksFixture.Array
    let gradients: [NetworksFixture.Array]
  }

  private func expectClose(_ ours: Tensor, _ theirs: NetworksFixture.Array, _ text: String) {
    #expect(ours.isClose(to: theirs.tensor(.float64), relative: 1e-10, absolute: 1e-12), "\(text)\n\(ours)")
  }

  private func check(_ layer: any Layer, _ passage: Passage, _ mode: Mode, _ text: String) {
    let isEmbedding = layer is Embedding
    let input = Variable(passage.x.tensor(isEmbedding ? .int64 : .float64))
    let variables = (isEmbedding ? [] : [input]) + layer.parameters
    var output = Tensor(0)
    let (_, gradients) = withMode(mode) {
      valueWithGradient(at: variables) {
        output = layer(input.value)
        return (output * passage.cotangent.tensor(.float64)).sum()
      }
    }
    expectClose(output, passage.output, "\(text), output")
    #expect(gradients.count == passage.gradients.count)
    for (ours, theirs) in zip(gradients, passage.gradients) { expectClose(ours, theirs, "\(text), gradient") }
  }

  @Test func agree() throws {
    let fixture = try JSONDecoder().decode(
      Fixture.self, from: Data(contentsOf: URL(filePath: TestSupport.fixture("layers.json"))))
    #expect(fixture.cases.count == 11)
    for (number, entry) in fixture.cases.enumerated() {
      let layer = try entry.make()
      let text = "case \(number), \(layer)"
      #expect(layer.parameters.count == entry.parameters.count, "\(text)")
      for (ours, theirs) in zip(layer.parameters, entry.parameters) { ours.value = theirs.tensor(.float64) }
      for (round, passage) in entry.training.enumerated() {
        check(layer, passage, .training, "\(text), round \(round)")
      }
      #expect(layer.buffers.count == entry.buffers.count, "\(text)")
      for (ours, theirs) in zip(layer.buffers, entry.buffers) {
        expectClose(ours.value.cast(to: .float64), theirs, "\(text), \(ours.name ?? "")")
      }
      check(layer, entry.inference, .inference, "\(text), inference")
      // Inference changes nothing.
      for (ours, theirs) in zip(layer.buffers, entry.buffers) {
        expectClose(ours.value.cast(to: .float64), theirs, "\(text), \(ours.name ?? "")")
      }
    }
  }
}

import Foundation
import Myelin
import Testing

/// Activations against PyTorch, and what they are called.
@Suite struct ActivationTests {
  /// What `Tests/Fixtures/functions/activations.py` wrote.
  private struct Fixture: Decodable {
    struct Entry: Decodable {
      let name: String
      let parameters: [String: Double]
      let values: [Double]
      let derivatives: [Double]
      let losses: [Double]
    }

    struct Slopes: Decodable {
      let slope: [Double]
      let z: NetworksFixture.Array
      let values: [Double]
      let byInput: [Double]
      let bySlope: [Double]
      let losses: [Double]
    }

    let line: [Double]
    let matrix: NetworksFixture.Array
    let x: NetworksFixture.Array
    let target: NetworksFixture.Array
    let parameters: [NetworksFixture.Array]
    let activations: [Entry]
    let prelu: Slopes
  }

  private static let gated: Set = ["glu", "swiglu"]
  private static let alongAxis: Set = ["softmax", "logSoftmax", "glu", "swiglu"]

  /// 0.5, 0.87, 1.24, … in turns of five, as the fixture's script has them.
  private func weights(_ tensor: Tensor) -> Tensor {
    Tensor(shape: tensor.shape, (0..<tensor.count).map { 0.5 + 0.37 * Double(($0 * 7) % 5) }, type: tensor.type)
  }

  @Test(arguments: [DType.float32, .float64])
  func valuesAndDerivativesArePyTorchs(type: DType) throws {
    let fixture = try loadFixture("functions/activations.json", as: Fixture.self)
    #expect(Set(fixture.activations.map(\.name)) == Set(Activation.allCases.map(\.name)))
    for entry in fixture.activations {
      let activation = try Activation(name: entry.name, parameters: entry.parameters)
      let isAlongAxis = Self.alongAxis.contains(entry.name)
      // Where float32 has no number but 0 there is nothing to compare.
      let places = fixture.line.indices.filter { type == .float64 || isAlongAxis || Float(fixture.line[$0]) != 0 }
      let x = isAlongAxis ? fixture.matrix.tensor(type) : Tensor(places.map { fixture.line[$0] }, type: type)
      let output = activation(x)
      let slopes = gradient(at: x) { x in
        let output = activation(x)
        return (isAlongAxis ? output * weights(output) : output).sum()
      }
      func expected(_ values: [Double], like tensor: Tensor) -> Tensor {
        Tensor(shape: tensor.shape, isAlongAxis ? values : places.map { values[$0] }, type: .float64)
      }
      // PyTorch's derivative of the hard sigmoid is a float's ⅙.
      let tolerance = type == .float32 ? 2e-6 : entry.name == "hardSigmoid" ? 1e-8 : 1e-13
      let place: Comment = "\(activation)"
      #expect(output.type == type)
      #expect(
        output.isClose(to: expected(entry.values, like: output), relative: tolerance, absolute: tolerance), place)
      #expect(slopes.isClose(to: expected(entry.derivatives, like: x), relative: tolerance, absolute: tolerance), place)
    }
  }

  @Test(arguments: [DType.float32, .float64], [false, true])
  func fortyStepsFollowPyTorch(type: DType, isCompiled: Bool) throws {
    let fixture = try loadFixture("functions/activations.json", as: Fixture.self)
    let (x, target) = (fixture.x.tensor(type), fixture.target.tensor(type))
    for entry in fixture.activations {
      let activation = try Activation(name: entry.name, parameters: entry.parameters)
      let width = try #require(activation.outputSize(for: 6))
      #expect(width == (Self.gated.contains(entry.name) ? 3 : 6))
      var parameters = fixture.parameters.map { $0.tensor(type) }
      parameters[2] = parameters[2][..<width]
      let losses = trajectory(parameters, isCompiled: isCompiled) { p in
        meanSquaredError(activation(x.matmul(p[0]) + p[1]).matmul(p[2]) + p[3], target)
      }
      let error = difference(losses, from: entry.losses)
      #expect(error < (type == .float64 ? 1e-9 : 1e-5), "\(activation): \(error)")
    }
  }

  @Test func learntSlopesArePyTorchs() throws {
    let fixture = try loadFixture("functions/activations.json", as: Fixture.self)
    let expected = fixture.prelu
    let (z, slope) = (expected.z.tensor(.float64), Tensor(expected.slope, type: .float64))
    let output = z.prelu(slope: slope)
    let (byInput, bySlope) = gradient(at: z, slope) { z, slope in
      let output = z.prelu(slope: slope)
      return (output * weights(output)).sum()
    }
    #expect(output.isClose(to: Tensor(shape: z.shape, expected.values, type: .float64), relative: 1e-14))
    #expect(byInput.isClose(to: Tensor(shape: z.shape, expected.byInput, type: .float64), relative: 1e-14))
    #expect(bySlope.isClose(to: Tensor(expected.bySlope, type: .float64), relative: 1e-14))
    let (x, target) = (fixture.x.tensor(.float64), fixture.target.tensor(.float64))
    let parameters = fixture.parameters.map { $0.tensor(.float64) } + [Tensor.full([6], 0.25, type: .float64)]
    for isCompiled in [false, true] {
      let losses = trajectory(parameters, isCompiled: isCompiled) { p in
        meanSquaredError((x.matmul(p[0]) + p[1]).prelu(slope: p[4]).matmul(p[2]) + p[3], target)
      }
      #expect(difference(losses, from: expected.losses) < 1e-9)
    }
  }

  @Test func namesAndParametersTellTheActivation() throws {
    #expect(Activation.allCases.count == 25)
    for activation in Activation.allCases + [
      .leakyRelu(slope: 0.2), .hardTanh(minimum: -2, maximum: 3), .celu(alpha: 2),
    ] {
      #expect(try Activation(name: activation.name, parameters: activation.parameters) == activation)
      let data = try JSONEncoder().encode([activation])
      #expect(try JSONDecoder().decode([Activation].self, from: data) == [activation])
    }
    #expect(try Activation(name: "leakyRelu") == .leakyRelu)
    #expect(Activation.leakyRelu(slope: 0.2).parameters == ["slope": 0.2])
    #expect(Activation.gelu.parameters.isEmpty)
    #expect(Activation.relu.description == "relu")
    #expect(Activation.leakyRelu.description == "leakyRelu")
    #expect(Activation.hardTanh(minimum: -2, maximum: 3).description == "hardTanh(minimum: -2.0, maximum: 3.0)")
    #expect(Dense(2, 3, activation: .elu(alpha: 0.5)).description == "Dense(2, 3, activation: .elu(alpha: 0.5))")
    // Files of earlier versions have nothing but the name.
    #expect(String(decoding: try JSONEncoder().encode(["a": Activation.relu]), as: UTF8.self) == #"{"a":"relu"}"#)
    #expect(try JSONDecoder().decode([Activation].self, from: Data(#"["tanh"]"#.utf8)) == [.tanh])
    #expect(
      try JSONDecoder().decode([Activation].self, from: Data(#"[{"name":"elu","parameters":{"alpha":2}}]"#.utf8))
        == [.elu(alpha: 2)])
  }

  @Test func whatFilesCannotSayIsThrown() {
    func text(_ name: String, _ parameters: [String: Double] = [:]) -> String {
      let error = #expect(throws: ActivationError.self) { _ = try Activation(name: name, parameters: parameters) }
      return error?.description ?? ""
    }
    #expect(text("relu7").hasPrefix("there is no activation 'relu7'; there are identity, sign"))
    #expect(!text("a\nb").contains("\n"))
    #expect(text("relu", ["slope": 1]) == "the activation 'relu' has no parameter 'slope'")
    #expect(text("celu", ["alpha": 0]) == "celu: alpha must not be 0")
    #expect(text("softplus", ["beta": -1]) == "softplus: beta must be positive, not -1.0")
    #expect(text("elu", ["alpha": .nan]) == "elu: the parameters must be finite numbers")
    #expect(text("hardTanh", ["minimum": 2]) == "hardTanh: the minimum 2.0 is above the maximum 1.0")
    #expect(throws: DecodingError.self) { try JSONDecoder().decode([Activation].self, from: Data(#"["no"]"#.utf8)) }
  }

  @Test func mistakesStop() async {
    let slope = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Activation.celu(alpha: 0)
    }
    #expect(message(slope).contains("Activation: celu: alpha must not be 0"))
    #expect(Activation.glu.outputSize(for: 5) == nil)
  }

  @Test func gatesHalveALayersOutputs() {
    let layer = Dense(3, 8, activation: .swiglu)
    #expect(layer.outputSize == 4)
    #expect(layer(.ones([2, 3])).shape == [2, 4])
    let model = Sequential {
      layer
      Dense(4, 1)
    }
    #expect(model(.ones([2, 3])).shape == [2, 1])
    #expect(Dense(3, 8, activation: .gelu).outputSize == 8)
  }

  @Test func layersOfActivationsAreKnownToTheCacheOfParameters() {
    let layer = withRandomSeed(1) { Dense(3, 2, activation: .leakyRelu(slope: 0.1)) }
    let x: Tensor = [[1, -2, 3]]
    let first = gradient(at: layer) { layer(x).sum() }
    #expect(first.variables.count == 2)
    #expect(gradient(at: layer) { layer(x).sum() }.tensors[0].isIdentical(to: first.tensors[0]))
  }
}

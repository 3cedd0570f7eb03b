import Myelin
import Testing

/// What isn't finite is found where it comes up.
@Suite struct NonFiniteValueTests {
  private struct Logarithm: Layer {
    func callAsFunction(_ x: Tensor) -> Tensor { (x + 0.0).log() }
  }

  private struct Root: Layer {
    func callAsFunction(_ x: Tensor) -> Tensor { x.relu().sqrt() }
  }

  private func network(_ layer: any Layer) -> Sequential {
    let model = Sequential([Dense(2, 3), layer, Dense(3, 1)])
    (model.layers[0] as? Dense)?.weight = [[1, 1, -1], [1, 2, -1]]
    return model
  }

  private let x: Tensor = [[1, 2], [3, 4]]
  private let y: Tensor = [[0], [1]]

  @Test func forward() throws {
    let found = try #require(network(Logarithm()).firstNonFinite(x, y, loss: meanSquaredError))
    #expect(found.place == .operation("log", path: "layers.1", type: "Logarithm"))
    #expect(found.direction == .forward)
    #expect(found.shape == [2, 3])
    #expect(found.nanCount == 2)
    #expect(found.infiniteCount == 0)
    #expect(
      found.description
        == "NaN first came up in layers.1 (Logarithm): log, forward, of shape [2, 3], in 2 of 6 elements; its inputs: [2, 3] from "
        + "-7.0 to 11.0")
  }

  /// √0 is 0, but its slope is infinite.
  @Test func backward() throws {
    let found = try #require(network(Root()).firstNonFinite(x, y, loss: meanSquaredError))
    guard case .operation(let name, let path, let type) = found.place else {
      Issue.record("\(found)")
      return
    }
    #expect(found.direction == .backward)
    #expect(path == "layers.1")
    #expect(type == "Root")
    #expect(["divide", "multiply", "reciprocalSquareRoot", "power"].contains(name), "\(name)")
  }

  @Test func dataAndParameters() throws {
    let model = network(Activation.tanh)
    #expect(model.firstNonFinite(x, y, loss: meanSquaredError) == nil)
    let samples = try #require(model.firstNonFinite(Tensor([[1, Float.nan], [1, 2]]), y, loss: meanSquaredError))
    #expect(samples.description == "NaN is in the samples, of shape [2, 2], in 1 of 4 elements")
    let targets = try #require(model.firstNonFinite(x, Tensor([[Float.infinity], [1]]), loss: meanSquaredError))
    #expect(targets.place == .input(1))
    #expect(targets.infiniteCount == 1)
    (model.layers[2] as? Dense)?.bias = Tensor([Float.nan])
    let parameter = try #require(model.firstNonFinite(x, y, loss: meanSquaredError))
    #expect(parameter.place == .parameter("layers.2.bias"))
  }

  @Test func loss() throws {
    let found = try #require(
      network(Activation.relu).firstNonFinite(x, y) { output, target in (output - output).log().mean() + target.sum() })
    #expect(found.place == .operation("log", path: "the loss", type: ""))
    #expect(found.description.hasPrefix("infinity first came up in the loss: log, forward, of shape [2, 1]"))
  }

  /// What is masked out again does no harm.
  @Test func maskedInfinities() {
    struct Masked: Layer {
      func callAsFunction(_ x: Tensor) -> Tensor {
        let positive = x .> 0
        return Tensor.where(positive, Tensor.where(positive, x, 1).log(), (x * 0).log().detached() * 0 + 1).relu()
      }
    }
    struct Harmless: Layer {
      func callAsFunction(_ x: Tensor) -> Tensor { Tensor.where(x .> -100, x, (x * 0).log().detached()) }
    }
    #expect(network(Harmless()).firstNonFinite(x, y, loss: meanSquaredError) == nil)
    #expect(network(Masked()).firstNonFinite(x, y, loss: meanSquaredError) != nil)
  }

  @Test func plainStructs() throws {
    let model = PlainModel()
    model.hidden.bias = Tensor([Float](repeating: 1e30, count: 8))
    let found = try #require(
      model.firstNonFinite(inputs: [Tensor.ones([2, 4])]) { model.hidden($0[0]).squared().sum() })
    #expect(found.infiniteCount == 16)
    #expect(found.place == .operation("multiply", path: "hidden", type: "Dense"))
  }

  /// Loops are looked into round by round.
  @Test func loops() throws {
    struct Doubling: Layer {
      @Parameter var rate = Tensor(1e20)
      func callAsFunction(_ x: Tensor) -> Tensor {
        scan(carrying: [x], count: 4) { carried, _ in ([carried[0] * rate], []) }.carried[0]
      }
    }
    let found = try #require(Doubling().firstNonFinite([[1]], [[0]], loss: meanAbsoluteError))
    #expect(found.place == .operation("multiply", path: "", type: "Doubling"))
    #expect(found.infiniteCount == 1)
  }
}

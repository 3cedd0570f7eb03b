import Myelin
import Testing

/// Messages about shapes name the way to the layer.
@Suite struct LayerPathTests {
  @Test func operationsNameTheLayer() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let model = Sequential {
        Dense(4, 3)
        Residual {
          Concatenate {
            Identity()
            Lambda("broken") { $0.matmul(.ones([5, 2])) }
          }
          Dense(5, 3)
        }
      }
      _ = model(.ones([2, 4]))
    }
    #expect(message(result).contains("matmul: [2, 3] × [5, 2]"))
    #expect(message(result).contains("(in layers.1.body.layers.0.branches.1)"))
  }

  @Test func layersNameThemselves() async {
    let found = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let model = Sequential {
        Flatten()
        Reshape([3, 4])
      }
      _ = model(.ones([2, 4]))
    }
    #expect(message(found).contains("layers.1, Reshape([3, 4]): a sample of shape [4] has 4 numbers"))
    // From the names of parameters, which a gradient gives them, the whole way is known.
    struct Model: Module {
      let heads = ["left": Dense(4, 3)]
      func callAsFunction(_ x: Tensor) -> Tensor { heads["left"]?(x) ?? x }
    }
    let named = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let model = Model()
      _ = gradient(at: model) { model(.ones([2, 5])).sum() }
    }
    #expect(
      message(named).contains("heads.left, Dense(4, 3): the input's last axis must have size 4, got shape [2, 5]"))
  }

  @Test func theWayEndsWithTheLayer() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var x = Tensor.ones([2, 4])
      // More levels than are kept.
      var layer: any Layer = Dense(4, 4)
      for _ in 0..<20 { layer = Sequential([layer]) }
      x = layer(x)
      _ = x.matmul(.ones([5, 2]))
    }
    #expect(message(result).contains("matmul: [2, 4] × [5, 2]"))
    #expect(!message(result).contains("(in "))
  }
}

import Myelin
import Testing

@Suite struct ParameterTests {
  struct Gain: Module {
    @Parameter var g = Tensor([1, 2])
  }

  @Test func copiesShareThem() {
    let model = Gain()
    let copy = model
    copy.g = [3, 4]
    #expect(model.g.scalars == [3, 4])
    #expect(model.$g === copy.$g)
    #expect(Gain().g.scalars == [1, 2])
  }

  @Test func keepTheirType() {
    let model = Gain()
    model.g = Tensor([1.5, 2.5], type: .float64)
    #expect(model.g.type == .float32)
    #expect(model.g.scalars == [1.5, 2.5])
  }

  @Test func keepTheirShape() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let model = Gain()
      _ = model.parameters
      model.g = [1, 2, 3]
    }
    let message = text(result?.standardErrorContent ?? [])
    #expect(message.contains("parameter g: a value of shape [3] can't replace one of shape [2]"))
  }

  @Test func describeThemselves() {
    let model = Gain()
    _ = model.parameters
    #expect(model.$g.description.hasPrefix("Parameter 'g' shape=[2] type=float32 values=\n"))
  }

  /// The lecture's perceptron, as in Snippets/Perceptron.swift.
  struct Perceptron: Module {
    @Parameter var w = Tensor.randomNormal([2, 1])
    @Parameter var b = Tensor(0)

    func callAsFunction(_ x: Tensor) -> Tensor {
      (w.transposed() * x).sum(axis: 1) + b
    }
  }

  @Test(arguments: 0..<5) func perceptronLearns(seed: Int) {
    let (x, labels) = makeClassification(
      samples: 100, features: 2, informative: 2, redundant: 0, classes: 2,
      clustersPerClass: 1, classSeparation: 2.0, seed: 20)
    let y = 2 * labels - 1
    let model = withRandomSeed(seed) { Perceptron() }

    for (sample, target) in zip(x.rows, y.rows) {
      let before = (w: model.w.scalars, b: model.b.scalar)
      let (loss, gradient) = valueWithGradient(at: model) {
        perceptronLoss(model(sample), target)
      }
      model.w -= 0.1 * gradient[model.$w]
      model.b -= 0.1 * gradient[model.$b]

      // The rule by hand: w ← w + η·(t − sign z)·x.
      let (features, t) = (sample.scalars, target.scalar)
      let z = before.w[0] * features[0] + before.w[1] * features[1] + before.b
      let error = t - (z > 0 ? 1 : z < 0 ? -1 : 0)
      #expect(abs(loss.scalar + error * z) < 1e-5)
      #expect(abs(model.b.scalar - (before.b + 0.1 * error)) < 1e-5)
      for axis in 0..<2 { #expect(abs(model.w.scalars[axis] - (before.w[axis] + 0.1 * error * features[axis])) < 1e-5) }
    }
    #expect((model(x).sign() .== y).mean().scalar > 0.9)
  }
}

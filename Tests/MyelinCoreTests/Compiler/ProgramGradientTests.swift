import Testing

@testable import MyelinCore

/// Gradients that a program takes.
@Suite struct ProgramGradientTests {
  @Test func ordersOneToThree() {
    for type in [DType.float32, .float64] {
      expectEqual([.scattered([7], type: type)], .rounded) { x in
        let x = x[0]
        func f(_ x: Tensor) -> Tensor { (x.power(3) * 2 + x.sin()).sum() }
        let first = gradient(at: x, of: f)
        let second = gradient(at: x) { x in gradient(at: x, of: f).sum() }
        let third = gradient(at: x) { x in gradient(at: x) { x in gradient(at: x, of: f).sum() }.sum() }
        return [first, second, third]
      }
    }
  }

  @Test func valuesAndProducts() {
    expectEqual([.scattered([4, 3]), .scattered([3], seed: 2)], .rounded) { x in
      let (value, (a, b)) = valueWithGradient(at: x[0], x[1]) { a, b in (a * b).tanh().sum() }
      let product = vectorJacobianProduct(at: x[0], cotangent: x[0]) { $0.exp() * x[1] }
      return [value, a, b, product.value, product.product]
    }
  }

  @Test func derivativesOfOnesOwn() {
    @Sendable func clipped(_ x: Tensor) -> Tensor {
      Tensor.withDerivative(of: [x], name: "clipped", value: { $0[0] * 2 }) { cotangent, inputs, output in
        [cotangent.clipped(to: -1...1) * inputs[0] + output]
      }
    }
    expectEqual([.scattered([6])], .rounded) { x in
      [
        clipped(x[0]), gradient(at: x[0]) { (clipped($0) * 3).sum() },
        gradient(at: x[0]) { x in
          gradient(at: x) { (clipped($0) * $0).sum() }.sum()
        },
      ]
    }
  }

  @Test func whereNoGradientFlows() {
    expectEqual([.scattered([6])]) { x in
      [
        gradient(at: x[0]) { ($0 * $0.detached()).sum() },
        gradient(at: x[0]) { x in (x * withoutGradient { x * 2 }).sum() },
        gradient(at: x[0]) { _ in Tensor(1) }, gradient(at: x[0]) { $0.sign().sum() },
      ]
    }
  }

  @Test func softmaxCrossEntropyByHand() {
    let labels = Tensor([2, 0, 1, 1, 3] as [Int]).reshaped(to: [5, 1])
    for classes in [4, 40] {
      expectEqual([.scattered([5, classes]), labels], .rounded) { x in
        let (value, gradient) = valueWithGradient(at: x[0]) { -$0.logSoftmax().gather(x[1], axis: -1).mean() }
        return [value, gradient]
      }
    }
  }

  /// A deep chain is recorded and differentiated without deep recursion.
  @Test func deepChains() {
    expectEqual([.scattered([3])], .rounded) { x in
      let (value, gradient) = valueWithGradient(at: x[0]) { x in
        (0..<300).reduce(x) { x, _ in (x * 0.9 + 0.1).sin() }.sum()
      }
      return [value, gradient]
    }
  }
}

import MyelinCore
import Testing

/// What derivatives are where they don't exist, and how gradients behave.
@Suite struct GradientConventionTests {
  @Test func kinks() {
    let zero: Tensor = [0]
    #expect(gradient(at: zero) { $0.sign().sum() }.scalars == [0])
    #expect(gradient(at: zero) { $0.relu().sum() }.scalars == [0])
    #expect(gradient(at: zero) { $0.abs().sum() }.scalars == [0])
    #expect(gradient(at: zero) { $0.norm() }.scalars == [0])
    #expect(gradient(at: zero) { $0.sqrt().sum() }.scalars == [.infinity])
    #expect(gradient(at: zero) { $0.power(0).sum() }.scalars == [0])
    #expect(gradient(at: [1, 3, 3, 2]) { $0.max() }.scalars == [0, 0.5, 0.5, 0])
    #expect(gradient(at: [1, 1, 3]) { $0.min() }.scalars == [0.5, 0.5, 0])
    #expect(gradient(at: [1, 2]) { $0.maximum([1, 0]).sum() }.scalars == [0.5, 1])
    #expect(gradient(at: [-1, 0, 0.5, 1, 2]) { $0.clipped(to: 0...1).sum() }.scalars == [0, 0, 1, 0, 0])
    #expect(gradient(at: [2, 2]) { $0.standardDeviation() }.scalars == [0, 0])
    #expect(gradient(at: zero) { $0.atan2(Tensor(0)).sum() }.scalars == [0])
    #expect(gradient(at: zero) { Tensor(0).atan2($0).sum() }.scalars == [0])
    #expect(
      gradient(at: [-1, 0.5, 2]) { ($0.floor() + $0.ceil() + $0.round() + $0.truncated()).sum() }.scalars == [0, 0, 0])
    // 0ᵇ is flat for b ≥ 0, and falls from ∞ below.
    #expect(gradient(at: [1, 0, -1]) { Tensor([0, 0, 0]).power($0).sum() }.scalars == [0, 0, -.infinity])
    // 1/0.1 is 10 when rounded, but 0.1 is a little more than a tenth.
    #expect(gradient(at: Tensor([0.1], type: .float64)) { (Tensor([1.0], type: .float64) % $0).sum() }.scalars == [-9])
  }

  @Test func severalInputsAndUnusedOnes() {
    let (value, (a, b, c)) = valueWithGradient(at: [2, 3], [5], [1]) { a, b, _ in (a * b).sum() }
    #expect(value.scalar == 25)
    #expect(a.scalars == [5, 5])
    #expect(b.scalars == [5])
    #expect(c.scalars == [0])
  }

  @Test func anyOrder() {
    let x: Tensor = [2]
    func derivative(_ order: Int, _ x: Tensor) -> Tensor {
      order == 0 ? x.power(4).sum() : gradient(at: x) { derivative(order - 1, $0).sum() }
    }
    #expect((0...5).map { derivative($0, x).scalar } == [16, 32, 48, 48, 24, 0])
  }

  @Test func innerGradientsKeepOuterVariablesApart() {
    let outer = gradient(at: [3]) { x in (x * gradient(at: [1]) { y in (x + y).sum() }).sum() }
    #expect(outer.scalars == [1])
    let mixed = gradient(at: [3]) { x in gradient(at: [2]) { y in (x * x * y * y).sum() }.sum() }
    #expect(mixed.scalars == [24])
  }

  @Test func whatIsNotRecorded() {
    let x: Tensor = [3]
    #expect(gradient(at: x) { x in (x * withoutGradient { x * x }).sum() }.scalars == [9])
    #expect(gradient(at: x) { ($0 * $0.detached()).sum() }.scalars == [3])
    #expect(
      gradient(at: x) { x in withoutGradient { gradient(at: x) { ($0 * $0).sum() }.sum() } + x.sum() }.scalars == [1])
    #expect(withoutGradient { gradient(at: x) { ($0 * $0).sum() } }.scalars == [6])
  }

  @Test func mixedTypes() {
    let data = Tensor([0.1, 0.2], type: .float64)
    let result = gradient(at: [1, 2]) { ($0 * data).sum() }
    #expect(result.type == .float32)
    #expect(result.isClose(to: [0.1, 0.2]))
    #expect(gradient(at: [1.5]) { ($0 * $0.cast(to: .int64).cast(to: .float32)).sum() }.scalars == [1])
  }

  @Test func customDerivatives() {
    let clippedGradient: @Sendable (Tensor) -> Tensor = { x in
      Tensor.withDerivative(of: [x], value: { $0[0] * 10 }) { cotangent, _, _ in [(cotangent * 10).clipped(to: -1...1)]
      }
    }
    #expect(gradient(at: [2]) { clippedGradient($0).sum() }.scalars == [1])
    let cube: @Sendable (Tensor) -> Tensor = { x in
      Tensor.withDerivative(of: [x], name: "cube", value: { $0[0].power(3) }) { cotangent, inputs, _ in
        [cotangent * 3 * inputs[0].squared()]
      }
    }
    #expect(gradientError(at: [sample([3])]) { cube($0[0]) } < tolerance)
    // What isn't among the inputs is a constant.
    #expect(
      gradient(at: [2]) { x in Tensor.withDerivative(of: [], value: { _ in x }) { _, _, _ in [] }.sum() }.scalars == [0]
    )
  }

  @Test func productsWithJacobians() {
    let x = sample([3])
    let function: @Sendable (Tensor) -> Tensor = { x in .concatenate([x.sin() * x.sum(), x.squared()[..<2]]) }
    let jacobian = Tensor.stack((0..<5).map { row in gradient(at: x) { function($0)[row] } })
    let (tangent, cotangent) = (sample([3], seed: 4), sample([5], seed: 5))
    #expect(jacobianVectorProduct(at: x, tangent: tangent, of: function).product.isClose(to: jacobian.matmul(tangent)))
    #expect(
      vectorJacobianProduct(at: x, cotangent: cotangent, of: function).product.isClose(to: cotangent.matmul(jacobian)))
    let hessian = Tensor.stack(
      (0..<3).map { row in gradient(at: x) { x in gradient(at: x) { function($0).sum() }[row] } })
    let (slope, product) = hessianVectorProduct(at: x, vector: tangent) { function($0).sum() }
    #expect(product.isClose(to: hessian.matmul(tangent)))
    #expect(slope.isClose(to: gradient(at: x) { function($0).sum() }))
    let nested = gradient(at: x) { x in
      jacobianVectorProduct(at: x, tangent: tangent, of: function).product.sum()
    }
    #expect(nested.isClose(to: hessian.matmul(tangent)))
  }

  @Test func longChains() {
    let result = gradient(at: [1]) { x in
      var y = x
      for _ in 0..<200_000 { y = y + 1e-6 }
      return y.sum()
    }
    #expect(result.scalars == [1])
  }

  @Test func parallelTasksDoNotMeet() async {
    let x = sample([50])
    let expected = gradient(at: x) { ($0.exp() * $0.sin()).sum() }
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<16 {
        group.addTask { gradient(at: x) { ($0.exp() * $0.sin()).sum() }.isIdentical(to: expected) }
      }
      for await isEqual in group { #expect(isEqual) }
    }
  }
}

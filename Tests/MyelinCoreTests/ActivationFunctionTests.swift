import Testing

@testable import MyelinCore

/// Activation functions over the whole line of numbers: limits, kinks, derivatives, in programs and outside.
///
/// Their values are compared with PyTorch's in MyelinNNTests.
@Suite struct ActivationFunctionTests {
  struct Function: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let apply: @Sendable (Tensor) -> Tensor
    /// The values at −∞ and ∞.
    let limits: (Double, Double)
    /// The derivatives at −10⁴, 0 and 10⁴.
    let slopes: [Double]
    /// Where it has kinks.
    var kinks: [Double] = []

    init(
      _ name: String, limits: (Double, Double), slopes: [Double], kinks: [Double] = [],
      _ apply: @escaping @Sendable (Tensor) -> Tensor
    ) {
      (testDescription, self.apply, self.limits, self.slopes, self.kinks) = (name, apply, limits, slopes, kinks)
    }
  }

  private static let infinity = Double.infinity
  private static let scale = 1.0507009873554804934

  static let functions: [Function] = [
    Function("step", limits: (0, 1), slopes: [0, 0, 0], kinks: [0]) { $0.step() },
    Function("tanh", limits: (-1, 1), slopes: [0, 1, 0]) { $0.tanh() },
    Function("hardTanh", limits: (-1, 1), slopes: [0, 1, 0], kinks: [-1, 1]) { $0.hardTanh() },
    Function("sigmoid", limits: (0, 1), slopes: [0, 0.25, 0]) { $0.sigmoid() },
    Function("logSigmoid", limits: (-infinity, 0), slopes: [1, 0.5, 0]) { $0.logSigmoid() },
    Function("hardSigmoid", limits: (0, 1), slopes: [0, 1.0 / 6, 0], kinks: [-3, 3]) { $0.hardSigmoid() },
    Function("relu", limits: (0, infinity), slopes: [0, 0, 1], kinks: [0]) { $0.relu() },
    Function("relu6", limits: (0, 6), slopes: [0, 0, 0], kinks: [0, 6]) { $0.relu6() },
    Function("leakyRelu", limits: (-infinity, infinity), slopes: [0.01, 0.01, 1], kinks: [0]) { $0.leakyRelu() },
    Function("elu", limits: (-1, infinity), slopes: [0, 1, 1]) { $0.elu() },
    Function("elu of 2", limits: (-2, infinity), slopes: [0, 2, 1], kinks: [0]) { $0.elu(alpha: 2) },
    Function(
      "selu", limits: (-scale * 1.6732632423543772848, infinity), slopes: [0, scale * 1.6732632423543772848, scale],
      kinks: [0]
    ) { $0.selu() },
    Function("celu", limits: (-0.5, infinity), slopes: [0, 1, 1]) { $0.celu(alpha: 0.5) },
    Function("gelu", limits: (0, infinity), slopes: [0, 0.5, 1]) { $0.gelu() },
    Function("geluTanh", limits: (0, infinity), slopes: [0, 0.5, 1]) { $0.geluTanh() },
    Function("silu", limits: (0, infinity), slopes: [0, 0.5, 1]) { $0.silu() },
    Function("mish", limits: (0, infinity), slopes: [0, 0.6, 1]) { $0.mish() },
    Function("softplus", limits: (0, infinity), slopes: [0, 0.5, 1]) { $0.softplus() },
    Function("softplus of 3", limits: (0, infinity), slopes: [0, 0.5, 1]) { $0.softplus(beta: 3) },
    Function("softsign", limits: (-1, 1), slopes: [1 / 10_001.0 / 10_001, 1, 1 / 10_001.0 / 10_001]) { $0.softsign() },
    Function("squaredRelu", limits: (0, infinity), slopes: [0, 0, 2e4]) { $0.squaredRelu() },
  ]

  @Test(arguments: functions, [DType.float32, .float64])
  func limits(_ function: Function, type: DType) {
    let (value, slope) = valueAndSlope(function, [-.infinity, .infinity, -1e4, 0, 1e4, .nan], type)
    let accuracy = type == .float32 ? 1e-6 : 1e-14
    #expect(isClose(value[0], function.limits.0, accuracy))
    #expect(isClose(value[1], function.limits.1, accuracy))
    #expect(value[5].isNaN)
    for (place, expected) in function.slopes.enumerated() {
      #expect(isClose(slope[2 + place], expected, accuracy), "\(slope)")
    }
    let areFinite = (value[2...4] + slope[2...4]).allSatisfy { $0.isFinite }
    #expect(areFinite)
    // Nothing becomes infinite or NaN before the type's range ends.
    let far: [Double] = type == .float32 ? [-3e38, -1e20, 1e18] : [-1e308, -1e160, 1e150]
    let (values, slopes) = valueAndSlope(function, far, type)
    let staysFinite = (values + slopes).allSatisfy { $0.isFinite }
    #expect(staysFinite, "\(values), \(slopes)")
  }

  @Test(arguments: functions, [DType.float32, .float64])
  func subnormalNumbers(_ function: Function, type: DType) {
    let tiny = type == .float32 ? 1e-42 : 0x1p-1060
    let (values, slopes) = valueAndSlope(function, [-tiny, 0, tiny], type)
    let areFinite = slopes.allSatisfy { $0.isFinite }
    #expect(areFinite)
    guard function.testDescription != "step" else { return }
    // Where f(0) is 0, f is about linear there from each side, and 0 isn't all that is left of a small number.
    for (value, slope, x) in [(values[0], slopes[0], -tiny), (values[2], slopes[2], tiny)] {
      #expect(abs(value - values[1] - (values[1] == 0 ? slope * x : 0)) <= 0.01 * tiny)
    }
  }

  @Test(arguments: functions)
  func derivatives(_ function: Function) {
    let points = (-40...40).map { Double($0) * 0.2 + 0.037 }.filter { point in
      function.kinks.allSatisfy { abs($0 - point) > 0.03 }
    }
    let x = Tensor(points, type: .float64)
    // At 0 second derivatives of elu and celu jump.
    let order = ["elu", "celu"].contains(function.testDescription) ? 1 : 2
    #expect(gradientError(at: [x], order: order) { function.apply($0[0]) } < tolerance)
  }

  @Test(arguments: functions, [DType.float32, .float64])
  func programs(_ function: Function, type: DType) {
    let x = Tensor([-1e4, -3, -1.5, -0.2, 0, 0.3, 1, 2.5, 6, 1e4], type: type)
    expectEqual(x, .rounded, function.testDescription) { function.apply($0) }
    expectEqual(x, .rounded, function.testDescription) { x in gradient(at: x) { function.apply($0).sum() } }
  }

  @Test func gates() {
    let x = sample([3, 4], in: -3..<3)
    for gate in [{ (x: Tensor) in x.glu() }, { $0.swiglu() }] as [@Sendable (Tensor) -> Tensor] {
      #expect(gradientError(at: [x]) { gate($0[0]) } < tolerance)
      expectEqual(x, .rounded) { gate($0) }
      expectEqual(x, .rounded) { x in gradient(at: x) { gate($0).squared().sum() } }
    }
    #expect(x.glu().shape == [3, 2])
    let parts = x.split(count: 2, axis: 1)
    #expect(x.glu().isClose(to: parts[0] * parts[1].sigmoid(), relative: 1e-14))
    #expect(x.swiglu().isClose(to: parts[0].silu() * parts[1], relative: 1e-14))
    #expect(x.transposed().glu(axis: 0).isClose(to: x.glu().transposed(), relative: 1e-14))
    #expect(Tensor.zeros([2, 0]).glu().shape == [2, 0])
  }

  @Test func learntSlopes() {
    let (x, slope) = (sample([4, 3]), Tensor([0.25, -0.5, 2], type: .float64))
    #expect(gradientError(at: [x, slope]) { $0[0].prelu(slope: $0[1]) } < tolerance)
    expectEqual([x, slope], .rounded) { [$0[0].prelu(slope: $0[1])] }
    // Infinite inputs above 0 don't reach the slope's derivative.
    let (byInput, bySlope) = gradient(at: Tensor([-2.0, 0, .infinity]), Tensor(0.25)) { $0.prelu(slope: $1).sum() }
    #expect(byInput.scalars == [0.25, 0.25, 1])
    #expect(bySlope.scalar == -2)
  }

  @Test func exponentialsNearMinusOneKeepTheirDigits() {
    let slope = gradient(at: Tensor([-30.0], type: .float32)) { $0.expm1().sum() }.scalar
    #expect(abs(slope / 9.357622968840175e-14 - 1) < 1e-6)
  }

  @Test func integersBecomeFloats() {
    let x = Tensor([-2, 0, 3] as [Int])
    #expect(x.step().scalars == [0, 1, 1])
    #expect(x.step().type == .float32)
    #expect(x.leakyRelu(slope: 0.5).scalars == [-1, 0, 3])
    #expect(x.hardTanh().type == .float32)
    #expect(x.squaredRelu().scalars == [0, 0, 9])
    #expect(x.gelu().isClose(to: Tensor([-2, 0, 3]).gelu()))
    #expect(Tensor([true, false]).relu6().scalars == [1, 0])
    #expect(x.prelu(slope: [0.5]).scalars == [-1, 0, 3])
  }

  @Test func whatHasNoValueStops() async {
    await #expect(processExitsWith: .failure) { _ = Tensor.zeros([2, 3]).glu() }
    await #expect(processExitsWith: .failure) { _ = Tensor.zeros([2, 3]).swiglu() }
    await #expect(processExitsWith: .failure) { _ = Tensor([1]).celu(alpha: 0) }
    await #expect(processExitsWith: .failure) { _ = Tensor([1]).softplus(beta: 0) }
    let limits = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor([1]).hardTanh(minimum: 2, maximum: 1)
    }
    let said = String(decoding: limits?.standardErrorContent ?? [], as: UTF8.self)
    #expect(said.contains("hardTanh: the minimum 2.0 is above the maximum 1.0"))
  }

  private func valueAndSlope(_ function: Function, _ x: [Double], _ type: DType) -> ([Double], [Double]) {
    let x = Tensor(x, type: type)
    return (function.apply(x).scalars, gradient(at: x) { function.apply($0).sum() }.scalars)
  }

  private func isClose(_ a: Double, _ b: Double, _ accuracy: Double) -> Bool {
    a == b || abs(a - b) <= accuracy * max(1, abs(b))
  }
}

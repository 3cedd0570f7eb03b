import Foundation
import MyelinCore
import Testing

/// Every elementary function over its whole domain, in both floating-point types, against the platform's in double.
///
/// The seven functions with kernels of their own are held against exact values in `Float32MathTests`.
@Suite struct ElementaryFunctionTests {
  struct Function: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let ours: @Sendable (Tensor) -> Tensor
    let theirs: @Sendable (Double) -> Double
    /// How many units in the last place float32 results may be off.
    var units = 2.0
  }

  static let functions: [Function] = [
    Function(testDescription: "exp", ours: { $0.exp() }, theirs: { Foundation.exp($0) }),
    Function(testDescription: "expm1", ours: { $0.expm1() }, theirs: { Foundation.expm1($0) }),
    Function(testDescription: "log", ours: { $0.log() }, theirs: { Foundation.log($0) }),
    Function(testDescription: "log1p", ours: { $0.log1p() }, theirs: { Foundation.log1p($0) }),
    Function(testDescription: "log2", ours: { $0.log2() }, theirs: { Foundation.log2($0) }),
    Function(testDescription: "log10", ours: { $0.log10() }, theirs: { Foundation.log10($0) }),
    Function(testDescription: "sqrt", ours: { $0.sqrt() }, theirs: { $0.squareRoot() }, units: 0.5),
    Function(testDescription: "rsqrt", ours: { $0.rsqrt() }, theirs: { 1 / $0.squareRoot() }),
    Function(testDescription: "reciprocal", ours: { $0.reciprocal() }, theirs: { 1 / $0 }, units: 0.5),
    Function(testDescription: "sin", ours: { $0.sin() }, theirs: { Foundation.sin($0) }),
    Function(testDescription: "cos", ours: { $0.cos() }, theirs: { Foundation.cos($0) }),
    Function(testDescription: "tan", ours: { $0.tan() }, theirs: { Foundation.tan($0) }),
    Function(testDescription: "asin", ours: { $0.asin() }, theirs: { Foundation.asin($0) }),
    Function(testDescription: "acos", ours: { $0.acos() }, theirs: { Foundation.acos($0) }),
    Function(testDescription: "atan", ours: { $0.atan() }, theirs: { Foundation.atan($0) }),
    Function(testDescription: "sinh", ours: { $0.sinh() }, theirs: { Foundation.sinh($0) }),
    Function(testDescription: "cosh", ours: { $0.cosh() }, theirs: { Foundation.cosh($0) }),
    Function(testDescription: "tanh", ours: { $0.tanh() }, theirs: { Foundation.tanh($0) }),
    Function(testDescription: "asinh", ours: { $0.asinh() }, theirs: { Foundation.asinh($0) }),
    Function(testDescription: "acosh", ours: { $0.acosh() }, theirs: { Foundation.acosh($0) }),
    Function(testDescription: "atanh", ours: { $0.atanh() }, theirs: { Foundation.atanh($0) }),
    Function(testDescription: "erf", ours: { $0.erf() }, theirs: { Foundation.erf($0) }),
    Function(testDescription: "sigmoid", ours: { $0.sigmoid() }, theirs: { sigmoid($0) }),
    Function(testDescription: "softplus", ours: { $0.softplus() }, theirs: { softplus($0) }),
    Function(testDescription: "logSigmoid", ours: { $0.logSigmoid() }, theirs: { -softplus(-$0) }),
    Function(testDescription: "abs", ours: { $0.abs() }, theirs: { $0.magnitude }, units: 0),
    Function(testDescription: "negative", ours: { -$0 }, theirs: { -$0 }, units: 0),
    Function(testDescription: "relu", ours: { $0.relu() }, theirs: { $0 < 0 ? 0 : $0 }, units: 0),
    Function(testDescription: "round", ours: { $0.round() }, theirs: { $0.rounded(.toNearestOrEven) }, units: 0),
    Function(testDescription: "floor", ours: { $0.floor() }, theirs: { $0.rounded(.down) }, units: 0),
    Function(testDescription: "ceil", ours: { $0.ceil() }, theirs: { $0.rounded(.up) }, units: 0),
    Function(testDescription: "truncated", ours: { $0.truncated() }, theirs: { $0.rounded(.towardZero) }, units: 0),
  ]

  /// Every 30,011th float, of both signs and of all sizes, with the special values.
  private static let floats: [Float] =
    stride(from: UInt32.min, through: UInt32.max - 30_011, by: 30_011).map { Float(bitPattern: $0) }
    + [0, -0.0, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1, -1, 0.5, -0.5]

  @Test(arguments: functions)
  func float32(_ function: Function) {
    let ours = function.ours(Tensor(Self.floats)).elements(as: Float.self)
    var worst = 0.0
    for (x, y) in zip(Self.floats, ours) {
      let exact = function.theirs(Double(x))
      let rounded = Float(exact)
      if rounded.isNaN || rounded.isInfinite || rounded == 0 {
        // One unit below the largest number, or above the smallest, is as good.
        let isNear = rounded.isNaN ? y.isNaN : y == rounded || (Double(y) - exact).magnitude <= 1.1 * Double(y.ulp)
        #expect(isNear, "\(x): \(y) instead of \(rounded)")
        if rounded == 0, y == 0 { #expect(y.sign == rounded.sign, "\(x)") }
      } else {
        worst = max(worst, (Double(y) - exact).magnitude / Double(rounded.ulp))
      }
    }
    #expect(worst <= max(function.units, 0.5 * (function.units > 0 ? 1.001 : 0)))
  }

  @Test(arguments: functions)
  func float64(_ function: Function) {
    let doubles =
      Self.floats.map(Double.init) + Self.floats.filter(\.isFinite).map { Double($0) * 1.000_000_123 }
      + [1e300, -1e300, 0x1p-1030, -0x1p-1030, .greatestFiniteMagnitude, .leastNonzeroMagnitude]
    let ours = function.ours(Tensor(doubles, type: .float64)).scalars
    for (x, y) in zip(doubles, ours) {
      let theirs = function.theirs(x)
      let isNear = theirs.isNaN ? y.isNaN : y == theirs || (y - theirs).magnitude <= 4 * max(y.ulp, theirs.ulp)
      #expect(isNear, "\(x): \(y) instead of \(theirs)")
    }
  }

  @Test func integersBecomeFloat32() {
    let x = Tensor([0, 1, 2] as [Int])
    #expect(x.exp().type == .float32)
    #expect(Tensor([true, false]).sqrt().scalars == [1, 0])
    // What keeps integers keeps their type.
    for kept in [x.abs(), -x, x.sign(), x.relu(), x.floor(), x.round()] { #expect(kept.type == .int64) }
    #expect((-Tensor([Int32.min])).elements(as: Int32.self) == [.min])
  }
}

private func sigmoid(_ x: Double) -> Double {
  x >= 0 ? 1 / (1 + Foundation.exp(-x)) : Foundation.exp(x) / (1 + Foundation.exp(x))
}

private func softplus(_ x: Double) -> Double { max(x, 0) + Foundation.log1p(Foundation.exp(-x.magnitude)) }

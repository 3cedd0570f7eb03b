import CMyelinKernels
import Foundation
import Testing

/// A function of CMyelinKernels and what to hold it against.
private struct ArrayFunction: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let compute: @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
  let reference: @Sendable (Double) -> Double
  let specialValues: [(Float, Float)]
  /// Arguments near which the formulas change or the result leaves the range.
  let criticalPoints: [Float]

  func callAsFunction(_ x: [Float]) -> [Float] {
    var y = [Float](repeating: 12345, count: x.count)
    x.withUnsafeBufferPointer { x in
      y.withUnsafeMutableBufferPointer { y in
        if let from = x.baseAddress, let to = y.baseAddress { compute(from, to, x.count) }
      }
    }
    return y
  }

  static let all = [
    ArrayFunction(
      testDescription: "exp", compute: { myelin_exp_f32($0, $1, $2) }, reference: { exp($0) },
      specialValues: [(-.infinity, 0), (.infinity, .infinity), (0, 1), (-0.0, 1), (-104, 0), (89, .infinity)],
      criticalPoints: [-103.97208, -87.33654, -0.34657359, 0.34657359, 88.72284]),
    ArrayFunction(
      testDescription: "log", compute: { myelin_log_f32($0, $1, $2) }, reference: { log($0) },
      specialValues: [
        (0, -.infinity), (-0.0, -.infinity), (-1, .nan), (-.infinity, .nan), (.infinity, .infinity), (1, 0),
        (-.leastNonzeroMagnitude, .nan),
      ],
      criticalPoints: [.leastNormalMagnitude, 0.5, 0.70710678, 1, 1.41421356, 2]),
    ArrayFunction(
      testDescription: "expm1", compute: { myelin_exp_minus_one_f32($0, $1, $2) }, reference: { expm1($0) },
      specialValues: [(-.infinity, -1), (.infinity, .infinity), (0, 0), (-0.0, -0.0), (-104, -1), (89, .infinity)],
      criticalPoints: [-17.32868, -0.34657359, 0.34657359, 88.72284]),
    ArrayFunction(
      testDescription: "log1p", compute: { myelin_log_one_plus_f32($0, $1, $2) }, reference: { log1p($0) },
      specialValues: [
        (0, 0), (-0.0, -0.0), (-1, -.infinity), (-2, .nan), (-.infinity, .nan), (.infinity, .infinity),
      ],
      criticalPoints: [-0.29289322, 0.41421356, 0x1p-29, 0x1p53]),
    ArrayFunction(
      testDescription: "log2", compute: { myelin_log2_f32($0, $1, $2) }, reference: { log2($0) },
      specialValues: [
        (0, -.infinity), (-0.0, -.infinity), (-1, .nan), (.infinity, .infinity), (1, 0), (0x1p-149, -149),
      ],
      criticalPoints: [0.5, 0.70710678, 1, 1.41421356, 2]),
    ArrayFunction(
      testDescription: "log10", compute: { myelin_log10_f32($0, $1, $2) }, reference: { log10($0) },
      specialValues: [(0, -.infinity), (-0.0, -.infinity), (-1, .nan), (.infinity, .infinity), (1, 0), (1000, 3)],
      criticalPoints: [0.5, 0.70710678, 1, 1.41421356, 2, 10]),
    ArrayFunction(
      testDescription: "softplus", compute: { myelin_softplus_f32($0, $1, $2) },
      reference: { max($0, 0) + log1p(exp(-abs($0))) },
      specialValues: [(-.infinity, 0), (.infinity, .infinity), (-200, 0), (200, 200)],
      criticalPoints: [-103.97208, -87.33654, -0.8813736, 0.8813736, 17.32868]),
    ArrayFunction(
      testDescription: "tanh", compute: { myelin_tanh_f32($0, $1, $2) }, reference: { tanh($0) },
      specialValues: [(-.infinity, -1), (.infinity, 1), (0, 0), (-0.0, -0.0), (30, 1), (-30, -1)],
      criticalPoints: [-9.01, 0.1732868, -0.1732868, 9.01, 20]),
    ArrayFunction(
      testDescription: "sigmoid", compute: { myelin_sigmoid_f32($0, $1, $2) }, reference: { 1 / (1 + exp(-$0)) },
      specialValues: [(-.infinity, 0), (.infinity, 1), (0, 0.5), (-0.0, 0.5), (-200, 0), (200, 1)],
      criticalPoints: [-103.97208, -88.72284, -87.33654, 16.63553, 17.32868]),
    ArrayFunction(
      testDescription: "erf", compute: { myelin_erf_f32($0, $1, $2) }, reference: { erf($0) },
      specialValues: [(-.infinity, -1), (.infinity, 1), (0, 0), (-0.0, -0.0), (5, 1), (-5, -1)],
      criticalPoints: [-4, -1, 1, 3.832507, 4]),
    ArrayFunction(
      testDescription: "sin", compute: { myelin_sin_f32($0, $1, $2) }, reference: { sin($0) },
      specialValues: [(-.infinity, .nan), (.infinity, .nan), (0, 0), (-0.0, -0.0)],
      criticalPoints: [-3.1415927, 0.7853982, 1.5707964, 3.1415927, 8_388_608, -8_388_608, 16_367_173 * 0x1p72]),
    ArrayFunction(
      testDescription: "cos", compute: { myelin_cos_f32($0, $1, $2) }, reference: { cos($0) },
      specialValues: [(-.infinity, .nan), (.infinity, .nan), (0, 1), (-0.0, 1)],
      criticalPoints: [-1.5707964, 0.7853982, 1.5707964, 4.712389, 8_388_608, -8_388_608, 16_367_173 * 0x1p72]),
  ]
}

/// The distance of a float from the true value in units in the last place; infinite if they differ in kind.
private func error(of value: Float, from reference: Double) -> Double {
  let rounded = Float(reference)
  if value.isNaN || rounded.isNaN { return value.isNaN && rounded.isNaN ? 0 : .infinity }
  if value.bitPattern == rounded.bitPattern && (rounded.isInfinite || reference == 0) { return 0 }
  guard reference != 0, reference.isFinite, value.sign == reference.sign else { return .infinity }
  let nearest = value.isInfinite ? Double(sign: value.sign, exponent: 128, significand: 1) : Double(value)
  let unit = Double(sign: .plus, exponent: max(reference.exponent, -126) - 23, significand: 1)
  return abs(nearest - reference) / unit
}

private func bits(_ values: some Sequence<Float>) -> [UInt32] {
  values.map { $0.isNaN ? Float.nan.bitPattern : $0.bitPattern }
}

/// Exactly `count` floats of every kind: all signs and exponents, random digits, the same at every call.
private func mixture(_ count: Int) -> [Float] {
  var state: UInt64 = 42
  return (0..<count).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Float(bitPattern: UInt32(truncatingIfNeeded: state >> 32))
  }
}

@Suite struct Float32MathTests {
  @Test(arguments: ArrayFunction.all)
  private func sampleOfAllFloats(_ function: ArrayFunction) {
    let step = 16_411  // prime; Scripts/check-math.sh checks every float
    let x = stride(from: 0, to: 1 << 32, by: step).map { Float(bitPattern: UInt32($0)) }
    let y = function(x)
    var worst = (error: 0.0, x: Float(0), y: Float(0))
    for i in x.indices {
      let distance = error(of: y[i], from: function.reference(Double(x[i])))
      if distance > worst.error { worst = (distance, x[i], y[i]) }
    }
    #expect(worst.error <= 2, "\(function.testDescription)(\(worst.x)) is \(worst.y)")
  }

  @Test(arguments: ArrayFunction.all)
  private func specialValues(_ function: ArrayFunction) {
    let x = function.specialValues.map(\.0) + [.nan, -.nan, .signalingNaN]
    #expect(bits(function(x)) == bits(function.specialValues.map(\.1) + [.nan, .nan, .nan]))
  }

  @Test(arguments: ArrayFunction.all)
  private func neighbourhoods(_ function: ArrayFunction) {
    let everywhere: [Float] = [
      0, .leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude, 1, -1, 0x1p-12, 0x1p-24,
    ]
    var x = [Float]()
    for point in everywhere + everywhere.map({ -$0 }) + function.criticalPoints {
      var (below, above) = (point, point)
      for _ in 0..<50 {
        x += [below, above]
        (below, above) = (below.nextDown, above.nextUp)
      }
    }
    for (x, y) in zip(x, function(x)) {
      let distance = error(of: y, from: function.reference(Double(x)))
      #expect(distance <= 2, "\(function.testDescription)(\(x)) is \(y)")
    }
  }

  /// Neither the place in an array nor its length, alignment or neighbours change an element's bits.
  @Test(arguments: ArrayFunction.all)
  private func everyPlaceGivesTheSameBits(_ function: ArrayFunction) {
    let x = mixture(300) + (0..<300).map { Float($0) * 0.37 - 50 }
    let oneByOne = bits(x.flatMap { function([$0]) })
    #expect(bits(function(x)) == oneByOne)
    for length in Array(0...40) + [63, 64, 65, 127, 129, 255] {
      for offset in [0, 1, 3, 5, 270, 313] {
        let part = offset..<(offset + length)
        var y = [Float](repeating: 12345, count: length + 8)
        x.withUnsafeBufferPointer { x in
          y.withUnsafeMutableBufferPointer { y in
            if let from = x.baseAddress, let to = y.baseAddress {
              function.compute(from + offset, to + offset % 4, length)
            }
          }
        }
        #expect(bits(y[(offset % 4)..<(offset % 4 + length)]) == Array(oneByOne[part]))
        #expect(y[..<(offset % 4)].allSatisfy { $0 == 12345 })
        #expect(y[(offset % 4 + length)...].allSatisfy { $0 == 12345 })
      }
    }
  }

  @Test(arguments: ArrayFunction.all)
  private func inPlace(_ function: ArrayFunction) {
    let x = mixture(1001)
    var y = x
    y.withUnsafeMutableBufferPointer { y in
      if let array = y.baseAddress { function.compute(array, array, y.count) }
    }
    #expect(bits(y) == bits(function(x)))
  }

  @Test func oddFunctionsAreExactlyOdd() {
    let x = mixture(2000)
    for function in ArrayFunction.all where ["tanh", "erf", "sin"].contains(function.testDescription) {
      #expect(bits(function(x.map { -$0 })) == bits(function(x).map { -$0 }))
    }
  }
}

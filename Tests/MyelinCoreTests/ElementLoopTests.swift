import CMyelinKernels
import Testing

private let types = [MYELIN_BOOL, MYELIN_INT32, MYELIN_INT64, MYELIN_FLOAT32, MYELIN_FLOAT64]

private func size(of type: myelin_type) -> Int {
  type == MYELIN_BOOL ? 1 : type == MYELIN_INT32 || type == MYELIN_FLOAT32 ? 4 : 8
}

/// The bytes of elements of one type.
private struct Elements {
  var bytes: [UInt8]

  init<Element>(_ elements: [Element]) { bytes = elements.withUnsafeBytes { Array($0) } }

  init(count: Int, of type: myelin_type) { bytes = [UInt8](repeating: 0, count: count * size(of: type)) }

  func list<Element>(_ element: Element.Type = Element.self) -> [Element] {
    bytes.withUnsafeBytes { Array($0.bindMemory(to: element)) }
  }

  /// The elements' bits; NaNs are one value, because their signs and payloads are open.
  func bits(_ type: myelin_type) -> [UInt64] {
    switch type {
    case MYELIN_BOOL: bytes.map { UInt64($0) }
    case MYELIN_FLOAT32: self.list(Float.self).map { $0.isNaN ? 1 << 63 : UInt64($0.bitPattern) }
    case MYELIN_FLOAT64: self.list(Double.self).map { $0.isNaN ? Double.nan.bitPattern : $0.bitPattern }
    case MYELIN_INT32: self.list(UInt32.self).map { UInt64($0) }
    default: self.list(UInt64.self)
    }
  }

  /// `count` elements of any type: special values and others of many sizes, the same at every call.
  init(mixture type: myelin_type, count: Int, seed: UInt64) {
    var state = seed
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let reals = [0, -0.0, 1, -1, 0.5, -0.5, 2.5, 3.5, 1e30, -1e30, 1e-40, .infinity, -.infinity, .nan]
    let integers = [0, 1, -1, 2, -2, 7, -7, .max, .min, Int(Int32.max), Int(Int32.min), 1 << 40]
    func real() -> Double {
      next(3) == 0 ? reals[next(reals.count)] : Double(next(4001) - 2000) / Double(1 + next(300))
    }
    func integer() -> Int { next(3) == 0 ? integers[next(integers.count)] : next(201) - 100 }
    switch type {
    case MYELIN_BOOL: self.init((0..<count).map { _ in next(2) == 1 })
    case MYELIN_INT32: self.init((0..<count).map { _ in Int32(truncatingIfNeeded: integer()) })
    case MYELIN_INT64: self.init((0..<count).map { _ in integer() })
    case MYELIN_FLOAT32: self.init((0..<count).map { _ in Float(real()) })
    default: self.init((0..<count).map { _ in real() })
    }
  }
}

@Suite struct ElementLoopTests {
  private let lengths = [0, 1, 2, 7, 16, 31, 33, 64, 129, 300]

  /// What `loop` makes of each element alone, and of all of them at once and in place, must be the same.
  private func check(_ loop: myelin_unary_loop, from: myelin_type, to: myelin_type, _ name: String) {
    let x = Elements(mixture: from, count: 300, seed: 1)
    var alone = Elements(count: 300, of: to)
    alone.bytes.withUnsafeMutableBytes { y in
      x.bytes.withUnsafeBytes { x in
        for index in 0..<300 {
          loop(x.baseAddress.map { $0 + index * size(of: from) }, y.baseAddress.map { $0 + index * size(of: to) }, 1)
        }
      }
    }
    for length in lengths {
      var y = Elements(count: length, of: to)
      y.bytes.withUnsafeMutableBytes { y in x.bytes.withUnsafeBytes { loop($0.baseAddress, y.baseAddress, length) } }
      #expect(y.bits(to) == Array(alone.bits(to)[..<length]), "\(name), \(length) elements")
    }
    if size(of: from) == size(of: to) {
      var y = x
      y.bytes.withUnsafeMutableBytes { loop($0.baseAddress, $0.baseAddress, 300) }
      #expect(y.bits(to) == alone.bits(to), "\(name) in place")
    }
  }

  @Test(arguments: types) func unaryFunctions(_ type: myelin_type) {
    for function in 0..<UInt32(MYELIN_UNARY_COUNT) {
      guard let loop = myelin_unary_loop_of(myelin_unary(rawValue: function), type) else { continue }
      check(loop, from: type, to: type, "function \(function)")
    }
  }

  @Test(arguments: types) func conversions(_ type: myelin_type) throws {
    for result in types {
      check(try #require(myelin_cast_loop_of(type, result)), from: type, to: result, "to \(result)")
    }
  }

  @Test(arguments: types) func binaryFunctions(_ type: myelin_type) {
    let (a, b) = (Elements(mixture: type, count: 300, seed: 2), Elements(mixture: type, count: 300, seed: 3))
    let step = size(of: type)
    for function in 0..<UInt32(MYELIN_BINARY_COUNT) {
      guard let loop = myelin_binary_loop_of(myelin_binary(rawValue: function), type) else { continue }
      let result = function < MYELIN_EQUAL.rawValue ? type : MYELIN_BOOL
      func compute(_ aStep: Int, _ bStep: Int, _ count: Int, atOnce: Bool) -> [UInt64] {
        var y = Elements(count: count, of: result)
        y.bytes.withUnsafeMutableBytes { y in
          a.bytes.withUnsafeBytes { a in
            b.bytes.withUnsafeBytes { b in
              guard let a = a.baseAddress, let b = b.baseAddress, let y = y.baseAddress else { return }
              if atOnce { return loop(a, aStep, b, bStep, y, count) }
              for i in 0..<count {
                loop(a + i * aStep * step, 1, b + i * bStep * step, 1, y + i * size(of: result), 1)
              }
            }
          }
        }
        return y.bits(result)
      }
      for (aStep, bStep) in [(1, 1), (1, 0), (0, 1), (0, 0), (2, 1), (1, 2)] {
        for length in lengths where length * max(aStep, bStep) <= 300 {
          let alone = compute(aStep, bStep, length, atOnce: false)
          #expect(compute(aStep, bStep, length, atOnce: true) == alone, "function \(function), \(aStep), \(bStep)")
        }
      }
      if result == type {
        var (first, second) = (a, b)
        first.bytes.withUnsafeMutableBytes { y in
          b.bytes.withUnsafeBytes { loop(y.baseAddress, 1, $0.baseAddress, 1, y.baseAddress, 300) }
        }
        second.bytes.withUnsafeMutableBytes { y in
          a.bytes.withUnsafeBytes { loop($0.baseAddress, 1, y.baseAddress, 1, y.baseAddress, 300) }
        }
        let expected = compute(1, 1, 300, atOnce: false)
        #expect(first.bits(type) == expected && second.bits(type) == expected, "function \(function) in place")
      }
    }
  }

  @Test(arguments: types) func selections(_ type: myelin_type) throws {
    let loop = try #require(myelin_select_loop_of(type))
    let flags = Elements(mixture: MYELIN_BOOL, count: 300, seed: 4)
    let (a, b) = (Elements(mixture: type, count: 300, seed: 5), Elements(mixture: type, count: 300, seed: 6))
    for steps in 0..<8 {
      let (flagStep, aStep, bStep) = (steps & 1, steps >> 1 & 1, steps >> 2)
      var y = Elements(count: 300, of: type)
      y.bytes.withUnsafeMutableBytes { y in
        flags.bytes.withUnsafeBytes { flags in
          a.bytes.withUnsafeBytes { a in
            b.bytes.withUnsafeBytes { b in
              loop(flags.baseAddress, flagStep, a.baseAddress, aStep, b.baseAddress, bStep, y.baseAddress, 300)
            }
          }
        }
      }
      let expected = (0..<300).map {
        flags.bytes[$0 * flagStep] == 1 ? a.bits(type)[$0 * aStep] : b.bits(type)[$0 * bStep]
      }
      #expect(y.bits(type) == expected)
    }
  }

  @Test func specialValues() throws {
    let x: [Float] = [-2.5, -1.5, -0.5, -0.0, 0, 0.5, 1.5, 2.5, .nan, 3e9, -3e9, 1e19, -1e19, .infinity]
    func apply<Result>(_ loop: myelin_unary_loop?, to type: myelin_type, as element: Result.Type) throws -> [Result] {
      let loop = try #require(loop)
      var y = Elements(count: x.count, of: type)
      y.bytes.withUnsafeMutableBytes { y in x.withUnsafeBytes { loop($0.baseAddress, y.baseAddress, x.count) } }
      return y.list(element)
    }
    func bits(_ function: myelin_unary) throws -> [UInt32] {
      try apply(myelin_unary_loop_of(function, MYELIN_FLOAT32), to: MYELIN_FLOAT32, as: Float.self).map {
        $0.isNaN ? Float.nan.bitPattern : $0.bitPattern
      }
    }
    #expect(try bits(MYELIN_ROUND) == x.map { $0.rounded(.toNearestOrEven).bitPattern })
    #expect(try bits(MYELIN_FLOOR) == x.map { $0.rounded(.down).bitPattern })
    #expect(try bits(MYELIN_RELU) == x.map { ($0 < 0 ? 0 : $0).bitPattern })
    #expect(try bits(MYELIN_SIGN) == x.map { ($0 > 0 ? 1 : $0 < 0 ? -1 : $0).bitPattern })
    let integers = try apply(myelin_cast_loop_of(MYELIN_FLOAT32, MYELIN_INT32), to: MYELIN_INT32, as: Int32.self)
    #expect(integers == [-2, -1, 0, 0, 0, 0, 1, 2, 0, .max, .min, .max, .min, .max])
    let long = try apply(myelin_cast_loop_of(MYELIN_FLOAT32, MYELIN_INT64), to: MYELIN_INT64, as: Int.self)
    #expect(long == [-2, -1, 0, 0, 0, 0, 1, 2, 0, 3_000_000_000, -3_000_000_000, .max, .min, .max])
    let flags = try apply(myelin_cast_loop_of(MYELIN_FLOAT32, MYELIN_BOOL), to: MYELIN_BOOL, as: Bool.self)
    #expect(flags == x.map { $0 != 0 })
  }

  /// Each operation of a fused loop rounds as if it came alone, for all steps.
  @Test(arguments: [1, 31, 255, 257, 300])
  func fusedOperations(_ n: Int) {
    let operands = (0..<4).map { seed in
      Elements(mixture: MYELIN_FLOAT32, count: 300, seed: UInt64(10 + seed)).list(Float.self)
    }
    func bits(_ values: [Float]) -> [UInt32] { values.map { $0.isNaN ? Float.nan.bitPattern : $0.bitPattern } }
    for steps in 0..<16 {
      let s = (0..<4).map { steps >> $0 & 1 }
      let values = (0..<4).map { k in (0..<n).map { operands[k][$0 * s[k]] } }
      let (a, b, c, d) = (values[0], values[1], values[2], values[3])
      func fused(_ compute: (inout [Float]) -> Void) -> [UInt32] {
        var y = [Float](repeating: 0, count: n)
        compute(&y)
        return bits(y)
      }
      let (p, q, r, t) = (operands[0], operands[1], operands[2], operands[3])
      #expect(
        fused { myelin_multiply_add_f32(p, s[0], q, s[1], r, s[2], &$0, n) }
          == bits(
            (0..<n).map { i in
              let product = a[i] * b[i]; return product + c[i]
            }))
      #expect(
        fused { myelin_subtract_product_f32(p, s[0], q, s[1], r, s[2], &$0, n) }
          == bits(
            (0..<n).map { i in
              let product = b[i] * c[i]; return a[i] - product
            }))
      #expect(
        fused { myelin_multiply_add2_f32(p, s[0], q, s[1], r, s[2], t, s[3], &$0, n) }
          == bits(
            (0..<n).map { i in
              let (x, y) = (a[i] * b[i], c[i] * d[i]); return x + y
            }))
      #expect(
        fused { myelin_multiply_add_square_f32(p, s[0], q, s[1], r, s[2], t, s[3], &$0, n) }
          == bits(
            (0..<n).map { i in
              let (x, square) = (a[i] * b[i], d[i] * d[i])
              let y = c[i] * square
              return x + y
            }))
      #expect(
        fused { myelin_root_multiply_add_f32(p, s[0], q, s[1], r, s[2], &$0, n) }
          == bits(
            (0..<n).map { i in
              let product = a[i].squareRoot() * b[i]; return product + c[i]
            }))
      #expect(
        fused { myelin_subtract_quotient_f32(p, s[0], q, s[1], r, s[2], t, s[3], &$0, n) }
          == bits(
            (0..<n).map { i in
              let product = b[i] * c[i]; return a[i] - product / d[i]
            }))
      #expect(
        fused { myelin_relu_gradient_f32(p, s[0], q, s[1], &$0, n) }
          == bits((0..<n).map { b[$0] * (a[$0] > 0 ? 1 : 0) }))
    }
  }

  @Test func sumsOfNeighboursAndColumns() {
    for n in [0, 1, 5, 31, 32, 33, 100, 1000] {
      let x = (0..<n).map { Float(($0 * 7919) % 1000) / 7 - 60 }
      var sum: Float = -1
      myelin_sum_f32(x, n, &sum)
      #expect(sum == Float(x.reduce(0.0) { $0 + Double($1) }))
    }
    // Terms that cancel: only the small ones are left.
    let hard = (0..<99).map { [1e16, 1.0, -1e16][$0 % 3] }
    var exact = 0.0
    myelin_sum_f64(hard, hard.count, &exact)
    #expect(exact == 33)
    myelin_sum_f64([.infinity, 1], 2, &exact)
    #expect(exact == .infinity)

    for columns in [1, 7, 8, 9, 63, 64, 65, 200, 300] {
      let rows = 37
      let x = (0..<(rows * columns)).map { Float(($0 * 104_729) % 10_007) / 3 - 1500 }
      var (sums, direct) = ([Double](repeating: 0, count: columns), [Float](repeating: 0, count: columns))
      for row in 0..<rows { myelin_accumulate_f32(Array(x[(row * columns)...]), &sums, columns) }
      myelin_sum_columns_f32(x, rows, columns, &direct)
      #expect(direct == sums.map { Float($0) })

      let doubles = x.map { Double($0) / 3 }
      var errors = [Double](repeating: 0, count: columns)
      var (total, expected) = (errors, errors)
      sums = errors
      for row in 0..<rows { myelin_accumulate_f64(Array(doubles[(row * columns)...]), &sums, &errors, columns) }
      myelin_accumulated_f64(sums, errors, &expected, columns)
      myelin_sum_columns_f64(doubles, rows, columns, &total)
      #expect(total == expected)
    }
  }

  @Test func extremaOfNeighbours() {
    for n in [1, 2, 31, 32, 33, 64, 100, 1000] {
      for place in [0, n / 2, n - 1] {
        var x = (0..<n).map { Float(($0 * 7919) % 1000) }
        var (high, low): (Float, Float) = (0, 0)
        (x[place], high) = (5000, 0)
        myelin_max_f32(x, n, &high)
        x[place] = -5000
        myelin_min_f32(x, n, &low)
        #expect(high == 5000 && low == -5000)
        x[place] = .nan
        myelin_max_f32(x, n, &high)
        myelin_min_f32(x, n, &low)
        #expect(high.isNaN && low.isNaN)
        let doubles = x.map { Double($0) }
        var (highest, lowest) = (0.0, 0.0)
        myelin_max_f64(doubles, n, &highest)
        myelin_min_f64(doubles, n, &lowest)
        #expect(highest.isNaN && lowest.isNaN)
      }
    }
  }
}

import CMyelinKernels
import Testing

/// A product of matrices with padded rows, and what it has to be.
private struct Case {
  let (transA, transB): (Bool, Bool)
  let (m, n, k): (Int, Int, Int)
  let (lda, ldb, ldc): (Int, Int, Int)
  let (a, b): ([Float], [Float])

  init(_ m: Int, _ n: Int, _ k: Int, transA: Bool, transB: Bool, padding: Int) {
    (self.m, self.n, self.k, self.transA, self.transB) = (m, n, k, transA, transB)
    lda = (transA ? m : k) + padding
    ldb = (transB ? k : n) + padding
    ldc = n + padding
    a = Self.random((transA ? k : m) * lda, seed: 1)
    b = Self.random((transB ? n : k) * ldb, seed: 2)
  }

  private static func random(_ count: Int, seed: UInt64) -> [Float] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(state >> 40) / 0x1p24 - 0.5
    }
  }

  /// Some rows and columns of the product, with `distance` between rows; NaN where it wrote nothing. The scratch memory is
  /// filled with NaN, too.
  func product(rows: Range<Int>, columns: Range<Int>, distance: Int) -> [Float] {
    var c = [Float](repeating: .nan, count: rows.count * distance)
    var scratch = [Float](
      repeating: .nan, count: myelin_sgemm_scratch(transA, transB, rows.count, columns.count, k))
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        guard let a = a.baseAddress, let b = b.baseAddress else { return }
        myelin_sgemm(
          transA, transB, rows.count, columns.count, k, a + rows.lowerBound * (transA ? 1 : lda), lda,
          b + columns.lowerBound * (transB ? ldb : 1), ldb, &c, distance, &scratch)
      }
    }
    return c
  }

  func exact(_ row: Int, _ column: Int) -> Double {
    var sum = 0.0
    for p in 0..<k {
      sum += Double(a[transA ? p * lda + row : row * lda + p]) * Double(b[transB ? column * ldb + p : p * ldb + column])
    }
    return sum
  }

  /// The whole product is right and stays inside C, and blocks of it have the same bits.
  func check() {
    let c = product(rows: 0..<m, columns: 0..<n, distance: ldc)
    let tolerance = 4e-7 * (Double(k) + 1).squareRoot()
    let step = m * n * k > 1_000_000 ? 13 : 1  // of large products, only some elements are computed again
    var mistakes = 0
    for i in 0..<m {
      for j in 0..<ldc {
        let value = c[i * ldc + j]
        if j < n {
          let error = (i + j) % step == 0 ? abs(Double(value) - exact(i, j)) : Double(value * 0)
          mistakes += error <= tolerance ? 0 : 1
        } else if !value.isNaN {
          mistakes += 1
        }
      }
    }
    #expect(mistakes == 0, "\(m)×\(n)×\(k) \(transA) \(transB)")
    guard m > 0, n > 0 else { return }
    for (rows, columns) in [(m / 2..<m / 2 + 1, 0..<n), (0..<m, n / 2..<n / 2 + 1), (m / 3..<m, n / 3..<n)] {
      let part = product(rows: rows, columns: columns, distance: columns.count)
      let same = zip(rows.flatMap { i in columns.map { c[i * ldc + $0] } }, part).allSatisfy {
        $0.bitPattern == $1.bitPattern
      }
      #expect(same, "\(m)×\(n)×\(k) \(transA) \(transB): rows \(rows), columns \(columns)")
    }
  }
}

@Suite struct FloatProductTests {
  /// Edges of every tile and of short sums.
  @Test(arguments: [0, 1, 2, 5, 6, 7, 12, 13, 25, 33, 64])
  func smallProducts(_ rows: Int) {
    for columns in [0, 1, 2, 3, 4, 5, 8, 9, 10, 16, 17, 31, 32, 33, 48, 49, 65] {
      for inner in [0, 1, 2, 3, 7, 10, 13, 16, 17, 33] {
        for (transA, transB) in [(false, false), (true, false), (false, true), (true, true)] {
          Case(rows, columns, inner, transA: transA, transB: transB, padding: (rows + columns + inner) % 3).check()
        }
      }
    }
  }

  /// Blocks of k, packed blocks of rows, panels of columns made early.
  @Test(arguments: [
    (5, 40, 320), (13, 17, 321), (30, 33, 641), (1, 300, 1000), (300, 1, 700), (97, 2050, 20), (97, 520, 10),
    (270, 520, 500), (100, 300, 300),
  ])
  func largeProducts(_ rows: Int, _ columns: Int, _ inner: Int) {
    for (transA, transB) in [(false, false), (true, false), (false, true), (true, true)] {
      Case(rows, columns, inner, transA: transA, transB: transB, padding: 3).check()
    }
  }

  /// NaN and infinity spoil exactly the row, or the column, that they belong to, even beside zeros.
  @Test(arguments: [(1, 40, 20), (13, 40, 20), (70, 33, 350), (300, 520, 520)])
  func specialValues(_ rows: Int, _ columns: Int, _ inner: Int) {
    var a = [Float](repeating: 0, count: rows * inner)
    var b = [Float](repeating: 0, count: inner * columns)
    a[inner / 2] = .nan
    b[inner / 2 * columns + columns - 1] = .infinity
    var c = [Float](repeating: .nan, count: rows * columns)
    var scratch = [Float](repeating: .nan, count: myelin_sgemm_scratch(false, false, rows, columns, inner))
    myelin_sgemm(false, false, rows, columns, inner, a, inner, b, columns, &c, columns, &scratch)
    let right = c.indices.allSatisfy { index in
      let spoilt = index < columns || index % columns == columns - 1
      return spoilt ? c[index].isNaN : c[index] == 0
    }
    #expect(right)
  }
}

import CMyelinKernels
import Testing

private typealias Product<T> = (
  Bool, Bool, Int, Int, Int, UnsafePointer<T>?, Int, UnsafePointer<T>?, Int, UnsafeMutablePointer<T>?, Int
) -> Void

private struct Shape: Sendable, CustomTestStringConvertible {
  let m: Int
  let n: Int
  let k: Int
  var testDescription: String { "\(m)×\(n)×\(k)" }

  /// Edges of every tile, both ways of computing, more than one block of k and of rows.
  static let all = [
    Shape(m: 1, n: 1, k: 1), Shape(m: 1, n: 7, k: 5), Shape(m: 7, n: 1, k: 5), Shape(m: 1, n: 33, k: 300),
    Shape(m: 2, n: 3, k: 4), Shape(m: 5, n: 31, k: 9), Shape(m: 8, n: 16, k: 8), Shape(m: 9, n: 29, k: 270),
    Shape(m: 13, n: 17, k: 90), Shape(m: 30, n: 24, k: 24), Shape(m: 101, n: 9, k: 20), Shape(m: 3, n: 20, k: 600),
    Shape(m: 12, n: 530, k: 5), Shape(m: 200, n: 3, k: 30),
  ]
}

/// Small random integers: their products and sums are exact, so every order of summation gives the same.
private func integers<T: BinaryFloatingPoint>(_ count: Int, seed: UInt64) -> [T] {
  var state = seed
  return (0..<count).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return T(Int(state >> 60) - 7)
  }
}

private func naive<T: BinaryFloatingPoint>(
  _ transA: Bool, _ transB: Bool, _ shape: Shape, _ a: [T], _ lda: Int, _ b: [T], _ ldb: Int, _ c: [T], _ ldc: Int
) -> [T] {
  var c = c
  for i in 0..<shape.m {
    for j in 0..<shape.n {
      var sum: T = 0
      for p in 0..<shape.k {
        sum += (transA ? a[p * lda + i] : a[i * lda + p]) * (transB ? b[j * ldb + p] : b[p * ldb + j])
      }
      c[i * ldc + j] = sum
    }
  }
  return c
}

private func check<T: BinaryFloatingPoint & Sendable>(_ shape: Shape, _ product: Product<T>) {
  for (transA, transB) in [(false, false), (true, false), (false, true), (true, true)] {
    let (lda, ldb, ldc) = ((transA ? shape.m : shape.k) + 3, (transB ? shape.k : shape.n) + 1, shape.n + 2)
    let a: [T] = integers((transA ? shape.k : shape.m) * lda, seed: 1)
    let b: [T] = integers((transB ? shape.n : shape.k) * ldb, seed: 2)
    let before = [T](repeating: 777, count: shape.m * ldc)
    var c = before
    product(transA, transB, shape.m, shape.n, shape.k, a, lda, b, ldb, &c, ldc)
    #expect(c == naive(transA, transB, shape, a, lda, b, ldb, before, ldc), "\(transA) \(transB)")
  }
}

/// NaN and infinity spoil exactly the row, or the column, that they belong to, even beside zeros.
private func checkSpecialValues<T: BinaryFloatingPoint & Sendable>(_ shape: Shape, _ product: Product<T>) {
  var a = [T](repeating: 0, count: shape.m * shape.k)
  var b = [T](repeating: 0, count: shape.k * shape.n)
  a[(shape.m - 1) * shape.k + shape.k / 2] = .nan
  b[shape.k / 2 * shape.n + shape.n - 1] = .infinity
  var c = [T](repeating: .nan, count: shape.m * shape.n)
  product(false, false, shape.m, shape.n, shape.k, a, shape.k, b, shape.n, &c, shape.n)
  for i in 0..<shape.m {
    for j in 0..<shape.n {
      let value = c[i * shape.n + j]
      if i == shape.m - 1 || j == shape.n - 1 { #expect(value.isNaN) } else { #expect(value == 0) }
    }
  }
}

/// A row and a column taken alone give the bits that their element has in the whole product.
private func checkPlaces<T: BinaryFloatingPoint & Sendable>(_ shape: Shape, _ product: Product<T>) {
  let a: [T] = integers(shape.m * shape.k, seed: 3).map { $0 / 3 }
  let b: [T] = integers(shape.k * shape.n, seed: 4).map { $0 / 7 }
  var c = [T](repeating: 0, count: shape.m * shape.n)
  product(false, false, shape.m, shape.n, shape.k, a, shape.k, b, shape.n, &c, shape.n)
  for (i, j) in [(0, 0), (shape.m - 1, shape.n - 1), (shape.m / 2, shape.n / 2), (shape.m - 1, 0)] {
    let row = Array(a[(i * shape.k)..<((i + 1) * shape.k)])
    let column = (0..<shape.k).map { b[$0 * shape.n + j] }
    var alone = [T](repeating: 0, count: 1)
    product(false, true, 1, 1, shape.k, row, shape.k, column, shape.k, &alone, 1)
    #expect(alone[0] == c[i * shape.n + j])
  }
}

/// `myelin_sgemm` with the scratch memory that it asks for.
private func floatProduct(
  _ transA: Bool, _ transB: Bool, _ m: Int, _ n: Int, _ k: Int, _ a: UnsafePointer<Float>?, _ lda: Int,
  _ b: UnsafePointer<Float>?, _ ldb: Int, _ c: UnsafeMutablePointer<Float>?, _ ldc: Int
) {
  withUnsafeTemporaryAllocation(of: Float.self, capacity: max(myelin_sgemm_scratch(transA, transB, m, n, k), 1)) {
    myelin_sgemm(transA, transB, m, n, k, a, lda, b, ldb, c, ldc, $0.baseAddress)
  }
}

@Suite struct ProductKernelTests {
  @Test(arguments: Shape.all)
  private func floats(_ shape: Shape) {
    check(shape, floatProduct)
    checkSpecialValues(shape, floatProduct)
    checkPlaces(shape, floatProduct)
  }

  @Test(arguments: Shape.all)
  private func doubles(_ shape: Shape) {
    check(shape) { myelin_gemm_f64($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10) }
    checkSpecialValues(shape) { myelin_gemm_f64($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10) }
    checkPlaces(shape) { myelin_gemm_f64($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10) }
  }

  @Test func nothingToSum() {
    var c: [Double] = [1, 2, 3, 4, 5, 6]
    myelin_gemm_f64(false, false, 2, 2, 0, [], 1, [], 2, &c, 3)
    #expect(c == [0, 0, 3, 0, 0, 6])
    myelin_gemm_f64(false, false, 0, 2, 2, [], 1, [1, 2, 3, 4], 2, &c, 3)
    #expect(c == [0, 0, 3, 0, 0, 6])
  }
}

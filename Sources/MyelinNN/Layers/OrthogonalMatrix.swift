/// A random matrix with orthonormal rows, or columns if there are fewer: row-major, in float64.
///
/// The Q of a normally distributed matrix, by Householder's reflections, its columns with the signs that make the diagonal of R
/// positive.
func orthogonalMatrix(rows: Int, columns: Int) -> [Double] {
  let (long, short) = (max(rows, columns), min(rows, columns))
  guard short > 0 else { return [] }
  // One column after the other, each in one piece.
  var matrix = Tensor.randomNormal([short, long], type: .float64).elements(as: Double.self)
  matrix.withUnsafeMutableBufferPointer { orthonormalize($0, count: short, length: long) }
  // The columns of a tall matrix lie one after the other, which is row by row for a wide one.
  return rows < columns ? matrix : Tensor(shape: [short, long], matrix, type: .float64).transposed().scalars
}

/// Replaces `count` columns of `length` elements by the Q of the matrix that they make, times the signs of the diagonal of R.
///
/// Source: G. Golub, C. Van Loan, "Matrix Computations", §5.2.
private func orthonormalize(_ matrix: UnsafeMutableBufferPointer<Double>, count: Int, length: Int) {
  func part(of column: Int, from start: Int) -> UnsafeMutableBufferPointer<Double> {
    UnsafeMutableBufferPointer(rebasing: matrix[(column * length + start)..<((column + 1) * length)])
  }
  // Column k keeps its reflection I − 2vvᵀ below its diagonal element, and R's diagonal goes to `diagonal`.
  var diagonal = [Double](repeating: 0, count: count)
  for column in 0..<count {
    let v = part(of: column, from: column)
    let norm = dot(v, v).squareRoot()
    diagonal[column] = v[0] > 0 ? -norm : norm
    v[0] -= diagonal[column]
    let size = dot(v, v).squareRoot()
    // A column of zeros is reflected by nothing.
    if size > 0 { for place in v.indices { v[place] /= size } }
    for other in (column + 1)..<max(count, column + 1) { reflect(part(of: other, from: column), by: v) }
  }
  // Q = H₀·H₁·…, applied to the columns of the identity from the last reflection to the first.
  var reflection = [Double](repeating: 0, count: length)
  for column in (0..<count).reversed() {
    let own = part(of: column, from: column)
    for place in own.indices { reflection[place] = own[place] }
    let whole = part(of: column, from: 0)
    for place in whole.indices { whole[place] = place == column ? 1 : 0 }
    reflection.withUnsafeMutableBufferPointer { buffer in
      let v = UnsafeMutableBufferPointer(rebasing: buffer[..<(length - column)])
      for other in column..<count { reflect(part(of: other, from: column), by: v) }
    }
  }
  for column in 0..<count where diagonal[column] < 0 {
    let whole = part(of: column, from: 0)
    for place in whole.indices { whole[place] = -whole[place] }
  }
}

/// x − 2·(v·x)·v.
private func reflect(_ x: UnsafeMutableBufferPointer<Double>, by v: UnsafeMutableBufferPointer<Double>) {
  let factor = 2 * dot(v, x)
  for place in x.indices { x[place] -= factor * v[place] }
}

/// The inner product, in eight sums side by side, in one order whatever the machine.
private func dot(_ a: UnsafeMutableBufferPointer<Double>, _ b: UnsafeMutableBufferPointer<Double>) -> Double {
  var sums = SIMD8<Double>(repeating: 0)
  var place = 0
  while place + 8 <= a.count {
    var (left, right) = (SIMD8<Double>(), SIMD8<Double>())
    for lane in 0..<8 {
      left[lane] = a[place + lane]
      right[lane] = b[place + lane]
    }
    sums += left * right
    place += 8
  }
  var rest = 0.0
  while place < a.count {
    rest += a[place] * b[place]
    place += 1
  }
  return sums.sum() + rest
}

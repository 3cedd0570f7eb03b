import MyelinCore

/// The orthonormal factor of a QR factorisation by Householder reflections, with LAPACK's signs.
///
/// Sources: G. Golub, C. Van Loan, "Matrix Computations", section 5.2; LAPACK, `dgeqr2`, `dlarfg` and `dorg2r`.
///
/// - Parameters:
///   - matrix: The elements row by row; as many columns as rows at most.
///   - rows: The number of rows.
///   - columns: The number of columns.
/// - Returns: A matrix of the same shape, row by row, with orthonormal columns that span the same space.
func orthonormalColumns(_ matrix: [Double], rows: Int, columns: Int) -> [Double] {
  // Column by column, so that inner loops run along memory.
  var work = [Double](repeating: 0, count: rows * columns)
  for row in 0..<rows {
    for column in 0..<columns { work[column * rows + row] = matrix[row * columns + column] }
  }
  var factors = [Double](repeating: 0, count: columns)
  work.withUnsafeMutableBufferPointer { work in
    for column in 0..<columns {
      factors[column] = makeReflection(work, column, rows)
      for other in column + 1..<columns {
        reflect(work, by: column, factors[column], column: other, rows)
      }
    }
    // The product of the reflections, from the last to the first, applied to the identity's columns.
    for column in stride(from: columns - 1, through: 0, by: -1) {
      for other in column + 1..<columns {
        reflect(work, by: column, factors[column], column: other, rows)
      }
      let start = column * rows
      for row in 0..<column { work[start + row] = 0 }
      for row in column + 1..<rows { work[start + row] *= -factors[column] }
      work[start + column] = 1 - factors[column]
    }
  }
  return (0..<rows).flatMap { row in (0..<columns).map { work[$0 * rows + row] } }
}

/// Replaces the part of a column below its diagonal by the vector of the reflection that makes it zero, whose first
/// component is 1.
///
/// - Returns: The reflection's factor.
private func makeReflection(_ work: UnsafeMutableBufferPointer<Double>, _ column: Int, _ rows: Int) -> Double {
  let diagonal = column * rows + column
  let below = diagonal + 1..<(column + 1) * rows
  var sum = 0.0
  for place in below { sum += work[place] * work[place] }
  guard sum > 0 else { return 0 }
  let head = work[diagonal]
  let length = (head * head + sum).squareRoot()
  let image = head < 0 ? length : -length
  for place in below { work[place] /= head - image }
  work[diagonal] = image
  return (image - head) / image
}

/// Applies the reflection of one column to another: of the elements from the diagonal's row on.
private func reflect(
  _ work: UnsafeMutableBufferPointer<Double>, by column: Int, _ factor: Double, column other: Int, _ rows: Int
) {
  guard factor != 0 else { return }
  let (vector, target) = (column * rows, other * rows)
  var sum = work[target + column]
  for row in column + 1..<rows { sum += work[vector + row] * work[target + row] }
  sum *= factor
  work[target + column] -= sum
  for row in column + 1..<rows { work[target + row] -= sum * work[vector + row] }
}

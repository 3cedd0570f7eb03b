/// A random matrix with orthonormal rows, or columns if there are fewer; float64.
///
/// The Q of a normally distributed matrix, by Householder's reflections, its columns with the signs that make the diagonal of R
/// positive.
func orthogonalMatrix(rows: Int, columns: Int) -> Tensor {
  let (long, short) = (max(rows, columns), min(rows, columns))
  // The columns that aren't reflected yet, each a row here, without their elements in rows of R that are done.
  var rest = Tensor.randomNormal([short, long], type: .float64)
  var blocks: [Reflections] = []
  while rest.shape[0] > 0 {
    let size = min(Reflections.blockSize, rest.shape[0])
    let block = Reflections(of: rest[..<size])
    blocks.append(block)
    rest = block.applied(to: rest[size...], factor: block.factor)[..., size...]
  }
  // Q is the product of the reflections: applied to the columns of the identity, the last ones first.
  var product = Tensor.zeros([0, long - short], type: .float64)
  for block in blocks.reversed() {
    let (size, length) = (block.vectors.shape[0], block.vectors.shape[1])
    let identity = Tensor.eye(size, columns: length, type: .float64)
    product = .concatenate([identity, product.padded([(before: 0, after: 0), (before: size, after: 0)])])
    product = block.applied(to: product, factor: block.factor.transposed())
  }
  let signs = blocks.flatMap(\.signs)
  product = product * Tensor(shape: [short, 1], signs, type: .float64)
  return rows < columns ? product : product.transposed()
}

/// Some of Householder's reflections, one after the other: H₁·H₂·… = I − Vᵀ·T·V, so that matrix products apply them all at once.
///
/// Source: G. Golub, C. Van Loan, "Matrix Computations", §5.1.7 and §5.2.3.
private struct Reflections {
  static let blockSize = 32

  /// V, whose rows are the unit vectors v of the reflections I − 2vvᵀ.
  let vectors: Tensor
  /// T, an upper triangle.
  let factor: Tensor
  /// The signs of the diagonal of R.
  let signs: [Double]

  /// The reflections that turn a few columns, each a row of `panel`, into an upper triangle.
  init(of panel: Tensor) {
    let (count, length) = (panel.shape[0], panel.shape[1])
    var elements = panel.elements(as: Double.self)
    var factor = [Double](repeating: 0, count: count * count)
    var signs: [Double] = []
    elements.withUnsafeMutableBufferPointer { elements in
      func part(of column: Int, from start: Int) -> UnsafeMutableBufferPointer<Double> {
        UnsafeMutableBufferPointer(rebasing: elements[(column * length + start)..<((column + 1) * length)])
      }
      for column in 0..<count {
        let v = part(of: column, from: column)
        let norm = dot(v, v).squareRoot()
        // Away from the first element, so that no digits are lost.
        let sign: Double = v[0] > 0 ? -1 : 1
        signs.append(sign)
        v[0] -= sign * norm
        let size = dot(v, v).squareRoot()
        // A column of zeros is reflected by nothing.
        if size > 0 { for place in v.indices { v[place] /= size } }
        for place in 0..<column { elements[column * length + place] = 0 }
        for other in 0..<count where other > column {
          let x = part(of: other, from: column)
          let double = 2 * dot(v, x)
          for place in x.indices { x[place] -= double * v[place] }
        }
        // The column of T: −2·T·V·v above its diagonal, and 2 on it.
        let overlaps = (0..<column).map { dot(part(of: $0, from: column), v) }
        for row in 0..<column {
          let sum = (row..<column).reduce(0) { $0 + factor[row * count + $1] * overlaps[$1] }
          factor[row * count + column] = -2 * sum
        }
        factor[column * count + column] = 2
      }
    }
    vectors = Tensor(shape: [count, length], elements, type: .float64)
    self.factor = Tensor(shape: [count, count], factor, type: .float64)
    self.signs = signs
  }

  /// X − X·Vᵀ·T·V for columns that are the rows of X: all reflections with T, the last first; with Tᵀ the first first.
  func applied(to columns: Tensor, factor: Tensor) -> Tensor {
    columns - columns.matmul(vectors.transposed()).matmul(factor).matmul(vectors)
  }
}

/// The inner product, in eight sums side by side, in one order whatever the machine.
private func dot(_ a: UnsafeMutableBufferPointer<Double>, _ b: UnsafeMutableBufferPointer<Double>) -> Double {
  let (left, right) = (UnsafeRawBufferPointer(a), UnsafeRawBufferPointer(b))
  let size = MemoryLayout<Double>.stride
  var sums = SIMD8<Double>(repeating: 0)
  var place = 0
  while place + 8 <= a.count {
    let first = left.loadUnaligned(fromByteOffset: place * size, as: SIMD8<Double>.self)
    sums += first * right.loadUnaligned(fromByteOffset: place * size, as: SIMD8<Double>.self)
    place += 8
  }
  var rest = 0.0
  while place < a.count {
    rest += a[place] * b[place]
    place += 1
  }
  return sums.sum() + rest
}

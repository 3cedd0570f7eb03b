import CMyelinKernels

/// The product of the matrices in the last two axes; axes in front are batches, which broadcast.
struct MatrixProduct: BinaryPrimitive {
  var name: String { "matmul" }

  func result(of inputs: Operands) -> TensorDescription {
    let (a, b) = (inputs[0], inputs[1])
    let (rows, inner, columns) = (a.shape[a.rank - 2], a.shape[a.rank - 1], b.shape[b.rank - 1])
    guard inner == b.shape[b.rank - 2] else {
      stop("matmul: \(a.shape) × \(b.shape): the inner sizes \(inner) and \(b.shape[b.rank - 2]) differ")
    }
    guard let batch = Shape.broadcast(Array(a.shape.dropLast(2)), Array(b.shape.dropLast(2))) else {
      stop("matmul: \(a.shape) × \(b.shape): the batch sizes do not broadcast")
    }
    if a.type == .bool { stop("matmul: not defined for Booleans; convert them with cast(to:)") }
    return TensorDescription(shape: batch + [rows, columns], type: a.type)
  }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> Derivatives {
    guard case .two(let a, let b) = inputs else { stop("matmul: takes two tensors") }
    return .two(
      !a.isWatched ? nil : Tensor.apply(self, cotangent, b.matrixTransposed()).summed(to: a.shape),
      !b.isWatched ? nil : Tensor.apply(self, a.matrixTransposed(), cotangent).summed(to: b.shape))
  }

  func evaluate(_ a: Tensor, _ b: Tensor) -> Tensor {
    if a.rank == 2, b.rank == 2, a.type == .float32 { return singleProduct(a, b) }
    let (rows, inner, columns) = (a.shape[a.rank - 2], a.shape[a.rank - 1], b.shape[b.rank - 1])
    let shape = result(of: .two(a, b)).shape
    let batch = Array(shape.dropLast(2))
    let (left, right) = (MatrixOperand(a, batch: batch), MatrixOperand(b, batch: batch))
    switch a.type {
    case .float32:
      return product(left, right, shape, Float.self) { a, lda, transA, b, ldb, transB, c in
        multiplyFloat32(a, lda, transA, b, ldb, transB, c, rows, columns, inner)
      }
    case .float64:
      return product(left, right, shape, Double.self) { a, lda, transA, b, ldb, transB, c in
        myelin_gemm_f64(transA, transB, rows, columns, inner, a, lda, b, ldb, c, columns)
      }
    case .int32: return integerProduct(left, right, shape, Int32.self)
    case .int64: return integerProduct(left, right, shape, Int.self)
    case .bool: stop("matmul: not defined for Booleans; convert them with cast(to:)")
    }
  }

  /// The product of two float32 matrices.
  private func singleProduct(_ a: Tensor, _ b: Tensor) -> Tensor {
    let (rows, inner, columns) = (a.size(of: 0), a.size(of: 1), b.size(of: 1))
    if inner != b.size(of: 0) { _ = result(of: .two(a, b)) }
    let (left, right) = (MatrixOperand(matrix: a), MatrixOperand(matrix: b))
    return Tensor(shape: [rows, columns], of: Float.self) { output in
      guard let target = output.baseAddress, rows > 0, columns > 0 else { return }
      multiplyFloat32(
        left.tensor.start(of: Float.self), left.leadingDimension, left.isTransposed,
        right.tensor.start(of: Float.self), right.leadingDimension, right.isTransposed, target, rows, columns, inner)
    }
  }

  private typealias Kernel<Element> = (
    _ a: UnsafePointer<Element>, _ lda: Int, _ transA: Bool,
    _ b: UnsafePointer<Element>, _ ldb: Int, _ transB: Bool, _ c: UnsafeMutablePointer<Element>
  ) -> Void

  /// Calls `kernel` for every pair of matrices in the batch.
  private func product<Element: TensorElement>(
    _ a: MatrixOperand, _ b: MatrixOperand, _ shape: [Int], _ element: Element.Type, _ kernel: Kernel<Element>
  ) -> Tensor {
    let size = shape[shape.count - 2] * shape[shape.count - 1]
    return Tensor(shape: shape, of: element) { output in
      guard let target = output.baseAddress, size > 0 else { return }
      let (left, right) = (a.tensor.start(of: element), b.tensor.start(of: element))
      withExtendedLifetime((a.tensor, b.tensor)) {
        StridedLoop(shape: Array(shape.dropLast(2)), strides: [a.batchStrides, b.batchStrides])
          .forEachRow { position, offsets, length, steps in
            for index in 0..<length {
              kernel(
                left + offsets[0] + index * steps[0], a.leadingDimension, a.isTransposed,
                right + offsets[1] + index * steps[1], b.leadingDimension, b.isTransposed,
                target + (position + index) * size)
            }
          }
      }
    }
  }

  private func integerProduct<Element: NumericElement>(
    _ a: MatrixOperand, _ b: MatrixOperand, _ shape: [Int], _ element: Element.Type
  ) -> Tensor {
    let (rows, columns) = (shape[shape.count - 2], shape[shape.count - 1])
    let inner = a.tensor.shape[a.tensor.rank - 1]
    return product(a, b, shape, element) { x, ldx, transX, y, ldy, transY, z in
      for row in 0..<rows {
        for column in 0..<columns {
          var sum: Element = 0
          for index in 0..<inner {
            let left = x[transX ? index * ldx + row : row * ldx + index]
            let right = y[transY ? column * ldy + index : index * ldy + column]
            sum = .wrappingAdd(sum, .wrappingMultiply(left, right))
          }
          z[row * columns + column] = sum
        }
      }
    }
  }
}

/// A batch of matrices laid out as BLAS takes them: rows a leading dimension apart, maybe transposed.
private struct MatrixOperand {
  let tensor: Tensor
  let isTransposed: Bool
  let leadingDimension: Int
  let batchStrides: [Int]

  /// One matrix.
  init(matrix x: Tensor) {
    let (down, across) = x.matrixStrides
    let (rows, columns) = (x.size(of: 0), x.size(of: 1))
    batchStrides = []
    if across == 1 || columns == 1, down >= max(columns, 1) {
      (tensor, isTransposed, leadingDimension) = (x, false, down)
    } else if down == 1 || rows == 1, across >= max(rows, 1) {
      (tensor, isTransposed, leadingDimension) = (x, true, across)
    } else {
      (tensor, isTransposed, leadingDimension) = (x.contiguous(), false, max(columns, 1))
    }
  }

  init(_ x: Tensor, batch: [Int]) {
    let (rows, columns) = (x.shape[x.rank - 2], x.shape[x.rank - 1])
    let strides = x.strides
    let (down, across) = (strides[x.rank - 2], strides[x.rank - 1])
    if across == 1 || columns == 1, down >= max(columns, 1) {
      (tensor, isTransposed, leadingDimension) = (x, false, down)
    } else if down == 1 || rows == 1, across >= max(rows, 1) {
      (tensor, isTransposed, leadingDimension) = (x, true, across)
    } else {
      (tensor, isTransposed, leadingDimension) = (x.contiguous(), false, max(columns, 1))
    }
    batchStrides = Shape.broadcastStrides(
      Array(x.shape.dropLast(2)), strides: Array(tensor.strides.dropLast(2)), to: batch)
  }
}

/// One float32 product, by several threads if it is large. It is cut by its own size, which changes no bits: an element's
/// depend neither on its place nor on the number of rows and columns.
private func multiplyFloat32(
  _ a: UnsafePointer<Float>, _ lda: Int, _ transA: Bool, _ b: UnsafePointer<Float>, _ ldb: Int, _ transB: Bool,
  _ c: UnsafeMutablePointer<Float>, _ rows: Int, _ columns: Int, _ inner: Int
) {
  let splitsRows = rows >= columns
  let lines = splitsRows ? rows : columns
  // About a million multiplications are worth another thread.
  let size = max(64, (1_000_000 / max(inner * (splitsRows ? columns : rows), 1) + 63) / 64 * 64)
  guard lines > size else {
    return multiplyBlock(a, lda, transA, b, ldb, transB, c, columns, rows, columns, inner)
  }
  nonisolated(unsafe) let (a, b, c) = (a, b, c)
  FixedBlocks.forEach(lines, size: size) { block in
    let start = block.lowerBound
    let left = splitsRows ? a + start * (transA ? 1 : lda) : a
    let right = splitsRows ? b : b + start * (transB ? ldb : 1)
    multiplyBlock(
      left, lda, transA, right, ldb, transB, c + (splitsRows ? start * columns : start), columns,
      splitsRows ? block.count : rows, splitsRows ? columns : block.count, inner)
  }
}

/// A product on the calling thread.
private func multiplyBlock(
  _ a: UnsafePointer<Float>, _ lda: Int, _ transA: Bool, _ b: UnsafePointer<Float>, _ ldb: Int, _ transB: Bool,
  _ c: UnsafeMutablePointer<Float>, _ ldc: Int, _ rows: Int, _ columns: Int, _ inner: Int
) {
  let scratch = myelin_sgemm_scratch(transA, transB, rows, columns, inner)
  guard scratch > 0 else {
    return myelin_sgemm(transA, transB, rows, columns, inner, a, lda, b, ldb, c, ldc, nil)
  }
  withUnsafeTemporaryAllocation(byteCount: scratch * 4, alignment: 64) { memory in
    myelin_sgemm(
      transA, transB, rows, columns, inner, a, lda, b, ldb, c, ldc,
      memory.baseAddress?.assumingMemoryBound(to: Float.self))
  }
}

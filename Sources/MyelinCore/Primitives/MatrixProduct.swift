import CMyelinKernels
import COneDNN

/// The product of the matrices in the last two axes; axes in front are batches, which broadcast.
struct MatrixProduct: Primitive {
  var name: String { "matmul" }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> [Tensor?] {
    let (a, b) = (inputs[0], inputs[1])
    return [
      Tensor.apply(self, cotangent, b.matrixTransposed()).summed(to: a.shape),
      Tensor.apply(self, a.matrixTransposed(), cotangent).summed(to: b.shape),
    ]
  }

  func evaluate(_ inputs: Operands) -> Tensor {
    let (a, b) = (inputs[0], inputs[1])
    let (rows, inner, columns) = (a.shape[a.rank - 2], a.shape[a.rank - 1], b.shape[b.rank - 1])
    guard inner == b.shape[b.rank - 2] else {
      stop("matmul: \(a.shape) × \(b.shape): the inner sizes \(inner) and \(b.shape[b.rank - 2]) differ")
    }
    guard let batch = Shape.broadcast(Array(a.shape.dropLast(2)), Array(b.shape.dropLast(2))) else {
      stop("matmul: \(a.shape) × \(b.shape): the batch sizes do not broadcast")
    }
    let shape = batch + [rows, columns]
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

/// One float32 product. Small ones stay in a loop of our own: a call of oneDNN costs more than they do.
private func multiplyFloat32(
  _ a: UnsafePointer<Float>, _ lda: Int, _ transA: Bool, _ b: UnsafePointer<Float>, _ ldb: Int, _ transB: Bool,
  _ c: UnsafeMutablePointer<Float>, _ rows: Int, _ columns: Int, _ inner: Int
) {
  if rows * columns * inner <= 8192 {
    myelin_gemm_f32(transA, transB, rows, columns, inner, a, lda, b, ldb, c, columns)
    return
  }
  // About 16 million multiplications are worth another thread; blocks of whole rows or columns keep operands in place.
  let splitsRows = rows >= columns
  let lines = splitsRows ? rows : columns
  let size = max(64, (16_000_000 / max(inner * (splitsRows ? columns : rows), 1) + 63) / 64 * 64)
  nonisolated(unsafe) let (a, b, c) = (a, b, c)
  FixedBlocks.forEach(lines, size: size) { block in
    let start = block.lowerBound
    let left = splitsRows ? a + start * (transA ? 1 : lda) : a
    let right = splitsRows ? b : b + start * (transB ? ldb : 1)
    OpenMP.stayOnThisThread()
    let (yes, no) = (CChar(UInt8(ascii: "T")), CChar(UInt8(ascii: "N")))
    let status = dnnl_sgemm(
      transA ? yes : no, transB ? yes : no, Int64(splitsRows ? block.count : rows),
      Int64(splitsRows ? columns : block.count), Int64(inner), 1, left, Int64(lda), right, Int64(ldb), 0,
      c + (splitsRows ? start * columns : start), Int64(columns))
    if status != dnnl_success { stop("matmul: oneDNN failed with status \(status.rawValue)") }
  }
}

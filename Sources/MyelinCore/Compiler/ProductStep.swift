import CMyelinKernels

/// A matrix product of a program, with what rides on its blocks.
final class ProductStep: PlanStep {
  /// A matrix in a buffer, as BLAS takes it.
  struct Matrix {
    var storage: Storage
    var isTransposed: Bool
    var leadingDimension: Int
  }

  let type: DType
  let rows: Int
  let columns: Int
  let inner: Int
  let a: Matrix
  let b: Matrix
  let result: Storage
  /// For every product of a batch, how far its operands are from the first, in elements.
  let batch: [(a: Int, b: Int)]
  /// What is computed of a block of the result while it is in the cache.
  let tiles: TileKernel?
  let splitsRows: Bool
  let blockSize: Int
  let blocksPerProduct: Int
  private let estimate: Double

  init(
    _ layout: TensorDescription, inner: Int, a: Matrix, b: Matrix, result: Storage, batch: [(a: Int, b: Int)],
    tiles: TileKernel?, needsWholeRows: Bool
  ) {
    type = layout.type
    (rows, columns) = (layout.shape[layout.shape.count - 2], layout.shape[layout.shape.count - 1])
    (self.inner, self.a, self.b, self.result, self.batch, self.tiles) = (inner, a, b, result, batch, tiles)
    // Nanoseconds at 240 billion operations and 60 GB a second; a block is worth at least some thousand.
    let flops = 2 * Double(rows) * Double(columns) * Double(inner)
    let bytes = Double(type.byteCount) * Double(rows * inner + inner * columns + rows * columns)
    let productCost = max(flops / (type == .float32 ? 240 : 50), bytes / 60)
    estimate = (productCost + 50) * Double(batch.count) + (tiles?.cost ?? 0)
    // What rides on whole rows has long runs; but a right matrix that leaves the cache isn't read again for every block,
    // nor one that must be turned round for every block.
    let fitsCache = rows >= 32 && inner * columns * type.byteCount <= 1 << 18
    let turns = b.isTransposed && columns >= 64 && rows <= 8 * columns
    splitsRows = needsWholeRows || ((rows >= columns || fitsCache) && !turns) || (tiles?.rows == 1 && rows > 1)
    let lines = splitsRows ? rows : columns
    let most = flops > 1e9 && splitsRows ? 16 : flops > 2e7 ? 8 : 64
    let wanted = max(1, min(most, Int((productCost + (tiles?.cost ?? 0)) / 1800)))
    // Two vectors of columns, the width of the product's tiles, or a few rows. A left matrix that the second cache doesn't
    // hold is copied for every block: wide blocks make that worth it.
    let grain = splitsRows ? 16 : rows * inner > 1 << 18 ? 256 : turns ? 32 : 16
    blockSize = wanted == 1 ? max(lines, 1) : max(grain, ((lines + wanted - 1) / wanted + grain - 1) / grain * grain)
    blocksPerProduct = (lines + blockSize - 1) / blockSize
  }

  override var blockCount: Int { blocksPerProduct * batch.count }
  override var cost: Double { estimate }

  /// The scratch memory that a thread needs, in bytes.
  override var scratchSize: Int {
    guard type == .float32 else { return tiles?.scratchSize ?? 0 }
    // A last block that is smaller may need more: few columns that fill no vector are copied.
    let lines = splitsRows ? rows : columns
    let sizes = [min(blockSize, lines), lines - (blocksPerProduct - 1) * blockSize]
    let floats = sizes.reduce(0) { most, size in
      let (blockRows, blockColumns) = splitsRows ? (size, columns) : (rows, size)
      return max(most, myelin_sgemm_scratch(a.isTransposed, b.isTransposed, blockRows, blockColumns, inner))
    }
    return max(floats * 4, tiles?.scratchSize ?? 0)
  }

  override var title: String {
    let product = "matmul [\(rows), \(inner)] × [\(inner), \(columns)]" + (batch.count > 1 ? " × \(batch.count)" : "")
    return product + (tiles.map { ", then on its blocks: \($0.name)" } ?? "")
  }

  /// Computes a block: a range of rows or columns of one product, then what rides on it.
  override func run(block: Int, buffers: UnsafePointer<UnsafeMutableRawPointer>, scratch: UnsafeMutableRawPointer) {
    let (product, part) = (block / blocksPerProduct, block % blocksPerProduct)
    let lines = splitsRows ? rows : columns
    let range = part * blockSize..<min((part + 1) * blockSize, lines)
    let (rowRange, columnRange) = splitsRows ? (range, 0..<columns) : (0..<rows, range)
    let size = type.byteCount
    let left =
      buffers[a.storage.buffer] + a.storage.offset + batch[product].a * size
      + rowRange.lowerBound * (a.isTransposed ? 1 : a.leadingDimension) * size
    let right =
      buffers[b.storage.buffer] + b.storage.offset + batch[product].b * size
      + columnRange.lowerBound * (b.isTransposed ? b.leadingDimension : 1) * size
    let target =
      buffers[result.buffer] + result.offset
      + (product * rows * columns + rowRange.lowerBound * columns + columnRange.lowerBound) * size
    if type == .float32 {
      // The product's own scratch memory; the tiles use it anew.
      myelin_sgemm(
        a.isTransposed, b.isTransposed, rowRange.count, columnRange.count, inner,
        left.assumingMemoryBound(to: Float.self), a.leadingDimension, right.assumingMemoryBound(to: Float.self),
        b.leadingDimension, target.assumingMemoryBound(to: Float.self), columns,
        scratch.assumingMemoryBound(to: Float.self))
    } else {
      myelin_gemm_f64(
        a.isTransposed, b.isTransposed, rowRange.count, columnRange.count, inner,
        left.assumingMemoryBound(to: Double.self), a.leadingDimension, right.assumingMemoryBound(to: Double.self),
        b.leadingDimension, target.assumingMemoryBound(to: Double.self), columns)
    }
    guard let tiles else { return }
    if tiles.rows == 1, rows > 1 {
      // The kernel sees the matrix as one row.
      let places = rowRange.lowerBound * columns..<rowRange.upperBound * columns
      return tiles.run(rows: 0..<1, columns: places, block: block, buffers: buffers, scratch: scratch)
    }
    tiles.run(rows: rowRange, columns: columnRange, block: block, buffers: buffers, scratch: scratch)
  }

  override func finish(buffers: UnsafePointer<UnsafeMutableRawPointer>) {
    tiles?.finish(blocks: blockCount, buffers: buffers)
  }
}

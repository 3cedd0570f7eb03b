// The product of row-major matrices of doubles.
//
// Every way below sums an element's products in the order of k, one after another, in blocks of `block_depth`: each
// block's sum is begun at its first product and added to the sum of the blocks before. So an element's bits depend
// neither on its place nor on the sizes m and n. Contraction to fused multiply-adds is on here: the results may differ in
// the last bits between processors with and without such instructions, but not between two calls.

#include "gemm_f64.h"

#include <stdlib.h>
#include <string.h>

#include "clones.h"

#pragma STDC FP_CONTRACT ON

MYELIN_INLINE ptrdiff_t smaller(ptrdiff_t a, ptrdiff_t b) { return a < b ? a : b; }

/// The number of tiles that cover n elements.
MYELIN_INLINE ptrdiff_t tiles(ptrdiff_t n, ptrdiff_t size) { return (n + size - 1) / size; }

// A packed block of A has at most height × depth elements (a part of the second cache), one of B depth × width.
enum {
  block_lanes = 8, // the doubles in 64 bytes
  block_depth = 256,
  block_height = 12 * block_lanes,
  block_width = 64 * block_lanes,
  block_stack = 512 * block_lanes
};

// Vectors of 64, 32 and 16 bytes and a single element; where the processor's are shorter, the compiler splits them.
// They are aligned like an element and may alias it, so that they can be loaded from any place of an array.
typedef double vector4 __attribute__((vector_size(64), aligned(sizeof(double)), may_alias));
typedef double vector2 __attribute__((vector_size(32), aligned(sizeof(double)), may_alias));
typedef double vector1 __attribute__((vector_size(16), aligned(sizeof(double)), may_alias));
typedef double scalar;

/// A tile of C, `rows` × a vector: the sum over k of a column of A times a row of B, added to C if `adds`.
#define MYELIN_TILE(name, vector, rows) \
  MYELIN_INLINE void name(ptrdiff_t k, const double *a, ptrdiff_t rowStride, ptrdiff_t columnStride, \
                                const double *b, ptrdiff_t ldb, double *c, ptrdiff_t ldc, bool adds) { \
    vector sum[rows]; \
    vector first = *(const vector *)b; \
    _Pragma("clang loop unroll(full)") for (int r = 0; r < rows; r++) { sum[r] = first * a[r * rowStride]; } \
    for (ptrdiff_t p = 1; p < k; p++) { \
      const double *column = a + p * columnStride; \
      vector row = *(const vector *)(b + p * ldb); \
      _Pragma("clang loop unroll(full)") for (int r = 0; r < rows; r++) { sum[r] += row * column[r * rowStride]; } \
    } \
    _Pragma("clang loop unroll(full)") for (int r = 0; r < rows; r++) { \
      vector *out = (vector *)(c + r * ldc); \
      *out = adds ? *out + sum[r] : sum[r]; \
    } \
  }

MYELIN_TILE(tile_4x4, vector4, 4)
MYELIN_TILE(tile_4x2, vector2, 4)
MYELIN_TILE(tile_4x1, vector1, 4)
MYELIN_TILE(tile_4x0, scalar, 4)
MYELIN_TILE(tile_1x4, vector4, 1)
MYELIN_TILE(tile_1x2, vector2, 1)
MYELIN_TILE(tile_1x1, vector1, 1)
MYELIN_TILE(tile_1x0, scalar, 1)
MYELIN_TILE(tile_6x4, vector4, 6)
#undef MYELIN_TILE

/// C (+)= A · B for B with contiguous rows, reading the matrices where they are.
MYELIN_INLINE void direct(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const double *a, ptrdiff_t rowStride,
                                ptrdiff_t columnStride, const double *b, ptrdiff_t ldb, double *c, ptrdiff_t ldc,
                                bool adds) {
  ptrdiff_t i = 0;
  for (; i + 4 <= m; i += 4) {
    const double *x = a + i * rowStride;
    double *y = c + i * ldc;
    ptrdiff_t j = 0;
    for (; j + block_lanes <= n; j += block_lanes) {
      tile_4x4(k, x, rowStride, columnStride, b + j, ldb, y + j, ldc, adds);
    }
    if (j + block_lanes / 2 <= n) {
      tile_4x2(k, x, rowStride, columnStride, b + j, ldb, y + j, ldc, adds);
      j += block_lanes / 2;
    }
    if (j + block_lanes / 4 <= n) {
      tile_4x1(k, x, rowStride, columnStride, b + j, ldb, y + j, ldc, adds);
      j += block_lanes / 4;
    }
    for (; j < n; j++) {
      tile_4x0(k, x, rowStride, columnStride, b + j, ldb, y + j, ldc, adds);
    }
  }
  for (; i < m; i++) {
    const double *x = a + i * rowStride;
    double *y = c + i * ldc;
    ptrdiff_t j = 0;
    for (; j + block_lanes <= n; j += block_lanes) {
      tile_1x4(k, x, rowStride, columnStride, b + j, ldb, y + j, ldc, adds);
    }
    if (j + block_lanes / 2 <= n) {
      tile_1x2(k, x, rowStride, columnStride, b + j, ldb, y + j, ldc, adds);
      j += block_lanes / 2;
    }
    if (j + block_lanes / 4 <= n) {
      tile_1x1(k, x, rowStride, columnStride, b + j, ldb, y + j, ldc, adds);
      j += block_lanes / 4;
    }
    for (; j < n; j++) {
      tile_1x0(k, x, rowStride, columnStride, b + j, ldb, y + j, ldc, adds);
    }
  }
}

/// Copies k × n elements into panels of `width` columns, each k rows of contiguous elements, filled up with zeros.
MYELIN_INLINE void pack(ptrdiff_t width, ptrdiff_t k, ptrdiff_t n, const double *from, ptrdiff_t rowStride,
                              ptrdiff_t columnStride, double *to) {
  for (ptrdiff_t j = 0; j < n; j += width) {
    ptrdiff_t count = smaller(width, n - j);
    const double *x = from + j * columnStride;
    for (ptrdiff_t p = 0; p < k; p++, x += rowStride, to += width) {
      if (count == width) {
        for (ptrdiff_t q = 0; q < width; q++) {
          to[q] = x[q * columnStride];
        }
        continue;
      }
      for (ptrdiff_t q = 0; q < width; q++) {
        to[q] = q < count ? x[q * columnStride] : 0;
      }
    }
  }
}

/// C (+)= A · B for packed blocks of A and B.
MYELIN_INLINE void packed_block(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const double *a, const double *b, double *c,
                                      ptrdiff_t ldc, bool adds) {
  for (ptrdiff_t j = 0; j < n; j += block_lanes) {
    ptrdiff_t columns = smaller(block_lanes, n - j);
    for (ptrdiff_t i = 0; i < m; i += 6) {
      ptrdiff_t rows = smaller(6, m - i);
      const double *x = a + i * k;
      const double *y = b + j * k;
      double *z = c + i * ldc + j;
      if (rows == 6 && columns == block_lanes) {
        tile_6x4(k, x, 1, 6, y, block_lanes, z, ldc, adds);
        continue;
      }
      double edge[6 * block_lanes];
      tile_6x4(k, x, 1, 6, y, block_lanes, edge, block_lanes, false);
      for (ptrdiff_t r = 0; r < rows; r++) {
        for (ptrdiff_t q = 0; q < columns; q++) {
          z[r * ldc + q] = adds ? z[r * ldc + q] + edge[r * block_lanes + q] : edge[r * block_lanes + q];
        }
      }
    }
  }
}

/// C = A · B with packing, for large matrices. Returns false if there is no memory.
MYELIN_CLONES static bool packed(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const double *a, ptrdiff_t aRow,
                                       ptrdiff_t aColumn, const double *b, ptrdiff_t bRow, ptrdiff_t bColumn, double *c,
                                       ptrdiff_t ldc) {
  ptrdiff_t deepest = smaller(k, block_depth);
  ptrdiff_t aCount = tiles(smaller(m, block_height), 6) * 6 * deepest;
  aCount = tiles(aCount, block_lanes) * block_lanes; // so that B's block begins at a multiple of 64 bytes too
  ptrdiff_t bCount = tiles(smaller(n, block_width), block_lanes) * block_lanes * deepest;
  void *memory = malloc((size_t)(aCount + bCount) * sizeof(double) + 64);
  if (memory == NULL) {
    return false;
  }
  double *aBlock = (double *)(((uintptr_t)memory + 63) & ~(uintptr_t)63), *bBlock = aBlock + aCount;
  for (ptrdiff_t j = 0; j < n; j += block_width) {
    ptrdiff_t columns = smaller(block_width, n - j);
    for (ptrdiff_t p = 0; p < k; p += block_depth) {
      ptrdiff_t depth = smaller(block_depth, k - p);
      pack(block_lanes, depth, columns, b + p * bRow + j * bColumn, bRow, bColumn, bBlock);
      for (ptrdiff_t i = 0; i < m; i += block_height) {
        ptrdiff_t rows = smaller(block_height, m - i);
        pack(6, depth, rows, a + i * aRow + p * aColumn, aColumn, aRow, aBlock);
        packed_block(rows, columns, depth, aBlock, bBlock, c + i * ldc + j, ldc, p > 0);
      }
    }
  }
  free(memory);
  return true;
}

/// C = A · B without packing, block by block of k; where B is transposed, strips of it are copied to the stack.
MYELIN_CLONES static void unpacked(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const double *a, ptrdiff_t aRow,
                                         ptrdiff_t aColumn, const double *b, ptrdiff_t bRow, ptrdiff_t bColumn, double *c,
                                         ptrdiff_t ldc) {
  for (ptrdiff_t p = 0; p < k; p += block_depth) {
    ptrdiff_t depth = smaller(block_depth, k - p);
    const double *x = a + p * aColumn;
    const double *y = b + p * bRow;
    if (bColumn == 1) {
      direct(m, n, depth, x, aRow, aColumn, y, bRow, c, ldc, p > 0);
      continue;
    }
    double strip[block_stack];
    ptrdiff_t widest = block_stack / depth;
    for (ptrdiff_t j = 0; j < n; j += widest) {
      ptrdiff_t columns = smaller(widest, n - j);
      for (ptrdiff_t q = 0; q < columns; q++) {
        for (ptrdiff_t s = 0; s < depth; s++) {
          strip[s * columns + q] = y[s * bRow + (j + q) * bColumn];
        }
      }
      direct(m, columns, depth, x, aRow, aColumn, strip, columns, c + j, ldc, p > 0);
    }
  }
}

void myelin_gemm_f64(bool transA, bool transB, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const double *a, ptrdiff_t lda,
                       const double *b, ptrdiff_t ldb, double *c, ptrdiff_t ldc) {
  if (m <= 0 || n <= 0) {
    return;
  }
  if (k <= 0) {
    for (ptrdiff_t i = 0; i < m; i++) {
      memset(c + i * ldc, 0, (size_t)n * sizeof(double));
    }
    return;
  }
  ptrdiff_t aRow = transA ? 1 : lda, aColumn = transA ? lda : 1;
  ptrdiff_t bRow = transB ? 1 : ldb, bColumn = transB ? ldb : 1;
  if (m == 1 && transB) {
    // The transposed product, a matrix times a column, reads B where it is.
    unpacked(n, 1, k, b, bColumn, bRow, a, aColumn, 1, c, 1);
    return;
  }
  if (n == 1) {
    bColumn = 1;
  }
  // Packing pays where a packed element is used often.
  bool large = m > 8 && n > 2 && (double)m * (double)n * (double)k > 16384;
  if (!large || !packed(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, ldc)) {
    unpacked(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, ldc);
  }
}

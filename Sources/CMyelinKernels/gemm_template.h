// The matrix product for one element type. gemm_small.c includes this file once for each, having defined
//   REAL        the element type
//   NAME(name)  the name with the type's suffix
//   LANES       the elements in 64 bytes
//
// Every way below sums an element's products in the order of k, one after another, in blocks of `depth`: each block's
// sum is begun at its first product and added to the sum of the blocks before. So an element's bits depend neither on
// its place nor on the sizes m and n.

// Vectors of 64, 32 and 16 bytes and a single element; where the processor's are shorter, the compiler splits them.
// They are aligned like an element and may alias it, so that they can be loaded from any place of an array.
typedef REAL NAME(vector4) __attribute__((vector_size(64), aligned(sizeof(REAL)), may_alias));
typedef REAL NAME(vector2) __attribute__((vector_size(32), aligned(sizeof(REAL)), may_alias));
typedef REAL NAME(vector1) __attribute__((vector_size(16), aligned(sizeof(REAL)), may_alias));
typedef REAL NAME(scalar);

/// A tile of C, `rows` × a vector: the sum over k of a column of A times a row of B, added to C if `adds`.
#define MYELIN_TILE(name, vector, rows)                                                                            \
  MYELIN_INLINE void NAME(name)(ptrdiff_t k, const REAL *a, ptrdiff_t rowStride, ptrdiff_t columnStride,           \
                                const REAL *b, ptrdiff_t ldb, REAL *c, ptrdiff_t ldc, bool adds) {                 \
    NAME(vector) sum[rows];                                                                                        \
    NAME(vector) first = *(const NAME(vector) *)b;                                                                 \
    _Pragma("clang loop unroll(full)") for (int r = 0; r < rows; r++) { sum[r] = first * a[r * rowStride]; }       \
    for (ptrdiff_t p = 1; p < k; p++) {                                                                            \
      const REAL *column = a + p * columnStride;                                                                   \
      NAME(vector) row = *(const NAME(vector) *)(b + p * ldb);                                                     \
      _Pragma("clang loop unroll(full)") for (int r = 0; r < rows; r++) { sum[r] += row * column[r * rowStride]; } \
    }                                                                                                              \
    _Pragma("clang loop unroll(full)") for (int r = 0; r < rows; r++) {                                            \
      NAME(vector) *out = (NAME(vector) *)(c + r * ldc);                                                           \
      *out = adds ? *out + sum[r] : sum[r];                                                                        \
    }                                                                                                              \
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
MYELIN_INLINE void NAME(direct)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const REAL *a, ptrdiff_t rowStride,
                                ptrdiff_t columnStride, const REAL *b, ptrdiff_t ldb, REAL *c, ptrdiff_t ldc,
                                bool adds) {
  ptrdiff_t i = 0;
  for (; i + 4 <= m; i += 4) {
    const REAL *x = a + i * rowStride;
    REAL *y = c + i * ldc;
    ptrdiff_t j = 0;
    for (; j + LANES <= n; j += LANES) {
      NAME(tile_4x4)(k, x, rowStride, columnStride, b + j, ldb, y + j, ldc, adds);
    }
    if (j + LANES / 2 <= n) {
      NAME(tile_4x2)(k, x, rowStride, columnStride, b + j, ldb, y + j, ldc, adds);
      j += LANES / 2;
    }
    if (j + LANES / 4 <= n) {
      NAME(tile_4x1)(k, x, rowStride, columnStride, b + j, ldb, y + j, ldc, adds);
      j += LANES / 4;
    }
    for (; j < n; j++) {
      NAME(tile_4x0)(k, x, rowStride, columnStride, b + j, ldb, y + j, ldc, adds);
    }
  }
  for (; i < m; i++) {
    const REAL *x = a + i * rowStride;
    REAL *y = c + i * ldc;
    ptrdiff_t j = 0;
    for (; j + LANES <= n; j += LANES) {
      NAME(tile_1x4)(k, x, rowStride, columnStride, b + j, ldb, y + j, ldc, adds);
    }
    if (j + LANES / 2 <= n) {
      NAME(tile_1x2)(k, x, rowStride, columnStride, b + j, ldb, y + j, ldc, adds);
      j += LANES / 2;
    }
    if (j + LANES / 4 <= n) {
      NAME(tile_1x1)(k, x, rowStride, columnStride, b + j, ldb, y + j, ldc, adds);
      j += LANES / 4;
    }
    for (; j < n; j++) {
      NAME(tile_1x0)(k, x, rowStride, columnStride, b + j, ldb, y + j, ldc, adds);
    }
  }
}

/// Copies k × n elements into panels of `width` columns, each k rows of contiguous elements, filled up with zeros.
MYELIN_INLINE void NAME(pack)(ptrdiff_t width, ptrdiff_t k, ptrdiff_t n, const REAL *from, ptrdiff_t rowStride,
                              ptrdiff_t columnStride, REAL *to) {
  for (ptrdiff_t j = 0; j < n; j += width) {
    ptrdiff_t count = smaller(width, n - j);
    const REAL *x = from + j * columnStride;
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

// A packed block of A has at most height × depth elements (a part of the second cache), one of B depth × width.
enum {
  NAME(lanes) = LANES,
  NAME(depth) = 256,
  NAME(height) = 12 * LANES,
  NAME(width) = 64 * LANES,
  NAME(stack) = 512 * LANES
};

/// C (+)= A · B for packed blocks of A and B.
MYELIN_INLINE void NAME(packed_block)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const REAL *a, const REAL *b, REAL *c,
                                      ptrdiff_t ldc, bool adds) {
  for (ptrdiff_t j = 0; j < n; j += LANES) {
    ptrdiff_t columns = smaller(LANES, n - j);
    for (ptrdiff_t i = 0; i < m; i += 6) {
      ptrdiff_t rows = smaller(6, m - i);
      const REAL *x = a + i * k;
      const REAL *y = b + j * k;
      REAL *z = c + i * ldc + j;
      if (rows == 6 && columns == LANES) {
        NAME(tile_6x4)(k, x, 1, 6, y, LANES, z, ldc, adds);
        continue;
      }
      REAL edge[6 * LANES];
      NAME(tile_6x4)(k, x, 1, 6, y, LANES, edge, LANES, false);
      for (ptrdiff_t r = 0; r < rows; r++) {
        for (ptrdiff_t q = 0; q < columns; q++) {
          z[r * ldc + q] = adds ? z[r * ldc + q] + edge[r * LANES + q] : edge[r * LANES + q];
        }
      }
    }
  }
}

/// C = A · B with packing, for large matrices. Returns false if there is no memory.
MYELIN_CLONES static bool NAME(packed)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const REAL *a, ptrdiff_t aRow,
                                       ptrdiff_t aColumn, const REAL *b, ptrdiff_t bRow, ptrdiff_t bColumn, REAL *c,
                                       ptrdiff_t ldc) {
  ptrdiff_t deepest = smaller(k, NAME(depth));
  ptrdiff_t aCount = tiles(smaller(m, NAME(height)), 6) * 6 * deepest;
  aCount = tiles(aCount, LANES) * LANES; // so that B's block begins at a multiple of 64 bytes too
  ptrdiff_t bCount = tiles(smaller(n, NAME(width)), LANES) * LANES * deepest;
  void *memory = malloc((size_t)(aCount + bCount) * sizeof(REAL) + 64);
  if (memory == NULL) {
    return false;
  }
  REAL *aBlock = (REAL *)(((uintptr_t)memory + 63) & ~(uintptr_t)63), *bBlock = aBlock + aCount;
  for (ptrdiff_t j = 0; j < n; j += NAME(width)) {
    ptrdiff_t columns = smaller(NAME(width), n - j);
    for (ptrdiff_t p = 0; p < k; p += NAME(depth)) {
      ptrdiff_t depth = smaller(NAME(depth), k - p);
      NAME(pack)(LANES, depth, columns, b + p * bRow + j * bColumn, bRow, bColumn, bBlock);
      for (ptrdiff_t i = 0; i < m; i += NAME(height)) {
        ptrdiff_t rows = smaller(NAME(height), m - i);
        NAME(pack)(6, depth, rows, a + i * aRow + p * aColumn, aColumn, aRow, aBlock);
        NAME(packed_block)(rows, columns, depth, aBlock, bBlock, c + i * ldc + j, ldc, p > 0);
      }
    }
  }
  free(memory);
  return true;
}

/// C = A · B without packing, block by block of k; where B is transposed, strips of it are copied to the stack.
MYELIN_CLONES static void NAME(unpacked)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const REAL *a, ptrdiff_t aRow,
                                         ptrdiff_t aColumn, const REAL *b, ptrdiff_t bRow, ptrdiff_t bColumn, REAL *c,
                                         ptrdiff_t ldc) {
  for (ptrdiff_t p = 0; p < k; p += NAME(depth)) {
    ptrdiff_t depth = smaller(NAME(depth), k - p);
    const REAL *x = a + p * aColumn;
    const REAL *y = b + p * bRow;
    if (bColumn == 1) {
      NAME(direct)(m, n, depth, x, aRow, aColumn, y, bRow, c, ldc, p > 0);
      continue;
    }
    REAL strip[NAME(stack)];
    ptrdiff_t widest = NAME(stack) / depth;
    for (ptrdiff_t j = 0; j < n; j += widest) {
      ptrdiff_t columns = smaller(widest, n - j);
      for (ptrdiff_t q = 0; q < columns; q++) {
        for (ptrdiff_t s = 0; s < depth; s++) {
          strip[s * columns + q] = y[s * bRow + (j + q) * bColumn];
        }
      }
      NAME(direct)(m, columns, depth, x, aRow, aColumn, strip, columns, c + j, ldc, p > 0);
    }
  }
}

void NAME(myelin_gemm)(bool transA, bool transB, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const REAL *a, ptrdiff_t lda,
                       const REAL *b, ptrdiff_t ldb, REAL *c, ptrdiff_t ldc) {
  if (m <= 0 || n <= 0) {
    return;
  }
  if (k <= 0) {
    for (ptrdiff_t i = 0; i < m; i++) {
      memset(c + i * ldc, 0, (size_t)n * sizeof(REAL));
    }
    return;
  }
  ptrdiff_t aRow = transA ? 1 : lda, aColumn = transA ? lda : 1;
  ptrdiff_t bRow = transB ? 1 : ldb, bColumn = transB ? ldb : 1;
  if (m == 1 && transB) {
    // The transposed product, a matrix times a column, reads B where it is.
    NAME(unpacked)(n, 1, k, b, bColumn, bRow, a, aColumn, 1, c, 1);
    return;
  }
  if (n == 1) {
    bColumn = 1;
  }
  // Packing pays where a packed element is used often.
  bool large = m > 8 && n > 2 && (double)m * (double)n * (double)k > 16384;
  if (!large || !NAME(packed)(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, ldc)) {
    NAME(unpacked)(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, ldc);
  }
}

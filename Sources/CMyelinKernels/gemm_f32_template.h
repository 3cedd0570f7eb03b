// The product of float matrices for one instruction set. gemm_f32.c includes this file for each, having defined
//   NAME(name)  the name with the instruction set's suffix
//   LANES       the floats of a vector: 16, 8 or 4
//   ROWS        the rows of the largest tile of C: the sums of ROWS × 2 vectors stay in registers

#include "gemm_f32_tiles.h"

enum {
  NAME(wide_rows) = (int)(sizeof NAME(wide_tiles) / sizeof NAME(wide_tiles)[0]),
  /// The floats of a packed column of A.
  NAME(stride) = (ROWS + LANES - 1) / LANES * LANES,
  /// The columns of a packed panel of B.
  NAME(columns) = 2 * LANES,
  /// The columns of the longest tile, of one row.
  NAME(long_columns) = (ROWS > 6 ? 16 : 8) * LANES,
  /// The rows of a packed block of A.
  NAME(block) = 22 * ROWS,
};

#include "gemm_f32_pack.h"

/// C (+)= B · a for `count` rows of B, `distance` apart, each summed in its lane of one of `groups` vectors. More than one
/// vector is under way at once, because an addition waits for the one before.
MYELIN_INLINE void NAME(dots)(const int groups, ptrdiff_t count, ptrdiff_t k, const float *a, ptrdiff_t aColumn,
                              const float *b, ptrdiff_t distance, float *c, bool adds) {
  enum { steps = 4 * LANES };
  _Alignas(64) float part[steps * 4 * LANES];
  NAME(vector) sum[4] = {0};
  for (ptrdiff_t p = 0; p < k; p += steps) {
    ptrdiff_t depth = least(steps, k - p);
    for (int g = 0; g < groups; g++) {
      NAME(pack_rows)(least(LANES, count), depth, b + p + g * LANES * distance, distance, part + g * LANES,
                      groups * LANES);
    }
    for (ptrdiff_t i = 0; i < depth; i++) {
      float x = a[(p + i) * aColumn];
      _Pragma("clang loop unroll(full)") for (int g = 0; g < groups; g++) {
        sum[g] += *(const NAME(vector) *)(part + (i * groups + g) * LANES) * x;
      }
    }
  }
  NAME(mask) mask = NAME(mask_of)(least(LANES, count));
  _Pragma("clang loop unroll(full)") for (int g = 0; g < groups; g++) {
    NAME(store)(c + g * LANES, mask, adds ? NAME(load)(c + g * LANES, mask) + sum[g] : sum[g]);
  }
}

/// C (+)= B · a for any number of rows.
static void NAME(column)(ptrdiff_t count, ptrdiff_t k, const float *a, ptrdiff_t aColumn, const float *b,
                         ptrdiff_t distance, float *c, bool adds) {
  for (; count >= 4 * LANES; count -= 4 * LANES, b += 4 * LANES * distance, c += 4 * LANES) {
    NAME(dots)(4, LANES, k, a, aColumn, b, distance, c, adds);
  }
  for (; count > 0; count -= LANES, b += LANES * distance, c += LANES) {
    NAME(dots)(1, count, k, a, aColumn, b, distance, c, adds);
  }
}

/// The product of a row and a matrix.
static void NAME(row)(const Product *x) {
  NAME(Tile) tile = {.aRow = 0, .aColumn = x->aColumn, .bRow = x->bRow, .ldc = 0, .aheadRow = 0};
  const ptrdiff_t depth = block_depth(x->k);
  _Alignas(64) float buffer[NAME(long_columns)];
  for (ptrdiff_t start = 0; start < x->n; start += NAME(long_columns)) {
    const ptrdiff_t columns = least(NAME(long_columns), x->n - start);
    float *c = x->cColumn == 1 ? x->c + start : buffer;
    for (ptrdiff_t p = 0; p < x->k; p += depth) {
      tile.k = least(depth, x->k - p);
      tile.adds = p > 0;
      tile.a[0] = tile.a[1] = tile.a[2] = tile.ahead = x->a + p * x->aColumn;
      const float *b = x->b + p * x->bRow + start * x->bColumn;
      if (x->bColumn != 1) {
        NAME(column)(columns, tile.k, tile.a[0], x->aColumn, b, x->bColumn, c, tile.adds);
        continue;
      }
      for (ptrdiff_t j = 0; j < columns; j += tile.columns) {
        tile.b = b + j;
        tile.c = c + j;
        ptrdiff_t left = columns - j;
        if (left > NAME(long_columns) - LANES) {
          tile.columns = left;
          NAME(tile_long)(&tile);
        } else if (left > 3 * LANES) {
          tile.columns = least(4 * LANES, left);
          NAME(wide_tiles)[0][0](&tile);
        } else {
          tile.columns = least(2 * LANES, left);
          NAME(tiles)[0][tile.columns > LANES][0](&tile);
        }
      }
    }
    if (c == buffer) {
      for (ptrdiff_t j = 0; j < columns; j++) {
        x->c[(start + j) * x->cColumn] = buffer[j];
      }
    }
  }
}

/// Whether blocks of A are copied. Reading A where it is costs nothing while it stays in the second cache.
MYELIN_INLINE bool NAME(packs_a)(const Product *x) {
  return x->n >= 192 && x->m > ROWS && x->m * x->k > 131072;
}

/// Whether panels of B are copied: where its rows aren't contiguous, and where copies are used often enough and
///   - the rows are so far apart that their lines displace each other in the caches,
///   - or the few that a tile reads are just as far apart as the rows of C that are being written,
///   - or most of a tile's columns are missing.
MYELIN_INLINE bool NAME(packs_b)(const Product *x) {
  if (x->bColumn != 1) {
    return true;
  }
  return (x->bRow >= 2048 && x->n >= 2 * LANES && x->m >= 96) || (x->k <= 12 && x->n >= 4 * LANES && x->m >= 32) ||
         (x->n % LANES != 0 && x->n < 2 * LANES && x->m >= 64);
}

static ptrdiff_t NAME(scratch)(const Product *x) {
  if (x->m == 1) {
    return 0;
  }
  ptrdiff_t rows = NAME(packs_a)(x) ? parts(least(x->m, NAME(block)), ROWS) * NAME(stride) : 0;
  ptrdiff_t columns = NAME(packs_b)(x) ? least(parts(x->n, LANES), 4) * LANES : 0;
  return (rows + columns) * block_depth(x->k);
}

/// C (+)= A · B for a block of rows of A, packed or not, and a block of k.
static void NAME(rows)(const Product *x, ptrdiff_t rows, NAME(Tile) tile, bool packedA, const float *a, float *c,
                       float *scratch) {
  const bool packsB = NAME(packs_b)(x), close = tile.aRow == 1;
  const ptrdiff_t n = x->n, depth = tile.k, count = parts(rows, ROWS), height = parts(rows, count);
  const ptrdiff_t widest = (rows <= NAME(wide_rows) && !packsB ? 4 : 2) * LANES;
  // Where B is large, the copy of its next panel is made while this one is used: each tile asks for a slice of it, which
  // is copied after the tile.
  const bool early = packsB && close && n * x->k > 65536;
  float *panel = scratch, *nextPanel = packsB ? scratch + NAME(columns) * depth : NULL;
  const ptrdiff_t slice = early ? parts(parts(depth, count), LANES) * LANES : 0;
  const float *b = tile.b;
  for (ptrdiff_t j = 0; j < n; j += tile.columns) {
    ptrdiff_t vectors = parts(least(widest, n - j), LANES);
    vectors = vectors == 3 ? 2 : vectors;
    tile.columns = least(vectors * LANES, n - j);
    if (packsB && (j == 0 || !early)) {
      NAME(pack)(tile.columns, depth, b, x->bRow, x->bColumn, panel, vectors * LANES);
    }
    tile.b = packsB ? panel : b;
    tile.bRow = packsB ? vectors * LANES : x->bRow;
    b += tile.columns * x->bColumn;
    const ptrdiff_t next = least(widest, n - j - tile.columns), nextStride = next > LANES ? 2 * LANES : LANES;
    ptrdiff_t done = early && next > 0 ? 0 : depth;
    // The next panel of B comes near while this one is used: a vector of each row by each of the first tiles.
    const float *ahead = !packsB && next > 0 ? b : tile.b;
    const float *from = a;
    for (ptrdiff_t i = 0; i < rows; i += height) {
      const ptrdiff_t size = least(height, rows - i);
      tile.a[0] = from;
      tile.a[1] = from + 5 * tile.aRow;
      tile.a[2] = from + 10 * tile.aRow;
      from += packedA ? depth * NAME(stride) : height * tile.aRow;
      tile.c = c + i * x->ldc + j;
      tile.ahead = ahead;
      tile.aheadRow = packsB ? 0 : x->bRow;
      tile.shift = 0;
      ahead = packsB || i >= 2 * height ? tile.b : ahead + LANES;
      const ptrdiff_t part = least(slice, depth - done);
      if (part > 0) {
        tile.ahead = b + done * x->bRow;
        tile.aheadRow = x->bColumn == 1 ? x->bRow : x->bColumn;
        tile.shift = 3;
      }
      if (vectors == 4) {
        NAME(wide_tiles)[size - 1][close](&tile);
      } else {
        NAME(tiles)[size - 1][vectors - 1][close](&tile);
      }
      if (part > 0) {
        NAME(pack)(next, part, b + done * x->bRow, x->bRow, x->bColumn, nextPanel + done * nextStride, nextStride);
        done += part;
      }
    }
    if (early) {
      float *used = panel;
      panel = nextPanel;
      nextPanel = used;
    }
  }
}

/// C = A · B for at most two vectors of columns, without copies and in one block of k.
MYELIN_INLINE void NAME(narrow)(const Product *x) {
  const ptrdiff_t m = x->m, aRow = x->aRow;
  const ptrdiff_t height = m <= ROWS ? m : parts(m, parts(m, ROWS));
  NAME(Tile) tile = {
    .k = x->k, .aRow = aRow, .aColumn = x->aColumn, .b = x->b, .bRow = x->bRow, .ldc = x->ldc, .columns = x->n,
    .ahead = x->b,
  };
  const bool two = x->n > LANES, close = aRow == 1;
  const float *a = x->a;
  float *c = x->c;
  for (ptrdiff_t i = 0; i < m; i += height, a += height * aRow, c += height * x->ldc) {
    tile.a[0] = a;
    tile.a[1] = a + 5 * aRow;
    tile.a[2] = a + 10 * aRow;
    tile.c = c;
    NAME(tiles)[least(height, m - i) - 1][two][close](&tile);
  }
}

static void NAME(compute)(const Product *x, float *scratch) {
  if (x->m == 1) {
    NAME(row)(x);
    return;
  }
  if (x->n <= 2 * LANES && x->k <= longest && !NAME(packs_b)(x)) {
    NAME(narrow)(x);
    return;
  }
  const ptrdiff_t m = x->m, k = x->k, depth = block_depth(k);
  const bool packsA = NAME(packs_a)(x);
  const ptrdiff_t height = packsA ? parts(m, parts(m, NAME(block))) : m;
  NAME(Tile) tile = {.aRow = x->aRow, .aColumn = x->aColumn, .ldc = x->ldc};
  for (ptrdiff_t p = 0; p < k; p += depth) {
    tile.k = least(depth, k - p);
    tile.adds = p > 0;
    tile.b = x->b + p * x->bRow;
    for (ptrdiff_t top = 0; top < m; top += height) {
      const ptrdiff_t rows = least(height, m - top);
      const float *a = x->a + top * x->aRow + p * x->aColumn;
      float *c = x->c + top * x->ldc;
      if (!packsA) {
        NAME(rows)(x, rows, tile, false, a, c, scratch);
        continue;
      }
      const ptrdiff_t size = parts(rows, parts(rows, ROWS));
      float *panel = scratch;
      for (ptrdiff_t i = 0; i < rows; i += size, panel += tile.k * NAME(stride)) {
        NAME(pack)(least(size, rows - i), tile.k, a + i * x->aRow, x->aColumn, x->aRow, panel, NAME(stride));
      }
      tile.aRow = 1;
      tile.aColumn = NAME(stride);
      NAME(rows)(x, rows, tile, true, scratch, c, panel);
    }
  }
}

static const Kernels NAME(kernels) = {NAME(scratch), NAME(compute)};

// The vectors of one instruction set and the tiles of a product that they compute. A part of gemm_f32_template.h.

// Aligned like a float and allowed to alias it, so that vectors can be loaded from any place of an array.
typedef float NAME(vector) __attribute__((vector_size(4 * LANES), aligned(4), may_alias));

// The first `count` lanes of a vector in memory, 1 ≤ count ≤ LANES; those behind are 0 when loaded, and kept when stored.
#if LANES == 16
typedef __mmask16 NAME(mask);
MYELIN_INLINE NAME(mask) NAME(mask_of)(ptrdiff_t count) { return (__mmask16)_bzhi_u32(0xffff, (unsigned)count); }
MYELIN_INLINE NAME(vector) NAME(load)(const float *from, NAME(mask) mask) { return _mm512_maskz_loadu_ps(mask, from); }
MYELIN_INLINE void NAME(store)(float *to, NAME(mask) mask, NAME(vector) x) { _mm512_mask_storeu_ps(to, mask, x); }
#elif LANES == 8
typedef __m256i NAME(mask);
MYELIN_INLINE NAME(mask) NAME(mask_of)(ptrdiff_t count) {
  return _mm256_cmpgt_epi32(_mm256_set1_epi32((int)count), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}
MYELIN_INLINE NAME(vector) NAME(load)(const float *from, NAME(mask) mask) { return _mm256_maskload_ps(from, mask); }
MYELIN_INLINE void NAME(store)(float *to, NAME(mask) mask, NAME(vector) x) { _mm256_maskstore_ps(to, mask, x); }
#else
typedef ptrdiff_t NAME(mask);
MYELIN_INLINE NAME(mask) NAME(mask_of)(ptrdiff_t count) { return count; }
MYELIN_INLINE NAME(vector) NAME(load)(const float *from, NAME(mask) count) {
  if (count == LANES) {
    return *(const NAME(vector) *)from;
  }
  return (NAME(vector)){from[0], count > 1 ? from[1] : 0, count > 2 ? from[2] : 0, 0};
}
MYELIN_INLINE void NAME(store)(float *to, NAME(mask) count, NAME(vector) x) {
  if (count == LANES) {
    *(NAME(vector) *)to = x;
    return;
  }
  to[0] = x[0];
  if (count > 1) {
    to[1] = x[1];
  }
  if (count > 2) {
    to[2] = x[2];
  }
}
#endif

/// What a tile is computed from: columns of A that are `aColumn` apart, rows of B that are `bRow` apart.
typedef struct {
  ptrdiff_t k;
  /// The rows 0, 5 and 10 of A; so that the compiler doesn't compute all addresses one after another, they are apart.
  const float *a[3];
  ptrdiff_t aRow, aColumn;
  const float *b;
  ptrdiff_t bRow;
  float *c;
  ptrdiff_t ldc;
  /// The columns of C, which may end inside the last vector.
  ptrdiff_t columns;
  /// Whether the sums are added to C.
  bool adds;
  /// What will be wanted soon, if the rows of A are close. With a shift of 0, each step of k asks for a line, the lines
  /// `aheadRow` apart; with 3, eight steps ask for the first 32 floats of a row.
  const float *ahead;
  ptrdiff_t aheadRow, shift;
} NAME(Tile);

enum { NAME(sums) = 2 * ROWS > 16 ? 2 * ROWS : 16 };

/// Computes a tile of C, `rows` × `width` vectors, as the sum over k of a column of A times a row of B. `rows`, `width`
/// and `close`, whether aRow is 1, are constants where this is inlined.
MYELIN_INLINE void NAME(tile)(const int rows, const int width, const bool close, const NAME(Tile) *tile) {
  NAME(mask) mask = NAME(mask_of)(tile->columns - (width - 1) * LANES);
  NAME(vector) sum[NAME(sums)];
  _Pragma("clang loop unroll(full)") for (int s = 0; s < rows * width; s++) { sum[s] = (NAME(vector)){0}; }
  const float *a[3] = {tile->a[0], tile->a[1], tile->a[2]};
  const float *b = tile->b;
  const float *ahead = tile->ahead;
  const ptrdiff_t aRow = close ? 1 : tile->aRow, aColumn = tile->aColumn, bRow = tile->bRow;
  if (width == 2) {
    _Pragma("clang loop unroll(full)") for (int r = 0; r < rows; r++) {
      __builtin_prefetch(tile->c + r * tile->ldc, 1);
      __builtin_prefetch(tile->c + r * tile->ldc + LANES, 1);
    }
  }
  // What is asked for ahead is asked for once in eight steps: the addresses would take registers from the loop. Where the
  // rows of A aren't close, their addresses take all.
  const ptrdiff_t most = close ? 8 : tile->k;
  for (ptrdiff_t left = tile->k; left > 0; left -= most) {
    if (width == 2 && close && tile->shift == 3) {
      __builtin_prefetch(ahead);
      __builtin_prefetch(ahead + 16);
      ahead += tile->aheadRow;
    } else if (width == 2 && close) {
      for (int i = 0; i < 8; i++) {
        __builtin_prefetch(ahead);
        ahead += tile->aheadRow;
      }
    }
    for (ptrdiff_t steps = least(most, left); steps > 0; steps--) {
      NAME(vector) row[16];
      _Pragma("clang loop unroll(full)") for (int v = 0; v < width - 1; v++) {
        row[v] = *(const NAME(vector) *)(b + v * LANES);
      }
      row[width - 1] = NAME(load)(b + (width - 1) * LANES, mask);
      _Pragma("clang loop unroll(full)") for (int r = 0; r < rows; r++) {
        float x = close ? a[0][r] : a[r / 5][r % 5 * aRow];
        _Pragma("clang loop unroll(full)") for (int v = 0; v < width; v++) { sum[r * width + v] += row[v] * x; }
      }
      a[0] += aColumn;
      a[1] += aColumn;
      a[2] += aColumn;
      b += bRow;
    }
  }
  float *c = tile->c;
  const ptrdiff_t ldc = tile->ldc;
  const bool adds = tile->adds;
  _Pragma("clang loop unroll(full)") for (int r = 0; r < rows; r++) {
    _Pragma("clang loop unroll(full)") for (int v = 0; v < width - 1; v++) {
      NAME(vector) *to = (NAME(vector) *)(c + v * LANES);
      *to = adds ? *to + sum[r * width + v] : sum[r * width + v];
    }
    float *to = c + (width - 1) * LANES;
    NAME(vector) last = sum[r * width + width - 1];
    NAME(store)(to, mask, adds ? NAME(load)(to, mask) + last : last);
    c += ldc;
  }
}

typedef void (*NAME(TileFunction))(const NAME(Tile) *);

#define MYELIN_TILE(rows, width)                                                                                       \
  static void NAME(tile_##rows##_##width##_far)(const NAME(Tile) *tile) { NAME(tile)(rows, width, false, tile); }      \
  static void NAME(tile_##rows##_##width##_close)(const NAME(Tile) *tile) { NAME(tile)(rows, width, true, tile); }
#define MYELIN_TILES(rows) MYELIN_TILE(rows, 1) MYELIN_TILE(rows, 2)
MYELIN_TILES(1)
MYELIN_TILES(2)
MYELIN_TILES(3)
MYELIN_TILES(4)
#if ROWS > 4
MYELIN_TILES(5)
MYELIN_TILES(6)
#endif
#if ROWS > 6
MYELIN_TILES(7)
MYELIN_TILES(8)
MYELIN_TILES(9)
MYELIN_TILES(10)
MYELIN_TILES(11)
MYELIN_TILES(12)
#endif
MYELIN_TILE(1, 4)
MYELIN_TILE(2, 4)
#if ROWS > 6
MYELIN_TILE(3, 4)
MYELIN_TILE(4, 4)
MYELIN_TILE(5, 4)
static void NAME(tile_long)(const NAME(Tile) *tile) { NAME(tile)(1, 16, false, tile); }
#else
static void NAME(tile_long)(const NAME(Tile) *tile) { NAME(tile)(1, 8, false, tile); }
#endif
#undef MYELIN_TILES
#undef MYELIN_TILE

#define MYELIN_TILE(rows, width) {NAME(tile_##rows##_##width##_far), NAME(tile_##rows##_##width##_close)}
#define MYELIN_TILES(rows) {MYELIN_TILE(rows, 1), MYELIN_TILE(rows, 2)}
/// The tiles by rows - 1, width - 1, and whether the rows of A are close.
static const NAME(TileFunction) NAME(tiles)[ROWS][2][2] = {
  MYELIN_TILES(1), MYELIN_TILES(2), MYELIN_TILES(3), MYELIN_TILES(4),
#if ROWS > 4
  MYELIN_TILES(5), MYELIN_TILES(6),
#endif
#if ROWS > 6
  MYELIN_TILES(7), MYELIN_TILES(8), MYELIN_TILES(9), MYELIN_TILES(10), MYELIN_TILES(11), MYELIN_TILES(12),
#endif
};

/// Tiles of few rows are wider, so that enough sums are under way at once: 4 vectors by rows - 1.
static const NAME(TileFunction) NAME(wide_tiles)[][2] = {
  MYELIN_TILE(1, 4), MYELIN_TILE(2, 4),
#if ROWS > 6
  MYELIN_TILE(3, 4), MYELIN_TILE(4, 4), MYELIN_TILE(5, 4),
#endif
};
#undef MYELIN_TILES
#undef MYELIN_TILE

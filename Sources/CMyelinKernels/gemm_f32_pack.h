// Copies of parts of matrices, in the order in which tiles read them. A part of gemm_f32_template.h.

/// Transposes LANES rows of LANES floats.
MYELIN_INLINE void NAME(transpose)(NAME(vector) x[LANES]) {
#if LANES == 16
#define LOW(a, b) __builtin_shufflevector(a, b, 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29)
#define HIGH(a, b) __builtin_shufflevector(a, b, 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31)
#define LOW2(a, b) __builtin_shufflevector(a, b, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29)
#define HIGH2(a, b) __builtin_shufflevector(a, b, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31)
#elif LANES == 8
#define LOW(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 4, 12, 5, 13)
#define HIGH(a, b) __builtin_shufflevector(a, b, 2, 10, 3, 11, 6, 14, 7, 15)
#define LOW2(a, b) __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13)
#define HIGH2(a, b) __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15)
#else
#define LOW(a, b) __builtin_shufflevector(a, b, 0, 4, 1, 5)
#define HIGH(a, b) __builtin_shufflevector(a, b, 2, 6, 3, 7)
#define LOW2(a, b) __builtin_shufflevector(a, b, 0, 1, 4, 5)
#define HIGH2(a, b) __builtin_shufflevector(a, b, 2, 3, 6, 7)
#endif
  // Squares of 4 × 4 floats, each within its 16 bytes.
  NAME(vector) y[LANES];
  _Pragma("clang loop unroll(full)") for (int i = 0; i < LANES; i += 4) {
    NAME(vector) a = LOW(x[i], x[i + 1]), b = HIGH(x[i], x[i + 1]);
    NAME(vector) c = LOW(x[i + 2], x[i + 3]), d = HIGH(x[i + 2], x[i + 3]);
    y[i] = LOW2(a, c);
    y[i + 1] = HIGH2(a, c);
    y[i + 2] = LOW2(b, d);
    y[i + 3] = HIGH2(b, d);
  }
#undef LOW
#undef HIGH
#undef LOW2
#undef HIGH2
  // The squares, which move whole.
#if LANES == 16
#define EVEN(a, b) __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27)
#define ODD(a, b) __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31)
  _Pragma("clang loop unroll(full)") for (int i = 0; i < 4; i++) {
    NAME(vector) a = EVEN(y[i], y[i + 4]), b = ODD(y[i], y[i + 4]);
    NAME(vector) c = EVEN(y[i + 8], y[i + 12]), d = ODD(y[i + 8], y[i + 12]);
    x[i] = EVEN(a, c);
    x[i + 4] = EVEN(b, d);
    x[i + 8] = ODD(a, c);
    x[i + 12] = ODD(b, d);
  }
#undef EVEN
#undef ODD
#elif LANES == 8
  _Pragma("clang loop unroll(full)") for (int i = 0; i < 4; i++) {
    x[i] = __builtin_shufflevector(y[i], y[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    x[i + 4] = __builtin_shufflevector(y[i], y[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
#else
  _Pragma("clang loop unroll(full)") for (int i = 0; i < 4; i++) { x[i] = y[i]; }
#endif
}

/// Loads a square of LANES rows, `distance` apart, and transposes it.
MYELIN_INLINE void NAME(load_square)(const float *from, ptrdiff_t distance, NAME(vector) x[LANES]) {
  // By fours, which are within reach of a pointer, by the addressing of x86-64.
  _Pragma("clang loop unroll(full)") for (int i = 0; i < LANES; i += 4) {
    const float *four = from + i * distance;
    _Pragma("clang loop unroll(full)") for (int r = 0; r < 4; r++) {
      x[i + r] = *(const NAME(vector) *)(four + r * distance);
    }
  }
  NAME(transpose)(x);
}

/// Copies `depth` floats of each of `count` rows, `distance` apart, so that they become columns: `depth` rows, `stride`
/// floats apart, of LANES floats, filled up with zeros. Both are at most LANES.
__attribute__((noinline)) static void NAME(pack_part)(ptrdiff_t count, ptrdiff_t depth, const float *from,
                                                      ptrdiff_t distance, float *to, ptrdiff_t stride) {
  NAME(mask) mask = NAME(mask_of)(depth);
  NAME(vector) x[LANES];
  _Pragma("clang loop unroll(full)") for (int i = 0; i < LANES; i++) {
    x[i] = (NAME(vector)){0};
    if (i < count) {
      x[i] = NAME(load)(from + i * distance, mask);
    }
  }
  NAME(transpose)(x);
  _Pragma("clang loop unroll(full)") for (int i = 0; i < LANES; i++) {
    if (i < depth) {
      *(NAME(vector) *)(to + i * stride) = x[i];
    }
  }
}

/// Copies `count` rows of k floats, at most LANES rows, so that they become columns.
static void NAME(pack_rows)(ptrdiff_t count, ptrdiff_t k, const float *from, ptrdiff_t distance, float *to,
                            ptrdiff_t stride) {
  for (; count == LANES && k >= LANES; k -= LANES, from += LANES, to += LANES * stride) {
    NAME(vector) x[LANES];
    NAME(load_square)(from, distance, x);
    _Pragma("clang loop unroll(full)") for (int i = 0; i < LANES; i++) { *(NAME(vector) *)(to + i * stride) = x[i]; }
  }
  for (; k > 0; k -= LANES, from += LANES, to += LANES * stride) {
    NAME(pack_part)(count, least(LANES, k), from, distance, to, stride);
  }
}

/// Copies k rows, `distance` apart, of `count` floats, at most two vectors, into rows that are `stride` apart, filled up
/// with zeros as far as the last vector with an element.
static void NAME(pack_columns)(ptrdiff_t count, ptrdiff_t k, const float *from, ptrdiff_t distance, float *to,
                               ptrdiff_t stride) {
  if (count <= LANES) {
    NAME(mask) mask = NAME(mask_of)(count);
    for (; k > 0; k--, from += distance, to += stride) {
      *(NAME(vector) *)to = NAME(load)(from, mask);
    }
    return;
  }
  NAME(mask) mask = NAME(mask_of)(count - LANES);
  for (; k > 0; k--, from += distance, to += stride) {
    __builtin_prefetch(from + 8 * distance);
    __builtin_prefetch(from + 8 * distance + LANES);
    *(NAME(vector) *)to = *(const NAME(vector) *)from;
    *(NAME(vector) *)(to + LANES) = NAME(load)(from + LANES, mask);
  }
}

/// Copies a panel of `count` columns and k rows, whose elements lie where `row` and `column` say, into rows of `stride`
/// floats, filled up with zeros as far as the last vector with an element.
static void NAME(pack)(ptrdiff_t count, ptrdiff_t k, const float *from, ptrdiff_t row, ptrdiff_t column, float *to,
                       ptrdiff_t stride) {
  ptrdiff_t step = column == 1 ? 2 * LANES : LANES;
  for (ptrdiff_t j = 0; j < count; j += step) {
    ptrdiff_t lanes = least(step, count - j);
    if (column == 1) {
      NAME(pack_columns)(lanes, k, from + j, row, to + j, stride);
    } else {
      NAME(pack_rows)(lanes, k, from + j * column, column, to + j, stride);
    }
  }
}

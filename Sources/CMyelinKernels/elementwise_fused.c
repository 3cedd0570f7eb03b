// Several operations in one pass over memory, each rounded as if it came alone.

#include "elementwise_loops.h"

#pragma STDC FP_CONTRACT OFF

enum { block = 256 };

/// Where the block of an operand that begins at `start` lies: in the array, or in a buffer filled with the number that is
/// repeated (or gathered, for other steps).
#define BLOCK_OF(T, suffix)                                                                                      \
  MYELIN_INLINE const T *block_##suffix(const T *x, ptrdiff_t step, ptrdiff_t start, ptrdiff_t count, T *buffer) { \
    if (step == 1) {                                                                                             \
      return x + start;                                                                                          \
    }                                                                                                            \
    if (step != 0 || start == 0) {                                                                               \
      for (ptrdiff_t i = 0; i < count; i++) {                                                                    \
        buffer[i] = x[(start + i) * step];                                                                       \
      }                                                                                                          \
    }                                                                                                            \
    return buffer;                                                                                               \
  }

BLOCK_OF(float, f32)
BLOCK_OF(double, f64)

#define SWAP(T, a, aStep, b, bStep)               \
  do {                                            \
    const T *pointer = a;                         \
    ptrdiff_t step = aStep;                       \
    a = b, aStep = bStep, b = pointer, bStep = step; \
  } while (0)

/// A function of three operands, for an expression of p, q and r. `normalize` may exchange operands first, `common` has
/// loops for steps that are frequent beside (1, 1, 1).
#define TERNARY(name, T, suffix, normalize, common, expression)                                             \
  MYELIN_CLONES void name(const T *a, ptrdiff_t aStep, const T *b, ptrdiff_t bStep, const T *c, ptrdiff_t cStep,  \
                          T *y, ptrdiff_t n) {                                                                   \
    if (n <= 0) {                                                                                                \
      return;                                                                                                    \
    }                                                                                                            \
    normalize;                                                                                                   \
    if (aStep == 1 && bStep == 1 && cStep == 1) {                                                                \
      MYELIN_EACH(T p = a[i]; T q = b[i]; T r = c[i]; y[i] = expression);                                        \
      return;                                                                                                    \
    }                                                                                                            \
    common                                                                                                  \
    T aBuffer[block], bBuffer[block], cBuffer[block];                                                            \
    ptrdiff_t total = n;                                                                                         \
    for (ptrdiff_t start = 0; start < total; start += block) {                                                   \
      n = total - start < block ? total - start : block;                                                         \
      const T *aBlock = block_##suffix(a, aStep, start, n, aBuffer);                                             \
      const T *bBlock = block_##suffix(b, bStep, start, n, bBuffer);                                             \
      const T *cBlock = block_##suffix(c, cStep, start, n, cBuffer);                                             \
      T *to = y + start;                                                                                         \
      MYELIN_EACH(T p = aBlock[i]; T q = bBlock[i]; T r = cBlock[i]; to[i] = expression);                        \
    }                                                                                                            \
  }

/// number · array + array, and number · array + number.
#define MULTIPLY_ADD_COMMON(T, expression)                                             \
  if (aStep == 0 && bStep == 1 && cStep == 1) {                                        \
    T p = a[0];                                                                        \
    MYELIN_EACH(T q = b[i]; T r = c[i]; y[i] = expression);                            \
    return;                                                                            \
  }                                                                                    \
  if (aStep == 0 && bStep == 1 && cStep == 0) {                                        \
    T p = a[0], r = c[0];                                                              \
    MYELIN_EACH(T q = b[i]; y[i] = expression);                                        \
    return;                                                                            \
  }

/// array − number · array.
#define SUBTRACT_PRODUCT_COMMON(T, expression)                                         \
  if (aStep == 1 && bStep == 0 && cStep == 1) {                                        \
    T q = b[0];                                                                        \
    MYELIN_EACH(T p = a[i]; T r = c[i]; y[i] = expression);                            \
    return;                                                                            \
  }

/// √array · number + number.
#define ARRAY_NUMBERS(T, expression)                                                   \
  if (aStep == 1 && bStep == 0 && cStep == 0) {                                        \
    T q = b[0], r = c[0];                                                              \
    MYELIN_EACH(T p = a[i]; y[i] = expression);                                        \
    return;                                                                            \
  }

// A repeated factor comes first: products commute.
#define REPEATED_FIRST(T, a, aStep, b, bStep) \
  if (aStep == 1 && bStep == 0) {             \
    SWAP(T, a, aStep, b, bStep);              \
  }

#define TERNARIES(T, suffix)                                                                           \
  TERNARY(myelin_multiply_add_##suffix, T, suffix, REPEATED_FIRST(T, a, aStep, b, bStep),              \
          MULTIPLY_ADD_COMMON(T, p * q + r), p * q + r)                                                \
  TERNARY(myelin_subtract_product_##suffix, T, suffix, REPEATED_FIRST(T, b, bStep, c, cStep),          \
          SUBTRACT_PRODUCT_COMMON(T, p - q * r), p - q * r)                                            \
  TERNARY(myelin_root_multiply_add_##suffix, T, suffix, ,                                                \
          ARRAY_NUMBERS(T, __builtin_elementwise_sqrt(p) * q + r), __builtin_elementwise_sqrt(p) * q + r)

TERNARIES(float, f32)
TERNARIES(double, f64)

/// A function of four operands, for an expression of p, q, r and s. `normalize` and `common` as above.
#define QUATERNARY(name, T, suffix, normalize, common, expression)                                               \
  MYELIN_CLONES void name(const T *a, ptrdiff_t aStep, const T *b, ptrdiff_t bStep, const T *c, ptrdiff_t cStep,  \
                          const T *d, ptrdiff_t dStep, T *y, ptrdiff_t n) {                                      \
    if (n <= 0) {                                                                                                \
      return;                                                                                                    \
    }                                                                                                            \
    normalize                                                                                                    \
    common                                                                                                       \
    T aBuffer[block], bBuffer[block], cBuffer[block], dBuffer[block];                                            \
    ptrdiff_t total = n;                                                                                         \
    for (ptrdiff_t start = 0; start < total; start += block) {                                                   \
      n = total - start < block ? total - start : block;                                                         \
      const T *aBlock = block_##suffix(a, aStep, start, n, aBuffer);                                             \
      const T *bBlock = block_##suffix(b, bStep, start, n, bBuffer);                                             \
      const T *cBlock = block_##suffix(c, cStep, start, n, cBuffer);                                             \
      const T *dBlock = block_##suffix(d, dStep, start, n, dBuffer);                                             \
      T *to = y + start;                                                                                         \
      MYELIN_EACH(T p = aBlock[i]; T q = bBlock[i]; T r = cBlock[i]; T s = dBlock[i]; to[i] = expression);       \
    }                                                                                                            \
  }

/// number · array and number · array.
#define NUMBER_ARRAY_TWICE(T, expression)                                              \
  if (aStep == 0 && bStep == 1 && cStep == 0 && dStep == 1) {                          \
    T p = a[0], r = c[0];                                                              \
    MYELIN_EACH(T q = b[i]; T s = d[i]; y[i] = expression);                            \
    return;                                                                            \
  }

/// array − number · array / array.
#define ARRAY_NUMBER_ARRAYS(T, expression)                                             \
  if (aStep == 1 && bStep == 0 && cStep == 1 && dStep == 1) {                          \
    T q = b[0];                                                                        \
    MYELIN_EACH(T p = a[i]; T r = c[i]; T s = d[i]; y[i] = expression);                \
    return;                                                                            \
  }

#define QUATERNARIES(T, suffix)                                                                           \
  QUATERNARY(myelin_multiply_add2_##suffix, T, suffix,                                                    \
             REPEATED_FIRST(T, a, aStep, b, bStep) REPEATED_FIRST(T, c, cStep, d, dStep),                 \
             NUMBER_ARRAY_TWICE(T, p * q + r * s), p * q + r * s)                                         \
  QUATERNARY(myelin_multiply_add_square_##suffix, T, suffix, REPEATED_FIRST(T, a, aStep, b, bStep),       \
             NUMBER_ARRAY_TWICE(T, p * q + r * (s * s)), p * q + r * (s * s))                             \
  QUATERNARY(myelin_subtract_quotient_##suffix, T, suffix, REPEATED_FIRST(T, b, bStep, c, cStep),         \
             ARRAY_NUMBER_ARRAYS(T, p - q * r / s), p - q * r / s)

QUATERNARIES(float, f32)
QUATERNARIES(double, f64)

#define RELU_GRADIENT(T, suffix)                                                                                 \
  MYELIN_CLONES void myelin_relu_gradient_##suffix(const T *a, ptrdiff_t aStep, const T *b, ptrdiff_t bStep,     \
                                                   T *out, ptrdiff_t n) {                                        \
    MYELIN_BINARY_BODY(T, T, y * (T)(x > 0 ? 1 : 0))                                                             \
  }

RELU_GRADIENT(float, f32)
RELU_GRADIENT(double, f64)

// Conversions between types, and the choice between two operands by a third.

#include "elementwise_loops.h"

#pragma STDC FP_CONTRACT OFF

/// The integer part, as the nearest bound where there is no such integer; 0 for NaN.
MYELIN_INLINE int32_t int32_of(double x) {
  x = x == x ? x : 0;
  x = x > -0x1p31 ? x : -0x1p31;
  return (int32_t)(x < INT32_MAX ? x : INT32_MAX);
}

MYELIN_INLINE int64_t int64_of(double x) {
  x = x == x ? x : 0;
  x = x > -0x1p63 ? x : -0x1p63;
  int64_t whole = (int64_t)(x < 0x1p63 ? x : 0);
  return x < 0x1p63 ? whole : INT64_MAX;
}

/// Integers, and Booleans as 0 and 1, drop the bits that don't fit.
#define INTEGER_CASTS(T, suffix)                                  \
  MYELIN_UNARY_LOOP(b8_of_##suffix, T, uint8_t, x != 0)         \
  MYELIN_UNARY_LOOP(i32_of_##suffix, T, int32_t, x)               \
  MYELIN_UNARY_LOOP(i64_of_##suffix, T, int64_t, x)               \
  MYELIN_UNARY_LOOP(f32_of_##suffix, T, float, x)                 \
  MYELIN_UNARY_LOOP(f64_of_##suffix, T, double, x)

#define REAL_CASTS(T, suffix)                                     \
  MYELIN_UNARY_LOOP(b8_of_##suffix, T, uint8_t, x != 0)         \
  MYELIN_UNARY_LOOP(i32_of_##suffix, T, int32_t, int32_of((double)x)) \
  MYELIN_UNARY_LOOP(i64_of_##suffix, T, int64_t, int64_of((double)x)) \
  MYELIN_UNARY_LOOP(f32_of_##suffix, T, float, x)                 \
  MYELIN_UNARY_LOOP(f64_of_##suffix, T, double, x)

INTEGER_CASTS(uint8_t, b8)
INTEGER_CASTS(int32_t, i32)
INTEGER_CASTS(int64_t, i64)
REAL_CASTS(float, f32)
REAL_CASTS(double, f64)

#define CASTS(suffix) {b8_of_##suffix, i32_of_##suffix, i64_of_##suffix, f32_of_##suffix, f64_of_##suffix}

static const myelin_unary_loop casts[MYELIN_TYPE_COUNT][MYELIN_TYPE_COUNT] = {
  CASTS(b8), CASTS(i32), CASTS(i64), CASTS(f32), CASTS(f64),
};

myelin_unary_loop myelin_cast_loop_of(myelin_type from, myelin_type to) { return casts[from][to]; }

/// Chooses bits, so that one loop serves all types of a size.
#define SELECT_LOOP(name, T)                                                                             \
  MYELIN_CLONES static void name(const void *condition, ptrdiff_t aStep, const void *whenTrue, ptrdiff_t bStep, \
                                 const void *whenFalse, ptrdiff_t cStep, void *to, ptrdiff_t n) {        \
    const uint8_t *a = condition;                                                                        \
    const T *b = whenTrue, *c = whenFalse;                                                               \
    T *out = to;                                                                                         \
    if (n <= 0) {                                                                                        \
      return;                                                                                            \
    }                                                                                                    \
    T x = b[0], y = c[0];                                                                                \
    if (aStep == 1 && bStep == 1 && cStep == 1) {                                                        \
      MYELIN_EACH(x = b[i]; y = c[i]; out[i] = a[i] ? x : y);                                            \
    } else if (aStep == 1 && bStep == 1 && cStep == 0) {                                                 \
      MYELIN_EACH(x = b[i]; out[i] = a[i] ? x : y);                                                      \
    } else if (aStep == 1 && bStep == 0 && cStep == 1) {                                                 \
      MYELIN_EACH(y = c[i]; out[i] = a[i] ? x : y);                                                      \
    } else {                                                                                             \
      MYELIN_EACH_ALONE(x = b[i * bStep]; y = c[i * cStep]; out[i] = a[i * aStep] ? x : y);              \
    }                                                                                                    \
  }

SELECT_LOOP(select_8, uint8_t)
SELECT_LOOP(select_32, uint32_t)
SELECT_LOOP(select_64, uint64_t)

static const myelin_ternary_loop selects[MYELIN_TYPE_COUNT] = {select_8, select_32, select_64, select_32, select_64};

myelin_ternary_loop myelin_select_loop_of(myelin_type type) { return selects[type]; }

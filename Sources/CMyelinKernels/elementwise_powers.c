// Powers, whole quotients and remainders: functions of two elements with cases, computed one by one.

#include "elementwise_powers.h"

#include <math.h>

#include "elementwise_loops.h"

#pragma STDC FP_CONTRACT OFF

/// For floating-point numbers; f is empty or the letter f.
#define REAL_FUNCTIONS(T, suffix, f)                                                       \
  /* a to the power b, by the rules of C's pow; the simple exponents round once. */        \
  MYELIN_INLINE T power_##suffix(T a, T b) {                                               \
    if (b == 2) {                                                                          \
      return a * a;                                                                        \
    }                                                                                      \
    if (b == -1) {                                                                         \
      return 1 / a;                                                                        \
    }                                                                                      \
    if (b == (T)0.5 && a >= 0) {                                                           \
      return a == 0 ? 0 : sqrt##f(a);                                                      \
    }                                                                                      \
    return b == 1 ? a : pow##f(a, b);                                                      \
  }                                                                                        \
  /* The quotient rounded down, from the remainder, so that both agree where the quotient  \
     itself would be rounded to a whole number. Source: NumPy's npy_divmod. */             \
  MYELIN_INLINE T floor_divide_##suffix(T a, T b) {                                        \
    if (b == 0) {                                                                          \
      return a / b;                                                                        \
    }                                                                                      \
    T remainder = fmod##f(a, b);                                                           \
    T quotient = (a - remainder) / b;                                                      \
    if (remainder != 0 && (remainder < 0) != (b < 0)) {                                    \
      quotient -= 1;                                                                       \
    }                                                                                      \
    return quotient == 0 ? copysign##f(0, a / b) : rint##f(quotient);                      \
  }                                                                                        \
  /* The remainder with the divisor's sign, also if it is 0. */                            \
  MYELIN_INLINE T remainder_##suffix(T a, T b) {                                           \
    T remainder = fmod##f(a, b);                                                           \
    if (remainder == 0) {                                                                  \
      return copysign##f(0, b);                                                            \
    }                                                                                      \
    return (remainder < 0) != (b < 0) ? remainder + b : remainder;                         \
  }

/// For integers, which wrap around; U is T without a sign.
#define INTEGER_FUNCTIONS(T, U, suffix)                                                    \
  /* By repeated squaring; negative exponents give the integer part. */                    \
  MYELIN_INLINE T power_##suffix(T a, T b) {                                               \
    if (b < 0) {                                                                           \
      return a == 1 ? 1 : a == -1 ? (b % 2 == 0 ? 1 : -1) : 0;                             \
    }                                                                                      \
    U result = 1;                                                                          \
    U factor = (U)a;                                                                       \
    for (U exponent = (U)b; exponent > 0; exponent /= 2) {                                 \
      result = exponent % 2 == 1 ? result * factor : result;                               \
      factor *= factor;                                                                    \
    }                                                                                      \
    return (T)result;                                                                      \
  }                                                                                        \
  /* Rounded down; 0 for a divisor of 0. */                                                \
  MYELIN_INLINE T floor_divide_##suffix(T a, T b) {                                        \
    if (b == 0 || b == -1) {                                                               \
      return b == 0 ? 0 : (T)(0 - (U)a);                                                   \
    }                                                                                      \
    T remainder = a % b;                                                                   \
    return a / b - (remainder != 0 && (remainder < 0) != (b < 0));                         \
  }                                                                                        \
  /* With the divisor's sign; 0 for a divisor of 0. */                                     \
  MYELIN_INLINE T remainder_##suffix(T a, T b) {                                           \
    if (b == 0 || b == -1) {                                                               \
      return 0;                                                                            \
    }                                                                                      \
    T remainder = a % b;                                                                   \
    return remainder != 0 && (remainder < 0) != (b < 0) ? remainder + b : remainder;       \
  }

REAL_FUNCTIONS(float, f32, f)
REAL_FUNCTIONS(double, f64, )
INTEGER_FUNCTIONS(int32_t, uint32_t, i32)
INTEGER_FUNCTIONS(int64_t, uint64_t, i64)

#define LOOP(name, T)                                                                                            \
  void myelin_##name(const void *left, ptrdiff_t aStep, const void *right, ptrdiff_t bStep, void *to, ptrdiff_t n) { \
    const T *a = left, *b = right;                                                                               \
    T *out = to;                                                                                                 \
    MYELIN_EACH_ALONE(out[i] = name(a[i * aStep], b[i * bStep]));                                                \
  }
#define LOOPS(T, suffix) LOOP(power_##suffix, T) LOOP(floor_divide_##suffix, T) LOOP(remainder_##suffix, T)

LOOPS(float, f32)
LOOPS(double, f64)
LOOPS(int32_t, i32)
LOOPS(int64_t, i64)

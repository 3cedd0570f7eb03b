// Functions of one element.
//
// The lists below name, for each kind of element, the functions and their expressions of x; they make both the loops
// and the tables. The functions of floats that have kernels of their own are in math_float32.c.

#include <math.h>
#include <string.h>

#include "elementwise_loops.h"
#include "math_float32.h"

#pragma STDC FP_CONTRACT OFF

// Clang's element-wise functions, unlike sqrt, leave errno alone and so vectorize.

#define REAL_FUNCTIONS(X, T, suffix)                                                             \
  X(T, suffix, MYELIN_NEGATIVE, negative, -x)                                                    \
  X(T, suffix, MYELIN_ABSOLUTE, absolute, __builtin_elementwise_abs(x))                          \
  X(T, suffix, MYELIN_SIGN, sign, x > 0 ? 1 : x < 0 ? -1 : x)                                    \
  X(T, suffix, MYELIN_SQUARE_ROOT, square_root, __builtin_elementwise_sqrt(x))                   \
  X(T, suffix, MYELIN_RECIPROCAL_SQUARE_ROOT, reciprocal_square_root, 1 / __builtin_elementwise_sqrt(x)) \
  X(T, suffix, MYELIN_RELU, relu, x < 0 ? 0 : x)                                                 \
  X(T, suffix, MYELIN_FLOOR, floor, __builtin_elementwise_floor(x))                              \
  X(T, suffix, MYELIN_CEIL, ceil, __builtin_elementwise_ceil(x))                                 \
  X(T, suffix, MYELIN_ROUND, round, __builtin_elementwise_rint(x))                               \
  X(T, suffix, MYELIN_TRUNCATE, truncate, __builtin_elementwise_trunc(x))

/// The functions of the C library; f is empty or the letter f.
#define LIBRARY_FUNCTIONS(X, T, suffix, f) \
  X(T, suffix, MYELIN_TAN, tan, tan##f(x))             \
  X(T, suffix, MYELIN_ASIN, asin, asin##f(x))          \
  X(T, suffix, MYELIN_ACOS, acos, acos##f(x))          \
  X(T, suffix, MYELIN_ATAN, atan, atan##f(x))          \
  X(T, suffix, MYELIN_SINH, sinh, sinh##f(x))          \
  X(T, suffix, MYELIN_COSH, cosh, cosh##f(x))          \
  X(T, suffix, MYELIN_ASINH, asinh, asinh##f(x))       \
  X(T, suffix, MYELIN_ACOSH, acosh, acosh##f(x))       \
  X(T, suffix, MYELIN_ATANH, atanh, atanh##f(x))

/// Those that floats have in math_float32.c.
#define DOUBLE_FUNCTIONS(X, T, suffix) \
  X(T, suffix, MYELIN_EXP, exp, exp(x))                             \
  X(T, suffix, MYELIN_EXP_MINUS_ONE, exp_minus_one, expm1(x))       \
  X(T, suffix, MYELIN_LOG, log, log(x))                             \
  X(T, suffix, MYELIN_LOG_ONE_PLUS, log_one_plus, log1p(x))         \
  X(T, suffix, MYELIN_LOG2, log2, log2(x))                          \
  X(T, suffix, MYELIN_LOG10, log10, log10(x))                       \
  X(T, suffix, MYELIN_SIN, sin, sin(x))                             \
  X(T, suffix, MYELIN_COS, cos, cos(x))                             \
  X(T, suffix, MYELIN_TANH, tanh, tanh(x))                          \
  X(T, suffix, MYELIN_SIGMOID, sigmoid, logistic(x))                \
  X(T, suffix, MYELIN_SOFTPLUS, softplus, soft_plus(x))             \
  X(T, suffix, MYELIN_ERF, erf, erf(x))

#define FLOAT_KERNELS(X) \
  X(MYELIN_EXP, exp)                        \
  X(MYELIN_EXP_MINUS_ONE, exp_minus_one)    \
  X(MYELIN_LOG, log)                        \
  X(MYELIN_LOG_ONE_PLUS, log_one_plus)      \
  X(MYELIN_LOG2, log2)                      \
  X(MYELIN_LOG10, log10)                    \
  X(MYELIN_SIN, sin)                        \
  X(MYELIN_COS, cos)                        \
  X(MYELIN_TANH, tanh)                      \
  X(MYELIN_SIGMOID, sigmoid)                \
  X(MYELIN_SOFTPLUS, softplus)              \
  X(MYELIN_ERF, erf)

/// Integers wrap around: U is T without a sign.
#define INTEGER_FUNCTIONS(X, T, U, suffix) \
  X(T, suffix, MYELIN_NEGATIVE, negative, 0 - (U)x)             \
  X(T, suffix, MYELIN_ABSOLUTE, absolute, x < 0 ? 0 - (U)x : (U)x) \
  X(T, suffix, MYELIN_SIGN, sign, (x > 0) - (x < 0))            \
  X(T, suffix, MYELIN_RELU, relu, x < 0 ? 0 : x)

/// 1 / (1 + e^-x), by the exponential that can't overflow.
MYELIN_INLINE double logistic(double x) {
  if (x >= 0) {
    return 1 / (1 + exp(-x));
  }
  double e = exp(x);
  return e / (1 + e);
}

/// log(1 + e^x).
MYELIN_INLINE double soft_plus(double x) { return (x > 0 || x != x ? x : 0) + log1p(exp(-fabs(x))); }

#define VECTOR_LOOP(T, suffix, function, name, expression) MYELIN_UNARY_LOOP(name##_##suffix, T, T, expression)
#define PLAIN_LOOP(T, suffix, function, name, expression) MYELIN_UNARY_LOOP_ALONE(name##_##suffix, T, T, expression)
#define KERNEL_LOOP(function, name) \
  static void name##_f32(const void *x, void *y, ptrdiff_t n) { myelin_##name##_f32(x, y, n); }

REAL_FUNCTIONS(VECTOR_LOOP, float, f32)
REAL_FUNCTIONS(VECTOR_LOOP, double, f64)
LIBRARY_FUNCTIONS(PLAIN_LOOP, float, f32, f)
LIBRARY_FUNCTIONS(PLAIN_LOOP, double, f64, )
DOUBLE_FUNCTIONS(PLAIN_LOOP, double, f64)
FLOAT_KERNELS(KERNEL_LOOP)
INTEGER_FUNCTIONS(VECTOR_LOOP, int32_t, uint32_t, i32)
INTEGER_FUNCTIONS(VECTOR_LOOP, int64_t, uint64_t, i64)

// Integers are their own floor.
static void copy_i32(const void *x, void *y, ptrdiff_t n) { memmove(y, x, (size_t)n * sizeof(int32_t)); }
static void copy_i64(const void *x, void *y, ptrdiff_t n) { memmove(y, x, (size_t)n * sizeof(int64_t)); }

#define ENTRY(T, suffix, function, name, expression) [function] = name##_##suffix,
#define KERNEL_ENTRY(function, name) [function] = name##_f32,
#define COPIES(suffix) \
  [MYELIN_FLOOR] = copy_##suffix, [MYELIN_CEIL] = copy_##suffix, [MYELIN_ROUND] = copy_##suffix, \
  [MYELIN_TRUNCATE] = copy_##suffix,

static const myelin_unary_loop loops[MYELIN_TYPE_COUNT][MYELIN_UNARY_COUNT] = {
  [MYELIN_INT32] = {INTEGER_FUNCTIONS(ENTRY, int32_t, uint32_t, i32) COPIES(i32)},
  [MYELIN_INT64] = {INTEGER_FUNCTIONS(ENTRY, int64_t, uint64_t, i64) COPIES(i64)},
  [MYELIN_FLOAT32] = {
    REAL_FUNCTIONS(ENTRY, float, f32) LIBRARY_FUNCTIONS(ENTRY, float, f32, f) FLOAT_KERNELS(KERNEL_ENTRY)
  },
  [MYELIN_FLOAT64] = {
    REAL_FUNCTIONS(ENTRY, double, f64) LIBRARY_FUNCTIONS(ENTRY, double, f64, ) DOUBLE_FUNCTIONS(ENTRY, double, f64)
  },
};

myelin_unary_loop myelin_unary_loop_of(myelin_unary function, myelin_type type) { return loops[type][function]; }

// Functions of two elements: arithmetic, comparisons and logic; elementwise_powers.c has the functions with more cases.

#include "elementwise_powers.h"

#include <math.h>

#include "elementwise_loops.h"

#pragma STDC FP_CONTRACT OFF

#define REAL_FUNCTIONS(X, T, suffix) \
  X(T, suffix, MYELIN_ADD, add, x + y)                          \
  X(T, suffix, MYELIN_SUBTRACT, subtract, x - y)                \
  X(T, suffix, MYELIN_MULTIPLY, multiply, x * y)                \
  X(T, suffix, MYELIN_DIVIDE, divide, x / y)                    \
  X(T, suffix, MYELIN_MAXIMUM, maximum, ((x > y) | (x != x)) ? x : y) \
  X(T, suffix, MYELIN_MINIMUM, minimum, ((x < y) | (x != x)) ? x : y)

/// Integers wrap around: U is T without a sign.
#define INTEGER_FUNCTIONS(X, T, U, suffix) \
  X(T, suffix, MYELIN_ADD, add, (U)x + (U)y)                    \
  X(T, suffix, MYELIN_SUBTRACT, subtract, (U)x - (U)y)          \
  X(T, suffix, MYELIN_MULTIPLY, multiply, (U)x * (U)y)          \
  X(T, suffix, MYELIN_MAXIMUM, maximum, x < y ? y : x)          \
  X(T, suffix, MYELIN_MINIMUM, minimum, y < x ? y : x)

#define COMPARISONS(X, T, suffix) \
  X(T, suffix, MYELIN_EQUAL, equal, x == y)                     \
  X(T, suffix, MYELIN_NOT_EQUAL, not_equal, x != y)             \
  X(T, suffix, MYELIN_LESS, less, x < y)                        \
  X(T, suffix, MYELIN_LESS_OR_EQUAL, less_or_equal, x <= y)     \
  X(T, suffix, MYELIN_GREATER, greater, x > y)                  \
  X(T, suffix, MYELIN_GREATER_OR_EQUAL, greater_or_equal, x >= y)

/// Booleans are bytes that are 0 or 1.
#define LOGIC(X, T, suffix) \
  X(T, suffix, MYELIN_AND, and, x & y)                          \
  X(T, suffix, MYELIN_OR, or, x | y)                            \
  X(T, suffix, MYELIN_EXCLUSIVE_OR, exclusive_or, x ^ y)

#define SAME_TYPE_LOOP(T, suffix, function, name, expression) MYELIN_BINARY_LOOP(name##_##suffix, T, T, expression)
#define BOOLEAN_LOOP(T, suffix, function, name, expression) MYELIN_BINARY_LOOP(name##_##suffix, T, uint8_t, expression)

REAL_FUNCTIONS(SAME_TYPE_LOOP, float, f32)
REAL_FUNCTIONS(SAME_TYPE_LOOP, double, f64)
INTEGER_FUNCTIONS(SAME_TYPE_LOOP, int32_t, uint32_t, i32)
INTEGER_FUNCTIONS(SAME_TYPE_LOOP, int64_t, uint64_t, i64)
COMPARISONS(BOOLEAN_LOOP, float, f32)
COMPARISONS(BOOLEAN_LOOP, double, f64)
COMPARISONS(BOOLEAN_LOOP, int32_t, i32)
COMPARISONS(BOOLEAN_LOOP, int64_t, i64)
COMPARISONS(BOOLEAN_LOOP, uint8_t, b8)
LOGIC(BOOLEAN_LOOP, uint8_t, b8)

MYELIN_BINARY_LOOP_ALONE(arctangent2_f32, float, float, atan2f(x, y))
MYELIN_BINARY_LOOP_ALONE(arctangent2_f64, double, double, atan2(x, y))

/// aᵇ; the square, which is the most frequent, as a product.
#define POWER_LOOP(T, suffix)                                                                        \
  static void power_##suffix(const void *a, ptrdiff_t aStep, const void *b, ptrdiff_t bStep, void *y, \
                             ptrdiff_t n) {                                                          \
    if (n > 0 && bStep == 0 && *(const T *)b == 2) {                                                 \
      multiply_##suffix(a, aStep, a, aStep, y, n);                                                   \
    } else {                                                                                         \
      myelin_power_##suffix(a, aStep, b, bStep, y, n);                                               \
    }                                                                                                \
  }

POWER_LOOP(float, f32)
POWER_LOOP(double, f64)

#define ENTRY(T, suffix, function, name, expression) [function] = name##_##suffix,

static const myelin_binary_loop loops[MYELIN_TYPE_COUNT][MYELIN_BINARY_COUNT] = {
  [MYELIN_BOOL] = {
    COMPARISONS(ENTRY, uint8_t, b8) LOGIC(ENTRY, uint8_t, b8)
    [MYELIN_MAXIMUM] = or_b8, [MYELIN_MINIMUM] = and_b8,
  },
  [MYELIN_INT32] = {
    INTEGER_FUNCTIONS(ENTRY, int32_t, uint32_t, i32) COMPARISONS(ENTRY, int32_t, i32)
    [MYELIN_POWER] = myelin_power_i32, [MYELIN_FLOOR_DIVIDE] = myelin_floor_divide_i32,
    [MYELIN_REMAINDER] = myelin_remainder_i32,
  },
  [MYELIN_INT64] = {
    INTEGER_FUNCTIONS(ENTRY, int64_t, uint64_t, i64) COMPARISONS(ENTRY, int64_t, i64)
    [MYELIN_POWER] = myelin_power_i64, [MYELIN_FLOOR_DIVIDE] = myelin_floor_divide_i64,
    [MYELIN_REMAINDER] = myelin_remainder_i64,
  },
  [MYELIN_FLOAT32] = {
    REAL_FUNCTIONS(ENTRY, float, f32) COMPARISONS(ENTRY, float, f32)
    [MYELIN_POWER] = power_f32, [MYELIN_ARCTANGENT2] = arctangent2_f32,
    [MYELIN_FLOOR_DIVIDE] = myelin_floor_divide_f32, [MYELIN_REMAINDER] = myelin_remainder_f32,
  },
  [MYELIN_FLOAT64] = {
    REAL_FUNCTIONS(ENTRY, double, f64) COMPARISONS(ENTRY, double, f64)
    [MYELIN_POWER] = power_f64, [MYELIN_ARCTANGENT2] = arctangent2_f64,
    [MYELIN_FLOOR_DIVIDE] = myelin_floor_divide_f64, [MYELIN_REMAINDER] = myelin_remainder_f64,
  },
};

myelin_binary_loop myelin_binary_loop_of(myelin_binary function, myelin_type type) { return loops[type][function]; }

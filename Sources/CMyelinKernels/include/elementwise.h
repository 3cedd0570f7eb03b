#ifndef MYELIN_ELEMENTWISE_H
#define MYELIN_ELEMENTWISE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Functions of arrays, element by element, for every type of elements. Tensors that are computed at once and compiled
// programs call the same loops, so that they get the same bits.
//
// An element's bits depend neither on its place in the array, nor on the steps, nor on the processor's instructions:
// no operations are contracted. Only the sign and the payload of a NaN may differ, as IEEE 754 leaves them open.
// n may be 0. The default rounding mode is assumed. One thread.

/// The types of elements: one byte (0 or 1), integers, IEEE 754 numbers. In the order of Swift's DType.
typedef enum { MYELIN_BOOL, MYELIN_INT32, MYELIN_INT64, MYELIN_FLOAT32, MYELIN_FLOAT64 } myelin_type;

enum { MYELIN_TYPE_COUNT = MYELIN_FLOAT64 + 1 };

/// In the order of Swift's UnaryFunction.
typedef enum {
  MYELIN_NEGATIVE, MYELIN_ABSOLUTE, MYELIN_SIGN,
  MYELIN_EXP, MYELIN_EXP_MINUS_ONE, MYELIN_LOG, MYELIN_LOG_ONE_PLUS, MYELIN_LOG2, MYELIN_LOG10, MYELIN_SQUARE_ROOT,
  MYELIN_RECIPROCAL_SQUARE_ROOT,
  MYELIN_SIN, MYELIN_COS, MYELIN_TAN, MYELIN_ASIN, MYELIN_ACOS, MYELIN_ATAN,
  MYELIN_SINH, MYELIN_COSH, MYELIN_TANH, MYELIN_ASINH, MYELIN_ACOSH, MYELIN_ATANH,
  MYELIN_SIGMOID, MYELIN_SOFTPLUS, MYELIN_ERF, MYELIN_RELU,
  MYELIN_FLOOR, MYELIN_CEIL, MYELIN_ROUND, MYELIN_TRUNCATE,
} myelin_unary;

enum { MYELIN_UNARY_COUNT = MYELIN_TRUNCATE + 1 };

/// In the order of Swift's BinaryFunction, then of Comparison, whose results are Boolean.
typedef enum {
  MYELIN_ADD, MYELIN_SUBTRACT, MYELIN_MULTIPLY, MYELIN_DIVIDE, MYELIN_POWER, MYELIN_MAXIMUM, MYELIN_MINIMUM,
  MYELIN_ARCTANGENT2, MYELIN_FLOOR_DIVIDE, MYELIN_REMAINDER,
  MYELIN_EQUAL, MYELIN_NOT_EQUAL, MYELIN_LESS, MYELIN_LESS_OR_EQUAL, MYELIN_GREATER, MYELIN_GREATER_OR_EQUAL,
  MYELIN_AND, MYELIN_OR, MYELIN_EXCLUSIVE_OR,
} myelin_binary;

enum { MYELIN_BINARY_COUNT = MYELIN_EXCLUSIVE_OR + 1 };

/// y[i] = f(x[i]). y may be x itself where the types have one size, but must not overlap it otherwise.
typedef void (*myelin_unary_loop)(const void *x, void *y, ptrdiff_t n);

/// y[i] = f(a[i · aStep], b[i · bStep]). A step is 1, or 0 for a number that is repeated; any other one works too, but
/// slowly. y may be an operand with step 1 where the types have one size; it must not overlap the operands otherwise,
/// a repeated number included.
typedef void (*myelin_binary_loop)(const void *a, ptrdiff_t aStep, const void *b, ptrdiff_t bStep, void *y,
                                   ptrdiff_t n);

/// y[i] = f(a[i · aStep], b[i · bStep], c[i · cStep]), as above.
typedef void (*myelin_ternary_loop)(const void *a, ptrdiff_t aStep, const void *b, ptrdiff_t bStep, const void *c,
                                    ptrdiff_t cStep, void *y, ptrdiff_t n);

/// The loop of a function for elements of a type; NULL where the type doesn't have the function.
///
/// Integers wrap around. The functions of floats are within 2 units in the last place of the exact value where
/// math_float32.h states an error; the others are the C library's, for floats too.
myelin_unary_loop myelin_unary_loop_of(myelin_unary function, myelin_type type);

/// The loop of a function of two elements of a type; NULL where the type doesn't have the function.
///
/// The maximum and the minimum are NaN if an operand is. Integer division by 0 gives 0, and so does its remainder.
myelin_binary_loop myelin_binary_loop_of(myelin_binary function, myelin_type type);

/// The loop that converts elements. A number becomes the nearest one of the other type, an integer by dropping the
/// fraction, as the nearest bound where it is too large and 0 for NaN; true is whatever isn't 0.
myelin_unary_loop myelin_cast_loop_of(myelin_type from, myelin_type to);

/// The loop of `a ? b : c`, where a is Boolean and b, c and y have the type.
myelin_ternary_loop myelin_select_loop_of(myelin_type type);

// Reductions of n neighbours to one number. The order of the operations depends on n alone.

/// The sum, accumulated in double and rounded once.
void myelin_sum_f32(const float *x, ptrdiff_t n, float *y);
/// The sum, no less exact than pairwise summation.
void myelin_sum_f64(const double *x, ptrdiff_t n, double *y);
/// The largest element, NaN if there is one; n > 0.
void myelin_max_f32(const float *x, ptrdiff_t n, float *y);
void myelin_max_f64(const double *x, ptrdiff_t n, double *y);
/// The smallest element, NaN if there is one; n > 0.
void myelin_min_f32(const float *x, ptrdiff_t n, float *y);
void myelin_min_f64(const double *x, ptrdiff_t n, double *y);

// The sums of the columns of a row-major matrix. The bits are those of the functions below.

void myelin_sum_columns_f32(const float *x, ptrdiff_t rows, ptrdiff_t columns, float *y);
void myelin_sum_columns_f64(const double *x, ptrdiff_t rows, ptrdiff_t columns, double *y);

// Sums of many rows that don't lie together, column by column: start with zeros, accumulate row after row, finish.

/// sum[i] += x[i].
void myelin_accumulate_f32(const float *x, double *sum, ptrdiff_t n);
/// sum[i] += x[r · stride + i] for every row r, in their order: the bits are those of a call for each row.
void myelin_accumulate_rows_f32(const float *x, ptrdiff_t stride, ptrdiff_t rows, double *sum, ptrdiff_t n);
/// y[i] = sum[i], rounded.
void myelin_accumulated_f32(const double *sum, float *y, ptrdiff_t n);
/// sum[i] += x[i], with the rounding errors added up apart: error[i] += what sum[i] lost.
void myelin_accumulate_f64(const double *x, double *sum, double *error, ptrdiff_t n);
/// y[i] = sum[i] + error[i]; sum[i] alone where it isn't finite. y may be sum.
void myelin_accumulated_f64(const double *sum, const double *error, double *y, ptrdiff_t n);

// Several operations in one pass, each rounded as if it came alone. Steps and y as for the loops above.

/// y = a · b + c.
void myelin_multiply_add_f32(const float *a, ptrdiff_t aStep, const float *b, ptrdiff_t bStep, const float *c,
                             ptrdiff_t cStep, float *y, ptrdiff_t n);
void myelin_multiply_add_f64(const double *a, ptrdiff_t aStep, const double *b, ptrdiff_t bStep, const double *c,
                             ptrdiff_t cStep, double *y, ptrdiff_t n);
/// y = a − b · c.
void myelin_subtract_product_f32(const float *a, ptrdiff_t aStep, const float *b, ptrdiff_t bStep, const float *c,
                                 ptrdiff_t cStep, float *y, ptrdiff_t n);
void myelin_subtract_product_f64(const double *a, ptrdiff_t aStep, const double *b, ptrdiff_t bStep, const double *c,
                                 ptrdiff_t cStep, double *y, ptrdiff_t n);
/// y = a · b + c · d.
void myelin_multiply_add2_f32(const float *a, ptrdiff_t aStep, const float *b, ptrdiff_t bStep, const float *c,
                              ptrdiff_t cStep, const float *d, ptrdiff_t dStep, float *y, ptrdiff_t n);
void myelin_multiply_add2_f64(const double *a, ptrdiff_t aStep, const double *b, ptrdiff_t bStep, const double *c,
                              ptrdiff_t cStep, const double *d, ptrdiff_t dStep, double *y, ptrdiff_t n);
/// y = a · b + c · d².
void myelin_multiply_add_square_f32(const float *a, ptrdiff_t aStep, const float *b, ptrdiff_t bStep, const float *c,
                                    ptrdiff_t cStep, const float *d, ptrdiff_t dStep, float *y, ptrdiff_t n);
void myelin_multiply_add_square_f64(const double *a, ptrdiff_t aStep, const double *b, ptrdiff_t bStep, const double *c,
                                    ptrdiff_t cStep, const double *d, ptrdiff_t dStep, double *y, ptrdiff_t n);
/// y = √a · b + c.
void myelin_root_multiply_add_f32(const float *a, ptrdiff_t aStep, const float *b, ptrdiff_t bStep, const float *c,
                                  ptrdiff_t cStep, float *y, ptrdiff_t n);
void myelin_root_multiply_add_f64(const double *a, ptrdiff_t aStep, const double *b, ptrdiff_t bStep, const double *c,
                                  ptrdiff_t cStep, double *y, ptrdiff_t n);
/// y = a − b · c / d.
void myelin_subtract_quotient_f32(const float *a, ptrdiff_t aStep, const float *b, ptrdiff_t bStep, const float *c,
                                  ptrdiff_t cStep, const float *d, ptrdiff_t dStep, float *y, ptrdiff_t n);
void myelin_subtract_quotient_f64(const double *a, ptrdiff_t aStep, const double *b, ptrdiff_t bStep, const double *c,
                                  ptrdiff_t cStep, const double *d, ptrdiff_t dStep, double *y, ptrdiff_t n);
/// y = g · (x > 0), where the comparison gives 1 or 0: the derivative of ReLU at x, times g.
void myelin_relu_gradient_f32(const float *x, ptrdiff_t xStep, const float *g, ptrdiff_t gStep, float *y, ptrdiff_t n);
void myelin_relu_gradient_f64(const double *x, ptrdiff_t xStep, const double *g, ptrdiff_t gStep, double *y,
                              ptrdiff_t n);

#endif

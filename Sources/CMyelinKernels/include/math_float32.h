#ifndef MYELIN_MATH_FLOAT32_H
#define MYELIN_MATH_FLOAT32_H

#include <stddef.h>

// Elementary functions of arrays: y[i] = f(x[i]) for 0 <= i < n. y may be x itself, but must not overlap it otherwise.
//
// The errors below are the largest over all 2^32 floats, in units in the last place of the result, as measured by
// Scripts/check-math.sh; 0.5 is a correctly rounded result. An element's bits depend neither on its place in the array
// nor on the processor's instructions. Subnormal numbers are exact citizens, in x and in y. Every function maps NaN to
// NaN. The default rounding mode is assumed.

/// e^x. Error 0.51. exp(-inf) = 0, exp(inf) = inf.
void myelin_exp_f32(const float *x, float *y, ptrdiff_t n);

/// e^x - 1, precise near 0. Error 0.51. expm1(±0) = ±0, expm1(-inf) = -1, expm1(inf) = inf.
void myelin_exp_minus_one_f32(const float *x, float *y, ptrdiff_t n);

/// The natural logarithm. Error 0.51. log(±0) = -inf, log(inf) = inf, NaN below 0.
void myelin_log_f32(const float *x, float *y, ptrdiff_t n);

/// The natural logarithm of 1 + x, precise near 0. Error 0.51. log1p(±0) = ±0, log1p(-1) = -inf, NaN below.
void myelin_log_one_plus_f32(const float *x, float *y, ptrdiff_t n);

/// The logarithm to base 2. Error 0.51. Exact for powers of two; special values as for log.
void myelin_log2_f32(const float *x, float *y, ptrdiff_t n);

/// The logarithm to base 10. Error 0.51. Special values as for log.
void myelin_log10_f32(const float *x, float *y, ptrdiff_t n);

/// The hyperbolic tangent. Error 0.51. tanh(±0) = ±0, tanh(±inf) = ±1; exactly odd.
void myelin_tanh_f32(const float *x, float *y, ptrdiff_t n);

/// 1 / (1 + e^-x). Error 0.51. sigmoid(-inf) = 0, sigmoid(inf) = 1; precise down to subnormal results.
void myelin_sigmoid_f32(const float *x, float *y, ptrdiff_t n);

/// log(1 + e^x). Error 0.51. softplus(-inf) = 0, softplus(inf) = inf; precise down to subnormal results.
void myelin_softplus_f32(const float *x, float *y, ptrdiff_t n);

/// The error function. Error 0.54. erf(±0) = ±0, erf(±inf) = ±1; exactly odd.
void myelin_erf_f32(const float *x, float *y, ptrdiff_t n);

/// The sine of x radians, for x of any size (slower above 2^23). Error 0.51. sin(±0) = ±0, sin(±inf) = NaN.
void myelin_sin_f32(const float *x, float *y, ptrdiff_t n);

/// The cosine of x radians, for x of any size (slower above 2^23). Error 0.51. cos(±inf) = NaN.
void myelin_cos_f32(const float *x, float *y, ptrdiff_t n);

#endif

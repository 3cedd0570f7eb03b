#include "math_float32.h"
#include <math.h>
#define LOOP(name, expr) void name(const float *x, float *y, ptrdiff_t n) { for (ptrdiff_t i = 0; i < n; i++) { double v = x[i]; y[i] = (float)(expr); } }
LOOP(myelin_exp_f32, exp(v))
LOOP(myelin_log_f32, log(v))
LOOP(myelin_tanh_f32, tanh(v))
LOOP(myelin_sigmoid_f32, 1 / (1 + exp(-v)))
LOOP(myelin_erf_f32, erf(v))
LOOP(myelin_sin_f32, sin(v))
LOOP(myelin_cos_f32, cos(v))
#define GEMM(name, T) void name(bool ta, bool tb, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const T *a, ptrdiff_t lda, const T *b, ptrdiff_t ldb, T *c, ptrdiff_t ldc) { \
  for (ptrdiff_t i = 0; i < m; i++) for (ptrdiff_t j = 0; j < n; j++) { T s = 0; for (ptrdiff_t p = 0; p < k; p++) s += (ta ? a[p*lda+i] : a[i*lda+p]) * (tb ? b[j*ldb+p] : b[p*ldb+j]); c[i*ldc+j] = s; } }
GEMM(myelin_gemm_f32, float)
GEMM(myelin_gemm_f64, double)

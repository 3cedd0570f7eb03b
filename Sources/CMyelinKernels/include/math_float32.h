#pragma once
#include <stddef.h>
#include <stdbool.h>
void myelin_exp_f32(const float *x, float *y, ptrdiff_t n);
void myelin_log_f32(const float *x, float *y, ptrdiff_t n);
void myelin_tanh_f32(const float *x, float *y, ptrdiff_t n);
void myelin_sigmoid_f32(const float *x, float *y, ptrdiff_t n);
void myelin_erf_f32(const float *x, float *y, ptrdiff_t n);
void myelin_sin_f32(const float *x, float *y, ptrdiff_t n);
void myelin_cos_f32(const float *x, float *y, ptrdiff_t n);
void myelin_gemm_f32(bool ta, bool tb, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *a, ptrdiff_t lda, const float *b, ptrdiff_t ldb, float *c, ptrdiff_t ldc);
void myelin_gemm_f64(bool ta, bool tb, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const double *a, ptrdiff_t lda, const double *b, ptrdiff_t ldb, double *c, ptrdiff_t ldc);

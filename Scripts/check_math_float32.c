// Checks the float array functions on all 2^32 floats against the C library's functions of doubles: the largest error
// in units in the last place, and the special values. Scripts/check-math.sh compiles and runs it.
//
//   check_math_float32 [threads] [step]   check every step-th float (default: 2 threads, step 1)
//   check_math_float32 time               print the time of an element, next to a loop over the C library

#define _POSIX_C_SOURCE 200809L // for clock_gettime

#include <math.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "math_float32.h"

typedef void array_function(const float *x, float *y, ptrdiff_t n);

static double sigmoid(double x) { return 1 / (1 + exp(-x)); }
static double softplus(double x) { return (x < 0 ? 0 : x) + log1p(exp(-fabs(x))); }
static float softplusf(float x) { return (x < 0 ? 0 : x) + log1pf(expf(-fabsf(x))); }
static float sigmoidf(float x) { return 1 / (1 + expf(-x)); }

#define LOOP(name) \
  static void name##_loop(const float *x, float *y, ptrdiff_t n) { \
    for (ptrdiff_t i = 0; i < n; i++) { \
      y[i] = name(x[i]); \
    } \
  }
LOOP(expf) LOOP(expm1f) LOOP(logf) LOOP(log1pf) LOOP(log2f) LOOP(log10f) LOOP(tanhf) LOOP(sigmoidf) LOOP(softplusf)
LOOP(erff) LOOP(sinf) LOOP(cosf)

typedef struct {
  const char *name;
  array_function *compute, *library;
  double (*reference)(double);
  float low, high; // the range of the timings
  float special[5]; // at -infinity, -0, 0, infinity, -1e-45 (NaN: the reference alone decides)
} function;

#define NO NAN
static const function functions[] = {
  {"exp", myelin_exp_f32, expf_loop, exp, -10, 10, {0, 1, 1, INFINITY, 1}},
  {"expm1", myelin_exp_minus_one_f32, expm1f_loop, expm1, -10, 10, {-1, -0.0f, 0, INFINITY, -1e-45f}},
  {"log", myelin_log_f32, logf_loop, log, 0.01f, 100, {NO, -INFINITY, -INFINITY, INFINITY, NO}},
  {"log1p", myelin_log_one_plus_f32, log1pf_loop, log1p, -0.9f, 10, {NO, -0.0f, 0, INFINITY, -1e-45f}},
  {"log2", myelin_log2_f32, log2f_loop, log2, 0.01f, 100, {NO, -INFINITY, -INFINITY, INFINITY, NO}},
  {"log10", myelin_log10_f32, log10f_loop, log10, 0.01f, 100, {NO, -INFINITY, -INFINITY, INFINITY, NO}},
  {"tanh", myelin_tanh_f32, tanhf_loop, tanh, -5, 5, {-1, -0.0f, 0, 1, -1e-45f}},
  {"sigmoid", myelin_sigmoid_f32, sigmoidf_loop, sigmoid, -10, 10, {0, 0.5f, 0.5f, 1, 0.5f}},
  {"softplus", myelin_softplus_f32, softplusf_loop, softplus, -10, 10,
   {0, 0.69314718f, 0.69314718f, INFINITY, 0.69314718f}},
  {"erf", myelin_erf_f32, erff_loop, erf, -4, 4, {-1, -0.0f, 0, 1, -1e-45f}},
  {"sin", myelin_sin_f32, sinf_loop, sin, -100, 100, {NO, -0.0f, 0, NO, -1e-45f}},
  {"cos", myelin_cos_f32, cosf_loop, cos, -100, 100, {NO, 1, 1, NO, 1}},
};
enum { function_count = sizeof functions / sizeof *functions, chunk = 1 << 14 };
static const double limit = 2;

typedef struct {
  double error;
  float worst;
  uint64_t wrong, checked;
} result;

typedef struct {
  int thread, threads;
  uint64_t step;
  result results[function_count];
} job;

static float float_of(uint32_t bits) {
  float x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

static bool same(float a, float b) { return isnan(a) ? isnan(b) : memcmp(&a, &b, sizeof a) == 0; }

/// The error of got in units in the last place of a float at the reference, or infinity where they differ in kind.
static double error_of(float got, double reference) {
  if (isnan(reference) || isnan(got)) {
    return isnan(reference) && isnan(got) ? 0 : INFINITY;
  }
  if (same(got, (float)reference)) {
    if (isinf(got) || reference == 0) {
      return 0;
    }
  } else if (reference == 0 || isinf(reference) || signbit(got) != (signbit(reference) != 0)) {
    return INFINITY;
  }
  double value = isinf(got) ? copysign(0x1p128, got) : got;
  int exponent = ilogb(reference);
  return fabs(value - reference) / ldexp(1, (exponent < -126 ? -126 : exponent) - 23);
}

static void *run(void *argument) {
  job *j = argument;
  static _Thread_local float x[chunk], y[chunk];
  uint64_t total = (UINT64_C(1) << 32) / j->step;
  for (uint64_t start = (uint64_t)j->thread * chunk; start < total; start += (uint64_t)j->threads * chunk) {
    ptrdiff_t n = total - start < chunk ? (ptrdiff_t)(total - start) : chunk;
    for (ptrdiff_t i = 0; i < n; i++) {
      x[i] = float_of((uint32_t)((start + (uint64_t)i) * j->step));
    }
    for (int f = 0; f < function_count; f++) {
      result *r = &j->results[f];
      functions[f].compute(x, y, n);
      r->checked += (uint64_t)n;
      for (ptrdiff_t i = 0; i < n; i++) {
        double error = error_of(y[i], functions[f].reference((double)x[i]));
        r->wrong += isinf(error) ? 1 : 0;
        if (error > r->error) {
          r->error = error;
          r->worst = x[i];
        }
      }
    }
  }
  return NULL;
}

static int check(int threads, uint64_t step) {
  static job jobs[64];
  pthread_t handles[64];
  threads = threads < 1 ? 1 : threads > 64 ? 64 : threads;
  for (int t = 0; t < threads; t++) {
    jobs[t].thread = t;
    jobs[t].threads = threads;
    jobs[t].step = step < 1 ? 1 : step;
    if (pthread_create(&handles[t], NULL, run, &jobs[t]) != 0) {
      fprintf(stderr, "cannot start a thread\n");
      return 2;
    }
  }
  for (int t = 0; t < threads; t++) {
    pthread_join(handles[t], NULL);
  }
  int status = 0;
  printf("%-8s %14s %18s %8s %12s\n", "function", "max error/ulp", "at", "wrong", "checked");
  for (int f = 0; f < function_count; f++) {
    result all = jobs[0].results[f];
    for (int t = 1; t < threads; t++) {
      result r = jobs[t].results[f];
      if (r.error > all.error) {
        all.error = r.error;
        all.worst = r.worst;
      }
      all.wrong += r.wrong;
      all.checked += r.checked;
    }
    const float at[5] = {-INFINITY, -0.0f, 0, INFINITY, -1e-45f};
    float got[5];
    functions[f].compute(at, got, 5);
    for (int i = 0; i < 5; i++) {
      if (!same(got[i], functions[f].special[i])) {
        printf("%s(%g) is %g, not %g\n", functions[f].name, at[i], got[i], functions[f].special[i]);
        status = 1;
      }
    }
    printf("%-8s %14.6f %18a %8llu %12llu\n", functions[f].name, all.error, all.worst, (unsigned long long)all.wrong,
           (unsigned long long)all.checked);
    status |= all.error > limit || all.wrong > 0;
  }
  return status;
}

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/// The time of an element in nanoseconds, the smallest of several measurements.
static double time_of(array_function *compute, const float *x, float *y, ptrdiff_t n) {
  double best = INFINITY;
  for (int repeat = 0; repeat < 15; repeat++) {
    double start = seconds();
    for (int i = 0; i < 100; i++) {
      compute(x, y, n);
    }
    double time = (seconds() - start) / 100 / (double)n * 1e9;
    best = time < best ? time : best;
  }
  return best;
}

static int measure(void) {
  enum { n = 4096 };
  static float x[n], y[n];
  printf("%-8s %10s %10s   ns per element, n = %d\n", "function", "myelin", "libm", n);
  for (int f = 0; f < function_count; f++) {
    for (int i = 0; i < n; i++) {
      float share = (float)((i * 2654435761u) >> 8) * 0x1p-24f;
      x[i] = functions[f].low + (functions[f].high - functions[f].low) * share;
    }
    double own = time_of(functions[f].compute, x, y, n);
    printf("%-8s %10.3f %10.3f\n", functions[f].name, own, time_of(functions[f].library, x, y, n));
  }
  return 0;
}

int main(int argc, char **argv) {
  if (argc > 1 && strcmp(argv[1], "time") == 0) {
    return measure();
  }
  return check(argc > 1 ? atoi(argv[1]) : 2, argc > 2 ? strtoull(argv[2], NULL, 10) : 1);
}

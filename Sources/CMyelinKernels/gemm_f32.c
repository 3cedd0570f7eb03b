// Products of row-major matrices of floats.
//
// gemm_f32_template.h holds the code for one instruction set. It is compiled for those below, and the first call finds
// out which one the processor has: each has tiles of another size, so that target_clones, which compiles the same code
// for all, wouldn't do. Contraction to fused multiply-adds is on here: the results may differ in the
// last bits between processors with and without such instructions, but not between two calls.

#include "gemm_f32.h"

#include <stdatomic.h>
#include <stdint.h>
#include <string.h>

#include "clones.h"

#pragma STDC FP_CONTRACT ON

MYELIN_INLINE ptrdiff_t least(ptrdiff_t a, ptrdiff_t b) { return a < b ? a : b; }

/// The number of parts of at most `size` elements that n elements need.
MYELIN_INLINE ptrdiff_t parts(ptrdiff_t n, ptrdiff_t size) { return (n + size - 1) / size; }

/// The longest block of k: a panel of B with so many rows nearly fills the first cache.
enum { longest = 320 };

/// The length of the blocks of k, equal and as few as possible. By this, k alone decides over the roundings.
MYELIN_INLINE ptrdiff_t block_depth(ptrdiff_t k) {
  return k <= longest ? k : parts(parts(k, parts(k, longest)), 8) * 8;
}

/// A product with the distances between neighbours down a column (Row) and along a row (Column).
typedef struct {
  ptrdiff_t m, n, k;
  const float *a;
  ptrdiff_t aRow, aColumn;
  const float *b;
  ptrdiff_t bRow, bColumn;
  float *c;
  ptrdiff_t ldc, cColumn;
} Product;

/// The code for one instruction set.
typedef struct {
  ptrdiff_t (*scratch)(const Product *);
  void (*compute)(const Product *, float *scratch);
} Kernels;

#if defined(__x86_64__) && (defined(__linux__) || defined(__APPLE__))
#define MYELIN_PICKS_KERNELS
#include <immintrin.h>

#define MYELIN_AVX2 __attribute__((target("avx2,fma,bmi2")))
#define MYELIN_AVX512 __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma,bmi2")))

#pragma clang attribute push(MYELIN_AVX512, apply_to = function)
#define NAME(name) name##_avx512
#define LANES 16
#define ROWS 12
#include "gemm_f32_template.h"
#undef NAME
#undef LANES
#undef ROWS
#pragma clang attribute pop

#pragma clang attribute push(MYELIN_AVX2, apply_to = function)
#define NAME(name) name##_avx2
#define LANES 8
#define ROWS 6
#include "gemm_f32_template.h"
#undef NAME
#undef LANES
#undef ROWS
#pragma clang attribute pop
#endif

#define NAME(name) name##_plain
#define LANES 4
#if defined(__aarch64__)
#define ROWS 12
#else
#define ROWS 4
#endif
#include "gemm_f32_template.h"

#ifdef MYELIN_PICKS_KERNELS
static const Kernels *_Atomic picked;

static const Kernels *pick(void) {
  __builtin_cpu_init();
  const Kernels *found = &kernels_plain;
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2")) {
    found = &kernels_avx512;
  } else if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2")) {
    found = &kernels_avx2;
  }
  atomic_store_explicit(&picked, found, memory_order_relaxed);
  return found;
}

MYELIN_INLINE const Kernels *kernels(void) {
  const Kernels *found = atomic_load_explicit(&picked, memory_order_relaxed);
  return found != NULL ? found : pick();
}
#else
MYELIN_INLINE const Kernels *kernels(void) { return &kernels_plain; }
#endif

/// A product whose result is a single column is turned round: a row is computed with long vectors.
MYELIN_INLINE Product arranged(bool transA, bool transB, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *a,
                               ptrdiff_t lda, const float *b, ptrdiff_t ldb, float *c, ptrdiff_t ldc) {
  if (n == 1 && m > 1) {
    return (Product){
      .m = 1, .n = m, .k = k, .a = b, .aRow = 0, .aColumn = transB ? 1 : ldb,
      .b = a, .bRow = transA ? lda : 1, .bColumn = transA ? 1 : lda, .c = c, .ldc = 0, .cColumn = ldc,
    };
  }
  return (Product){
    .m = m, .n = n, .k = k, .a = a, .aRow = transA ? 1 : lda, .aColumn = transA ? lda : 1,
    .b = b, .bRow = transB ? 1 : ldb, .bColumn = transB ? ldb : 1, .c = c, .ldc = ldc, .cColumn = 1,
  };
}

ptrdiff_t myelin_sgemm_scratch(bool transA, bool transB, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k) {
  if (m <= 0 || n <= 0 || k <= 0) {
    return 0;
  }
  // Rows that are far apart take the most.
  const ptrdiff_t far = (ptrdiff_t)1 << 30;
  Product product = arranged(transA, transB, m, n, k, NULL, far, NULL, far, NULL, far);
  return kernels()->scratch(&product);
}

void myelin_sgemm(bool transA, bool transB, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *a, ptrdiff_t lda,
                  const float *b, ptrdiff_t ldb, float *c, ptrdiff_t ldc, float *scratch) {
  if (m <= 0 || n <= 0) {
    return;
  }
  if (k <= 0) {
    for (ptrdiff_t i = 0; i < m; i++) {
      memset(c + i * ldc, 0, (size_t)n * sizeof(float));
    }
    return;
  }
  Product product = arranged(transA, transB, m, n, k, a, lda, b, ldb, c, ldc);
  kernels()->compute(&product, scratch);
}

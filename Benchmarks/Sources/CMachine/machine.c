#include "machine.h"

#if defined(__x86_64__)
// clang prefers vectors of 32 bytes even where there are longer ones, unless it is told to keep these.
#define FOR_PROCESSOR(level) __attribute__((target("arch=" level), min_vector_width(512)))
#endif

// So many sums in flight hide the latency of two units, and fit into 16 registers.
enum { sums = 12 };

/// Keeps the compiler from dropping what computes `value`.
static volatile float sink;

// The loop for one length of vectors. The numbers go from 3 and more to their limit 2: none overflows or is denormal, and
// none is constant.
#define MULTIPLY_ADD(name, attribute, lanes)                                                                      \
  typedef float name##_vector __attribute__((vector_size(4 * lanes)));                                            \
  attribute static double name(size_t rounds) {                                                                   \
    name##_vector sum[sums], factor = {0}, term = {0};                                                            \
    factor += 0.5f;                                                                                               \
    term += 1.0f;                                                                                                 \
    _Pragma("clang loop unroll(full)") for (int i = 0; i < sums; i++) { sum[i] = term * (float)(i + 3); }         \
    for (size_t round = 0; round < rounds; round++) {                                                             \
      _Pragma("clang loop unroll(full)") for (int i = 0; i < sums; i++) { sum[i] = sum[i] * factor + term; }      \
    }                                                                                                             \
    _Pragma("clang loop unroll(full)") for (int i = 1; i < sums; i++) { sum[0] += sum[i]; }                       \
    sink = sum[0][0];                                                                                             \
    return 2.0 * lanes * sums * (double)rounds;                                                                   \
  }

MULTIPLY_ADD(multiply_add_16_bytes, , 4)
#ifdef FOR_PROCESSOR
MULTIPLY_ADD(multiply_add_32_bytes, FOR_PROCESSOR("x86-64-v3"), 8)
MULTIPLY_ADD(multiply_add_64_bytes, FOR_PROCESSOR("x86-64-v4"), 16)
#endif

double machine_multiply_add(size_t rounds) {
#ifdef FOR_PROCESSOR
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl")) return multiply_add_64_bytes(rounds);
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return multiply_add_32_bytes(rounds);
#endif
  return multiply_add_16_bytes(rounds);
}

// Vectors without a square root: the pass must wait for memory and nothing else.
typedef float vector __attribute__((vector_size(64), aligned(4)));

#define ADAM_STREAMS(name, attribute)                                                                             \
  attribute static void name(float *restrict w, float *restrict m, float *restrict v, const float *restrict g,    \
                             size_t count) {                                                                      \
    for (size_t i = 0; i + 16 <= count; i += 16) {                                                                \
      vector gradient = *(const vector *)(g + i);                                                                 \
      vector first = *(vector *)(m + i) * 0.9f + gradient * 0.1f;                                                 \
      vector second = *(vector *)(v + i) * 0.999f + gradient * gradient * 0.001f;                                 \
      *(vector *)(m + i) = first;                                                                                 \
      *(vector *)(v + i) = second;                                                                                \
      *(vector *)(w + i) -= first * (1.0f - second) * 0.001f;                                                     \
    }                                                                                                             \
  }

ADAM_STREAMS(adam_streams_16_bytes, )
#ifdef FOR_PROCESSOR
ADAM_STREAMS(adam_streams_32_bytes, FOR_PROCESSOR("x86-64-v3"))
#endif

double machine_adam_streams(float *weights, float *first, float *second, const float *gradients, size_t count) {
#ifdef FOR_PROCESSOR
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    adam_streams_32_bytes(weights, first, second, gradients, count);
    return 28.0 * (double)(count / 16 * 16);
  }
#endif
  adam_streams_16_bytes(weights, first, second, gradients, count);
  return 28.0 * (double)(count / 16 * 16);
}

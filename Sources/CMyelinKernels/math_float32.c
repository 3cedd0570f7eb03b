// Elementary functions of float arrays.
//
// Each element is computed in double precision, whose exponent range holds every intermediate value (the subnormal
// floats are normal doubles) and whose 29 extra bits make the roundings on the way vanish; the conversion at the end
// rounds once and yields subnormal results and infinities by itself. The kernels are free of branches, so that clang
// turns the loops into vector code.
//
// Contraction to fused multiply-adds is off and only operations that IEEE 754 rounds exactly are used. So an element's
// bits depend neither on its place in the array (vector body or scalar tail) nor on the processor.
//
// Scripts/fit_polynomials.py prints the coefficients.

#include "math_float32.h"

#include <string.h>

#include "clones.h"

#pragma STDC FP_CONTRACT OFF

static const double exp_c[7] = {
  0x1.00000000226f8p+0, 0x1.0000002831911p-1, 0x1.555554c59f9e2p-3, 0x1.5554ad60eb82ep-5,
  0x1.1111a6bd1636cp-7, 0x1.6d74d98b4673bp-10, 0x1.a019ed1a57a55p-13,
};

static const double log_c[12] = {
  0x1.000000002665ap+0, -0x1.0000001c6498cp-1, 0x1.5555541cf0175p-2, -0x1.ffffa6b81d306p-3,
  0x1.999a31be61b17p-3, -0x1.5569522fbad14p-3, 0x1.24912ecdf1c23p-3, -0x1.fc567526aa7e6p-4,
  0x1.c36d10183e360p-4, -0x1.bdb173a5ea5e9p-4, 0x1.b7a935857b8fdp-4, -0x1.ea4badf7e688dp-5,
};

static const double sin_c[4] = {
  -0x1.5555554c68a46p-3, 0x1.11110863b37c0p-7, -0x1.a00f79c398b63p-13, 0x1.6cd0a8202fc47p-19,
};

static const double cos_c[4] = {
  -0x1.ffffffcb4bab5p-2, 0x1.55553c6515c13p-5, -0x1.6c07e9b2f902ap-10, 0x1.9914cefc9555bp-16,
};

static const double erf_p[7] = {
  0x1.20dd750e0e628p+0, 0x1.7b4c1aa3f7518p-3, 0x1.bcf677779f53cp-5, 0x1.f8931eac580f8p-9,
  0x1.8e09b43a3bac8p-12, 0x1.3a5f22faef839p-18, -0x1.c5943ed07fabap-27,
};

static const double erf_q[6] = {
  0x1.0000000000000p+0, 0x1.fd67b7c22b032p-2, 0x1.d2c6114d72fa1p-4, 0x1.faa8f1e77eefep-7,
  0x1.56c465405ec72p-10, 0x1.08b19d12ca3a2p-14,
};

static const double ln2 = 0x1.62e42fefa39efp-1, one_over_ln2 = 0x1.71547652b82fep+0;
static const double log10_of_2 = 0x1.34413509f79ffp-2, log10_of_e = 0x1.bcb7b1526e50ep-2;
static const double half_pi = 0x1.921fb54442d18p+0, two_over_pi = 0x1.45f306dc9c883p-1;

/// π/2 in two parts. The head has 30 bits: its product with an integer below 2^23 is exact.
static const double half_pi_head = 0x1.921fb54000000p+0, half_pi_tail = 0x1.10b4611a62633p-30;

/// The bits of 2/π, after a word of zeros.
static const uint32_t two_over_pi_bits[9] = {
  0, 0xa2f9836eu, 0x4e441529u, 0xfc2757d1u, 0xf534ddc0u, 0xdb629599u, 0x3c439041u, 0xfe5163abu, 0xdebbc561u,
};

/// Added to a double of magnitude below 2^51, it rounds it to an integer, which is then in the sum's low bits.
static const double round_shift = 0x1.8p52;

static const uint64_t sign_bit = UINT64_C(1) << 63;

MYELIN_INLINE uint64_t bits_of(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

MYELIN_INLINE double from_bits(uint64_t bits) {
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

MYELIN_INLINE uint32_t float_bits(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

/// x within the bounds; NaN stays NaN.
MYELIN_INLINE double clamp(double x, double low, double high) {
  x = x < low ? low : x;
  return x > high ? high : x;
}

/// exp(x) = scale · (1 + fraction), where scale is a power of two; |x| up to about 700.
typedef struct {
  double scale, fraction;
} exp_parts;

MYELIN_INLINE exp_parts split_exp(double x) {
  double shifted = x * one_over_ln2 + round_shift;
  double k = shifted - round_shift;
  double r = x - k * ln2;
  double p = exp_c[6];
  p = p * r + exp_c[5];
  p = p * r + exp_c[4];
  p = p * r + exp_c[3];
  p = p * r + exp_c[2];
  p = p * r + exp_c[1];
  p = p * r + exp_c[0];
  // The low bits of shifted hold k; the rest is shifted out.
  return (exp_parts){from_bits((bits_of(shifted) + 1023) << 52), p * r};
}

// The bounds of exp and sigmoid: beyond ±104 the float result is 0, 1 or ∞ all the same.

MYELIN_INLINE double exp_kernel(double x) {
  exp_parts e = split_exp(clamp(x, -104, 104));
  return e.scale * e.fraction + e.scale;
}

MYELIN_INLINE double sigmoid_kernel(double x) {
  exp_parts e = split_exp(clamp(-x, -104, 104));
  return 1 / (e.scale * e.fraction + (e.scale + 1));
}

/// tanh|x| = m / (m + 2) with m = exp(2|x|) - 1, which keeps its precision near 0.
MYELIN_INLINE double tanh_kernel(double x) {
  uint64_t sign = bits_of(x) & sign_bit;
  double doubled = 2 * from_bits(bits_of(x) ^ sign);
  exp_parts e = split_exp(doubled > 40 ? 40 : doubled);
  double m = e.scale * e.fraction + (e.scale - 1);
  return from_bits(bits_of(m / (m + 2)) | sign);
}

MYELIN_INLINE double expm1_kernel(double x) {
  exp_parts e = split_exp(clamp(x, -104, 104));
  double y = e.scale * e.fraction + (e.scale - 1);
  return x == 0 ? x : y;
}

/// log(x) = exponent · log(2) + rest.
typedef struct {
  double exponent, rest;
} log_parts;

/// The parts of log(x) for a normal double above 0. Where x is near 1, `excess` is taken for x - 1, which may be more
/// precise than the difference.
MYELIN_INLINE log_parts split_log(double x, double excess) {
  // x = 2^e · m with m in [√½, √2); the exponent is kept positive by adding 2048 before the shift.
  const uint64_t root_half = UINT64_C(0x3fe6a09e667f3bcd);
  uint64_t bits = bits_of(x);
  uint64_t biased = (bits - root_half + (UINT64_C(2048) << 52)) >> 52;
  double e = from_bits(biased | UINT64_C(0x4330000000000000)) - (0x1p52 + 2048);
  double f = from_bits(bits - (biased << 52) + (UINT64_C(2048) << 52)) - 1;
  f = e == 0 ? excess : f;
  double p = log_c[11];
  p = p * f + log_c[10];
  p = p * f + log_c[9];
  p = p * f + log_c[8];
  p = p * f + log_c[7];
  p = p * f + log_c[6];
  p = p * f + log_c[5];
  p = p * f + log_c[4];
  p = p * f + log_c[3];
  p = p * f + log_c[2];
  p = p * f + log_c[1];
  p = p * f + log_c[0];
  return (log_parts){e, p * f};
}

/// y, a logarithm of x, where x is above 0 and finite; the special values elsewhere.
MYELIN_INLINE double log_or_special(double x, double y) {
  y = x == 0 ? -__builtin_inf() : y;
  y = x < 0 ? __builtin_nan("") : y;
  return x < __builtin_inf() ? y : x + x; // the sum makes a signalling NaN quiet
}

MYELIN_INLINE double log_kernel(double x) {
  log_parts l = split_log(x, x - 1);
  return log_or_special(x, l.exponent * ln2 + l.rest);
}

MYELIN_INLINE double log2_kernel(double x) {
  log_parts l = split_log(x, x - 1);
  return log_or_special(x, l.exponent + l.rest * one_over_ln2);
}

MYELIN_INLINE double log10_kernel(double x) {
  log_parts l = split_log(x, x - 1);
  return log_or_special(x, l.exponent * log10_of_2 + l.rest * log10_of_e);
}

MYELIN_INLINE double log1p_kernel(double x) {
  double sum = 1 + x;
  log_parts l = split_log(sum, x);
  double y = log_or_special(sum, l.exponent * ln2 + l.rest);
  return x == 0 ? x : y;
}

/// log(1 + e^x) = max(x, 0) + log(1 + e^-|x|).
MYELIN_INLINE double softplus_kernel(double x) {
  exp_parts e = split_exp(clamp(-from_bits(bits_of(x) & ~sign_bit), -104, 0));
  double term = e.scale * e.fraction + e.scale;
  log_parts l = split_log(1 + term, term);
  return (x < 0 ? 0 : x) + (l.exponent * ln2 + l.rest);
}

/// A rational function of x² times x. From 4 on the float result is 1.
MYELIN_INLINE double erf_kernel(double x) {
  x = clamp(x, -4, 4);
  double z = x * x;
  double p = erf_p[6];
  p = p * z + erf_p[5];
  p = p * z + erf_p[4];
  p = p * z + erf_p[3];
  p = p * z + erf_p[2];
  p = p * z + erf_p[1];
  p = p * z + erf_p[0];
  double q = erf_q[5];
  q = q * z + erf_q[4];
  q = q * z + erf_q[3];
  q = q * z + erf_q[2];
  q = q * z + erf_q[1];
  q = q * z + erf_q[0];
  return x * p / q;
}

/// sin(r + quadrant · π/2) for |r| up to π/4.
MYELIN_INLINE double sin_of_quadrant(double r, uint64_t quadrant) {
  double z = r * r;
  double s = sin_c[3];
  s = s * z + sin_c[2];
  s = s * z + sin_c[1];
  s = s * z + sin_c[0];
  s = r * (s * z + 1);
  double c = cos_c[3];
  c = c * z + cos_c[2];
  c = c * z + cos_c[1];
  c = c * z + cos_c[0];
  c = c * z + 1;
  uint64_t odd = 0 - (quadrant & 1);
  return from_bits(((bits_of(c) & odd) | (bits_of(s) & ~odd)) ^ ((quadrant & 2) << 62));
}

/// sin(x + quadrant · π/2) for |x| up to largest_plain.
MYELIN_INLINE double sin_kernel(double x, uint64_t quadrant) {
  double shifted = x * two_over_pi + round_shift;
  double k = shifted - round_shift;
  double r = (x - k * half_pi_head) - k * half_pi_tail;
  return sin_of_quadrant(r, bits_of(shifted) + quadrant);
}

/// 2^23: up to here sin_kernel's reduction by multiples of π/2 is precise.
static const float largest_plain = 0x1p23f;

/// sin(x + quadrant · π/2) for any other x, by the method of Payne and Hanek: of the product of x = m · 2^e and the
/// digits of 2/π only those are computed that are neither multiples of four quadrants nor too small to matter.
static float sin_of_large(float x, uint64_t quadrant) {
  uint32_t bits = float_bits(x);
  uint32_t biased = (bits >> 23) & 0xff;
  if (biased == 0xff) {
    return x - x; // NaN for NaN and ±∞
  }
  uint64_t m = (bits & 0x7fffff) | 0x800000;
  uint32_t start = biased - 150 - 2 + 32; // e - 2 digits are left out; 32 stand before the first
  const uint32_t *word = two_over_pi_bits + start / 32;
  uint32_t shift = start % 32;
  uint64_t high = (uint64_t)word[0] << 32 | word[1];
  uint64_t low = (uint64_t)word[2] << 32 | word[3];
  uint64_t first = shift == 0 ? high : high << shift | low >> (64 - shift);
  uint64_t next = low << shift >> 32;
  // Quadrants in units of 2^-62, modulo four.
  uint64_t product = m * first + (m * next >> 32);
  uint64_t nearest = (product + (UINT64_C(1) << 61)) >> 62;
  double r = (double)(int64_t)(product - (nearest << 62)) * 0x1p-62 * half_pi;
  if (bits >> 31) {
    r = -r;
    nearest = 0 - nearest;
  }
  return (float)sin_of_quadrant(r, nearest + quadrant);
}

/// Whether an element of the block is too large for sin_kernel, infinite or NaN.
MYELIN_INLINE int has_large(const float *x, ptrdiff_t n) {
  const uint32_t bound = float_bits(largest_plain);
  uint32_t found = 0;
  for (ptrdiff_t i = 0; i < n; i++) {
    found |= (uint32_t)((float_bits(x[i]) & 0x7fffffff) > bound);
  }
  return found != 0;
}

// The loops read x[i] before they write y[i] and touch nothing else: x and y may be the same array, which the compiler
// cannot know and the pragma tells it.
#define MYELIN_VECTORIZE _Pragma("clang loop vectorize(assume_safety)")

MYELIN_INLINE void sin_block(const float *x, float *y, ptrdiff_t n, uint64_t quadrant) {
  MYELIN_VECTORIZE
  for (ptrdiff_t i = 0; i < n; i++) {
    y[i] = (float)sin_kernel((double)x[i], quadrant);
  }
}

MYELIN_INLINE void sin_array(const float *x, float *y, ptrdiff_t n, uint64_t quadrant) {
  enum { size = 64 };
  for (ptrdiff_t start = 0; start < n; start += size) {
    const float *in = x + start;
    float *out = y + start;
    ptrdiff_t count = n - start < size ? n - start : size;
    if (!has_large(in, count)) {
      sin_block(in, out, count, quadrant);
      continue;
    }
    float kept[size];
    memcpy(kept, in, (size_t)count * sizeof *kept);
    sin_block(kept, out, count, quadrant);
    for (ptrdiff_t i = 0; i < count; i++) {
      if (!(__builtin_fabsf(kept[i]) <= largest_plain)) {
        out[i] = sin_of_large(kept[i], quadrant);
      }
    }
  }
}

MYELIN_CLONES void myelin_sin_f32(const float *x, float *y, ptrdiff_t n) { sin_array(x, y, n, 0); }

MYELIN_CLONES void myelin_cos_f32(const float *x, float *y, ptrdiff_t n) { sin_array(x, y, n, 1); }

#define MYELIN_ARRAY_FUNCTION(name, kernel)                                  \
  MYELIN_CLONES void name(const float *x, float *y, ptrdiff_t n) {           \
    MYELIN_VECTORIZE                                                         \
    for (ptrdiff_t i = 0; i < n; i++) {                                      \
      y[i] = (float)kernel((double)x[i]);                                    \
    }                                                                        \
  }

MYELIN_ARRAY_FUNCTION(myelin_exp_f32, exp_kernel)
MYELIN_ARRAY_FUNCTION(myelin_exp_minus_one_f32, expm1_kernel)
MYELIN_ARRAY_FUNCTION(myelin_log_f32, log_kernel)
MYELIN_ARRAY_FUNCTION(myelin_log_one_plus_f32, log1p_kernel)
MYELIN_ARRAY_FUNCTION(myelin_log2_f32, log2_kernel)
MYELIN_ARRAY_FUNCTION(myelin_log10_f32, log10_kernel)
MYELIN_ARRAY_FUNCTION(myelin_tanh_f32, tanh_kernel)
MYELIN_ARRAY_FUNCTION(myelin_sigmoid_f32, sigmoid_kernel)
MYELIN_ARRAY_FUNCTION(myelin_softplus_f32, softplus_kernel)
MYELIN_ARRAY_FUNCTION(myelin_erf_f32, erf_kernel)

#include "random.h"

#include "clones.h"

/// Block `index` of a stream: two numbers of 64 bits.
MYELIN_INLINE void block(uint64_t index, uint64_t stream, uint64_t seed, uint64_t *first, uint64_t *second) {
  // Words of 32 bits in 64, so that several blocks are multiplied at once.
  const uint64_t low = 0xFFFFFFFF;
  uint64_t c0 = index & low, c1 = index >> 32, c2 = stream & low, c3 = stream >> 32;
  uint32_t k0 = (uint32_t)seed, k1 = (uint32_t)(seed >> 32);
#pragma clang loop unroll(full)
  for (int round = 0; round < 10; round++) {
    uint64_t p0 = 0xD2511F53 * c0, p1 = 0xCD9E8D57 * c2;
    c0 = (p1 >> 32) ^ c1 ^ k0;
    c1 = p1 & low;
    c2 = (p0 >> 32) ^ c3 ^ k1;
    c3 = p0 & low;
    k0 += 0x9E3779B9;
    k1 += 0xBB67AE85;
  }
  *first = c0 | c1 << 32;
  *second = c2 | c3 << 32;
}

MYELIN_INLINE float below(uint64_t number, uint64_t limit) { return number >> 11 < limit ? 1.0f : 0.0f; }

MYELIN_CLONES void myelin_bernoulli_f32(float *output, ptrdiff_t count, uint64_t seed, uint64_t stream,
                                        uint64_t position, uint64_t limit) {
  uint64_t first, second;
  // A stream that stands within a block begins with its second number.
  if (position % 2 == 1 && count > 0) {
    block(position / 2, stream, seed, &first, &second);
    *output++ = below(second, limit);
    position++;
    count--;
  }
  uint64_t start = position / 2;
  for (ptrdiff_t i = 0; i < count / 2; i++) {
    uint64_t one, other;
    block(start + (uint64_t)i, stream, seed, &one, &other);
    output[2 * i] = below(one, limit);
    output[2 * i + 1] = below(other, limit);
  }
  if (count % 2 == 1) {
    block(start + (uint64_t)(count / 2), stream, seed, &first, &second);
    output[count - 1] = below(first, limit);
  }
}

MYELIN_INLINE void polar_pair(uint64_t number, float *u, float *v) {
  // Through 32 bits with a sign, which vectors convert at once.
  *u = (float)((int32_t)(number >> 40) + 1) * 0x1p-24f;
  *v = (float)(int32_t)(number >> 8 & 0xFFFFFF) * (float)(6.283185307179586 * 0x1p-24);
}

MYELIN_CLONES void myelin_polar_pairs_f32(float *u, float *v, ptrdiff_t count, uint64_t seed, uint64_t stream,
                                          uint64_t position) {
  uint64_t first, second;
  if (position % 2 == 1 && count > 0) {
    block(position / 2, stream, seed, &first, &second);
    polar_pair(second, u++, v++);
    position++;
    count--;
  }
  uint64_t start = position / 2;
  for (ptrdiff_t i = 0; i < count / 2; i++) {
    uint64_t one, other;
    block(start + (uint64_t)i, stream, seed, &one, &other);
    polar_pair(one, u + 2 * i, v + 2 * i);
    polar_pair(other, u + 2 * i + 1, v + 2 * i + 1);
  }
  if (count % 2 == 1) {
    block(start + (uint64_t)(count / 2), stream, seed, &first, &second);
    polar_pair(first, u + count - 1, v + count - 1);
  }
}

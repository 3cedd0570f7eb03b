#ifndef MYELIN_RANDOM_H
#define MYELIN_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/// Writes 1 where a number of a Philox stream is small, and 0 elsewhere: where its upper 53 bits are below `limit`. Swift's
/// `Philox` makes the same numbers, one after another.
///
/// `position` is that of the first number in the stream of that seed.
void myelin_bernoulli_f32(float *output, ptrdiff_t count, uint64_t seed, uint64_t stream, uint64_t position,
                          uint64_t limit);

/// Writes uniform numbers of 24 bits: u above 0 up to 1, and v from 0 to below 2 pi, each pair from a number of a Philox stream.
///
/// `position` is that of the first number in the stream of that seed.
void myelin_polar_pairs_f32(float *u, float *v, ptrdiff_t count, uint64_t seed, uint64_t stream, uint64_t position);

#endif

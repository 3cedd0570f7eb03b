#ifndef MYELIN_BENCHMARKS_MACHINE_H
#define MYELIN_BENCHMARKS_MACHINE_H

#include <stddef.h>

/// Fused multiply-adds of float32 numbers in registers, in the widest vectors that the processor has.
/// Returns the number of operations done (a multiplication and an addition are two); `rounds` says how often.
double machine_multiply_add(size_t rounds);

/// A pass of Adam's seven streams: reads and writes the weights and both averages, reads the gradients.
/// Returns the number of bytes moved. The four arrays have `count` elements each.
double machine_adam_streams(float *weights, float *first, float *second, const float *gradients, size_t count);

#endif

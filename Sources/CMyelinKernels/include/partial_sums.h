#ifndef MYELIN_PARTIAL_SUMS_H
#define MYELIN_PARTIAL_SUMS_H

#include <stddef.h>

/// The sum of n neighbours, accumulated and left in double: a part of a longer sum. The order of the additions depends
/// on n alone.
double myelin_partial_sum_f32(const float *x, ptrdiff_t n);

#endif

#include "partial_sums.h"

#include "clones.h"

enum { lanes = 16 };

MYELIN_CLONES double myelin_partial_sum_f32(const float *x, ptrdiff_t n) {
  double sums[lanes] = {0};
  ptrdiff_t whole = n / lanes * lanes;
  for (ptrdiff_t i = 0; i < whole; i += lanes) {
    for (ptrdiff_t lane = 0; lane < lanes; lane++) {
      sums[lane] += x[i + lane];
    }
  }
  double rest = 0;
  for (ptrdiff_t i = whole; i < n; i++) {
    rest += x[i];
  }
  for (ptrdiff_t width = lanes / 2; width > 0; width /= 2) {
    for (ptrdiff_t lane = 0; lane < width; lane++) {
      sums[lane] += sums[lane + width];
    }
  }
  return sums[0] + rest;
}

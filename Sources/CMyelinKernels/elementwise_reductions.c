// Reductions of neighbours to one number, and sums of columns.
//
// Neighbours go to 32 lanes in turn, so that vectors can hold several of them and additions overlap; the lanes are
// combined at the end. The number of lanes is the same for all processors.

#include <string.h>

#include "clones.h"
#include "elementwise.h"

#pragma STDC FP_CONTRACT OFF

enum { lanes = 32, width = 8, parts = lanes / width };

typedef float float_lanes __attribute__((vector_size(width * sizeof(float))));
typedef double double_lanes __attribute__((vector_size(width * sizeof(double))));
typedef int32_t float_masks __attribute__((vector_size(width * sizeof(float))));
typedef int64_t double_masks __attribute__((vector_size(width * sizeof(double))));

MYELIN_CLONES void myelin_sum_f32(const float *x, ptrdiff_t n, float *y) {
  double total = 0;
  ptrdiff_t i = 0;
  if (n >= lanes) {
    double_lanes sums[parts] = {0};
    for (; i + lanes <= n; i += lanes) {
      float_lanes in[parts];
      memcpy(in, x + i, sizeof in);
      for (int part = 0; part < parts; part++) {
        sums[part] += __builtin_convertvector(in[part], double_lanes);
      }
    }
    double_lanes sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
    total = ((sum[0] + sum[4]) + (sum[2] + sum[6])) + ((sum[1] + sum[5]) + (sum[3] + sum[7]));
  }
  for (; i < n; i++) {
    total += (double)x[i];
  }
  *y = (float)total;
}

/// sum + x, and to the error what was rounded off, by Knuth's exact addition: for doubles and vectors of them.
#define EXACT_ADD(T, sum, error, x)                            \
  do {                                                         \
    T before = sum, term = x, after = before + term;           \
    T added = after - before;                                  \
    error += (before - (after - added)) + (term - added);      \
    sum = after;                                               \
  } while (0)

/// The sum with the errors put back; infinite sums have no meaningful errors.
MYELIN_INLINE double corrected(double sum, double error) { return sum - sum == 0 ? sum + error : sum; }

MYELIN_CLONES void myelin_sum_f64(const double *x, ptrdiff_t n, double *y) {
  double total = 0, lost = 0;
  ptrdiff_t i = 0;
  if (n >= lanes) {
    double_lanes sums[parts] = {0}, errors[parts] = {0};
    for (; i + lanes <= n; i += lanes) {
      double_lanes in[parts];
      memcpy(in, x + i, sizeof in);
      for (int part = 0; part < parts; part++) {
        EXACT_ADD(double_lanes, sums[part], errors[part], in[part]);
      }
    }
    for (int part = 1; part < parts; part++) {
      EXACT_ADD(double_lanes, sums[0], errors[0], sums[part]);
      errors[0] += errors[part];
    }
    for (int lane = 0; lane < width; lane++) {
      EXACT_ADD(double, total, lost, sums[0][lane]);
      lost += errors[0][lane];
    }
  }
  for (; i < n; i++) {
    EXACT_ADD(double, total, lost, x[i]);
  }
  *y = corrected(total, lost);
}

/// The extreme element by a comparison: a if it is beyond b or NaN, else b.
#define EXTREMUM(name, T, vector, masks, beyond)                                   \
  MYELIN_INLINE void name##_into(vector *a, const vector *b) {                     \
    masks keep = (*a beyond *b) | (*a != *a);                                      \
    *a = (vector)(((masks)*a & keep) | ((masks)*b & ~keep));                       \
  }                                                                                \
  MYELIN_CLONES void name(const T *x, ptrdiff_t n, T *y) {                         \
    T best = x[0];                                                                 \
    ptrdiff_t i = 1;                                                               \
    if (n >= lanes) {                                                              \
      vector bests[parts];                                                         \
      memcpy(bests, x, sizeof bests);                                              \
      for (i = lanes; i + lanes <= n; i += lanes) {                                \
        vector in[parts];                                                          \
        memcpy(in, x + i, sizeof in);                                              \
        for (int part = 0; part < parts; part++) {                                 \
          name##_into(&bests[part], &in[part]);                                    \
        }                                                                          \
      }                                                                            \
      for (int part = 1; part < parts; part++) {                                   \
        name##_into(&bests[0], &bests[part]);                                      \
      }                                                                            \
      best = bests[0][0];                                                          \
      for (int lane = 1; lane < width; lane++) {                                   \
        best = best beyond bests[0][lane] || best != best ? best : bests[0][lane]; \
      }                                                                            \
    }                                                                              \
    for (; i < n; i++) {                                                           \
      best = best beyond x[i] || best != best ? best : x[i];                       \
    }                                                                              \
    *y = best;                                                                     \
  }

EXTREMUM(myelin_max_f32, float, float_lanes, float_masks, >)
EXTREMUM(myelin_min_f32, float, float_lanes, float_masks, <)
EXTREMUM(myelin_max_f64, double, double_lanes, double_masks, >)
EXTREMUM(myelin_min_f64, double, double_lanes, double_masks, <)

#define MYELIN_VECTORIZE _Pragma("clang loop vectorize(assume_safety)")

MYELIN_CLONES void myelin_accumulate_f32(const float *x, double *sum, ptrdiff_t n) {
  MYELIN_VECTORIZE
  for (ptrdiff_t i = 0; i < n; i++) {
    sum[i] += (double)x[i];
  }
}

MYELIN_CLONES void myelin_accumulate_rows_f32(const float *x, ptrdiff_t stride, ptrdiff_t rows, double *sum,
                                              ptrdiff_t n) {
  // Sixteen columns at a time stay in registers.
  ptrdiff_t whole = n / 16 * 16;
  for (ptrdiff_t start = 0; start < whole; start += 16) {
    double part[16];
    for (int i = 0; i < 16; i++) {
      part[i] = sum[start + i];
    }
    for (ptrdiff_t row = 0; row < rows; row++) {
      for (int i = 0; i < 16; i++) {
        part[i] += (double)x[row * stride + start + i];
      }
    }
    for (int i = 0; i < 16; i++) {
      sum[start + i] = part[i];
    }
  }
  for (ptrdiff_t row = 0; row < rows; row++) {
    for (ptrdiff_t i = whole; i < n; i++) {
      sum[i] += (double)x[row * stride + i];
    }
  }
}

MYELIN_CLONES void myelin_accumulated_f32(const double *sum, float *y, ptrdiff_t n) {
  MYELIN_VECTORIZE
  for (ptrdiff_t i = 0; i < n; i++) {
    y[i] = (float)sum[i];
  }
}

MYELIN_CLONES void myelin_accumulate_f64(const double *x, double *sum, double *error, ptrdiff_t n) {
  MYELIN_VECTORIZE
  for (ptrdiff_t i = 0; i < n; i++) {
    EXACT_ADD(double, sum[i], error[i], x[i]);
  }
}

MYELIN_CLONES void myelin_accumulated_f64(const double *sum, const double *error, double *y, ptrdiff_t n) {
  MYELIN_VECTORIZE
  for (ptrdiff_t i = 0; i < n; i++) {
    y[i] = corrected(sum[i], error[i]);
  }
}

/// The sums of the first `count` columns, a multiple of the vectors' width up to 64, held in registers.
MYELIN_INLINE void sum_tile_f32(const float *x, ptrdiff_t rows, ptrdiff_t columns, float *y, int count) {
  double_lanes sums[8] = {0};
  for (ptrdiff_t row = 0; row < rows; row++) {
    for (int part = 0; part < count / width; part++) {
      float_lanes in;
      memcpy(&in, x + row * columns + part * width, sizeof in);
      sums[part] += __builtin_convertvector(in, double_lanes);
    }
  }
  for (int part = 0; part < count / width; part++) {
    float_lanes out = __builtin_convertvector(sums[part], float_lanes);
    memcpy(y + part * width, &out, sizeof out);
  }
}

MYELIN_CLONES void myelin_sum_columns_f32(const float *x, ptrdiff_t rows, ptrdiff_t columns, float *y) {
  ptrdiff_t column = 0;
  for (; column + 64 <= columns; column += 64) {
    sum_tile_f32(x + column, rows, columns, y + column, 64);
  }
  for (; column + width <= columns; column += width) {
    sum_tile_f32(x + column, rows, columns, y + column, width);
  }
  double sums[width] = {0};
  ptrdiff_t left = columns - column;
  for (ptrdiff_t row = 0; row < rows && left > 0; row++) {
    for (ptrdiff_t i = 0; i < left; i++) {
      sums[i] += (double)x[row * columns + column + i];
    }
  }
  for (ptrdiff_t i = 0; i < left; i++) {
    y[column + i] = (float)sums[i];
  }
}

MYELIN_CLONES void myelin_sum_columns_f64(const double *x, ptrdiff_t rows, ptrdiff_t columns, double *y) {
  enum { block = 256 };
  for (ptrdiff_t column = 0; column < columns; column += block) {
    double sums[block] = {0}, errors[block] = {0};
    ptrdiff_t count = columns - column < block ? columns - column : block;
    for (ptrdiff_t row = 0; row < rows; row++) {
      MYELIN_VECTORIZE
      for (ptrdiff_t i = 0; i < count; i++) {
        EXACT_ADD(double, sums[i], errors[i], x[row * columns + column + i]);
      }
    }
    for (ptrdiff_t i = 0; i < count; i++) {
      y[column + i] = corrected(sums[i], errors[i]);
    }
  }
}

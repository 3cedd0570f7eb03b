// Products of row-major matrices, for doubles of any size and for small matrices of floats.
//
// gemm_template.h holds the code of one element type. Contraction to fused multiply-adds is on here: the results may
// differ in the last bits between processors with and without such instructions, but not between two calls.

#include "gemm_small.h"

#include <stdlib.h>
#include <string.h>

#include "clones.h"

#pragma STDC FP_CONTRACT ON

MYELIN_INLINE ptrdiff_t smaller(ptrdiff_t a, ptrdiff_t b) { return a < b ? a : b; }

/// The number of tiles that cover n elements.
MYELIN_INLINE ptrdiff_t tiles(ptrdiff_t n, ptrdiff_t size) { return (n + size - 1) / size; }

#define REAL float
#define NAME(name) name##_f32
#define LANES 16
#include "gemm_template.h"
#undef REAL
#undef NAME
#undef LANES

#define REAL double
#define NAME(name) name##_f64
#define LANES 8
#include "gemm_template.h"

#ifndef MYELIN_GEMM_F32_H
#define MYELIN_GEMM_F32_H

#include <stdbool.h>
#include <stddef.h>

// The product C = op(A) · op(B) of row-major matrices of floats, of any size, without an allocation.
//
// op transposes if the flag says so: op(A) has m rows and k columns, op(B) k rows and n columns, C m rows and n columns.
// lda, ldb and ldc are the distances from one row to the next in memory, in elements; C must not overlap A or B. C is
// overwritten, whatever it held; with k = 0 it becomes 0.
//
// The products of an element are summed in the order of k, in blocks whose length depends on k alone. So its bits depend
// neither on its place nor on m and n: a product that is cut into blocks of rows and columns gives the same. They can
// differ between processors: those with fused multiply-adds round less often. NaN and infinities propagate as in a
// plain loop. One thread.

/// The floats of scratch memory that a product takes, whatever its leading dimensions: at most 135,000 for any size, and 0
/// for many small ones.
ptrdiff_t myelin_sgemm_scratch(bool transA, bool transB, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k);

/// The product. `scratch` is the caller's, best at a multiple of 64 bytes; whatever it holds, it is overwritten.
void myelin_sgemm(bool transA, bool transB, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *a, ptrdiff_t lda,
                  const float *b, ptrdiff_t ldb, float *c, ptrdiff_t ldc, float *scratch);

#endif

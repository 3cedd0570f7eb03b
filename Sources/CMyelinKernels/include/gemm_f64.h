#ifndef MYELIN_GEMM_F64_H
#define MYELIN_GEMM_F64_H

#include <stdbool.h>
#include <stddef.h>

// The product C = op(A) · op(B) of row-major matrices of doubles, of any size, where op transposes if the flag says so:
// op(A) has m rows and k columns, op(B) k rows and n columns, C m rows and n columns. lda, ldb and ldc are the distances
// from one row to the next in memory, in elements; C must not overlap A or B. C is overwritten, whatever it held; with
// k = 0 it becomes 0.
//
// The products of an element are summed in the order of k, in blocks of 256, so its bits depend neither on its place
// nor on m and n. They can differ between processors: those with fused multiply-adds round less often. NaN and
// infinities propagate as in a plain loop. One thread; large products take a temporary copy of blocks of A and B.
void myelin_gemm_f64(bool transA, bool transB, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const double *a, ptrdiff_t lda,
                     const double *b, ptrdiff_t ldb, double *c, ptrdiff_t ldc);

#endif

#ifndef MYELIN_KERNELS_H
#define MYELIN_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#include "csv.h"
#include "elementwise.h"
#include "gemm_f32.h"
#include "gemm_f64.h"
#include "math_float32.h"
#include "memory.h"
#include "partial_sums.h"
#include "random.h"
#include "threads.h"

#endif

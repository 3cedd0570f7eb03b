#ifndef MYELIN_KERNELS_H
#define MYELIN_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#include "gemm_small.h"
#include "math_float32.h"

#endif

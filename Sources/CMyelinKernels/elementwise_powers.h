#ifndef MYELIN_ELEMENTWISE_POWERS_H
#define MYELIN_ELEMENTWISE_POWERS_H

// The loops of powers, whole quotients and remainders, for the table in elementwise_binary.c.

#include <stddef.h>

#define MYELIN_DECLARE(name) \
  void name(const void *a, ptrdiff_t aStep, const void *b, ptrdiff_t bStep, void *y, ptrdiff_t n)
#define MYELIN_DECLARE_OF_TYPE(suffix)            \
  MYELIN_DECLARE(myelin_power_##suffix);          \
  MYELIN_DECLARE(myelin_floor_divide_##suffix);   \
  MYELIN_DECLARE(myelin_remainder_##suffix)

MYELIN_DECLARE_OF_TYPE(f32);
MYELIN_DECLARE_OF_TYPE(f64);
MYELIN_DECLARE_OF_TYPE(i32);
MYELIN_DECLARE_OF_TYPE(i64);

#undef MYELIN_DECLARE_OF_TYPE
#undef MYELIN_DECLARE

#endif

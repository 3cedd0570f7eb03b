#include "stored_numbers.h"

#include "clones.h"

MYELIN_CLONES
void myelin_bytes_to_f32(float *restrict output, const uint8_t *restrict input, ptrdiff_t count, float divisor) {
  for (ptrdiff_t i = 0; i < count; i++) output[i] = (float)input[i] / divisor;
}

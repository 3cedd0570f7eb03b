#ifndef MYELIN_STORED_NUMBERS_H
#define MYELIN_STORED_NUMBERS_H

#include <stddef.h>
#include <stdint.h>

/// Divides bytes by a number: pixels out of a file, say, that shall be from 0 to 1.
void myelin_bytes_to_f32(float *output, const uint8_t *input, ptrdiff_t count, float divisor);

#endif

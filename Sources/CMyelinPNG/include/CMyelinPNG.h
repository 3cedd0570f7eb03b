#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What a PNG image is, and what it is after palettes and transparency have been expanded: 1 to 4 channels of 8 or 16 bits.
typedef struct {
  uint32_t width, height;
  /// The channels and the bits of each in the expanded image.
  int channels, bits;
} myelin_png_header;

/// The longest message, with the zero at its end.
#define MYELIN_PNG_MESSAGE 128

/// Reads the header of an image. Returns false, with libpng's message, if there is no sound one.
bool myelin_png_read_header(const uint8_t *bytes, size_t count, myelin_png_header *header, char *message);

/// Reads the expanded pixels, row by row, each number of 16 bits in the machine's order; `pixels` has
/// height * width * channels * bits / 8 bytes, by the header that was read before.
bool myelin_png_read_pixels(
  const uint8_t *bytes, size_t count, const myelin_png_header *header, uint8_t *pixels, char *message);

/// Writes an image. `write` takes the bytes as they come.
bool myelin_png_write(
  const myelin_png_header *header, const uint8_t *pixels, void *context,
  void (*write)(void *context, const uint8_t *bytes, size_t count), char *message);

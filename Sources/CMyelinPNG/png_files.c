#include "CMyelinPNG.h"

#include <png.h>
#include <setjmp.h>
#include <string.h>

// libpng reports an error by a jump, which Swift can neither make nor be jumped over. So what calls libpng is here, and
// no more. Its simplified interface needs no jumps, but converts 16-bit images to linear light and applies gamma.

typedef struct {
  const uint8_t *bytes;
  size_t left;
} source;

typedef struct {
  void *context;
  void (*write)(void *context, const uint8_t *bytes, size_t count);
} target;

static void fail(png_structp png, png_const_charp text) {
  char *message = png_get_error_ptr(png);
  strncpy(message, text, MYELIN_PNG_MESSAGE - 1);
  message[MYELIN_PNG_MESSAGE - 1] = 0;
  png_longjmp(png, 1);
}

static void ignore(png_structp png, png_const_charp text) {
  (void)png;
  (void)text;
}

static void read_bytes(png_structp png, png_bytep out, size_t count) {
  source *from = png_get_io_ptr(png);
  if (count > from->left) png_error(png, "the file ends too early");
  memcpy(out, from->bytes, count);
  from->bytes += count;
  from->left -= count;
}

static void write_bytes(png_structp png, png_bytep bytes, size_t count) {
  target *to = png_get_io_ptr(png);
  to->write(to->context, bytes, count);
}

static void flush(png_structp png) { (void)png; }

// Reads up to the pixels, and asks for them in the form that the header describes.
static void read_start(png_structp png, png_infop info, source *from) {
  // Notes in the file (texts, profiles, times) are skipped unread: they may be packed, and nobody asks for them. Colours
  // that stand for transparency are a part of the image.
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
  static const png_byte notes[] = "tEXt\0zTXt\0iTXt\0iCCP\0sPLT\0eXIf\0hIST\0tIME\0pCAL\0sCAL\0gAMA\0cHRM\0sRGB\0bKGD\0oFFs\0pHYs";
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, notes, sizeof notes / 5);
  png_set_chunk_cache_max(png, 64);
  png_set_chunk_malloc_max(png, 1 << 20);
  png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
  png_set_read_fn(png, from, read_bytes);
  png_read_info(png, info);
  png_set_expand(png);
  const uint16_t one = 1;
  if (png_get_bit_depth(png, info) == 16 && *(const uint8_t *)&one == 1) png_set_swap(png);
}

// What expanding will make of the image. libpng would tell as well, but asks for the memory of a row first.
static void describe(png_structp png, png_infop info, myelin_png_header *header) {
  header->width = png_get_image_width(png, info);
  header->height = png_get_image_height(png, info);
  header->channels = png_get_color_type(png, info) == PNG_COLOR_TYPE_PALETTE ? 3 : png_get_channels(png, info);
  if (png_get_valid(png, info, PNG_INFO_tRNS)) ++header->channels;
  header->bits = png_get_bit_depth(png, info) == 16 ? 16 : 8;
}

static void clear(char *message) { message[0] = 0; }

// Reads the header, and the pixels where there is a place for them, which must be those that the header says.
static bool read(const uint8_t *bytes, size_t count, myelin_png_header *header, uint8_t *pixels, char *message) {
  clear(message);
  source from = {bytes, count};
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, message, fail, ignore);
  if (!png) return false;
  png_infop info = png_create_info_struct(png);
  if (!info || setjmp(png_jmpbuf(png))) {
    png_destroy_read_struct(&png, &info, NULL);
    return false;
  }
  read_start(png, info, &from);
  if (pixels) {
    const int passes = png_set_interlace_handling(png);
    png_read_update_info(png, info);
    const size_t row = (size_t)header->width * header->channels * (header->bits / 8);
    if (png_get_rowbytes(png, info) != row || png_get_image_height(png, info) != header->height) {
      png_error(png, "the header has changed");
    }
    for (int pass = 0; pass < passes; ++pass) {
      for (size_t y = 0; y < header->height; ++y) png_read_row(png, pixels + y * row, NULL);
    }
    png_read_end(png, NULL);
  } else {
    describe(png, info, header);
  }
  png_destroy_read_struct(&png, &info, NULL);
  return true;
}

bool myelin_png_read_header(const uint8_t *bytes, size_t count, myelin_png_header *header, char *message) {
  return read(bytes, count, header, NULL, message);
}

bool myelin_png_read_pixels(
  const uint8_t *bytes, size_t count, const myelin_png_header *header, uint8_t *pixels, char *message
) {
  myelin_png_header known = *header;
  return read(bytes, count, &known, pixels, message);
}

bool myelin_png_write(
  const myelin_png_header *header, const uint8_t *pixels, void *context,
  void (*write)(void *context, const uint8_t *bytes, size_t count), char *message
) {
  static const int colors[] = {PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA, PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGB_ALPHA};
  clear(message);
  target to = {context, write};
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, message, fail, ignore);
  if (!png) return false;
  png_infop info = png_create_info_struct(png);
  if (!info || setjmp(png_jmpbuf(png))) {
    png_destroy_write_struct(&png, &info);
    return false;
  }
  png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
  png_set_write_fn(png, &to, write_bytes, flush);
  png_set_IHDR(
    png, info, header->width, header->height, header->bits, colors[header->channels - 1], PNG_INTERLACE_NONE,
    PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info(png, info);
  const uint16_t one = 1;
  if (header->bits == 16 && *(const uint8_t *)&one == 1) png_set_swap(png);
  const size_t row = (size_t)header->width * header->channels * (header->bits / 8);
  for (size_t y = 0; y < header->height; ++y) png_write_row(png, pixels + y * row);
  png_write_end(png, info);
  png_destroy_write_struct(&png, &info);
  return true;
}

#include "CPng.h"

#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LARGEST_CHUNK = 1 << 20, MOST_CHUNKS = 100 };

struct source {
  const uint8_t *bytes;
  size_t count;
  size_t position;
  char *message;
};

static void read_bytes(png_structp png, png_bytep into, size_t count) {
  struct source *source = png_get_io_ptr(png);
  if (count > source->count - source->position) png_error(png, "the file ends too early");
  memcpy(into, source->bytes + source->position, count);
  source->position += count;
}

static void fail(png_structp png, png_const_charp message) {
  struct source *source = png_get_error_ptr(png);
  snprintf(source->message, CPNG_MESSAGE, "%s", message);
  longjmp(*png_set_longjmp_fn(png, longjmp, sizeof(jmp_buf)), 1);
}

static void ignore(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}

int cpng_read(const uint8_t *bytes, size_t count, uint32_t side, cpng_picture *picture,
              char message[CPNG_MESSAGE]) {
  struct source source = {bytes, count, 0, message};
  memset(picture, 0, sizeof *picture);
  snprintf(message, CPNG_MESSAGE, "out of memory");
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &source, fail, ignore);
  if (png == NULL) return -1;
  png_infop info = png_create_info_struct(png);
  if (info == NULL) {
    png_destroy_read_struct(&png, NULL, NULL);
    return -1;
  }
  if (setjmp(png_jmpbuf(png))) {
    png_destroy_read_struct(&png, &info, NULL);
    free(picture->pixels);
    picture->pixels = NULL;
    return -1;
  }
  png_set_read_fn(png, &source, read_bytes);
  png_set_user_limits(png, side, side);
  png_set_chunk_malloc_max(png, LARGEST_CHUNK);
  png_set_chunk_cache_max(png, MOST_CHUNKS);
  png_read_info(png, info);
  png_set_expand(png);
  int passes = png_set_interlace_handling(png);
  png_read_update_info(png, info);
  picture->width = png_get_image_width(png, info);
  picture->height = png_get_image_height(png, info);
  picture->channels = png_get_channels(png, info);
  picture->depth = png_get_bit_depth(png, info);
  size_t row = png_get_rowbytes(png, info);
  picture->pixels = calloc(picture->height, row);
  if (picture->pixels == NULL) png_error(png, "out of memory");
  for (int pass = 0; pass < passes; pass++)
    for (uint32_t i = 0; i < picture->height; i++)
      png_read_row(png, picture->pixels + i * row, NULL);
  png_read_end(png, NULL);
  picture->used = source.position;
  png_destroy_read_struct(&png, &info, NULL);
  return 0;
}

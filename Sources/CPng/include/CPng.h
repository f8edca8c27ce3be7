/* A PNG picture in memory, by libpng. */
#ifndef CPNG_H
#define CPNG_H
#include <stddef.h>
#include <stdint.h>

typedef struct {
  uint32_t width;
  uint32_t height;
  int channels; /* 1 grey, 2 grey and alpha, 3 colours, 4 colours and alpha */
  int depth;    /* 8 or 16 bits a sample, of two bytes the higher first */
  uint8_t *pixels; /* height rows of width pixels; to be freed by the caller */
  size_t used;     /* bytes of the file that the picture takes */
} cpng_picture;

enum { CPNG_MESSAGE = 128 };

/* Reads a picture of at most side pixels along either edge: palettes as their colours, fewer than 8 bits as 8, transparent
   colours as alpha; no other value is changed. 0, or -1 with libpng's message. */
int cpng_read(const uint8_t *bytes, size_t count, uint32_t side, cpng_picture *picture,
              char message[CPNG_MESSAGE]);

#endif

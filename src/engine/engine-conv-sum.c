/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums over taps, for convolutions of every kind. Compiled with ENGINE_CONV_LEVEL set to baseline, avx2 or avx512 and that level's
 * compiler options.
 *
 * A tile is a few filters by a few vectors of neighbouring outputs, whose sums stay in registers over all taps. Each value that is
 * loaded serves all filters of the tile and each weight all its vectors, so that there are fewer loads than multiplications; and
 * there are so many sums that the time one multiplication takes is filled with others. */
#include "engine-conv-kernel.h"
#include "engine-vector.h"

#include <string.h>

/* Vectors of a tile by its filters: sums, values and a weight fit into the registers (16, and 32 with AVX-512). */
#if defined __AVX512F__
#define VECTORS(filters) ((filters) == 1 ? 12 : (filters) == 2 ? 8 : 6)
#else
#define VECTORS(filters) ((filters) == 1 ? 6 : (filters) == 2 ? 4 : 3)
#endif
#define VECTORS_MAX 12

/* What decides comes by value: a store may change whatever a pointer leads to, for all that the compiler knows. */
INLINE void
put_tile (Vector acc[ENGINE_CONV_BLOCK][VECTORS_MAX], float *out, gsize out_stride, gboolean relu,
          gboolean past_caches, gsize rest, const guint filters, const guint vectors) {
#pragma GCC unroll 4
  for (guint f = 0; f < filters; f++, out += out_stride)
#pragma GCC unroll 12
    for (guint v = 0; v < vectors; v++) {
      Vector sum = relu ? relu_of (acc[f][v]) : acc[f][v];

      if (rest > 0)
        memcpy (out, &sum, rest * sizeof (float));
      else if (past_caches)
        stream (out + v * LANES, sum);
      else
        store (out + v * LANES, sum);
    }
}

#if defined __AVX512F__
/* The weights are held in registers, and each value serves them all. */
INLINE void
add_tap (Vector acc[ENGINE_CONV_BLOCK][VECTORS_MAX], const float *values, const float *weights,
         const guint filters, const guint vectors) {
  Vector weight[ENGINE_CONV_BLOCK];

#pragma GCC unroll 4
  for (guint f = 0; f < filters; f++)
    weight[f] = splat (weights[f]);
#pragma GCC unroll 12
  for (guint v = 0; v < vectors; v++) {
    Vector value = load (values + v * LANES);

    KEEP (value);
#pragma GCC unroll 4
    for (guint f = 0; f < filters; f++)
      acc[f][v] += weight[f] * value;
  }
}
#else
/* The values are held in registers, which are fewer than those of four weights and a value would be. */
INLINE void
add_tap (Vector acc[ENGINE_CONV_BLOCK][VECTORS_MAX], const float *values, const float *weights,
         const guint filters, const guint vectors) {
  Vector value[VECTORS_MAX];

#pragma GCC unroll 12
  for (guint v = 0; v < vectors; v++) {
    value[v] = load (values + v * LANES);
    KEEP (value[v]);
  }
#pragma GCC unroll 4
  for (guint f = 0; f < filters; f++) {
    Vector weight = splat (weights[f]);

#pragma GCC unroll 12
    for (guint v = 0; v < vectors; v++)
      acc[f][v] += weight * value[v];
  }
}
#endif

/* At outputs x…; all that are written, unless `rest` says that the single vector has fewer. */
INLINE void
sum_tile (const EngineConvSum *self, gsize x, gsize rest, const guint filters, const guint vectors) {
  Vector acc[ENGINE_CONV_BLOCK][VECTORS_MAX];

#pragma GCC unroll 4
  for (guint f = 0; f < filters; f++)
#pragma GCC unroll 12
    for (guint v = 0; v < vectors; v++)
      acc[f][v] = splat (self->bias[f]);

  for (gsize t = 0; t < self->n_taps; t++)
    add_tap (acc, self->taps[t] + x, self->weights + t * filters, filters, vectors);

  put_tile (acc, self->out + x, self->out_stride, self->relu, self->stream, rest, filters, vectors);
}

/* Tiles from the left, the last ones smaller. What is left of a vector is done by going back a little: what is summed twice is the
 * same twice. */
INLINE void
sum_row (const EngineConvSum *self, const guint filters) {
  const guint most = VECTORS (filters);
  gsize x = 0;

  for (; x + most * LANES <= self->width; x += most * LANES)
    sum_tile (self, x, 0, filters, most);
  for (; most > 4 && x + 4 * LANES <= self->width; x += 4 * LANES)
    sum_tile (self, x, 0, filters, 4);
  for (; x + 2 * LANES <= self->width; x += 2 * LANES)
    sum_tile (self, x, 0, filters, 2);
  if (x + LANES <= self->width) {
    sum_tile (self, x, 0, filters, 1);
    x += LANES;
  }
  if (x < self->width && self->width >= LANES)
    sum_tile (self, self->width - LANES, 0, filters, 1);
  else if (x < self->width)
    sum_tile (self, 0, self->width, filters, 1);
}

void
PASTE (engine_conv_sum_, ENGINE_CONV_LEVEL) (const EngineConvSum *self) {
  G_STATIC_ASSERT (ENGINE_CONV_BLOCK == 4);
  switch (self->filters) {
  case 1:
    sum_row (self, 1);
    break;
  case 2:
    sum_row (self, 2);
    break;
  case 3:
    sum_row (self, 3);
    break;
  default:
    sum_row (self, 4);
  }
}

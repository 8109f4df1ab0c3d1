/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums of one 3x3 filter with stride 1, for four rows of outputs at a time. Compiled with ENGINE_CONV_LEVEL set to baseline, avx2 or
 * avx512 and that level's compiler options.
 *
 * Output row r meets rows r, r + 1 and r + 2 of the image. Of six rows, loaded three times each (for the three columns of the filter),
 * four rows of outputs come: 4.5 loads for the 9 products of an output, where row by row it would be 9. With one filter nothing else
 * shares what is loaded, and half of the loads lie across a line of the cache. */
#include "engine-conv-kernel.h"
#include "engine-vector.h"

#define ROWS    ENGINE_CONV_ROWS
#define VECTORS 2

/* Every product of column `j` of the filter with row `i` of the image. */
INLINE void
add_values (Vector acc[ROWS][VECTORS], const float *values, const float *weights, const guint i,
            const guint j) {
  Vector value[VECTORS];

#pragma GCC unroll 2
  for (guint v = 0; v < VECTORS; v++) {
    value[v] = load (values + j + v * LANES);
    KEEP (value[v]);
  }
#pragma GCC unroll 4
  for (guint r = 0; r < ROWS; r++)
    if (i >= r && i - r < 3) {
      Vector weight = splat (weights[(i - r) * 3 + j]);

#pragma GCC unroll 2
      for (guint v = 0; v < VECTORS; v++)
        acc[r][v] += weight * value[v];
    }
}

INLINE void
put_row (const Vector acc[VECTORS], float *out, gboolean relu, gboolean past_caches) {
#pragma GCC unroll 2
  for (guint v = 0; v < VECTORS; v++) {
    Vector sum = relu ? relu_of (acc[v]) : acc[v];

    if (past_caches)
      stream (out + v * LANES, sum);
    else
      store (out + v * LANES, sum);
  }
}

/* The four rows that the next outputs meet for the first time come from memory while these are computed: by themselves the
 * processors fetch no further ahead than a page. */
INLINE void
fetch_ahead (const EngineConvRows *self, gsize x) {
  for (gsize c = 0; c < self->channels; c++)
#pragma GCC unroll 4
    for (guint r = 0; r < ROWS; r++)
      for (guint line = 0; line < VECTORS * LANES; line += 16)
        __builtin_prefetch (self->rows[c * (ROWS + 2) + 2 + r] + self->ahead + x + line);
}

INLINE void
sum_tile (const EngineConvRows *self, gsize x) {
  Vector acc[ROWS][VECTORS];

#pragma GCC unroll 4
  for (guint r = 0; r < ROWS; r++)
#pragma GCC unroll 2
    for (guint v = 0; v < VECTORS; v++)
      acc[r][v] = splat (self->bias);

  for (gsize c = 0; c < self->channels; c++)
#pragma GCC unroll 6
    for (guint i = 0; i < ROWS + 2; i++)
#pragma GCC unroll 3
      for (guint j = 0; j < 3; j++)
        add_values (acc, self->rows[c * (ROWS + 2) + i] + x, self->weights + c * 9, i, j);

#pragma GCC unroll 4
  for (guint r = 0; r < ROWS; r++)
    put_row (acc[r], self->out[r] + x, self->relu, self->stream);
}

void
PASTE (engine_conv_rows_sum_, ENGINE_CONV_LEVEL) (const EngineConvRows *self) {
  G_STATIC_ASSERT (ENGINE_CONV_COLUMNS % (VECTORS * LANES) == 0);
  for (gsize x = 0; x < self->width; x += VECTORS * LANES) {
    fetch_ahead (self, x);
    sum_tile (self, x);
  }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums of 3x3 filters with stride 1, for two rows of outputs at a time, with a third less multiplications. Compiled with
 * ENGINE_CONV_LEVEL set to baseline, avx2 or avx512 and that level's compiler options.
 *
 * Two outputs one below the other, y0 and y1, meet four values d0…d3 of a column with three weights g0, g1, g2:
 *
 *   y0 = g0 d0 + g1 d1 + g2 d2
 *   y1 =         g0 d1 + g1 d2 + g2 d3
 *
 * Six multiplications. With  p = (d1 + d2) (g0 + g1 + g2) / 2  and  q = (d2 - d1) (g0 - g1 + g2) / 2  they are four:
 *
 *   y0 = p + q + (d0 - d2) g0
 *   y1 = p - q + (d3 - d1) g2
 *
 * since p + q = d1 g1 + d2 (g0 + g2) and p - q = d1 (g0 + g2) + d2 g1. The sums of rows are made once for all filters, the sums of
 * weights once for all images. (F(2,3) of S. Winograd, "Arithmetic Complexity of Computations", 1980; A. Lavin, S. Gray, "Fast
 * Algorithms for Convolutional Neural Networks", 2016; here down the columns only: along the rows as well it would save more
 * multiplications, but with few channels the sums would cost more than that.)
 *
 * The columns are sorted by even and odd: output 2i meets columns 2i, 2i+1, 2i+2 and output 2i+1 meets 2i+1, 2i+2, 2i+3, so that
 * four loads serve six products; and the maximum of a pair of outputs is that of two vectors, lane by lane. */
#include "engine-conv-kernel.h"
#include "engine-vector.h"

/* Filters of a tile: sums (twice two vectors each), four vectors of values and a weight fit into the registers. */
#if defined __AVX512F__
#define FILTERS 4
#else
#define FILTERS 2
#endif

/* Products of values and weights up to here, and sums of many, stay far from where float32 ends. */
#define LARGEST 1e15f

/* The sums of a filter: of two rows, or of p and q, at even and at odd columns. */
typedef Vector Sums[2][2];

/* Adds the three products of one row of one channel to acc[f][row]. */
INLINE void
add_row (Sums *acc, const guint row, const float *values, gsize half, const float *weights,
         const guint filters) {
  Vector value[4] = { load (values), load (values + half), load (values + 1), load (values + half + 1) };

#pragma GCC unroll 4
  for (guint i = 0; i < 4; i++)
    KEEP (value[i]);
#pragma GCC unroll 3
  for (guint j = 0; j < 3; j++)
#pragma GCC unroll 4
    for (guint f = 0; f < filters; f++) {
      Vector weight = splat (weights[j * filters + f]);

      acc[f][row][0] += weight * value[j];
      acc[f][row][1] += weight * value[j + 1];
    }
}

INLINE void
put (float *out, Vector value, gboolean past_caches) {
  if (past_caches)
    stream (out, value);
  else
    store (out, value);
}

/* Where ReLU is wanted `least` is 0, and else less than any sum. What decides comes by value: a store may change whatever a pointer
 * leads to, for all that the compiler knows. */
INLINE void
put_pooled (Sums *acc, float *out, gsize out_stride, Vector least, gboolean past_caches,
            const guint filters) {
#pragma GCC unroll 4
  for (guint f = 0; f < filters; f++, out += out_stride)
    put (out,
         larger (larger (larger (acc[f][0][0], acc[f][0][1]), larger (acc[f][1][0], acc[f][1][1])), least),
         past_caches);
}

INLINE void
put_row (Sums *acc, const guint row, float *out, gsize out_stride, Vector least, gboolean past_caches,
         const guint filters) {
#pragma GCC unroll 4
  for (guint f = 0; f < filters; f++, out += out_stride) {
    Vector even = larger (acc[f][row][0], least), odd = larger (acc[f][row][1], least);

    put (out, zip_first (even, odd), past_caches);
    put (out + LANES, zip_second (even, odd), past_caches);
  }
}

/* At outputs 2x … 2x + 2 LANES - 1 of both rows. */
INLINE void
sum_tile (const EngineConvPair *self, gsize x, const guint filters) {
  const float *values = self->rows + x;
  const float *weights = self->weights;
  const gsize row_values = 2 * self->half, row_weights = 3 * filters;
  const Vector least = splat (self->relu ? 0 : -G_MAXFLOAT);
  Sums acc[FILTERS];

#pragma GCC unroll 4
  for (guint f = 0; f < filters; f++) {
    acc[f][0][0] = acc[f][0][1] = splat (self->bias[f]);
    acc[f][1][0] = acc[f][1][1] = (Vector){ 0 };
  }
  for (gsize c = 0; c < self->channels; c++) {
    const float *channel = values + c * 4 * row_values;

    add_row (acc, 0, channel, self->half, weights + c * 4 * row_weights, filters);
    add_row (acc, 1, channel + row_values, self->half, weights + (c * 4 + 1) * row_weights, filters);
  }
#pragma GCC unroll 4
  for (guint f = 0; f < filters; f++)
#pragma GCC unroll 2
    for (guint parity = 0; parity < 2; parity++) {
      Vector p = acc[f][0][parity], q = acc[f][1][parity];

      acc[f][0][parity] = p + q;
      acc[f][1][parity] = p - q;
    }
  for (gsize c = 0; c < self->channels; c++) {
    const float *channel = values + (c * 4 + 2) * row_values;

    add_row (acc, 0, channel, self->half, weights + (c * 4 + 2) * row_weights, filters);
    add_row (acc, 1, channel + row_values, self->half, weights + (c * 4 + 3) * row_weights, filters);
  }

  if (self->pool)
    put_pooled (acc, self->out[0] + x, self->out_stride[0], least, self->stream, filters);
  else {
    put_row (acc, 0, self->out[0] + 2 * x, self->out_stride[0], least, self->stream, filters);
    put_row (acc, 1, self->out[1] + 2 * x, self->out_stride[1], least, self->stream, filters);
  }
}

INLINE void
sum_row (const EngineConvPair *self, const guint filters) {
  G_STATIC_ASSERT (ENGINE_CONV_COLUMNS % (2 * LANES) == 0);
  for (gsize x = 0; x < self->width / 2; x += LANES)
    sum_tile (self, x, filters);
}

static void
sum (const EngineConvPair *self) {
  switch (self->filters) {
  case 1:
    sum_row (self, 1);
    break;
  case 2:
    sum_row (self, MIN (2, FILTERS));
    break;
  case 3:
    sum_row (self, MIN (3, FILTERS));
    break;
  default:
    sum_row (self, FILTERS);
  }
}

/* Even and odd columns of one sum of rows; returns where a value is too large. */
INLINE void
split (float *to, gsize half, Vector first, Vector second) {
  store (to, evens (first, second));
  store (to + half, odds (first, second));
}

INLINE Whole
too_large (Vector value) {
  return ~((value <= LARGEST) & (value >= -LARGEST));
}

static gboolean
rows (float *to, gsize half, const float *const rows[4], gsize columns) {
  Whole bad = { 0 };

  /* One vector of each parity more than there are outputs: those at the right meet two columns more. */
  for (gsize x = 0; x < columns + 2 * LANES; x += 2 * LANES, to += LANES) {
    Vector d[4][2];

#pragma GCC unroll 4
    for (guint i = 0; i < 4; i++)
#pragma GCC unroll 2
      for (guint v = 0; v < 2; v++) {
        d[i][v] = load (rows[i] + x + v * LANES);
        bad |= too_large (d[i][v]);
      }
    split (to, half, d[1][0] + d[2][0], d[1][1] + d[2][1]);
    split (to + 2 * half, half, d[2][0] - d[1][0], d[2][1] - d[1][1]);
    split (to + 4 * half, half, d[0][0] - d[2][0], d[0][1] - d[2][1]);
    split (to + 6 * half, half, d[3][0] - d[1][0], d[3][1] - d[1][1]);
  }
  for (guint i = 0; i < LANES; i++)
    if (bad[i])
      return FALSE;
  return TRUE;
}

const EngineConvPairKernel PASTE (engine_conv_pair_, ENGINE_CONV_LEVEL) = { FILTERS, sum, rows };

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compiled with ENGINE_CONV_LEVEL set to baseline, avx2 or avx512 and that level's compiler options. The
 * vector types are the compiler's own (GCC and clang), so that one source serves every level and every
 * processor. */
#include "engine-conv-kernel.h"

#include <string.h>

/* Vectors of a row by the filters that share them, so that sums, one vector of values and one of weights fit
 * into the registers (16, 16, 32 of them), and enough sums are under way to hide the time that one takes. */
#if defined __AVX512F__
#define VECTOR_BYTES     64
#define VECTORS(filters) ((filters) <= 2 ? 12 : 6)
#elif defined __AVX2__
#define VECTOR_BYTES     32
#define VECTORS(filters) ((filters) == 1 ? 8 : (filters) == 2 ? 6 : (filters) == 3 ? 4 : 3)
#else
#define VECTOR_BYTES     16
#define VECTORS(filters) ((filters) == 1 ? 8 : (filters) == 2 ? 6 : (filters) == 3 ? 4 : 3)
#endif

#define LANES (VECTOR_BYTES / 4)

typedef float Vector __attribute__ ((vector_size (VECTOR_BYTES)));
typedef float AnyVector __attribute__ ((vector_size (VECTOR_BYTES), aligned (4), may_alias));
typedef float Four __attribute__ ((vector_size (16)));
typedef float AnyFour __attribute__ ((vector_size (16), aligned (4), may_alias));

/* Inlined with constant `filters` and `vectors`: the loops over them unroll, and `acc` lives in registers. */
static inline __attribute__ ((always_inline)) void
sum_tile (float *sums, const float *const *taps, gsize n_taps, const float *weights, const float *bias,
          gsize first, const guint filters, const guint vectors) {
  Vector acc[ENGINE_CONV_BLOCK][12];

#pragma GCC unroll 4
  for (guint f = 0; f < filters; f++)
#pragma GCC unroll 12
    for (guint v = 0; v < vectors; v++)
      acc[f][v] = bias[f] - (Vector){ 0 };

  for (gsize t = 0; t < n_taps; t++) {
    const float *values = taps[t] + first;

#pragma GCC unroll 12
    for (guint v = 0; v < vectors; v++) {
      Vector value = *(const AnyVector *) (values + v * LANES);

#pragma GCC unroll 4
      for (guint f = 0; f < filters; f++)
        acc[f][v] += weights[t * filters + f] * value;
    }
  }

#pragma GCC unroll 4
  for (guint f = 0; f < filters; f++)
#pragma GCC unroll 12
    for (guint v = 0; v < vectors; v++)
      *(AnyVector *) (sums + f * ENGINE_CONV_CHUNK + v * LANES) = acc[f][v];
}

static inline __attribute__ ((always_inline)) void
sum_row (float *sums, const float *const *taps, gsize n_taps, const float *weights, const float *bias,
         gsize first, gsize width, const guint filters) {
  const gsize tile = VECTORS (filters) * LANES;
  gsize rounded = (width + LANES - 1) / LANES * LANES;
  gsize x = 0;

  G_STATIC_ASSERT (ENGINE_CONV_CHUNK % LANES == 0 && LANES <= ENGINE_CONV_LANES);
  for (; x + tile <= width; x += tile)
    sum_tile (sums + x, taps, n_taps, weights, bias, first + x, filters, VECTORS (filters));
  /* The rest, by going back a little: what is summed twice is the same twice. */
  if (x < width && rounded >= tile)
    sum_tile (sums + rounded - tile, taps, n_taps, weights, bias, first + rounded - tile, filters,
              VECTORS (filters));
  for (; x < width && rounded < tile; x += LANES)
    sum_tile (sums + x, taps, n_taps, weights, bias, first + x, filters, 1);
}

static void
sum (float *sums, const float *const *taps, gsize n_taps, const float *weights, const float *bias,
     guint filters, gsize first, gsize width) {
  G_STATIC_ASSERT (ENGINE_CONV_BLOCK == 4);
  switch (filters) {
  case 1:
    sum_row (sums, taps, n_taps, weights, bias, first, width, 1);
    break;
  case 2:
    sum_row (sums, taps, n_taps, weights, bias, first, width, 2);
    break;
  case 3:
    sum_row (sums, taps, n_taps, weights, bias, first, width, 3);
    break;
  default:
    sum_row (sums, taps, n_taps, weights, bias, first, width, 4);
  }
}

/* Four filters at four outputs: rows become columns. */
static inline void
interleave_4x4 (float *output, gsize stride, const float *sums) {
  Four a = *(const AnyFour *) (sums);
  Four b = *(const AnyFour *) (sums + ENGINE_CONV_CHUNK);
  Four c = *(const AnyFour *) (sums + 2 * ENGINE_CONV_CHUNK);
  Four d = *(const AnyFour *) (sums + 3 * ENGINE_CONV_CHUNK);
  Four ab_low = __builtin_shufflevector (a, b, 0, 4, 1, 5);
  Four ab_high = __builtin_shufflevector (a, b, 2, 6, 3, 7);
  Four cd_low = __builtin_shufflevector (c, d, 0, 4, 1, 5);
  Four cd_high = __builtin_shufflevector (c, d, 2, 6, 3, 7);

  *(AnyFour *) (output) = __builtin_shufflevector (ab_low, cd_low, 0, 1, 4, 5);
  *(AnyFour *) (output + stride) = __builtin_shufflevector (ab_low, cd_low, 2, 3, 6, 7);
  *(AnyFour *) (output + 2 * stride) = __builtin_shufflevector (ab_high, cd_high, 0, 1, 4, 5);
  *(AnyFour *) (output + 3 * stride) = __builtin_shufflevector (ab_high, cd_high, 2, 3, 6, 7);
}

static void
interleave (float *output, gsize stride, const float *sums, guint filters, gsize width) {
  gsize whole_width = width - width % 4;
  guint whole_filters = filters - filters % 4;

  if (stride == 1) {
    memcpy (output, sums, width * sizeof (float));
    return;
  }
  for (gsize x = 0; x < whole_width; x += 4)
    for (guint f = 0; f < whole_filters; f += 4)
      interleave_4x4 (output + x * stride + f, stride, sums + f * ENGINE_CONV_CHUNK + x);
  for (gsize x = 0; x < width; x++)
    for (guint f = x < whole_width ? whole_filters : 0; f < filters; f++)
      output[x * stride + f] = sums[f * ENGINE_CONV_CHUNK + x];
}

#define PASTE_(a, b) a##b
#define PASTE(a, b)  PASTE_ (a, b)

const EngineConvKernel PASTE (engine_conv_kernel_, ENGINE_CONV_LEVEL) = { sum, interleave };

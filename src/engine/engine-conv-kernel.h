/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The innermost loops of the convolution, compiled once per CPU level from engine-conv-sum.c, engine-conv-pair-sum.c and
 * engine-conv-rows-sum.c. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ENGINE_CONV_BLOCK   4  /* filters whose sums are held in registers at once */
#define ENGINE_CONV_COLUMNS 32 /* two vectors of the widest level */

/* Any convolution. A tap is one weight of a filter: its place (i, j) in the window and its channel. Tap t of every filter meets the
 * values taps[t][0], taps[t][1], … at the outputs from left to right, whatever stride and dilation are.
 *
 *   out[f * out_stride + x] = bias[f] + sum over t of weights[t * filters + f] * taps[t][x]    for f < filters, x < width
 *
 * and ReLU of it where that is asked for. Neither reads nor writes beyond `width`. */
typedef struct {
  const float *const *taps;
  gsize n_taps, width;
  const float *weights, *bias;
  guint filters; /* at most ENGINE_CONV_BLOCK */
  gboolean relu;
  gboolean
      stream; /* past the caches; then `out`, its stride and `width` are whole vectors of the widest level */
  float *out;
  gsize out_stride;
} EngineConvSum;

/* Filters of 3x3 with stride 1, two rows of outputs at a time: see engine-conv-pair-sum.c. */
typedef struct {
  /* (channels, 4 rows, 2 parities, half): what the kernel's `rows` made of four rows of each channel. */
  const float *rows;
  gsize half, channels;
  const float *weights; /* (channels, 4 rows, 3, filters), from engine_conv_pair_weights() */
  const float *bias;
  guint filters;
  gsize width; /* outputs of a row: a multiple of ENGINE_CONV_COLUMNS */
  gboolean relu, pool, stream;
  /* Where filter 0 has its upper and lower row, or with `pool` its row of the maxima of 2x2; and how far apart filters are. */
  float *out[2];
  gsize out_stride[2];
} EngineConvPair;

/* One filter of 3x3 with stride 1, four rows of outputs at a time: see engine-conv-rows-sum.c. */
#define ENGINE_CONV_ROWS 4
typedef struct {
  const float *const
      *rows; /* (channels, ENGINE_CONV_ROWS + 2): where output 0 of the upper row meets the first of them */
  gsize channels;
  const float *weights; /* (channels, 3, 3) */
  float bias;
  gsize width; /* outputs of a row: a multiple of ENGINE_CONV_COLUMNS */
  gsize ahead; /* how far behind a row that one stands which will be met four rows later */
  gboolean relu, stream;
  float *out[ENGINE_CONV_ROWS];
} EngineConvRows;

typedef struct {
  guint filters; /* that a call takes at most */
  void (*sum) (const EngineConvPair *self);
  /* Combines four neighbouring rows of one channel into (4 rows, 2 parities, half), for outputs at `columns`, a multiple of
   * ENGINE_CONV_COLUMNS; as many more values are read from each row. FALSE if a value is so large, or no number, that only a
   * plain sum is safe. */
  gboolean (*rows) (float *to, gsize half, const float *const rows[4], gsize columns);
} EngineConvPairKernel;

typedef struct {
  void (*sum) (const EngineConvSum *self);
  void (*rows_sum) (const EngineConvRows *self);
  const EngineConvPairKernel *pair;
} EngineConvKernel;

/* Those of the CPU level. */
const EngineConvKernel *engine_conv_kernel (void);

#define ENGINE_CONV_DECLARE_LEVEL(level)                                                                     \
  void engine_conv_sum_##level (const EngineConvSum *self);                                                  \
  void engine_conv_rows_sum_##level (const EngineConvRows *self);                                            \
  extern const EngineConvPairKernel engine_conv_pair_##level;

ENGINE_CONV_DECLARE_LEVEL (baseline)
#ifdef ENGINE_CPU_HAS_LEVELS
ENGINE_CONV_DECLARE_LEVEL (avx2)
ENGINE_CONV_DECLARE_LEVEL (avx512)
#endif

G_END_DECLS

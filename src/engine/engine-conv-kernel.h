/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The innermost loops of the convolution, compiled once per CPU level from engine-conv-kernel.c.
 *
 * A tap is one weight of a filter: its place (i, j) in the window and its channel. For one row of outputs,
 * tap t of every filter meets the values taps[t][0], taps[t][1], … from left to right, whatever stride and
 * dilation are. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ENGINE_CONV_CHUNK 192 /* outputs of a row whose sums are held at once: a whole number of every tile */
#define ENGINE_CONV_PANEL 16  /* filters likewise: so many sums stay in the first cache */
#define ENGINE_CONV_BLOCK 4   /* filters whose sums are held in registers at once */
#define ENGINE_CONV_LANES 16  /* of the widest level: up to so many values are read beyond the last output */

typedef struct {
  /* sums[f * ENGINE_CONV_CHUNK + x] = bias[f] + sum over t of weights[t * filters + f] * taps[t][first + x]
   * for f < filters <= ENGINE_CONV_BLOCK, x < width <= ENGINE_CONV_CHUNK. Sums beyond `width` are lost. */
  void (*sum) (float *sums, const float *const *taps, gsize n_taps, const float *weights, const float *bias,
               guint filters, gsize first, gsize width);
  /* output[x * stride + f] = sums[f * ENGINE_CONV_CHUNK + x]
   * for f < filters <= ENGINE_CONV_PANEL, x < width. */
  void (*interleave) (float *output, gsize stride, const float *sums, guint filters, gsize width);
} EngineConvKernel;

extern const EngineConvKernel engine_conv_kernel_baseline;
#ifdef ENGINE_CPU_HAS_LEVELS
extern const EngineConvKernel engine_conv_kernel_avx2;
extern const EngineConvKernel engine_conv_kernel_avx512;
#endif

G_END_DECLS

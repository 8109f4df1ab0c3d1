/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of the input, laid out so that the fast convolution finds everything contiguous along x, whatever the
 * stride is, and zeros where the padding is.
 *
 * A row consists of strips, n_strips for each channel. A strip is what some taps of the window see of that
 * row: its value x is the image's column x * stride + start. Taps whose distance is a multiple of the stride
 * share a strip and begin at different places of it; where that would make strips very long, each tap has a
 * strip of its own. */
#pragma once

#include "engine-shape.h"

G_BEGIN_DECLS

typedef struct {
  const EngineConvShape *shape;
  gboolean shared;
  gint64 n_strips;     /* of a channel */
  gint64 strip_length; /* values, those included that fill the last vectors of a row of outputs */
  gint64 row_length;   /* channels * n_strips * strip_length */
} EngineConvLayout;

/* FALSE if rows are longer than 63 bits can tell. `shape` must outlive it. */
gboolean engine_conv_layout_init (EngineConvLayout *self, const EngineConvShape *shape);
/* Where in a row tap column `j` of a channel finds what it meets at output 0. */
gint64 engine_conv_layout_tap (const EngineConvLayout *self, gint64 channel, gint64 j);
/* Fills `row` from a row of the image, whose channels are `plane_stride` apart. */
void engine_conv_layout_fill (const EngineConvLayout *self, float *row, const float *pixels,
                              gint64 plane_stride);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Images whose rows of outputs are shorter than a few vectors. All rows of a tile are computed as one, so that vectors are full; for
 * that, what each tap meets is written out. */
#pragma once

#include "engine-planes.h"
#include "engine-shape.h"

G_BEGIN_DECLS

/* Where a filter's taps find what they meet at the outputs of a tile: in strips, one for each channel and column of the filter, of lines
 * as long as a row of outputs. With stride 1 the rows of a filter share the lines of a strip. */
typedef struct {
  gint64 rows; /* of outputs, at most */
  gboolean shared;
  gint64 n_lines;      /* of a strip */
  gint64 tap_lines;    /* from what one row of the filter meets to what the next does */
  gint64 strip_length; /* values, whole vectors */
} EngineConvNarrow;

/* Whether outputs, pooled by `pool`, are narrow: their planes have no padding between rows then. */
gboolean engine_conv_is_narrow (const EngineConvShape *shape, gint64 pool);
/* How many rows of outputs are worth one tile. */
gint64 engine_conv_narrow_rows (const EngineConvShape *shape);
void engine_conv_narrow_init (EngineConvNarrow *self, const EngineConvShape *shape, gint64 rows);
/* Fills strips (channels, kw, strip_length) for the rows y…y + rows - 1 of outputs. ENGINE_PLANES_WIDE values beyond them are
 * written to. */
void engine_conv_narrow_lay_out (const EngineConvNarrow *self, const EngineConvShape *shape,
                                 const EnginePlanes *input, gint64 y, float *strips);
/* What tap (i, j) of a channel meets. */
const float *engine_conv_narrow_tap (const EngineConvNarrow *self, const EngineConvShape *shape,
                                     const float *strips, gint64 channel, gint64 i, gint64 j);

G_END_DECLS

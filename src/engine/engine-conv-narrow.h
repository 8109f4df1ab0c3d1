/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Images whose rows of outputs are shorter than a few vectors. All rows of a tile are computed as one, so that vectors are full; for
 * that, what each tap meets is written out. */
#pragma once

#include "engine-planes.h"
#include "engine-shape.h"

G_BEGIN_DECLS

/* Whether outputs, pooled by `pool`, are narrow: their planes have no padding between rows then. */
gboolean engine_conv_is_narrow (const EngineConvShape *shape, gint64 pool);
/* How many rows of outputs are worth one tile. */
gint64 engine_conv_narrow_rows (const EngineConvShape *shape);
/* Fills taps[((c * kh + i) * kw + j) * length + x] with what tap (i, j) meets in channel c at output x, which counts through the rows
 * y…y + rows - 1 of outputs. `length` is at least rows * out_width; ENGINE_PLANES_WIDE values beyond the end are written to. */
void engine_conv_narrow_lay_out (const EngineConvShape *shape, const EnginePlanes *input, gint64 y,
                                 gint64 rows, float *taps, gint64 length);

G_END_DECLS

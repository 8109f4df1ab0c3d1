/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which pixel meets which weight at which output. Pixels, weights ("taps") and outputs are numbers along the rows of image,
 * kernel and map of one channel. */
#pragma once

#include "engine-shape.h"
#include "engine-tensor.h"

G_BEGIN_DECLS

/* The pixel under weight `tap` at `output`; -1 where that is padding. */
gint64 lesson_window_pixel (const EngineConvShape *shape, gint64 output, gint64 tap);
/* The weight that lies on `pixel` at `output`; -1 where none does. */
gint64 lesson_window_tap (const EngineConvShape *shape, gint64 output, gint64 pixel);
/* The value that weight `tap` multiplies at `output`: of `pixels` (height, width, 1), or the padding's zero. */
double lesson_window_input (const EngineConvShape *shape, const EngineTensor *pixels, gint64 output,
                            gint64 tap);

G_END_DECLS

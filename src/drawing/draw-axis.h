/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The axis of a chart: from a value to its place, and the round values that stand beside it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DRAW_AXIS_TICKS_MAX 12

typedef struct {
  double from, to; /* to > from; where it is logarithmic, from > 0 */
  gboolean logarithmic;
} DrawAxis;

/* The whole powers of ten round values from `least` to `most`, both positive. */
DrawAxis draw_axis_decades (double least, double most);
/* 0 at the beginning of the axis, 1 at its end; less and more outside of it. */
double draw_axis_place (const DrawAxis *self, double value);
/* At most `most` (at least 2, at most DRAW_AXIS_TICKS_MAX) round values on the axis, rising: powers of ten, or multiples of 1, 2 or
 * 5 times one. Returns how many. */
guint draw_axis_ticks (const DrawAxis *self, guint most, double *ticks);

G_END_DECLS

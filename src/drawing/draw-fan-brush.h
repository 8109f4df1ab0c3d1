/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a line of the fan covers of the pixels of a column, by its rise: ready for the kernel. */
#pragma once

#include "draw-fan-kernel.h"

G_BEGIN_DECLS

/* So many lines are merged into one at most, as a power of two. */
#define DRAW_FAN_LEVELS 7

/* Lines of nearly one rise. One that rises by many rows a column is taken for `samples` shorter ones, each of a part of the column's
 * width. */
typedef struct {
  double reach; /* rows from the upper edge, where it begins in a column, to the middle */
  gsize samples;
  gsize blocks;
  /* By the number of lines merged: of 1, 2, 4, …; NULL where that is not asked for. As a kernel's run wants them. */
  gint16 *shares[DRAW_FAN_LEVELS];
} DrawFanBrush;

typedef struct _DrawFanBrushes DrawFanBrushes;

/* For all rises from -steepest to steepest, in rows per column. `thickness` is across the line, in pixels; `alpha` 0…1. */
DrawFanBrushes *draw_fan_brushes_new (double thickness, double alpha, double steepest, gboolean merge);
void draw_fan_brushes_free (DrawFanBrushes *self);
const DrawFanBrush *draw_fan_brushes_get (const DrawFanBrushes *self, double rise);
/* The largest number of rows above a line's middle that any brush touches, and below it. */
gsize draw_fan_brushes_reach (const DrawFanBrushes *self);

G_END_DECLS

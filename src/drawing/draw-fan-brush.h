/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a line of the fan covers of the pixels of a column, by its rise: ready for the kernel. */
#pragma once

#include "draw-fan-kernel.h"

G_BEGIN_DECLS

#define DRAW_FAN_LEVELS 7 /* up to 1 << 6 lines are merged into one */
#define DRAW_FAN_POINT                                                                                       \
  32 /* heights are numbers of rows, and so are rises, with so many binary digits behind the point */
#define DRAW_FAN_FINE  5 /* a row of rise has 1 << 5 brushes up to… */
#define DRAW_FAN_STEEP 4 /* …this rise: from there on one each, and more than one sample in a column */

/* Lines of nearly one rise. One that rises by many rows a column is taken for `samples` shorter ones, each of a part of the column's
 * width. */
typedef struct {
  gint64 reach; /* height from the upper edge, where it begins in a column, to the middle */
  /* As a kernel's run wants them: those of one line, and where lines are merged those of 2, 4, 8, … on each other. */
  gint16 *shares;
  guint32 samples;
  guint32 blocks;
} DrawFanBrush;

/* Numbers from one level's shares to the next one's. */
static inline gsize
draw_fan_brush_size (guint32 blocks) {
  return (gsize) DRAW_FAN_PHASES * DRAW_FAN_ROWS * 4 * blocks;
}

typedef struct {
  gsize n;
  gsize reach; /* rows above a line's middle that any of them touches at most, and below it */
  DrawFanBrush brushes[];
} DrawFanBrushes;

/* For all rises from -steepest to steepest, in rows per column. `thickness` is across the line, in pixels; `alpha` 0…1. */
DrawFanBrushes *draw_fan_brushes_new (double thickness, double alpha, double steepest, gboolean merge);
void draw_fan_brushes_free (DrawFanBrushes *self);

static inline gsize
draw_fan_brushes_number (gint64 rise) {
  const gint64 one = (gint64) 1 << DRAW_FAN_POINT;
  gint64 steepness = ABS (rise);

  if (steepness <= DRAW_FAN_STEEP * one)
    return (gsize) ((steepness + (one >> (DRAW_FAN_FINE + 1))) >> (DRAW_FAN_POINT - DRAW_FAN_FINE));
  return (gsize) ((DRAW_FAN_STEEP << DRAW_FAN_FINE) + ((steepness - 1) >> DRAW_FAN_POINT) + 1
                  - DRAW_FAN_STEEP);
}

static inline const DrawFanBrush *
draw_fan_brushes_get (const DrawFanBrushes *self, gint64 rise) {
  return &self->brushes[MIN (draw_fan_brushes_number (rise), self->n - 1)];
}

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a line of the fan covers of the pixels of a column, by its rise: ready for the kernel. */
#pragma once

#include "draw-line-kernel.h"

G_BEGIN_DECLS

#define DRAW_LINE_LEVELS 7 /* up to 1 << 6 lines are merged into one */
#define DRAW_LINE_POINT                                                                                      \
  32 /* heights are numbers of rows, and so are rises, with so many binary digits behind the point */
#define DRAW_LINE_FINE  5 /* a row of rise has 1 << 5 brushes up to… */
#define DRAW_LINE_STEEP 4 /* …this rise: from there on one each, and more than one sample in a column */

/* Lines of nearly one rise. One that rises by many rows a column is taken for `samples` shorter ones, each of a part of the column's
 * width. */
typedef struct {
  gint64 reach; /* height from the upper edge, where it begins in a column, to the middle */
  /* As a kernel's run wants them: those of one line, and where lines are merged those of 2, 4, 8, … on each other. */
  gint16 *shares;
  guint32 samples;
  guint32 blocks;
} DrawLineBrush;

/* Numbers from one level's shares to the next one's. */
static inline gsize
draw_line_brush_size (guint32 blocks) {
  return (gsize) DRAW_LINE_PHASES * DRAW_LINE_ROWS * 4 * blocks;
}

typedef struct {
  double thickness, alpha;
  gsize n;
  gsize reach; /* rows above a line's middle that any of them touches at most, and below it */
  DrawLineBrush brushes[];
} DrawLineBrushes;

/* For all rises from -steepest to steepest, in rows per column. `thickness` is across the line, in pixels; `alpha` 0…1. */
DrawLineBrushes *draw_line_brushes_new (double thickness, double alpha, double steepest, gboolean merge);
/* The same, without shares: each brush gets them when it is first asked for by draw_line_brushes_make(). For few lines. */
DrawLineBrushes *draw_line_brushes_new_bare (double thickness, double alpha, double steepest);
const DrawLineBrush *draw_line_brushes_make (DrawLineBrushes *self, gint64 rise);
void draw_line_brushes_free (DrawLineBrushes *self);

static inline gsize
draw_line_brushes_number (gint64 rise) {
  const gint64 one = (gint64) 1 << DRAW_LINE_POINT;
  gint64 steepness = ABS (rise);

  if (steepness <= DRAW_LINE_STEEP * one)
    return (gsize) ((steepness + (one >> (DRAW_LINE_FINE + 1))) >> (DRAW_LINE_POINT - DRAW_LINE_FINE));
  return (gsize) ((DRAW_LINE_STEEP << DRAW_LINE_FINE) + ((steepness - 1) >> DRAW_LINE_POINT) + 1
                  - DRAW_LINE_STEEP);
}

static inline const DrawLineBrush *
draw_line_brushes_get (const DrawLineBrushes *self, gint64 rise) {
  return &self->brushes[MIN (draw_line_brushes_number (rise), self->n - 1)];
}

G_END_DECLS

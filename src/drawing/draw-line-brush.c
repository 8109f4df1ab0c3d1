/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-line-brush.h"

#include <math.h>

#define ALIGNMENT 32

static double
rise_of (gsize number) {
  gsize fine = DRAW_LINE_STEEP << DRAW_LINE_FINE;

  return number <= fine ? ldexp ((double) number, -DRAW_LINE_FINE)
                        : (double) (number - fine + DRAW_LINE_STEEP);
}

/* Half the square of what of u is above zero: the second integral of a step. */
static double
ramp (double u) {
  return u > 0 ? u * u / 2 : 0;
}

/* How much of the column below u a band covers that is `thickness` high and whose middle goes from -rise / 2 to rise / 2: the band's
 * share of a point's height, averaged over the column, is a box of the thickness folded with one of the rise, a trapezoid; this is its
 * integral, the difference of four ramps. */
static double
cover_below (double u, double thickness, double rise) {
  double outer = (thickness + rise) / 2, inner = (thickness - rise) / 2;

  return (ramp (u + outer) - ramp (u + inner) - ramp (u - inner) + ramp (u - outer)) / rise;
}

/* Where 1 << level lines lie on each other. */
static void
fill_shares (const DrawLineBrush *self, double thickness, double rise, double alpha, int level) {
  gint16 *at = self->shares + (gsize) level * draw_line_brush_size (self->blocks);

  for (int phase = 0; phase < DRAW_LINE_PHASES; phase++) {
    double middle = (phase + 0.5) / DRAW_LINE_PHASES + (thickness + rise) / 2;
    double above = cover_below (-middle, thickness, rise);
    for (guint32 row = 0; row < self->blocks * DRAW_LINE_ROWS; row++) {
      double below = cover_below (row + 1 - middle, thickness, rise);
      double share = alpha * CLAMP (below - above, 0, 1) / self->samples;
      above = below;
      for (int i = 0; i < level; i++)
        share += share * (1 - share);
      for (int channel = 0; channel < 4; channel++)
        *at++ = (gint16) (DRAW_LINE_ONE * share + 0.5);
    }
  }
}

/* How high a line is in a column, as far as it is thick, and as far as it rises. */
static void
measure (const DrawLineBrush *self, double thickness, double steepness, double *vertical, double *rise) {
  *vertical = thickness * sqrt (1 + steepness * steepness);
  *rise = MAX (steepness / self->samples, 1e-3);
}

static void
init_brush (DrawLineBrush *self, double thickness, double steepness) {
  double vertical, rise;

  self->samples = (guint32) MAX (1, ceil (steepness / DRAW_LINE_STEEP));
  measure (self, thickness, steepness, &vertical, &rise);
  self->reach = (gint64) ldexp ((vertical + rise) / 2, DRAW_LINE_POINT);
  /* One that begins in the last phase of a row reaches into the most rows. */
  guint32 rows = (guint32) floor (vertical + rise + (DRAW_LINE_PHASES - 0.5) / DRAW_LINE_PHASES) + 1;
  self->blocks = (rows + DRAW_LINE_ROWS - 1) / DRAW_LINE_ROWS;
}

static void
make_shares (DrawLineBrushes *brushes, gsize number, int levels) {
  DrawLineBrush *self = &brushes->brushes[number];
  double vertical, rise;

  measure (self, brushes->thickness, rise_of (number), &vertical, &rise);
  self->shares =
      g_aligned_alloc ((gsize) levels * draw_line_brush_size (self->blocks), sizeof (gint16), ALIGNMENT);
  for (int level = 0; level < levels; level++)
    fill_shares (self, vertical, rise, brushes->alpha, level);
}

DrawLineBrushes *
draw_line_brushes_new_bare (double thickness, double alpha, double steepest) {
  gsize n = draw_line_brushes_number ((gint64) ldexp (fabs (steepest), DRAW_LINE_POINT)) + 1;
  DrawLineBrushes *self = g_malloc0 (sizeof (DrawLineBrushes) + n * sizeof (DrawLineBrush));

  self->thickness = thickness;
  self->alpha = alpha;
  self->n = n;
  for (gsize i = 0; i < n; i++) {
    init_brush (&self->brushes[i], thickness, rise_of (i));
    self->reach = MAX (self->reach, (gsize) self->brushes[i].blocks * DRAW_LINE_ROWS);
  }
  return self;
}

DrawLineBrushes *
draw_line_brushes_new (double thickness, double alpha, double steepest, gboolean merge) {
  DrawLineBrushes *self = draw_line_brushes_new_bare (thickness, alpha, steepest);

  for (gsize i = 0; i < self->n; i++)
    make_shares (self, i, merge ? DRAW_LINE_LEVELS : 1);
  return self;
}

const DrawLineBrush *
draw_line_brushes_make (DrawLineBrushes *self, gint64 rise) {
  gsize number = MIN (draw_line_brushes_number (rise), self->n - 1);

  if (self->brushes[number].shares == NULL)
    make_shares (self, number, 1);
  return &self->brushes[number];
}

void
draw_line_brushes_free (DrawLineBrushes *self) {
  for (gsize i = 0; i < self->n; i++)
    g_aligned_free (self->brushes[i].shares);
  g_free (self);
}

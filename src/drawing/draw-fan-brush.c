/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-fan-brush.h"

#include <math.h>

#define ALIGNMENT 32

static double
rise_of (gsize number) {
  gsize fine = DRAW_FAN_STEEP << DRAW_FAN_FINE;

  return number <= fine ? ldexp ((double) number, -DRAW_FAN_FINE) : (double) (number - fine + DRAW_FAN_STEEP);
}

/* Half the square of what of u is above zero: the second integral of a step. */
static double
ramp (double u) {
  return u > 0 ? u * u / 2 : 0;
}

/* How much of the pixel from u to u + 1 a band covers that is `thickness` high and whose middle goes from -rise / 2 to rise / 2: the
 * band's share of a point's height, averaged over the column, is a box of the thickness folded with one of the rise, a trapezoid; this
 * is its integral, the difference of four ramps, over the pixel. */
static double
cover (double u, double thickness, double rise) {
  double outer = (thickness + rise) / 2, inner = (thickness - rise) / 2, sum = 0;

  for (int end = 0; end < 2; end++) {
    double at = u + 1 - end;
    double below = ramp (at + outer) - ramp (at + inner) - ramp (at - inner) + ramp (at - outer);
    sum += end == 0 ? below : -below;
  }
  return CLAMP (sum / rise, 0, 1);
}

/* Where 1 << level lines lie on each other. */
static void
fill_shares (const DrawFanBrush *self, double thickness, double rise, double alpha, int level) {
  gint16 *at = self->shares + (gsize) level * draw_fan_brush_size (self->blocks);

  for (int phase = 0; phase < DRAW_FAN_PHASES; phase++)
    for (guint32 row = 0; row < self->blocks * DRAW_FAN_ROWS; row++) {
      double middle = (phase + 0.5) / DRAW_FAN_PHASES + (thickness + rise) / 2;
      double share = alpha * cover (row - middle, thickness, rise) / self->samples;
      for (int i = 0; i < level; i++)
        share += share * (1 - share);
      for (int channel = 0; channel < 4; channel++)
        *at++ = (gint16) lround (DRAW_FAN_ONE * share);
    }
}

static void
init_brush (DrawFanBrush *self, double thickness, double alpha, double rise, int levels) {
  double vertical = thickness * sqrt (1 + rise * rise);

  self->samples = (guint32) MAX (1, ceil (rise / DRAW_FAN_STEEP));
  rise = MAX (rise / self->samples, 1e-3);
  self->reach = (gint64) ldexp ((vertical + rise) / 2, DRAW_FAN_POINT);
  /* One that begins in the last phase of a row reaches into the most rows. */
  guint32 rows = (guint32) floor (vertical + rise + (DRAW_FAN_PHASES - 0.5) / DRAW_FAN_PHASES) + 1;
  self->blocks = (rows + DRAW_FAN_ROWS - 1) / DRAW_FAN_ROWS;
  self->shares =
      g_aligned_alloc ((gsize) levels * draw_fan_brush_size (self->blocks), sizeof (gint16), ALIGNMENT);
  for (int level = 0; level < levels; level++)
    fill_shares (self, vertical, rise, alpha, level);
}

DrawFanBrushes *
draw_fan_brushes_new (double thickness, double alpha, double steepest, gboolean merge) {
  gsize n = draw_fan_brushes_number ((gint64) ldexp (fabs (steepest), DRAW_FAN_POINT)) + 1;
  DrawFanBrushes *self = g_malloc0 (sizeof (DrawFanBrushes) + n * sizeof (DrawFanBrush));

  self->n = n;
  for (gsize i = 0; i < n; i++) {
    init_brush (&self->brushes[i], thickness, alpha, rise_of (i), merge ? DRAW_FAN_LEVELS : 1);
    self->reach = MAX (self->reach, (gsize) self->brushes[i].blocks * DRAW_FAN_ROWS);
  }
  return self;
}

void
draw_fan_brushes_free (DrawFanBrushes *self) {
  for (gsize i = 0; i < self->n; i++)
    g_aligned_free (self->brushes[i].shares);
  g_free (self);
}

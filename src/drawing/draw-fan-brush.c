/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-fan-brush.h"

#include <math.h>

#define FINE      32 /* brushes for each row of rise, up to… */
#define STEEP     4  /* …this rise: from there on one each, and more than one sample in a column */
#define ALIGNMENT 32

struct _DrawFanBrushes {
  gsize n;
  DrawFanBrush brushes[];
};

static gsize
number_of (double rise) {
  double steepness = fabs (rise);

  return (gsize) (steepness <= STEEP ? steepness * FINE + 0.5 : (STEEP * FINE) + ceil (steepness) - STEEP);
}

static double
rise_of (gsize number) {
  return number <= STEEP * FINE ? (double) number / FINE : (double) (number - STEEP * FINE) + STEEP;
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

/* One brush's shares where 1 << level lines lie on each other. */
static gint16 *
make_shares (const DrawFanBrush *self, double thickness, double rise, double alpha, int level) {
  gsize rows = self->blocks * DRAW_FAN_ROWS;
  gint16 *shares = g_aligned_alloc (DRAW_FAN_PHASES * rows, sizeof (DrawFanPixel), ALIGNMENT);
  gint16 *at = shares;

  for (int phase = 0; phase < DRAW_FAN_PHASES; phase++)
    for (gsize row = 0; row < rows; row++) {
      double middle = (phase + 0.5) / DRAW_FAN_PHASES + self->reach;
      double share = alpha * cover ((double) row - middle, thickness, rise) / (double) self->samples;
      for (int i = 0; i < level; i++)
        share += share * (1 - share);
      for (int channel = 0; channel < 4; channel++)
        *at++ = (gint16) lround (DRAW_FAN_ONE * share);
    }
  return shares;
}

static void
init_brush (DrawFanBrush *self, double thickness, double alpha, double rise, gboolean merge) {
  double vertical = thickness * sqrt (1 + rise * rise);

  self->samples = (gsize) MAX (1, ceil (rise / STEEP));
  rise = MAX (rise / (double) self->samples, 1e-3);
  self->reach = (vertical + rise) / 2;
  /* One that begins in the last phase of a row reaches into the most rows. */
  gsize rows = (gsize) floor (2 * self->reach + (DRAW_FAN_PHASES - 0.5) / DRAW_FAN_PHASES) + 1;
  self->blocks = (rows + DRAW_FAN_ROWS - 1) / DRAW_FAN_ROWS;
  for (int level = 0; level < (merge ? DRAW_FAN_LEVELS : 1); level++)
    self->shares[level] = make_shares (self, vertical, rise, alpha, level);
}

DrawFanBrushes *
draw_fan_brushes_new (double thickness, double alpha, double steepest, gboolean merge) {
  gsize n = number_of (steepest) + 1;
  DrawFanBrushes *self = g_malloc0 (sizeof (DrawFanBrushes) + n * sizeof (DrawFanBrush));

  self->n = n;
  for (gsize i = 0; i < n; i++)
    init_brush (&self->brushes[i], thickness, alpha, rise_of (i), merge);
  return self;
}

void
draw_fan_brushes_free (DrawFanBrushes *self) {
  for (gsize i = 0; i < self->n; i++)
    for (int level = 0; level < DRAW_FAN_LEVELS; level++)
      g_aligned_free (self->brushes[i].shares[level]);
  g_free (self);
}

const DrawFanBrush *
draw_fan_brushes_get (const DrawFanBrushes *self, double rise) {
  return &self->brushes[MIN (number_of (rise), self->n - 1)];
}

gsize
draw_fan_brushes_reach (const DrawFanBrushes *self) {
  gsize reach = 0;

  for (gsize i = 0; i < self->n; i++)
    reach = MAX (reach, self->brushes[i].blocks * DRAW_FAN_ROWS);
  return reach;
}

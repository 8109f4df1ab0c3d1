/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-axis.h"

#include <math.h>

/* What rounding may shift a value that stands at the very end of the axis. */
#define SLACK 1e-9

DrawAxis
draw_axis_decades (double least, double most) {
  double from = floor (log10 (least) + SLACK);
  double to = ceil (log10 (most) - SLACK);

  return (DrawAxis){ pow (10, from), pow (10, MAX (to, from + 1)), TRUE };
}

double
draw_axis_place (const DrawAxis *self, double value) {
  if (!self->logarithmic)
    return (value - self->from) / (self->to - self->from);
  return log (MAX (value, G_MINDOUBLE) / self->from) / log (self->to / self->from);
}

static guint
power_ticks (const DrawAxis *self, guint most, double *ticks) {
  int first = (int) ceil (log10 (self->from) - SLACK);
  int last = (int) floor (log10 (self->to) + SLACK);
  int step = 1;
  guint n = 0;

  while ((last - first) / step + 1 > (int) most)
    step++;
  for (int power = first; power <= last; power += step)
    ticks[n++] = pow (10, power);
  return n;
}

static gboolean
fits (const DrawAxis *self, guint most, double step) {
  return floor (self->to / step + SLACK) - ceil (self->from / step - SLACK) + 1 <= most;
}

static double
linear_step (const DrawAxis *self, guint most) {
  static const double factors[] = { 1, 2, 5 };
  double power = pow (10, floor (log10 ((self->to - self->from) / most)));

  while (TRUE) {
    for (gsize i = 0; i < G_N_ELEMENTS (factors); i++)
      if (fits (self, most, factors[i] * power))
        return factors[i] * power;
    power *= 10;
  }
}

guint
draw_axis_ticks (const DrawAxis *self, guint most, double *ticks) {
  guint n = 0;

  g_return_val_if_fail (self->to > self->from && most >= 2 && most <= DRAW_AXIS_TICKS_MAX, 0);

  if (self->logarithmic)
    return power_ticks (self, most, ticks);
  double step = linear_step (self, most);
  double first = ceil (self->from / step - SLACK);
  double last = floor (self->to / step + SLACK);
  for (double multiple = first; multiple <= last; multiple++)
    ticks[n++] = multiple * step;
  return n;
}

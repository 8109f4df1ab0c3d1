/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-drawing.h"

#include <math.h>
#include <string.h>

#define PENS_ACROSS 16.0 /* so many pens lie side by side, on a grid that is large enough */
#define SOFT        0.45 /* the outer part of the pen's reach, in which it fades */

AppDrawing *
app_drawing_new (gint64 side, const EngineTensor *pixels) {
  AppDrawing *self = g_new0 (AppDrawing, 1);

  self->side = side;
  self->values = g_new0 (float, side *side);
  if (pixels != NULL)
    memcpy (self->values, pixels->data, (gsize) (side * side) * sizeof (float));
  return self;
}

void
app_drawing_free (AppDrawing *self) {
  g_free (self->values);
  g_free (self);
}

/* From a point to a line between two others. */
static double
distance (double y, double x, double y0, double x0, double y1, double x1) {
  double dy = y1 - y0, dx = x1 - x0;
  double length = dy * dy + dx * dx;
  double along = length > 0 ? CLAMP (((y - y0) * dy + (x - x0) * dx) / length, 0, 1) : 0;

  return hypot (y - y0 - along * dy, x - x0 - along * dx);
}

static void
cover (AppDrawing *self, gint64 index, double amount) {
  float *value = &self->values[index];

  *value = (float) (self->erasing ? MIN (*value, 1 - amount) : MAX (*value, amount));
}

void
app_drawing_begin (AppDrawing *self, double row, double column, gboolean erasing) {
  self->erasing = erasing;
  self->row = floor (row) + 0.5;
  self->column = floor (column) + 0.5;
  app_drawing_line (self, self->row, self->column);
}

void
app_drawing_line (AppDrawing *self, double row, double column) {
  double reach = MAX (1, self->side / PENS_ACROSS);

  for (gint64 y = 0; y < self->side; y++)
    for (gint64 x = 0; x < self->side; x++) {
      double away = distance ((double) y + 0.5, (double) x + 0.5, self->row, self->column, row, column);
      cover (self, y * self->side + x, CLAMP ((1 - away / reach) / SOFT, 0, 1));
    }
  self->row = row;
  self->column = column;
}

void
app_drawing_set (AppDrawing *self, gint64 row, gint64 column, double value) {
  self->values[row * self->side + column] = (float) CLAMP (value, 0, 1);
}

EngineImage *
app_drawing_to_image (const AppDrawing *self, GError **error) {
  return engine_image_new_from_grey (self->values, self->side, self->side, error);
}

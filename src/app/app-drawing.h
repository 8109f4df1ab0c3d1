/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pen on a grid of pixels. A model without widgets. */
#pragma once

#include "engine-image.h"

G_BEGIN_DECLS

typedef struct {
  gint64 side;
  float *values; /* (side, side), 0…1 */
  gboolean erasing;
  double row, column; /* where the pen is, in pixels; the middle of the first one is at 0.5, 0.5 */
} AppDrawing;

/* On what is there: a (side, side, 1) tensor; NULL: on black. */
AppDrawing *app_drawing_new (gint64 side, const EngineTensor *pixels);
void app_drawing_free (AppDrawing *self);

/* Puts the pen down in the middle of the pixel at that point, white or black. */
void app_drawing_begin (AppDrawing *self, double row, double column, gboolean erasing);
/* A line from where the pen is. Its edge is soft; on a large grid it is as thick, beside the picture, as on a small one. */
void app_drawing_line (AppDrawing *self, double row, double column);
void app_drawing_set (AppDrawing *self, gint64 row, gint64 column, double value);
EngineImage *app_drawing_to_image (const AppDrawing *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AppDrawing, app_drawing_free)

G_END_DECLS

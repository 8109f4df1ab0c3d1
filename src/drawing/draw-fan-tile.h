/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines of a fan, and which of them have to be laid over a tile of columns. */
#pragma once

#include "draw-line-brush.h"
#include "draw-fan-raster.h"

G_BEGIN_DECLS

/* Where lines outnumber what pixels can show, those that cannot be seen are left out, and those that run within a fraction of their thickness
 * are laid as one: see draw_fan_lines_lay(). */
#define DRAW_FAN_MANY 8192

typedef struct _DrawFanLines DrawFanLines;

DrawFanLines *draw_fan_lines_new (const DrawFanGeometry *geometry);
void draw_fan_lines_free (DrawFanLines *self);
/* Of a column of a tile: above the picture's first row, and all. */
gsize draw_fan_lines_border (const DrawFanLines *self);
gsize draw_fan_lines_length (const DrawFanLines *self);
/* The rows first…last-1 of the picture that lines pass in tile number `tile`; nothing lies in any other. */
void draw_fan_lines_rows (const DrawFanLines *self, gsize tile, int *first, int *last);
/* Whether what is laid first depends on how many nodes have all of their lines: then a picture of fewer such nodes cannot grow into one
 * of more. */
gboolean draw_fan_lines_hide (const DrawFanLines *self);
/* Lays the lines from…until-1 of a picture of `until` lines, in their `colors`, over tile number `tile`. */
void draw_fan_lines_lay (const DrawFanLines *self, gint64 from, gint64 until, const DrawLinePixel *colors,
                         gsize tile, DrawLinePixel *pixels);

G_END_DECLS

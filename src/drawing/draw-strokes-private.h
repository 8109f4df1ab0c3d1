/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Straight lines, of which nothing is kept: few of them, or such as lie elsewhere in each frame. */
#pragma once

#include "draw-context-private.h"

typedef struct {
  double x0, y0, x1, y1;
} DrawSegment;

/* All in the lengths of the layout. */
typedef struct {
  DrawSegment segment; /* x0 < x1 */
  DrawColor color;
  double width, alpha;
} DrawStroke;

/* One over the other. Onto pixels they are rastered, each cut off upright at whole columns. */
void draw_strokes (const DrawContext *context, const DrawStroke *strokes, guint n);
/* All of one colour and alpha: together they are as if drawn in one stroke of the pen, where they cross, too. */
void draw_strokes_as_one (const DrawContext *context, const DrawStroke *strokes, guint n);

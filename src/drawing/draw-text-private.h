/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Letters: every size in the surface's units, digits of equal width, the fonts that ship. */
#pragma once

#include "draw-context-private.h"

typedef enum { DRAW_START, DRAW_CENTER, DRAW_END } DrawAlign;
typedef enum { DRAW_REGULAR, DRAW_MEDIUM, DRAW_SEMIBOLD } DrawWeight;

typedef struct {
  double size; /* in layout units, DRAW_SMALL … */
  DrawWeight weight;
  DrawColor color;
  DrawAlign x, y;   /* of the text in its rectangle */
  gboolean wrap;    /* to the rectangle's width, else one line */
  int lines;        /* at most, where it wraps; 0 is taken as 2 */
  gboolean shorten; /* one line, with an ellipsis in the middle where it is wider than the rectangle */
  double alpha;     /* 0 is taken as 1 */
} DrawTextStyle;

void draw_text (const DrawContext *context, const char *text, DrawRect rect, DrawTextStyle style);
/* Width of the text on one line. */
double draw_text_width (const DrawContext *context, const char *text, double size, DrawWeight weight);
/* The size, or as much less of it as makes the line fit into the width; never less than is read. */
double draw_text_fit (const DrawContext *context, const char *text, double size, DrawWeight weight,
                      double width);

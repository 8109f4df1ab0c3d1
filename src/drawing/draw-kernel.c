/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-kernel-private.h"

#include "draw-cells-private.h"
#include "draw-text-private.h"

void
draw_kernel_frame (const DrawContext *context, DrawRect cell, gint64 tap, gint64 taps) {
  double line = MIN (0.07 * context->layout->unit, 0.14 * cell.width);
  DrawRect inside = draw_rect_inset (cell, line / 2);

  draw_set_color (context->cr, draw_style_weight (context->style, tap, taps), 1);
  cairo_set_line_width (context->cr, line);
  cairo_rectangle (context->cr, inside.x, inside.y, inside.width, inside.height);
  cairo_stroke (context->cr);
}

/* With how many decimals all values fit into their cells; -1: with none. */
static int
decimals_that_fit (const DrawContext *context, const float *weights, gint64 taps, double room) {
  for (int decimals = 2; decimals > 0; decimals--) {
    double widest = 0;
    for (gint64 tap = 0; tap < taps; tap++) {
      g_autofree char *value = draw_short_value (weights[tap], decimals);
      widest = MAX (widest, draw_text_width (context, value, DRAW_SMALL, DRAW_SEMIBOLD));
    }
    if (widest <= room)
      return decimals;
  }
  return -1;
}

void
draw_kernel (const DrawContext *context, DrawRect rect, const float *weights, gint64 rows, gint64 columns,
             double scale) {
  const DrawStyle *style = context->style;
  int decimals = decimals_that_fit (context, weights, rows * columns, 0.8 * rect.width / columns);

  for (gint64 tap = 0; tap < rows * columns; tap++) {
    DrawRect cell = draw_rect_cell (rect, rows, columns, tap / columns, tap % columns);
    DrawColor identity = draw_style_weight (style, tap, rows * columns);
    DrawColor ground = decimals > 0 ? draw_style_tint (style, identity, FALSE)
                                    : draw_style_diverging (style, weights[tap], scale);
    draw_set_color (context->cr, ground, 1);
    cairo_rectangle (context->cr, cell.x, cell.y, cell.width, cell.height);
    cairo_fill (context->cr);
    draw_kernel_frame (context, cell, tap, rows * columns);
    if (decimals < 0)
      continue;
    g_autofree char *value = draw_short_value (weights[tap], decimals);
    draw_text (context, value, cell,
               (DrawTextStyle){ DRAW_SMALL, DRAW_SEMIBOLD, style->text, DRAW_CENTER, DRAW_CENTER });
  }
}

void
draw_kernel_frames (const DrawContext *context, DrawRect rect, gint64 rows, gint64 columns, gint64 dilation) {
  gint64 window_rows = dilation * (rows - 1) + 1;
  gint64 window_columns = dilation * (columns - 1) + 1;

  for (gint64 tap = 0; tap < rows * columns; tap++)
    draw_kernel_frame (context,
                       draw_rect_cell (rect, window_rows, window_columns, tap / columns * dilation,
                                       tap % columns * dilation),
                       tap, rows * columns);
}

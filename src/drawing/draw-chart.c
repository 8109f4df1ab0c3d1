/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-chart-private.h"
#include "draw-text-private.h"
#include "lesson-text.h"

#include <math.h>

#define LINE 0.05 /* width of a curve, in units */

char *
draw_chart_number (double value) {
  return value == floor (value) ? lesson_format_count ((gint64) value) : lesson_format_value (value);
}

double
draw_chart_x (const DrawChart *self, double x) {
  return self->rect.x + draw_axis_place (&self->x, x) * self->rect.width;
}

double
draw_chart_y (const DrawChart *self, double y) {
  return self->rect.y + (1 - draw_axis_place (&self->y, y)) * self->rect.height;
}

static void
grid_line (const DrawContext *context, double x, double y, double width, double height) {
  draw_set_color (context->cr, context->style->outline, 0.3);
  cairo_set_line_width (context->cr, 0.015 * context->layout->unit);
  cairo_move_to (context->cr, x, y);
  cairo_rel_line_to (context->cr, width, height);
  cairo_stroke (context->cr);
}

void
draw_chart_x_ticks (const DrawContext *context, const DrawChart *self, guint n, const double *ticks) {
  double u = context->layout->unit;
  double bottom = self->rect.y + self->rect.height;
  DrawTextStyle style = { DRAW_SMALL, DRAW_MEDIUM, context->style->muted, DRAW_CENTER, DRAW_CENTER };
  double end = -G_MAXDOUBLE; /* of the number before */

  for (guint i = 0; i < n; i++) {
    double x = draw_chart_x (self, ticks[i]);
    g_autofree char *number = (self->say_x ? self->say_x : draw_chart_number) (ticks[i]);
    double half = draw_text_width (context, number, style.size, style.weight) / 2;
    grid_line (context, x, self->rect.y, 0, self->rect.height);
    /* Where two ticks are close, one number has to do. */
    if (x - half < end + 0.12 * u)
      continue;
    end = x + half;
    draw_text (context, number, (DrawRect){ x, bottom + 0.04 * u, 0, 0.36 * u }, style);
  }
}

void
draw_chart_y_ticks (const DrawContext *context, const DrawChart *self, guint n, const double *ticks) {
  double u = context->layout->unit;
  DrawTextStyle style = { DRAW_SMALL, DRAW_MEDIUM, context->style->muted, DRAW_END, DRAW_CENTER };

  for (guint i = 0; i < n; i++) {
    double y = draw_chart_y (self, ticks[i]);
    g_autofree char *number = (self->say_y ? self->say_y : draw_chart_number) (ticks[i]);
    grid_line (context, self->rect.x, y, self->rect.width, 0);
    draw_text (context, number, (DrawRect){ self->rect.x - 0.12 * u, y, 0, 0 }, style);
  }
}

static void
set_pen (const DrawContext *context, const DrawCurve *curve) {
  double u = context->layout->unit;
  const double dashes[] = { 0.13 * u, 0.1 * u };

  draw_set_color (context->cr, curve->color, 1);
  cairo_set_line_width (context->cr, (curve->width > 0 ? curve->width : LINE) * u);
  /* Points are close and joins small: round ones look no better, and take a quarter of a curve's time. */
  cairo_set_line_join (context->cr, CAIRO_LINE_JOIN_BEVEL);
  if (curve->dashed)
    cairo_set_dash (context->cr, dashes, G_N_ELEMENTS (dashes), 0);
}

void
draw_chart_curve (const DrawContext *context, const DrawChart *self, guint n, const double *x,
                  const double *y, const DrawCurve *curve) {
  cairo_save (context->cr);
  set_pen (context, curve);
  cairo_new_path (context->cr);
  for (guint i = 0; i < n; i++)
    cairo_line_to (context->cr, draw_chart_x (self, x[i]), draw_chart_y (self, y[i]));
  cairo_stroke (context->cr);
  cairo_restore (context->cr);
}

void
draw_chart_point (const DrawContext *context, const DrawChart *self, double x, double y, DrawColor color) {
  double u = context->layout->unit;

  cairo_new_sub_path (context->cr);
  cairo_arc (context->cr, draw_chart_x (self, x), draw_chart_y (self, y), 0.12 * u, 0, 2 * G_PI);
  draw_set_color (context->cr, color, 1);
  cairo_fill_preserve (context->cr);
  draw_set_color (context->cr, context->style->background, 1);
  cairo_set_line_width (context->cr, 0.03 * u);
  cairo_stroke (context->cr);
}

void
draw_chart_sample (const DrawContext *context, DrawRect rect, const DrawCurve *curve) {
  cairo_save (context->cr);
  set_pen (context, curve);
  cairo_move_to (context->cr, rect.x, rect.y + rect.height / 2);
  cairo_rel_line_to (context->cr, rect.width, 0);
  cairo_stroke (context->cr);
  cairo_restore (context->cr);
}

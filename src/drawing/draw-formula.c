/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-formula-private.h"

#include "draw-cells-private.h"
#include "draw-scene-private.h"
#include "draw-text-private.h"
#include "lesson-ease.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Shares of the width: the names of the rows, one product for each weight, the sum. */
#define NAMES 0.104
#define SUM   0.142

typedef struct {
  double pixel, weight;
} Term;

/* Zeros stand outside the image. */
static double
pixel_at (const LessonParameters *p, gint64 row, gint64 column, gint64 tap) {
  const EngineConvShape *shape = &p->single;
  gint64 y =
      row * shape->spec.stride[0] + tap / shape->spec.kernel[1] * shape->spec.dilation[0] - shape->pad_top;
  gint64 x = column * shape->spec.stride[1] + tap % shape->spec.kernel[1] * shape->spec.dilation[1]
             - shape->pad_left;
  gboolean inside = y >= 0 && y < shape->spec.height && x >= 0 && x < shape->spec.width;

  return inside ? p->pixels->data[y * shape->spec.width + x] : 0;
}

static void
draw_names (const DrawContext *context, DrawRect rect, double row_height) {
  const char *names[] = { _ ("pixel"), _ ("× weight"), _ ("= product") };
  DrawRect line = { rect.x, rect.y, rect.width * NAMES, row_height };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    draw_text (context, names[i], line,
               (DrawTextStyle){ DRAW_SMALL, DRAW_REGULAR, context->style->muted, DRAW_START, DRAW_CENTER });
    line.y += row_height;
  }
}

/* One column of the sum, in its weight's colour. */
static void
draw_term (const DrawContext *context, DrawRect rect, gint64 tap, Term term, double row_height) {
  const DrawStyle *style = context->style;
  DrawColor identity = draw_style_weight (style, tap);
  gboolean pointed =
      context->target.part == LESSON_PART_WEIGHT
      && context->target.row * context->state->parameters->single.spec.kernel[1] + context->target.column
             == tap;
  double values[] = { term.pixel, term.weight, term.pixel * term.weight };

  draw_rounded (context->cr, rect, 0.07 * context->layout->unit);
  draw_set_color (context->cr, draw_color_mix (style->card, identity, pointed ? 0.4 : 0.14), 1);
  cairo_fill_preserve (context->cr);
  draw_set_color (context->cr, identity, 1);
  cairo_set_line_width (context->cr, (pointed ? 0.07 : 0.04) * context->layout->unit);
  cairo_stroke (context->cr);
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++) {
    g_autofree char *text = i == 1 ? draw_short_value (values[i], 2) : lesson_format_value (values[i]);
    DrawRect line = { rect.x, rect.y + i * row_height, rect.width, row_height };
    draw_text (context, text, line,
               (DrawTextStyle){ DRAW_SMALL, i == 2 ? DRAW_SEMIBOLD : DRAW_REGULAR, style->text, DRAW_CENTER,
                                DRAW_CENTER });
  }
}

DrawRect
draw_formula_sum (const DrawContext *context, DrawRect rect) {
  double gap = 0.26 * context->layout->unit;

  return (DrawRect){ rect.x + rect.width * (1 - SUM) + gap, rect.y, rect.width * SUM - gap, rect.height };
}

static void
draw_sum (const DrawContext *context, DrawRect rect, double value, double scale) {
  DrawColor color = draw_style_diverging (context->style, value, scale);
  g_autofree char *text = lesson_format_value (value);
  DrawRect equals = { rect.x - 0.26 * context->layout->unit, rect.y, 0.26 * context->layout->unit,
                      rect.height };

  draw_text (context, "=", equals,
             (DrawTextStyle){ DRAW_CAPTION, DRAW_MEDIUM, context->style->text, DRAW_CENTER, DRAW_CENTER });
  draw_rounded (context->cr, rect, 0.1 * context->layout->unit);
  draw_set_color (context->cr, color, 1);
  cairo_fill_preserve (context->cr);
  draw_set_color (context->cr, context->style->outline, 1);
  cairo_set_line_width (context->cr, 0.02 * context->layout->unit);
  cairo_stroke (context->cr);
  draw_text (context, text, rect,
             (DrawTextStyle){ DRAW_TITLE, DRAW_SEMIBOLD, draw_color_on (color), DRAW_CENTER, DRAW_CENTER });
}

void
draw_formula_terms (const DrawContext *context, DrawRect rect, const DrawSum *sum, double products) {
  const LessonParameters *p = context->state->parameters;
  gint64 taps = p->one_filter.weights;
  double pitch = rect.width * (1 - NAMES - SUM) / taps;
  double row_height = rect.height / 3;
  double plus = 0.14 * context->layout->unit;
  DrawTextStyle sign = { DRAW_SMALL, DRAW_MEDIUM, context->style->muted, DRAW_CENTER, DRAW_CENTER };

  draw_names (context, rect, row_height);
  for (gint64 tap = 0; tap < taps && tap < products; tap++) {
    double x = rect.x + rect.width * NAMES + tap * pitch;
    DrawRect room = { x - plus, rect.y - plus, pitch + plus, rect.height + 2 * plus };
    double shown = lesson_ease (products - tap);
    draw_begin_fade (context, room, shown);
    draw_term (context, (DrawRect){ x + plus / 2, rect.y, pitch - plus, rect.height }, tap,
               (Term){ sum->pixels[tap], p->kernel->data[tap] }, row_height);
    if (tap > 0)
      draw_text (context, "+", (DrawRect){ x - plus / 2, rect.y + 2 * row_height, plus, row_height }, sign);
    draw_end_fade (context, shown);
  }
  if (products > taps)
    draw_sum (context, draw_formula_sum (context, rect), sum->value, sum->scale);
}

void
draw_formula (const DrawContext *context, DrawRect rect, gint64 row, gint64 column, double products) {
  const LessonParameters *p = context->state->parameters;
  DrawSum sum = { .value = p->response->data[row * p->single.out_width + column],
                  .scale = draw_scale_of (p->response) };

  for (gint64 tap = 0; tap < p->one_filter.weights; tap++)
    sum.pixels[tap] = pixel_at (p, row, column, tap);
  draw_formula_terms (context, rect, &sum, products);
}

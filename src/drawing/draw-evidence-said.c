/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the numbers show, and beside it, as plainly, what they do not. */
#include "draw-evidence-private.h"
#include "draw-text-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define HEAD 0.55 /* height, in units */
#define LINE 0.37 /* of a sentence in the larger type */
#define SIGN 0.55 /* width of the column of signs */

static const DrawEvidencePlaces *
places_of (const DrawContext *context) {
  return context->layout->places;
}

void
draw_evidence_said_place (DrawLayout *layout, const LessonState *state) {
  DrawEvidencePlaces *places = layout->places;
  DrawRect main = layout->main;
  double head = HEAD * layout->unit;

  places->heads = (DrawRect){ main.x, main.y, main.width, head };
  places->rows = (DrawRect){ main.x, main.y + head, main.width, main.height - head };
  gint64 there = (gint64) MIN (state->evidence_view.rows, LESSON_EVIDENCE_ROWS);
  DrawRect rect = places->rows;
  rect.height *= (double) there / LESSON_EVIDENCE_ROWS;
  if (there > 0)
    draw_layout_add_region (
        layout, (DrawRegion){ .part = LESSON_PART_SENTENCE, .rows = there, .columns = 2, .rect = rect });
}

static DrawRect
half (const DrawContext *context, DrawRect rect, guint side) {
  double gap = 0.4 * context->layout->unit;
  double width = (rect.width - gap) / 2;

  return (DrawRect){ rect.x + side * (width + gap), rect.y, width, rect.height };
}

/* A tick or a cross, drawn and not a letter of some font. */
static void
draw_sign (const DrawContext *context, DrawRect rect, guint side) {
  cairo_t *cr = context->cr;
  double u = context->layout->unit;
  double x = rect.x + 0.3 * u, y = rect.y + rect.height / 2, s = 0.13 * u;

  cairo_set_line_width (cr, 0.06 * u);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  draw_set_color (cr, side == 0 ? context->style->convolution : context->style->text, 1);
  cairo_move_to (cr, x - s, side == 0 ? y : y - s);
  cairo_line_to (cr, side == 0 ? x - 0.3 * s : x + s, y + s);
  if (side == 0)
    cairo_line_to (cr, x + s, y - s);
  else {
    cairo_move_to (cr, x + s, y - s);
    cairo_line_to (cr, x - s, y + s);
  }
  cairo_stroke (cr);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
}

/* The larger type where the sentence has room in it. */
static double
type_size (const DrawContext *context, const char *text, DrawRect words) {
  double width = draw_text_width (context, text, DRAW_BODY, DRAW_MEDIUM);
  double lines = ceil (1.12 * width / words.width);

  return lines * LINE * context->layout->unit <= words.height ? DRAW_BODY : DRAW_SMALL;
}

static void
draw_cell (const DrawContext *context, DrawRect row, guint index, guint side) {
  const DrawStyle *style = context->style;
  double u = context->layout->unit;
  DrawRect card = draw_rect_inset (half (context, row, side), 0.05 * u);
  DrawRect words = { card.x + SIGN * u, card.y, card.width - (SIGN + 0.15) * u, card.height };
  g_autofree char *text = lesson_evidence_sentence (context->state->parameters, index, side);

  draw_outlined (context, card, 0.1 * u, style->card,
                 draw_color_mix (style->card, style->outline, style->divider), 0.015 * u);
  draw_sign (context, card, side);
  draw_text (context, text, words,
             (DrawTextStyle){ type_size (context, text, words), DRAW_MEDIUM, style->text, DRAW_START,
                              DRAW_CENTER, .wrap = TRUE, .lines = 4 });
}

void
draw_evidence_said (const DrawContext *context) {
  const DrawEvidencePlaces *places = places_of (context);
  const char *heads[2] = { _ ("What the numbers show"), _ ("What they do not show") };
  DrawTextStyle style = { DRAW_TITLE, DRAW_SEMIBOLD, context->style->text, DRAW_START, DRAW_CENTER };

  for (guint side = 0; side < 2; side++)
    draw_text (context, heads[side], half (context, places->heads, side), style);
  for (guint i = 0; i < LESSON_EVIDENCE_ROWS; i++) {
    DrawRect row = draw_rect_cell (places->rows, LESSON_EVIDENCE_ROWS, 1, i, 0);
    double visible = CLAMP (context->state->evidence_view.rows - i, 0, 1);
    if (visible <= 0)
      continue;
    for (guint side = 0; side < 2; side++)
      draw_cell (context, row, i, side);
    draw_veil (context, row, visible);
  }
}

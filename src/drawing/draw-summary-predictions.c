/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every question of the lesson, what was answered, and what is right. */
#include "draw-cells-private.h"
#include "draw-summary-private.h"
#include "draw-text-private.h"
#include "lesson-summary.h"

#include <glib/gi18n-lib.h>

/* Where the columns begin, as shares of the width. */
#define ANSWER 0.56
#define TRUTH  0.78

#define LINE 1.25 /* height of a line of text, in its size */

typedef enum { SIGN_RIGHT, SIGN_WRONG, SIGN_NONE } Sign;

static Sign
sign_of (const LessonSummaryAnswer *answer) {
  return answer->answer == NULL ? SIGN_NONE : answer->right ? SIGN_RIGHT : SIGN_WRONG;
}

static void
draw_sign (const DrawContext *context, double x, double y, Sign sign) {
  const DrawStyle *style = context->style;
  double u = context->layout->unit, r = 0.11 * u;
  cairo_t *cr = context->cr;

  cairo_set_line_width (cr, 0.06 * u);
  switch (sign) {
  case SIGN_RIGHT:
    draw_set_color (cr, style->convolution, 1);
    cairo_move_to (cr, x - r, y);
    cairo_line_to (cr, x - 0.25 * r, y + 0.8 * r);
    cairo_line_to (cr, x + 1.1 * r, y - r);
    break;
  case SIGN_WRONG:
    draw_set_color (cr, style->positive, 1);
    cairo_move_to (cr, x - 0.8 * r, y - 0.8 * r);
    cairo_line_to (cr, x + 0.8 * r, y + 0.8 * r);
    cairo_move_to (cr, x + 0.8 * r, y - 0.8 * r);
    cairo_line_to (cr, x - 0.8 * r, y + 0.8 * r);
    break;
  default:
    draw_set_color (cr, style->outline, 1);
    cairo_set_line_width (cr, 0.03 * u);
    cairo_new_sub_path (cr);
    cairo_arc (cr, x, y, 0.7 * r, 0, 2 * G_PI);
  }
  cairo_stroke (cr);
}

/* As large as leaves room for three lines: a question is not cut. In low rows as many small ones as there is room for. */
static void
draw_cell_text (const DrawContext *context, DrawRect rect, const char *text, DrawWeight weight,
                DrawColor color) {
  double u = context->layout->unit;
  double height = rect.height / u;
  double size = height >= 3 * LINE * DRAW_TITLE  ? DRAW_TITLE
                : height >= 3 * LINE * DRAW_BODY ? DRAW_BODY
                                                 : DRAW_SMALL;
  int lines = CLAMP ((int) (height / (LINE * size)), 1, 3);

  draw_text (context, text, rect,
             (DrawTextStyle){ size, weight, color, DRAW_START, DRAW_CENTER, .wrap = lines > 1,
                              .shorten = lines == 1, .lines = lines });
}

static void
draw_row (const DrawContext *context, const LessonSummaryAnswer *answer, guint index) {
  const DrawSummaryPlaces *places = context->layout->places;
  const DrawStyle *style = context->style;
  double u = context->layout->unit;
  double alpha = draw_summary_row_alpha (context, index);
  DrawRect row = draw_rect_cell (places->predictions, places->n_predictions, 1, index, 0);
  double gap = 0.25 * u;
  DrawRect question = { row.x + 0.55 * u, row.y, ANSWER * row.width - 0.55 * u - gap, row.height };
  DrawRect given = { row.x + ANSWER * row.width, row.y, (TRUTH - ANSWER) * row.width - gap, row.height };
  DrawRect truth = { row.x + TRUTH * row.width, row.y, (1 - TRUTH) * row.width, row.height };

  if (alpha <= 0)
    return;
  draw_begin_fade (context, row, alpha);
  draw_set_color (context->cr, style->outline, 0.4);
  cairo_set_line_width (context->cr, 0.015 * u);
  cairo_move_to (context->cr, row.x, row.y);
  cairo_rel_line_to (context->cr, row.width, 0);
  cairo_stroke (context->cr);
  draw_sign (context, row.x + 0.22 * u, row.y + row.height / 2, sign_of (answer));
  draw_cell_text (context, question, answer->question, DRAW_REGULAR, style->text);
  draw_cell_text (context, given, answer->answer != NULL ? answer->answer : _ ("not answered"),
                  answer->answer != NULL ? DRAW_SEMIBOLD : DRAW_REGULAR,
                  answer->answer == NULL ? style->muted : style->text);
  draw_cell_text (context, truth, answer->truth, DRAW_SEMIBOLD, style->accent);
  draw_end_fade (context, alpha);
}

static void
draw_headings (const DrawContext *context, const GPtrArray *answers) {
  const DrawSummaryPlaces *places = context->layout->places;
  DrawRect rect = places->predictions;
  guint answered = 0, right = 0;

  for (guint i = 0; i < answers->len; i++) {
    const LessonSummaryAnswer *answer = g_ptr_array_index (answers, i);
    answered += answer->answer != NULL;
    right += answer->right;
  }
  g_autofree char *result = answered > 0
                                ? g_strdup_printf (_ ("%u of %u right or close"), right, answered)
                                : g_strdup (_ ("Nothing was predicted this time; this was counted:"));
  draw_label (context, rect, result);
  rect.x += ANSWER * places->predictions.width;
  draw_label (context, rect, _ ("predicted"));
  rect.x += (TRUTH - ANSWER) * places->predictions.width;
  draw_label (context, rect, _ ("counted"));
}

void
draw_summary_predictions (const DrawContext *context) {
  g_autoptr (GPtrArray) answers = lesson_summary_answers (context->state);
  const DrawSummaryPlaces *places = context->layout->places;
  DrawRect cell;

  if (places->n_predictions == 0) {
    draw_text (
        context, _ ("This lesson asks nothing. What would you have asked?"), context->layout->main,
        (DrawTextStyle){ DRAW_CAPTION, DRAW_REGULAR, context->style->muted, DRAW_CENTER, DRAW_CENTER });
    return;
  }
  draw_headings (context, answers);
  for (guint i = 0; i < places->n_predictions; i++)
    draw_row (context, g_ptr_array_index (answers, i), i);
  if (context->target.part == LESSON_PART_TOTAL
      && draw_layout_locate (context->layout, &context->target, &cell))
    draw_cell_mark (context, draw_rect_inset (cell, 0.03 * context->layout->unit), context->style->text);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every question of the lesson, what was answered, and what is right. */
#include "draw-cells-private.h"
#include "draw-summary-private.h"
#include "draw-text-private.h"
#include "lesson-summary.h"

#include <glib/gi18n-lib.h>

/* The most that a column of answers takes, as a share of the width; and for that many times the size of the type even a
 * long word fits. */
#define MOST  0.22
#define WORDS 8.1
#define LEAST 0.223 /* the smallest type that may be, 1/45 of the height */
#define GAP   0.2   /* beside them, in units */

#define MOST_LINES 3
#define LINE       1.25 /* height of a line of text, in its size */

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

static double
row_height (const DrawContext *context) {
  const DrawSummaryPlaces *places = context->layout->places;

  return places->predictions.height / places->n_predictions / context->layout->unit;
}

/* As large as leaves room for three lines: a question is not cut. */
static double
text_size (const DrawContext *context) {
  double height = row_height (context) / (MOST_LINES * LINE);

  return height >= DRAW_TITLE ? DRAW_TITLE : height >= DRAW_BODY ? DRAW_BODY : DRAW_SMALL;
}

static const char *
given_text (const LessonSummaryAnswer *answer) {
  return answer->answer != NULL ? answer->answer : _ ("not answered");
}

/* Where the columns begin. The questions have what the answers leave. */
typedef struct {
  double given, truth;
} Columns;

static Columns
columns_of (const DrawContext *context, const GPtrArray *answers) {
  const DrawSummaryPlaces *places = context->layout->places;
  DrawRect rect = places->predictions;
  double u = context->layout->unit, gap = GAP * u, size = text_size (context);
  double most = MIN (MOST * rect.width - gap, WORDS * size * u);
  double given = draw_text_width (context, _ ("predicted"), DRAW_SMALL, DRAW_MEDIUM);
  double truth = draw_text_width (context, _ ("counted"), DRAW_SMALL, DRAW_MEDIUM);

  for (guint i = 0; i < places->n_predictions; i++) {
    const LessonSummaryAnswer *answer = g_ptr_array_index (answers, i);
    given = MAX (given, draw_text_width (context, given_text (answer), size, DRAW_SEMIBOLD));
    truth = MAX (truth, draw_text_width (context, answer->truth, size, DRAW_SEMIBOLD));
  }
  double from = rect.x + rect.width - MIN (truth, most) - 1;
  return (Columns){ from - gap - MIN (given, most) - 1, from };
}

static int
lines_of (const DrawContext *context, double size) {
  return CLAMP ((int) (row_height (context) / (LINE * size)), 1, MOST_LINES);
}

/* Lines end with words: not all of their width is filled. */
static void
draw_cell_text (const DrawContext *context, DrawRect rect, const char *text, DrawWeight weight,
                DrawColor color) {
  double size = text_size (context);

  if (draw_text_width (context, text, size, weight) > (lines_of (context, size) - 0.15) * rect.width)
    size = LEAST;
  int lines = lines_of (context, size);
  draw_text (context, text, rect,
             (DrawTextStyle){ size, weight, color, DRAW_START, DRAW_CENTER, .wrap = lines > 1,
                              .shorten = lines == 1, .lines = lines });
}

static void
draw_row (const DrawContext *context, const LessonSummaryAnswer *answer, guint index, Columns columns) {
  const DrawSummaryPlaces *places = context->layout->places;
  const DrawStyle *style = context->style;
  double u = context->layout->unit;
  double alpha = draw_summary_row_alpha (context, index);
  DrawRect row = draw_rect_cell (places->predictions, places->n_predictions, 1, index, 0);
  double gap = GAP * u, begin = row.x + 0.55 * u, end = row.x + row.width;
  DrawRect question = { begin, row.y, columns.given - gap - begin, row.height };
  DrawRect given = { columns.given, row.y, columns.truth - gap - columns.given, row.height };
  DrawRect truth = { columns.truth, row.y, end - columns.truth, row.height };

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
  draw_cell_text (context, given, given_text (answer), answer->answer != NULL ? DRAW_SEMIBOLD : DRAW_REGULAR,
                  answer->answer == NULL ? style->muted : style->text);
  draw_cell_text (context, truth, answer->truth, DRAW_SEMIBOLD, style->accent);
  draw_end_fade (context, alpha);
}

static void
draw_headings (const DrawContext *context, const GPtrArray *answers, Columns columns) {
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
  rect.x = columns.given;
  draw_label (context, rect, _ ("predicted"));
  rect.x = columns.truth;
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
  Columns columns = columns_of (context, answers);
  draw_headings (context, answers, columns);
  for (guint i = 0; i < places->n_predictions; i++)
    draw_row (context, g_ptr_array_index (answers, i), i, columns);
  if (context->target.part == LESSON_PART_TOTAL
      && draw_layout_locate (context->layout, &context->target, &cell))
    draw_cell_mark (context, draw_rect_inset (cell, 0.03 * context->layout->unit), context->style->text);
}

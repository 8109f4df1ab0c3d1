/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of totals, and the convolution against either dense layer. */
#include "draw-cells-private.h"
#include "draw-summary-private.h"
#include "draw-text-private.h"
#include "lesson-ease.h"
#include "lesson-summary.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>

static DrawColor
color_of (const DrawStyle *style, LessonTotal total) {
  return total == LESSON_TOTAL_CONVOLUTION ? style->convolution
         : total == LESSON_TOTAL_LOCAL     ? style->local
                                           : style->dense;
}

/* Bars are as long as the number; what is more than the two layers of the lesson have would leave no room for these, and is
 * cut off, as such bars are on paper. */
static void
draw_bar (const DrawContext *context, DrawRect rect, double share, DrawColor color) {
  cairo_t *cr = context->cr;
  double u = context->layout->unit;
  DrawRect bar = rect;

  bar.width = MAX (rect.width * MIN (share, 1), 0.06 * u);
  cairo_rectangle (cr, bar.x, bar.y, bar.width, bar.height);
  draw_set_color (cr, color, 1);
  cairo_fill (cr);
  if (share <= 1)
    return;
  draw_set_color (cr, context->style->background, 1);
  cairo_set_line_width (cr, 0.07 * u);
  for (int i = 0; i < 2; i++) {
    double x = bar.x + bar.width - (0.55 - 0.2 * i) * u;
    cairo_move_to (cr, x - 0.08 * u, bar.y + bar.height + 0.04 * u);
    cairo_line_to (cr, x + 0.08 * u, bar.y - 0.04 * u);
  }
  cairo_stroke (cr);
}

static void
draw_number (const DrawContext *context, DrawRect cell, LessonTotal total, guint column) {
  const LessonParameters *p = context->state->parameters;
  double u = context->layout->unit;
  gint64 number = lesson_summary_number (p, total, column);
  gboolean strong = column == LESSON_SUMMARY_WEIGHTS || column == LESSON_SUMMARY_MULTIPLICATIONS;
  DrawWeight weight = strong ? DRAW_SEMIBOLD : DRAW_REGULAR;
  DrawColor color = color_of (context->style, total);
  g_autofree char *text = lesson_format_count (number);
  DrawRect line = { cell.x, cell.y, cell.width - 0.3 * u, cell.height };

  if (strong) {
    gint64 full = MAX (lesson_summary_number (p, LESSON_TOTAL_DENSE, column),
                       lesson_summary_number (p, LESSON_TOTAL_CONVOLUTION, column));
    DrawRect bar = { line.x, cell.y + 0.68 * cell.height, line.width, 0.17 * u };
    draw_bar (context, bar, (double) number / full, color);
    line.height = 0.68 * cell.height;
  }
  draw_text (
      context, text, line,
      (DrawTextStyle){ draw_text_fit (context, text, strong ? DRAW_CAPTION : DRAW_TITLE, weight, line.width),
                       weight, strong ? color : context->style->text, DRAW_START, DRAW_CENTER });
}

static void
draw_row (const DrawContext *context, LessonTotal total) {
  const DrawSummaryPlaces *places = context->layout->places;
  double u = context->layout->unit;
  double alpha = draw_summary_row_alpha (context, total);
  DrawRect name = draw_rect_cell (places->names, LESSON_N_TOTALS, 1, total, 0);
  DrawRect row = { name.x, name.y, name.width + places->cells.width, name.height };
  g_autofree char *text = lesson_summary_name (context->state->parameters, total);

  if (alpha <= 0)
    return;
  draw_begin_fade (context, row, alpha);
  draw_set_color (context->cr, context->style->outline, 0.4);
  cairo_set_line_width (context->cr, 0.015 * u);
  cairo_move_to (context->cr, row.x, row.y);
  cairo_rel_line_to (context->cr, row.width, 0);
  cairo_stroke (context->cr);
  draw_rounded (context->cr, (DrawRect){ name.x, name.y + 0.25 * name.height, 0.12 * u, 0.5 * name.height },
                0.05 * u);
  draw_set_color (context->cr, color_of (context->style, total), 1);
  cairo_fill (context->cr);
  name.x += 0.3 * u;
  name.width -= 0.5 * u;
  draw_text (context, text, name,
             (DrawTextStyle){ DRAW_TITLE, DRAW_MEDIUM, context->style->text, DRAW_START, DRAW_CENTER,
                              .wrap = TRUE });
  for (guint column = 0; column < LESSON_SUMMARY_N_COLUMNS; column++)
    draw_number (context,
                 draw_rect_cell (places->cells, LESSON_N_TOTALS, LESSON_SUMMARY_N_COLUMNS, total, column),
                 total, column);
  draw_end_fade (context, alpha);
}

static void
draw_headings (const DrawContext *context) {
  const DrawSummaryPlaces *places = context->layout->places;
  const char *headings[LESSON_SUMMARY_N_COLUMNS] = {
    [LESSON_SUMMARY_OUTPUTS] = _ ("outputs"),
    [LESSON_SUMMARY_WEIGHTS] = _ ("weights"),
    [LESSON_SUMMARY_USES] = _ ("each used"),
    [LESSON_SUMMARY_MULTIPLICATIONS] = _ ("multiplications"),
  };

  for (guint column = 0; column < LESSON_SUMMARY_N_COLUMNS; column++)
    draw_label (context, draw_rect_cell (places->cells, LESSON_N_TOTALS, LESSON_SUMMARY_N_COLUMNS, 0, column),
                headings[column]);
}

/* A large number and what it says, for one of a card's two halves. */
static void
draw_ratio (const DrawContext *context, DrawRect rect, double ratio, const char *more, const char *fewer) {
  double u = context->layout->unit;
  g_autofree char *size = lesson_format_ratio (ratio >= 1 ? ratio : 1 / ratio);
  g_autofree char *text = g_strdup_printf ("%s ×", size);
  DrawRect number = { rect.x, rect.y, rect.width, 0.68 * u };
  DrawRect words = { rect.x, rect.y + 0.68 * u, rect.width, 0.42 * u };

  draw_text (context, text, number,
             (DrawTextStyle){ draw_text_fit (context, text, DRAW_NUMBER, DRAW_SEMIBOLD, number.width),
                              DRAW_SEMIBOLD, context->style->convolution, DRAW_START, DRAW_CENTER });
  draw_text (context, ratio > 1 ? more : fewer, words,
             (DrawTextStyle){ DRAW_BODY, DRAW_REGULAR, context->style->text, DRAW_START, DRAW_CENTER,
                              .shorten = TRUE });
}

static void
draw_comparison (const DrawContext *context, DrawRect rect, const char *title, LessonTotal dense) {
  const LessonParameters *p = context->state->parameters;
  double u = context->layout->unit;
  DrawRect inner = draw_rect_inset (rect, 0.25 * u);
  DrawRect heading = { inner.x, inner.y - 0.06 * u, inner.width, 0.4 * u };
  DrawRect half = { inner.x, inner.y + 0.38 * u, inner.width / 2 - 0.1 * u, 1.1 * u };
  double ratios[2];

  for (guint i = 0; i < 2; i++) {
    guint column = i == 0 ? LESSON_SUMMARY_WEIGHTS : LESSON_SUMMARY_MULTIPLICATIONS;
    ratios[i] = (double) lesson_summary_number (p, LESSON_TOTAL_CONVOLUTION, column)
                / lesson_summary_number (p, dense, column);
  }
  draw_summary_card (context, rect);
  draw_text (context, title, heading,
             (DrawTextStyle){ DRAW_BODY, DRAW_SEMIBOLD, context->style->text, DRAW_START, DRAW_CENTER,
                              .shorten = TRUE });
  draw_ratio (context, half, ratios[0], _ ("more weights"), _ ("fewer weights"));
  half.x += inner.width / 2;
  draw_ratio (context, half, ratios[1], _ ("more multiplications"), _ ("fewer multiplications"));
}

static void
mark_target (const DrawContext *context) {
  DrawRect cell;

  if (context->target.part == LESSON_PART_TOTAL
      && draw_layout_locate (context->layout, &context->target, &cell)) {
    cell.x -= 0.12 * context->layout->unit;
    draw_cell_mark (context, draw_rect_inset (cell, 0.06 * context->layout->unit), context->style->text);
  }
}

void
draw_summary_table (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  const DrawSummaryPlaces *places = context->layout->places;
  double alpha = context->state->summary_view.comparison;
  DrawRect both = places->comparisons[0];
  g_autofree char *nodes = lesson_format_count (p->settings.nodes);
  g_autofree char *outputs = lesson_format_count (p->convolution.outputs);
  g_autofree char *against_nodes = g_strdup_printf (_ ("Convolution against %s dense nodes"), nodes);
  g_autofree char *against_equal = g_strdup_printf (_ ("Convolution against %s dense nodes"), outputs);

  draw_headings (context);
  for (guint total = 0; total < LESSON_N_TOTALS; total++)
    draw_row (context, total);
  mark_target (context);
  if (alpha <= 0)
    return;
  both.width = context->layout->main.width;
  draw_comparison (context, places->comparisons[0], against_nodes, LESSON_TOTAL_DENSE);
  draw_comparison (context, places->comparisons[1], against_equal, LESSON_TOTAL_DENSE_EQUAL);
  draw_veil (context, draw_rect_inset (both, -0.05 * context->layout->unit), alpha);
}

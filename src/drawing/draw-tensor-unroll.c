/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grid's shape in words along its sides, and the same numbers as a column. */
#include "draw-tensor-private.h"
#include "draw-text-private.h"
#include "lesson-ease.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>

/* Of the whole unrolling: how long a number fades before its cell sets off, and how long that travels. */
#define FADE   0.05
#define TRAVEL 0.3

/* An arrow over the length of a side that is `length` long, with its words in the middle; drawn from the origin on. */
static void
draw_axis (const DrawContext *context, const char *text, double length, double alpha) {
  cairo_t *cr = context->cr;
  double u = context->layout->unit;
  double words = draw_text_width (context, text, DRAW_BODY, DRAW_SEMIBOLD) + 0.3 * u;
  double tip = 0.1 * u;

  if (alpha <= 0)
    return;
  draw_set_color (cr, context->style->accent, alpha);
  cairo_set_line_width (cr, 0.03 * u);
  cairo_move_to (cr, 0, 0);
  cairo_line_to (cr, (length - words) / 2, 0);
  cairo_move_to (cr, (length + words) / 2, 0);
  cairo_line_to (cr, length, 0);
  cairo_move_to (cr, length - tip, -tip);
  cairo_line_to (cr, length, 0);
  cairo_line_to (cr, length - tip, tip);
  cairo_stroke (cr);
  draw_text (context, text, (DrawRect){ 0, -0.2 * u, length, 0.4 * u },
             (DrawTextStyle){ DRAW_BODY, DRAW_SEMIBOLD, context->style->text, DRAW_CENTER, DRAW_CENTER,
                              .alpha = alpha });
}

static void
draw_axes (const DrawContext *context) {
  const LessonTensorView *view = &context->state->tensor_view;
  DrawRect rect = ((const DrawTensorPlaces *) context->layout->places)->left;
  gint64 grid = context->state->parameters->settings.grid;
  double u = context->layout->unit;
  cairo_t *cr = context->cr;
  g_autofree char *side = lesson_format_count (grid);
  g_autofree char *rows = g_strdup_printf (ngettext ("%s row", "%s rows", grid), side);
  g_autofree char *columns = g_strdup_printf (ngettext ("%s column", "%s columns", grid), side);

  /* Rows are counted downwards: the words turn with the arrow. */
  cairo_save (cr);
  cairo_translate (cr, rect.x - 0.28 * u, rect.y);
  cairo_rotate (cr, G_PI / 2);
  draw_axis (context, rows, rect.height, lesson_span (view->shape, 0, 0.7));
  cairo_restore (cr);
  cairo_save (cr);
  cairo_translate (cr, rect.x, rect.y - 0.24 * u);
  draw_axis (context, columns, rect.width, lesson_span (view->shape, 1, 1.7));
  cairo_restore (cr);
}

/* Three numbers, each as soon as it is named, and what they count. */
static void
draw_shape_words (const DrawContext *context, DrawRect rect, double alpha) {
  const LessonTensorView *view = &context->state->tensor_view;
  const LessonParameters *p = context->state->parameters;
  gint64 grid = p->settings.grid;
  double u = context->layout->unit;
  g_autofree char *shape = draw_tensor_shape (grid, 1);
  g_autofree char *side = lesson_format_count (grid);
  g_autofree char *rows = g_strdup_printf (ngettext ("%s row", "%s rows", grid), side);
  g_autofree char *columns = g_strdup_printf (ngettext ("%s column", "%s columns", grid), side);
  g_autofree char *one = lesson_format_count (p->pixels->shape[2]);
  g_autofree char *channels = g_strdup_printf (_ ("%s channel: grey"), one);
  g_autofree char *count = lesson_format_count (p->pixels->length);
  g_autofree char *all = g_strdup_printf (ngettext ("%s number", "%s numbers", p->pixels->length), count);
  const char *lines[] = { rows, columns, channels };
  DrawRect line = { rect.x, rect.y + rect.height / 2 - 2.3 * u, rect.width, 1.1 * u };

  draw_text (context, shape, line,
             (DrawTextStyle){ 0.9, DRAW_SEMIBOLD, context->style->accent, DRAW_START, DRAW_CENTER,
                              .alpha = MAX (alpha * lesson_span (view->shape, 2.4, 3), 1e-3) });
  line = (DrawRect){ rect.x, line.y + 1.45 * u, rect.width, 0.62 * u };
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++, line.y += line.height)
    draw_text (context, lines[i], line,
               (DrawTextStyle){ DRAW_CAPTION, DRAW_REGULAR, context->style->text, DRAW_START, DRAW_CENTER,
                                .alpha = MAX (alpha * lesson_span (view->shape, i, i + 0.7), 1e-3) });
  line.y += 0.25 * u;
  draw_text (context, all, line,
             (DrawTextStyle){ DRAW_CAPTION, DRAW_SEMIBOLD, context->style->text, DRAW_START, DRAW_CENTER,
                              .alpha = MAX (alpha * lesson_span (view->shape, 2.4, 3), 1e-3) });
}

static void
draw_travelling (const DrawContext *context, const DrawCells *cells, DrawRect at, double value,
                 double alpha) {
  double u = context->layout->unit;
  DrawColor color = draw_cell_color (context, cells, value);
  g_autofree char *text = draw_short_value (value, 2);

  draw_set_color (context->cr, color, 1);
  cairo_rectangle (context->cr, at.x, at.y, at.width, at.height);
  cairo_fill (context->cr);
  if (alpha <= 0 || at.height < 0.3 * u
      || draw_text_width (context, ".88", DRAW_SMALL, DRAW_MEDIUM) > 0.94 * at.width)
    return;
  draw_text (context, text, at,
             (DrawTextStyle){ DRAW_SMALL, DRAW_MEDIUM, draw_color_on (color), DRAW_CENTER, DRAW_CENTER,
                              .alpha = alpha });
}

/* When a pixel sets off. */
static double
begin_of (double index, double count) {
  return FADE + (1 - FADE - TRAVEL) * index / count;
}

static double
share_of (const LessonTensorView *view, double index, double count) {
  double begin = begin_of (index, count);

  return lesson_ease (lesson_span (view->unrolled, begin, begin + TRAVEL));
}

/* Its number is gone by then: on the way the cells close ranks. */
static double
number_alpha (const LessonTensorView *view, double index, double count) {
  double begin = begin_of (index, count);

  return 1 - lesson_span (view->unrolled, begin - FADE, begin);
}

static void
draw_unrolling (const DrawContext *context, const DrawCells *cells) {
  const LessonTensorView *view = &context->state->tensor_view;
  const DrawTensorPlaces *places = context->layout->places;
  gint64 n = cells->written;
  DrawCells there = *cells;

  draw_cell_lines (context, places->grid, cells->rows, cells->columns);
  /* Those that have arrived are painted as one. */
  there.rows = n;
  there.columns = 1;
  there.written = (gint64) (lesson_span (view->unrolled, FADE + TRAVEL, 1) * n);
  draw_cells (context, places->column, &there);
  /* Those that still lie in the grid first, so that the travellers pass over them. */
  for (gint64 i = n - 1; i >= there.written; i--) {
    DrawRect from =
        draw_rect_cell (places->grid, cells->rows, cells->columns, i / cells->columns, i % cells->columns);
    DrawRect to = draw_rect_cell (places->column, n, 1, i, 0);
    draw_travelling (context, cells, draw_rect_between (from, to, share_of (view, i, n)), cells->values[i],
                     number_alpha (view, i, n));
  }
  cairo_rectangle (context->cr, places->column.x, places->column.y, places->column.width,
                   places->column.height);
  draw_set_color (context->cr, context->style->outline, 1);
  cairo_set_line_width (context->cr, 0.015 * context->layout->unit);
  cairo_stroke (context->cr);
}

/* Which part of the column is which row of the grid: all of them where there is room, else the first and the last. */
static void
draw_row_braces (const DrawContext *context, DrawRect column, gint64 grid) {
  const LessonTensorView *view = &context->state->tensor_view;
  double u = context->layout->unit;
  double pitch = column.height / grid, x = column.x + column.width + 0.14 * u;

  for (gint64 row = 0; row < grid; row++) {
    double alpha = lesson_span (share_of (view, row + 1, grid), 0.9, 1);
    DrawRect line = { x + 0.16 * u, column.y + row * pitch, 2 * u, pitch };
    g_autofree char *number = lesson_format_count (row + 1);
    g_autofree char *text = g_strdup_printf (_ ("row %s"), number);
    if (alpha <= 0)
      continue;
    draw_set_color (context->cr, context->style->accent, alpha);
    cairo_set_line_width (context->cr, 0.03 * u);
    cairo_move_to (context->cr, x, line.y + 0.1 * pitch);
    cairo_rel_line_to (context->cr, 0, 0.8 * pitch);
    cairo_stroke (context->cr);
    if (pitch >= 0.3 * u || row == 0 || row == grid - 1)
      draw_text (context, text, line,
                 (DrawTextStyle){ DRAW_SMALL, DRAW_MEDIUM, context->style->muted, DRAW_START, DRAW_CENTER,
                                  .alpha = alpha });
  }
}

/* Two pixels, one above the other in the grid, and how far apart they are in the column. */
static void
draw_neighbours (const DrawContext *context, gint64 grid) {
  const DrawTensorPlaces *places = context->layout->places;
  DrawRect column = places->column;
  double u = context->layout->unit;
  double x = column.x + column.width + 1.35 * u;
  double upper = draw_rect_slot (column, grid * grid, grid / 2 * grid);
  double lower = draw_rect_slot (column, grid * grid, (grid / 2 + 1) * grid);
  g_autofree char *places_apart = lesson_format_count (grid);
  g_autofree char *text =
      g_strdup_printf (ngettext ("now %s place apart", "now %s places apart", grid), places_apart);
  cairo_t *cr = context->cr;

  for (gint64 row = grid / 2; row <= grid / 2 + 1; row++)
    draw_cell_mark (context, draw_rect_cell (places->grid, grid, grid, row, 0), context->style->accent);
  draw_set_color (cr, context->style->accent, 1);
  cairo_set_line_width (cr, 0.03 * u);
  cairo_move_to (cr, column.x + column.width, upper);
  cairo_line_to (cr, x, upper);
  cairo_line_to (cr, x, lower);
  cairo_line_to (cr, column.x + column.width, lower);
  cairo_stroke (cr);
  draw_text (context, text,
             (DrawRect){ x + 0.2 * u, (upper + lower) / 2 - 0.4 * u,
                         places->words.x + places->words.width - x - 0.2 * u, 0.8 * u },
             (DrawTextStyle){ DRAW_TITLE, DRAW_MEDIUM, context->style->text, DRAW_START, DRAW_CENTER,
                              .wrap = TRUE });
}

static void
draw_column_words (const DrawContext *context, double alpha) {
  const DrawTensorPlaces *places = context->layout->places;
  gint64 all = context->state->parameters->pixels->length;
  double u = context->layout->unit;
  double x = places->column.x + places->column.width + 1.55 * u;
  DrawRect line = { x, places->words.y, places->words.x + places->words.width - x, 1.1 * u };
  g_autofree char *count = lesson_format_count (all);
  g_autofree char *shape = g_strdup_printf ("(%s)", count);
  g_autofree char *numbers = g_strdup_printf (ngettext ("%s number", "%s numbers", all), count);

  draw_text (
      context, shape, line,
      (DrawTextStyle){ 0.9, DRAW_SEMIBOLD, context->style->accent, DRAW_START, DRAW_CENTER, .alpha = alpha });
  line.y += 1.1 * u;
  line.height = 0.6 * u;
  draw_text (context, numbers, line,
             (DrawTextStyle){ DRAW_CAPTION, DRAW_REGULAR, context->style->text, DRAW_START, DRAW_CENTER,
                              .alpha = alpha });
}

static void
draw_column (const DrawContext *context, const DrawCells *cells) {
  const DrawTensorPlaces *places = context->layout->places;
  const LessonTarget *target = &context->target;
  gint64 n = cells->written;
  DrawCells column = *cells, faint = *cells;
  DrawRect cell;

  draw_begin_fade (context, draw_rect_inset (places->grid, -0.1 * context->layout->unit), 0.3);
  draw_cells (context, places->grid, &faint);
  draw_cell_lines (context, places->grid, cells->rows, cells->columns);
  draw_end_fade (context, 0.3);
  column.rows = n;
  column.columns = 1;
  draw_cells (context, places->column, &column);
  draw_set_color (context->cr, context->style->outline, 1);
  cairo_set_line_width (context->cr, 0.015 * context->layout->unit);
  cairo_rectangle (context->cr, places->column.x, places->column.y, places->column.width,
                   places->column.height);
  cairo_stroke (context->cr);
  draw_neighbours (context, cells->rows);
  if (target->part != LESSON_PART_PIXEL || !draw_layout_locate (context->layout, target, &cell))
    return;
  draw_cell_mark (context, cell, context->style->text);
  draw_cell_mark (context,
                  draw_rect_cell (places->column, n, 1, target->row * cells->columns + target->column, 0),
                  context->style->text);
}

void
draw_tensor_unrolled (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  const LessonTensorView *view = &context->state->tensor_view;
  const DrawTensorPlaces *places = context->layout->places;
  gint64 grid = p->settings.grid;
  DrawCells cells = { p->pixels->data, grid, grid, 1, grid * grid, TRUE, 1 };
  double words = 1 - lesson_span (view->unrolled, 0, 0.08);
  double column_words = lesson_span (view->unrolled, 0.9, 1);
  DrawRect beside = places->words;

  beside.x += 0.3 * context->layout->unit;
  draw_axes (context);
  if (words > 0)
    draw_shape_words (context, beside, words);
  if (view->unrolled > 0)
    draw_row_braces (context, places->column, grid);
  if (column_words > 0)
    draw_column_words (context, column_words);
  if (view->unrolled >= 1)
    draw_column (context, &cells);
  else if (view->unrolled > 0)
    draw_unrolling (context, &cells);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "learned": the image at hand, and what each network takes it for. */
#include "draw-cells-private.h"
#include "draw-learned-private.h"
#include "draw-text-private.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define HEADING     0.55 /* in units */
#define FOOT        0.4
#define CLASSES_MAX 20 /* whose bars have room; of more the first ones are shown */

static DrawRect
image_rect (const DrawLayout *layout) {
  DrawRect main = layout->main;
  double label = DRAW_LABEL * layout->unit;
  double side = MIN (main.height - label, 0.42 * main.width);

  return (DrawRect){ main.x, main.y + label, side, side };
}

/* Of the bars of a network: the last layer's order, convolution first. */
static DrawRect
bars_rect (const DrawLayout *layout, LearningKind kind) {
  DrawRect main = layout->main;
  double x = main.x + 0.48 * main.width;
  DrawRect all = { x, main.y, main.x + main.width - x, main.height };
  DrawRect rect = draw_rect_cell (all, LEARNING_N_KINDS, 1, kind, 0);

  rect.y += HEADING * layout->unit;
  rect.height -= (HEADING + FOOT + 0.1) * layout->unit;
  return rect;
}

static gint64
classes_shown (const LessonState *state, LearningKind kind) {
  return MIN (lesson_learned_trace (state, kind)->network->classes, CLASSES_MAX);
}

void
draw_learned_classify_place (DrawLayout *layout, const LessonState *state) {
  gint64 rows = 0, columns = 0, grid = state->parameters->settings.grid;
  g_autofree float *image = lesson_learned_image (state, LEARNING_CONVOLUTION, &rows, &columns);

  if (image == NULL)
    return;
  /* What is drawn upon is the lesson's own grid. */
  if (rows == grid)
    draw_layout_add_region (layout, (DrawRegion){ LESSON_PART_PIXEL, 0, grid, grid, 0, image_rect (layout) });
  for (int kind = 0; kind < LEARNING_N_KINDS; kind++)
    draw_layout_add_region (layout, (DrawRegion){ .part = LESSON_PART_PROBABILITY,
                                                  .unit = kind,
                                                  .rows = 1,
                                                  .columns = classes_shown (state, kind),
                                                  .rect = bars_rect (layout, kind) });
}

/* The network's name; and how many classes are shown, where that is not all of them. */
static char *
title_of (LearningKind kind, gint64 shown, gint64 classes) {
  g_autofree char *some = lesson_format_count (shown);
  g_autofree char *all = lesson_format_count (classes);

  if (shown == classes)
    return g_strdup (learning_kind_title (kind));
  /* Translators: a network; how many classes are shown, of how many */
  return g_strdup_printf (_ ("%s, first %s of %s classes"), learning_kind_title (kind), some, all);
}

static void
draw_heading (const DrawContext *context, DrawRect bars, LearningKind kind, const float *answer,
              gint64 classes) {
  double u = context->layout->unit;
  gint64 best = learning_likeliest (answer, classes);
  DrawRect line = { bars.x, bars.y - HEADING * u, bars.width, 0.9 * HEADING * u };
  g_autofree char *class = lesson_format_count (best);
  /* Translators: the likeliest class of an image, and how likely it is */
  g_autofree char *words = g_strdup_printf (_ ("%s: %.0f %%"), class, floor (100 * answer[best]));
  g_autofree char *title = title_of (kind, MIN (classes, CLASSES_MAX), classes);
  DrawColor color = draw_learned_color (context->style, kind);
  DrawRect left = line;

  left.width -= draw_text_width (context, words, DRAW_CAPTION, DRAW_SEMIBOLD) + 0.2 * u;
  draw_text (context, title, left,
             (DrawTextStyle){ DRAW_BODY, DRAW_SEMIBOLD, color, DRAW_START, DRAW_CENTER, .shorten = TRUE });
  draw_text (context, words, line,
             (DrawTextStyle){ DRAW_CAPTION, DRAW_SEMIBOLD, color, DRAW_END, DRAW_CENTER });
}

static void
draw_bar (const DrawContext *context, DrawRect cell, LearningKind kind, gint64 class, double share,
          gboolean best) {
  double u = context->layout->unit, gap = 0.12 * cell.width;
  double height = share * cell.height;
  gboolean pointed = context->target.part == LESSON_PART_PROBABILITY && context->target.unit == kind
                     && context->target.column == class;
  DrawRect under = { cell.x, cell.y + cell.height, cell.width, FOOT * u };
  g_autofree char *name = lesson_format_count (class);

  cairo_rectangle (context->cr, cell.x + gap, cell.y + cell.height - height, cell.width - 2 * gap, height);
  draw_set_color (context->cr, draw_learned_color (context->style, kind), best || pointed ? 1 : 0.55);
  cairo_fill (context->cr);
  draw_text (context, name, under,
             (DrawTextStyle){ draw_text_fit (context, name, DRAW_BODY, DRAW_SEMIBOLD, cell.width),
                              best ? DRAW_SEMIBOLD : DRAW_REGULAR,
                              best ? context->style->text : context->style->muted, DRAW_CENTER,
                              DRAW_CENTER });
}

static void
draw_network (const DrawContext *context, LearningKind kind) {
  DrawRect bars = bars_rect (context->layout, kind);
  double u = context->layout->unit, shown = context->state->learned_view.shown;
  gint64 classes = 0, n = classes_shown (context->state, kind);
  g_autofree float *answer = lesson_learned_answer (context->state, kind, &classes);

  if (answer == NULL)
    return;
  gint64 best = learning_likeliest (answer, classes);
  for (gint64 class = 0; class < n; class ++)
    draw_bar (context, draw_rect_cell (bars, 1, n, 0, (double) class), kind, class, shown * answer[class],
              class == best && shown >= 1);
  draw_set_color (context->cr, context->style->outline, 1);
  cairo_set_line_width (context->cr, 0.02 * u);
  cairo_move_to (context->cr, bars.x, bars.y + bars.height);
  cairo_rel_line_to (context->cr, bars.width, 0);
  cairo_stroke (context->cr);
  draw_begin_fade (context, (DrawRect){ bars.x, bars.y - HEADING * u, bars.width, HEADING * u }, shown);
  draw_heading (context, bars, kind, answer, classes);
  draw_end_fade (context, shown);
}

void
draw_learned_classify (const DrawContext *context) {
  DrawRect rect = image_rect (context->layout);
  gint64 rows = 0, columns = 0;
  g_autofree float *image = lesson_learned_image (context->state, LEARNING_CONVOLUTION, &rows, &columns);
  DrawCells cells = {
    .values = image, .rows = rows, .columns = columns, .stride = 1, .written = rows * columns, .grey = TRUE
  };

  if (image == NULL) {
    draw_text (context, _ ("These networks want images of another kind."), context->layout->main,
               (DrawTextStyle){ DRAW_BODY, DRAW_MEDIUM, context->style->muted, DRAW_CENTER, DRAW_CENTER });
    return;
  }
  draw_label (context, rect, context->state->parameters->image_name);
  draw_cells (context, rect, &cells);
  draw_cell_lines (context, rect, rows, columns);
  for (int kind = 0; kind < LEARNING_N_KINDS; kind++)
    draw_network (context, kind);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "learned": test accuracy over the training, and what it has cost so far. */
#include "draw-cells-private.h"
#include "draw-learned-private.h"
#include "draw-text-private.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define PALE 0.35 /* of a curve after the moment in view */

static const DrawLearnedPlaces *
places_of (const DrawLayout *layout) {
  return layout->places;
}

/* One of the two quantities, as its chart shows it. */
typedef double (*Quantity) (const LearningSnapshot *snapshot, const DrawChart *chart);

static double
accuracy_of (const LearningSnapshot *snapshot, const DrawChart *chart) {
  return 100 * snapshot->test_accuracy;
}

static double
loss_of (const LearningSnapshot *snapshot, const DrawChart *chart) {
  return MIN (snapshot->loss, chart->y.to);
}

/* From snapshot `first` up to `last`. */
static void
draw_stretch (const DrawContext *context, const DrawChart *chart, Quantity quantity,
              const LearningTrace *trace, guint first, guint last, DrawColor color) {
  double x[LEARNING_SNAPSHOTS_MAX], y[LEARNING_SNAPSHOTS_MAX];
  guint n = 0;

  for (guint i = first; i <= last && n < LEARNING_SNAPSHOTS_MAX; i++, n++) {
    x[n] = (double) trace->snapshots[i]->step;
    y[n] = quantity (trace->snapshots[i], chart);
  }
  draw_chart_curve (context, chart, n, x, y, &(DrawCurve){ .color = color });
}

static DrawColor
pale (const DrawContext *context, DrawColor color) {
  DrawColor ground = context->style->background;

  return (DrawColor){ ground.red + PALE * (color.red - ground.red),
                      ground.green + PALE * (color.green - ground.green),
                      ground.blue + PALE * (color.blue - ground.blue) };
}

/* What came after the moment is pale: it is known only to who has gone back. */
static void
draw_run (const DrawContext *context, const DrawChart *chart, Quantity quantity, LearningKind kind) {
  const LearningTrace *trace = lesson_learned_trace (context->state, kind);
  DrawColor color = draw_learned_color (context->style, kind);
  guint now = learning_trace_find (trace, context->state->learned_view.step);
  const LearningSnapshot *snapshot = trace->snapshots[now];

  if (context->state->parameters->live.on)
    draw_stretch (context, chart, quantity, trace, now, trace->n_snapshots - 1, pale (context, color));
  draw_stretch (context, chart, quantity, trace, 0, now, color);
  draw_chart_point (context, chart, (double) snapshot->step, quantity (snapshot, chart), color);
}

/* The moment that is pointed at, where a click goes back to. */
static void
draw_pointed (const DrawContext *context, const DrawChart *chart) {
  double step = (double) lesson_learned_moment (context->state, context->target.column);

  if (context->target.part != LESSON_PART_CURVE)
    return;
  draw_set_color (context->cr, context->style->accent, 1);
  cairo_set_line_width (context->cr, 0.02 * context->layout->unit);
  cairo_move_to (context->cr, draw_chart_x (chart, step), chart->rect.y);
  cairo_rel_line_to (context->cr, 0, chart->rect.height);
  cairo_stroke (context->cr);
}

static void
draw_quantity (const DrawContext *context, const DrawChart *chart, Quantity quantity, const char *title,
               guint most_ticks) {
  double ticks[DRAW_AXIS_TICKS_MAX];
  DrawRect above = { chart->rect.x, chart->rect.y - 0.06 * context->layout->unit, chart->rect.width, 0 };
  guint n = draw_axis_ticks (&chart->y, 5, ticks);

  draw_chart_y_ticks (context, chart, n, ticks);
  n = draw_axis_ticks (&chart->x, most_ticks, ticks);
  draw_chart_x_ticks (context, chart, n, ticks);
  draw_label (context, above, title);
  for (int kind = 0; kind < LEARNING_N_KINDS; kind++)
    if (lesson_learned_has (context->state, kind))
      draw_run (context, chart, quantity, kind);
  draw_pointed (context, chart);
}

static void
draw_cell_text (const DrawContext *context, DrawRect rect, const char *text, DrawColor color,
                DrawAlign align) {
  double size = draw_text_fit (context, text, DRAW_BODY, DRAW_MEDIUM, rect.width);

  draw_text (context, text, rect, (DrawTextStyle){ size, DRAW_MEDIUM, color, align, DRAW_CENTER });
}

/* Columns of the table: name, answer to the image at hand (while a user trains, on data that it may be one of), weights,
 * multiplications. */
enum { NAME, ANSWER, WEIGHTS, PRODUCTS, N_COLUMNS };

static gboolean
has_answers (const LessonState *state) {
  gint64 height, width;
  g_autofree float *image = lesson_learned_image (state, LEARNING_CONVOLUTION, &height, &width);

  return image != NULL && lesson_state_is_driven (state)
         && state->learned_view.course == LEARNING_COURSE_DIGITS;
}

static DrawRect
table_cell (const DrawContext *context, int row, int column) {
  static const double ends[2][N_COLUMNS + 1] = { { 0, 0.34, 0.34, 0.54, 1 }, { 0, 0.31, 0.4, 0.59, 1 } };
  const double *x = ends[has_answers (context->state)];
  DrawRect line = draw_rect_cell (places_of (context->layout)->totals, LEARNING_N_KINDS + 2, 1, row, 0);
  double gap = column < PRODUCTS ? 0.15 * context->layout->unit : 0;

  return (DrawRect){ line.x + x[column] * line.width, line.y, (x[column + 1] - x[column]) * line.width - gap,
                     line.height };
}

static void
draw_answer (const DrawContext *context, int row, LearningKind kind) {
  gint64 classes = 0;
  g_autofree float *answer = lesson_learned_answer (context->state, kind, &classes);

  if (answer == NULL)
    return;
  g_autofree char *class = lesson_format_count (learning_likeliest (answer, classes));
  draw_text (context, class, table_cell (context, row, ANSWER),
             (DrawTextStyle){ DRAW_BODY, DRAW_SEMIBOLD, draw_learned_color (context->style, kind),
                              DRAW_CENTER, DRAW_CENTER });
}

static void
draw_network_row (const DrawContext *context, int row, LearningKind kind) {
  const LearningTrace *trace = lesson_learned_trace (context->state, kind);
  guint now = learning_trace_find (trace, context->state->learned_view.step);
  DrawColor color = draw_learned_color (context->style, kind);
  g_autofree char *weights = lesson_format_count (trace->network->weights);
  g_autofree char *products = lesson_format_count (learning_trace_multiplications (trace, now));
  gboolean lost = learning_trace_is_lost (trace, now);

  draw_cell_text (context, table_cell (context, row, NAME), learning_kind_title (kind), color, DRAW_START);
  draw_cell_text (context, table_cell (context, row, WEIGHTS), weights, color, DRAW_END);
  draw_cell_text (context, table_cell (context, row, PRODUCTS), lost ? _ ("diverged") : products, color,
                  DRAW_END);
  if (has_answers (context->state))
    draw_answer (context, row, kind);
}

/* Above the answers the image that they are to, as small as it is. */
static void
draw_image_at_hand (const DrawContext *context) {
  DrawRect cell = table_cell (context, 0, ANSWER);
  gint64 height, width;
  g_autofree float *image = lesson_learned_image (context->state, LEARNING_CONVOLUTION, &height, &width);
  DrawRect rect = draw_rect_fit (cell, 1, 1);
  DrawCells cells = {
    .values = image, .rows = height, .columns = width, .stride = 1, .written = height * width, .grey = TRUE
  };

  draw_cells (context, rect, &cells);
  draw_cell_lines (context, rect, 1, 1);
}

static void
draw_progress_row (const DrawContext *context, DrawRect row) {
  const LessonLive *live = &context->state->parameters->live;
  g_autofree char *step = lesson_format_count ((gint64) floor (context->state->learned_view.step));
  g_autofree char *all = lesson_format_count ((gint64) lesson_learned_steps (context->state));
  /* Translators: step of the training, of how many */
  g_autofree char *words = g_strdup_printf (_ ("Step %s of %s"), step, all);

  draw_cell_text (context, row, words, context->style->text, DRAW_START);
  if (!live->on || live->images_per_second <= 0)
    return;
  g_autofree char *rate = lesson_format_count ((gint64) live->images_per_second);
  /* Translators: how many images the networks learn from in a second */
  g_autofree char *speed = g_strdup_printf (_ ("%s images/s"), rate);
  DrawRect end = { row.x + 0.45 * row.width, row.y, 0.55 * row.width, row.height };
  draw_cell_text (context, end, speed, context->style->text, DRAW_END);
}

static void
draw_table (const DrawContext *context) {
  DrawRect rect = places_of (context->layout)->totals;
  DrawColor muted = context->style->muted;
  int row = 1;

  draw_cell_text (context, table_cell (context, 0, WEIGHTS), _ ("weights"), muted, DRAW_END);
  draw_cell_text (context, table_cell (context, 0, PRODUCTS), _ ("multiplications"), muted, DRAW_END);
  if (has_answers (context->state))
    draw_image_at_hand (context);
  for (int kind = 0; kind < LEARNING_N_KINDS; kind++)
    if (lesson_learned_has (context->state, kind))
      draw_network_row (context, row++, kind);
  draw_progress_row (context, draw_rect_cell (rect, LEARNING_N_KINDS + 2, 1, row, 0));
}

void
draw_learned_curves (const DrawContext *context) {
  const DrawLayout *layout = context->layout;
  double alpha = context->state->learned_view.curves;
  double top = places_of (layout)->totals.y;
  DrawRect all = { layout->main.x, top, layout->main.width, layout->main.y + layout->main.height - top };

  if (alpha <= 0)
    return;
  draw_begin_fade (context, all, alpha);
  draw_quantity (context, &places_of (layout)->accuracy, accuracy_of, _ ("right on test images, in %"), 4);
  draw_quantity (context, &places_of (layout)->loss, loss_of, _ ("loss in training"), 3);
  draw_table (context);
  draw_end_fade (context, alpha);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "learned": test accuracy over the training, and what it has cost so far. */
#include "draw-learned-private.h"
#include "draw-text-private.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define PALE 0.35 /* of a curve after the moment in view */
#define DEAD 0.9  /* of the loss of guessing: a network that is no better */

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

/* A row of the table: a name, and two numbers below their headings. */
static void
draw_row (const DrawContext *context, DrawRect row, const char *name, const char *weights,
          const char *products, DrawColor color) {
  double gap = 0.15 * context->layout->unit;
  DrawRect first = { row.x, row.y, 0.34 * row.width - gap, row.height };
  DrawRect second = { row.x + 0.34 * row.width, row.y, 0.2 * row.width - gap, row.height };
  DrawRect third = { row.x + 0.54 * row.width, row.y, 0.46 * row.width, row.height };

  draw_cell_text (context, first, name, color, DRAW_START);
  draw_cell_text (context, second, weights, color, DRAW_END);
  draw_cell_text (context, third, products, color, DRAW_END);
}

/* It was far away once, and has not been better than guessing since: its nodes are dead, though the loss comes down. */
static gboolean
is_lost (const LearningTrace *trace, guint now) {
  const LearningSnapshot *snapshot = trace->snapshots[now];
  double guessing = log ((double) trace->network->classes);

  if (trace->diverged)
    return TRUE;
  for (guint i = now + 1; i > 0 && snapshot->loss > DEAD * guessing; i--)
    if (learning_snapshot_is_astray (trace->snapshots[i - 1]))
      return TRUE;
  return FALSE;
}

static void
draw_network_row (const DrawContext *context, DrawRect row, LearningKind kind) {
  const LearningTrace *trace = lesson_learned_trace (context->state, kind);
  guint now = learning_trace_find (trace, context->state->learned_view.step);
  g_autofree char *weights = lesson_format_count (trace->network->weights);
  g_autofree char *products = lesson_format_count (learning_trace_multiplications (trace, now));
  gboolean lost = is_lost (trace, now);

  draw_row (context, row, learning_kind_title (kind), weights, lost ? _ ("diverged") : products,
            draw_learned_color (context->style, kind));
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
  int row = 1;

  draw_row (context, draw_rect_cell (rect, LEARNING_N_KINDS + 2, 1, 0, 0), "", _ ("weights"),
            _ ("multiplications"), context->style->muted);
  for (int kind = 0; kind < LEARNING_N_KINDS; kind++)
    if (lesson_learned_has (context->state, kind))
      draw_network_row (context, draw_rect_cell (rect, LEARNING_N_KINDS + 2, 1, row++, 0), kind);
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

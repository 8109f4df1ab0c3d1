/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "learned": one shared weight, what each position adds to its gradient, and where it goes. As in scene "grab" dots carry
 * the parts into the weight; here they are those of a real step of training. */
#include "draw-cells-private.h"
#include "draw-kernel-private.h"
#include "draw-learned-private.h"
#include "draw-text-private.h"
#include "lesson-ease.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define LEGEND      0.5 /* height of the line below the map, in units */
#define STEP        2.2 /* of what is said about the weight's step */
#define GAP         1.2
#define THOUSAND    1000.0 /* gradients are small numbers */
#define MOST_COPIES 400    /* more on their way than this cannot be told apart */

typedef struct {
  DrawRect map, kernel, sum, step;
} Places;

static const LearningLayer *
layer_of (const LessonState *state) {
  return &lesson_learned_trace (state, LEARNING_CONVOLUTION)->network->layers[0];
}

/* The sum stands beside the kernel, and the step that the weight takes below both. */
static Places
places_of (const DrawLayout *layout, const LessonState *state) {
  const LearningLayer *layer = layer_of (state);
  DrawRect main = layout->main;
  double u = layout->unit, label = DRAW_LABEL * u;
  DrawRect room = { main.x, main.y + label, 0.47 * main.width, main.height - label - LEGEND * u };
  DrawRect map = draw_rect_fit (room, (double) layer->out[1], (double) layer->out[2]);
  double x = main.x + MAX (map.width, 0.4 * main.width) + GAP * u;
  double width = main.x + main.width - x;
  double side = MIN (0.52 * width, map.height - STEP * u);

  map.x = main.x;
  return (Places){
    map,
    { x, map.y, side, side },
    { x + side + 0.4 * u, map.y, width - side - 0.4 * u, side },
    { x, map.y + side + 0.25 * u, width, STEP * u },
  };
}

void
draw_learned_gradient_place (DrawLayout *layout, const LessonState *state) {
  const LearningLayer *layer = layer_of (state);
  Places places = places_of (layout, state);

  draw_layout_add_region (layout, (DrawRegion){ .part = LESSON_PART_GRADIENT,
                                                .rows = layer->out[1],
                                                .columns = layer->out[2],
                                                .rect = places.map });
  draw_layout_add_region (layout, (DrawRegion){ .part = LESSON_PART_FILTER_WEIGHT,
                                                .unit = state->learned_view.filter,
                                                .rows = layer->spec.size,
                                                .columns = layer->spec.size,
                                                .rect = places.kernel });
}

/* The weight that is pointed at stands for the scene's own. */
static gint64
tap_of (const DrawContext *context) {
  const LessonTarget *target = &context->target;
  gint64 size = layer_of (context->state)->spec.size;

  if (target->part == LESSON_PART_FILTER_WEIGHT && target->row < size && target->column < size)
    return target->row * size + target->column;
  return context->state->learned_view.tap;
}

/* All that the picture is made of. */
typedef struct {
  Places places;
  const LearningLayer *layer;
  gint64 tap, n;
  double *parts; /* (n) */
  double scale;  /* the largest of them */
} Gradient;

static Gradient
gradient_of (const DrawContext *context) {
  Gradient self = {
    places_of (context->layout, context->state), layer_of (context->state), tap_of (context), 0, NULL, 0
  };

  self.parts = lesson_learned_gradients (context->state, self.tap, &self.n);
  for (gint64 i = 0; i < self.n; i++)
    self.scale = MAX (self.scale, fabs (self.parts[i]));
  self.scale = MAX (self.scale, 1e-9);
  return self;
}

static DrawRect
weight_cell (const Gradient *self) {
  gint64 size = self->layer->spec.size;

  return draw_rect_cell (self->places.kernel, size, size, self->tap / size, self->tap % size);
}

static void
draw_map (const DrawContext *context, const Gradient *self) {
  gint64 rows = self->layer->out[1], columns = self->layer->out[2];
  g_autofree float *values = g_new (float, self->n);
  DrawCells cells = { .values = values,
                      .rows = rows,
                      .columns = columns,
                      .stride = 1,
                      .written = self->n,
                      .scale = THOUSAND * self->scale };
  double alpha = context->state->learned_view.gradients;

  for (gint64 i = 0; i < self->n; i++)
    values[i] = (float) (THOUSAND * self->parts[i]);
  draw_label (context, self->places.map, _ ("What each position adds to its gradient, in thousandths"));
  draw_begin_fade (context, self->places.map, alpha);
  draw_cells (context, self->places.map, &cells);
  draw_cell_values (context, self->places.map, &cells, 1);
  draw_end_fade (context, alpha);
  draw_cell_lines (context, self->places.map, rows, columns);
}

/* A patch of the colour and what it means; returns where the next may begin. */
static double
draw_sign (const DrawContext *context, double x, double y, DrawColor color, const char *words) {
  double u = context->layout->unit, side = 0.22 * u;
  double width = draw_text_width (context, words, DRAW_SMALL, DRAW_MEDIUM);
  DrawRect text = { x + side + 0.1 * u, y, width + 1, LEGEND * u };

  cairo_rectangle (context->cr, x, y + (LEGEND * u - side) / 2, side, side);
  draw_set_color (context->cr, color, 1);
  cairo_fill_preserve (context->cr);
  draw_set_color (context->cr, context->style->outline, 1);
  cairo_set_line_width (context->cr, 0.015 * u);
  cairo_stroke (context->cr);
  draw_text (context, words, text,
             (DrawTextStyle){ DRAW_SMALL, DRAW_MEDIUM, context->style->muted, DRAW_START, DRAW_CENTER });
  return text.x + text.width + 0.35 * u;
}

static void
draw_legend (const DrawContext *context, const Gradient *self) {
  DrawRect map = self->places.map;
  double y = map.y + map.height + 0.04 * context->layout->unit;
  double x = draw_sign (context, map.x, y, context->style->positive, _ ("it should fall"));

  draw_sign (context, x, y, context->style->negative, _ ("it should rise"));
}

static void
draw_filter (const DrawContext *context, const Gradient *self) {
  const LessonLearnedView *view = &context->state->learned_view;
  const LearningSnapshot *snapshot = lesson_learned_snapshot (context->state, LEARNING_CONVOLUTION);
  const float *weights = lesson_learned_filter (snapshot, view->filter);
  gint64 size = self->layer->spec.size;
  g_autofree float *values = g_memdup2 (weights, size * size * sizeof (float));
  g_autofree char *number = lesson_format_count (view->filter + 1);
  g_autofree char *step = lesson_format_count ((gint64) snapshot->step);
  /* Translators: number of a filter, and of a step of training */
  g_autofree char *label = g_strdup_printf (_ ("Filter %s at step %s"), number, step);
  double before, after, largest = 1e-6;

  if (lesson_learned_weights (context->state, self->tap, &before, &after))
    values[self->tap] = (float) (before + view->update * (after - before));
  for (gint64 i = 0; i < size * size; i++)
    largest = MAX (largest, fabs (values[i]));
  draw_label (context, self->places.kernel, label);
  draw_kernel (context, self->places.kernel, values, size, size, largest);
  draw_cell_mark (context, draw_rect_inset (weight_cell (self), -0.04 * context->layout->unit),
                  context->style->text);
}

static void
draw_dot (const DrawContext *context, DrawRect at, double radius, DrawColor color) {
  cairo_new_sub_path (context->cr);
  cairo_arc (context->cr, at.x + at.width / 2, at.y + at.height / 2, radius, 0, 2 * G_PI);
  draw_set_color (context->cr, color, 1);
  cairo_fill_preserve (context->cr);
  draw_set_color (context->cr, context->style->text, 0.8);
  cairo_set_line_width (context->cr, 0.015 * context->layout->unit);
  cairo_stroke (context->cr);
}

/* A dot for each position, as large as its part; the smallest still says that it is there. */
static void
draw_flow (const DrawContext *context, const Gradient *self) {
  gint64 columns = self->layer->out[2], every = (self->n + MOST_COPIES - 1) / MOST_COPIES;
  DrawRect to = weight_cell (self);

  for (gint64 i = 0; i < self->n; i += every) {
    double travel = lesson_learned_travel (&context->state->learned_view, i, self->n);
    DrawRect from = draw_rect_cell (self->places.map, self->layer->out[1], columns, i / columns, i % columns);
    if (travel <= 0 || travel >= 1)
      continue;
    draw_dot (context, draw_rect_between (from, to, lesson_ease (travel)),
              (0.04 + 0.1 * sqrt (fabs (self->parts[i]) / self->scale)) * context->layout->unit,
              draw_style_diverging (context->style, self->parts[i], self->scale));
  }
}

/* Lines from the top of `room` on, which becomes what is left below them. */
static void
draw_lines (const DrawContext *context, DrawRect *room, const char *text, int lines, DrawTextStyle style) {
  double height = 1.35 * lines * style.size * context->layout->unit;

  style.wrap = lines > 1;
  style.lines = lines;
  if (lines == 1)
    style.size = draw_text_fit (context, text, style.size, style.weight, room->width);
  draw_text (context, text, (DrawRect){ room->x, room->y, room->width, height }, style);
  room->y += height;
}

/* The sum of what has arrived so far. */
static void
draw_sum (const DrawContext *context, const Gradient *self) {
  const DrawStyle *style = context->style;
  double alpha = context->state->learned_view.gradients;
  gint64 arrived = lesson_learned_arrived (&context->state->learned_view, self->n);
  DrawRect room = self->places.sum;
  g_autofree char *count = lesson_format_count (arrived);
  g_autofree char *all = lesson_format_count (self->n);
  /* Translators: how many parts have arrived, of how many */
  g_autofree char *parts = g_strdup_printf (_ ("%s of %s parts"), count, all);
  double sum = 0;

  for (gint64 i = 0; i < arrived; i++)
    sum += self->parts[i];
  g_autofree char *total = draw_short_value (THOUSAND * sum, 1);
  g_autofree char *equation = g_strdup_printf ("Σ = %s", total);
  if (alpha <= 0)
    return;
  draw_lines (context, &room, parts, 1,
              (DrawTextStyle){ DRAW_BODY, DRAW_MEDIUM, style->muted, .y = DRAW_CENTER, .alpha = alpha });
  draw_lines (context, &room, equation, 1,
              (DrawTextStyle){ DRAW_NUMBER, DRAW_SEMIBOLD, style->text, .y = DRAW_CENTER, .alpha = alpha });
  draw_lines (context, &room, _ ("thousandths"), 1,
              (DrawTextStyle){ DRAW_BODY, DRAW_MEDIUM, style->muted, .y = DRAW_CENTER, .alpha = alpha });
}

/* With as many decimals as tell a step of the training, and a true minus sign. */
static char *
fine_value (double value, const char *plus) {
  g_autofree char *digits = g_strdup_printf ("%.4f", fabs (value));

  return g_strconcat (value < 0 ? "−" : plus, digits, NULL);
}

/* Where the weight's step comes from: this sum, and with momentum the steps before. */
static char *
reason_of (const DrawContext *context, const Gradient *self, double change) {
  const LearningTrace *trace = lesson_learned_trace (context->state, LEARNING_CONVOLUTION);
  const LearningSettings *settings = &trace->settings;
  guint now = learning_trace_find (trace, context->state->learned_view.step);
  gboolean next =
      now + 1 < trace->n_snapshots && trace->snapshots[now + 1]->step == trace->snapshots[now]->step + 1;
  double own = 0;

  for (gint64 i = 0; i < self->n; i++)
    own -= settings->rate * self->parts[i];
  g_autofree char *rate = lesson_format_value (settings->rate);
  g_autofree char *now_by = fine_value (own, "+");
  g_autofree char *before_by = fine_value (change - own, "+");
  if (!next || settings->optimizer != LEARNING_SGD || settings->decay > 0)
    return g_strdup (_ ("The weight moves against the sum, and the steps before push it on."));
  if (settings->momentum <= 0 || now == 0)
    /* Translators: the learning rate; by how much the weight moves */
    return g_strdup_printf (_ ("Against the sum, times the rate %s: %s."), rate, now_by);
  /* Translators: the learning rate; by how much the weight moves; by how much because of the momentum */
  return g_strdup_printf (
      _ ("Against the sum, times the rate %s: %s. The steps before push it on (momentum): %s."), rate, now_by,
      before_by);
}

static void
draw_step (const DrawContext *context, const Gradient *self) {
  const DrawStyle *style = context->style;
  double before = 0, after = 0, alpha = context->state->learned_view.update;
  DrawRect room = self->places.step;

  if (alpha <= 0 || !lesson_learned_weights (context->state, self->tap, &before, &after))
    return;
  g_autofree char *from = fine_value (before, "");
  g_autofree char *to = fine_value (after, "");
  /* Translators: value of a weight before and after a step of training */
  g_autofree char *step = g_strdup_printf (_ ("weight %s → %s"), from, to);
  g_autofree char *reason = reason_of (context, self, after - before);
  draw_lines (
      context, &room, step, 1,
      (DrawTextStyle){ DRAW_CAPTION, DRAW_SEMIBOLD, style->convolution, .y = DRAW_CENTER, .alpha = alpha });
  room.y += 0.1 * context->layout->unit;
  draw_lines (context, &room, reason, 4,
              (DrawTextStyle){ DRAW_BODY, DRAW_REGULAR, style->text, .y = DRAW_START, .alpha = alpha });
}

void
draw_learned_gradient (const DrawContext *context) {
  Gradient self = gradient_of (context);

  draw_map (context, &self);
  draw_legend (context, &self);
  draw_filter (context, &self);
  draw_sum (context, &self);
  draw_step (context, &self);
  if (context->state->learned_view.flow < 1)
    draw_flow (context, &self);
  g_free (self.parts);
}

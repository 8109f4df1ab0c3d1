/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "learned": the weights of the networks' first layers side by side, as they were at the moment in view, and on the
 * hidden patterns those patterns. */
#include "draw-cells-private.h"
#include "draw-learned-private.h"
#include "draw-text-private.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define HEADING    0.62 /* height of a gallery's heading, in units */
#define FULL_COLOR 2.5  /* in root mean squares of the weights */

static const DrawLearnedPlaces *
places_of (const DrawLayout *layout) {
  return layout->places;
}

/* What a last row that is not full counts for: a rectangle of pictures is worth making them a little smaller. */
#define RAGGED 0.8

/* By so much more must another number of columns be worth it: else rounding decides a tie, at each size in its own way. */
#define SLACK 1e-6

/* The number of columns with which n squares are the largest. */
static gint64
columns_for (DrawRect room, gint64 n) {
  gint64 best = 1;
  double most = 0;

  for (gint64 columns = 1; columns <= n; columns++) {
    double rows = ceil ((double) n / columns);
    double side = MIN (room.width / columns, room.height / rows);
    double worth = n % columns == 0 ? side : RAGGED * side;
    if (worth > (1 + SLACK) * most) {
      most = worth;
      best = columns;
    }
  }
  return best;
}

DrawRect
draw_learned_cell (const DrawLayout *layout, DrawRect gallery, gint64 n, gint64 index) {
  DrawRect room = { gallery.x, gallery.y + HEADING * layout->unit, gallery.width,
                    gallery.height - HEADING * layout->unit };
  gint64 columns = columns_for (room, n);
  double rows = ceil ((double) n / columns);
  double side = MIN (room.width / columns, room.height / rows);
  DrawRect cell = { room.x + index % columns * side, room.y + floor ((double) index / columns) * side, side,
                    side };

  return draw_rect_inset (cell, 0.06 * side);
}

static const LearningLayer *
first_layer (const LessonState *state, LearningKind kind) {
  return &lesson_learned_trace (state, kind)->network->layers[0];
}

static LessonPart
part_of (LearningKind kind) {
  return kind == LEARNING_DENSE   ? LESSON_PART_LINE
         : kind == LEARNING_LOCAL ? LESSON_PART_LOCAL
                                  : LESSON_PART_FILTER_WEIGHT;
}

/* Rows and columns that can be pointed at in a picture of that network. */
static void
size_of (const LearningLayer *layer, LearningKind kind, gint64 *rows, gint64 *columns) {
  *rows = kind == LEARNING_DENSE ? layer->in[1] : kind == LEARNING_LOCAL ? layer->out[1] : layer->spec.size;
  *columns = kind == LEARNING_DENSE   ? layer->in[2]
             : kind == LEARNING_LOCAL ? layer->out[2]
                                      : layer->spec.size;
}

static void
add_regions (DrawLayout *layout, const LessonState *state, LearningKind kind) {
  const LearningLayer *layer = first_layer (state, kind);
  gint64 rows, columns, units = layer->spec.units;

  size_of (layer, kind, &rows, &columns);
  for (gint64 unit = 0; unit < units; unit++) {
    DrawRect rect = draw_learned_cell (layout, places_of (layout)->gallery[kind], units, unit);
    draw_layout_add_region (
        layout,
        (DrawRegion){ .part = part_of (kind), .unit = unit, .rows = rows, .columns = columns, .rect = rect });
  }
}

static void
place_galleries (DrawLayout *layout, const LessonState *state) {
  DrawLearnedPlaces *places = layout->places;
  gboolean patterns = state->learned_view.course == LEARNING_COURSE_PATTERNS;
  double u = layout->unit, gap = 0.35 * u, height = 0.56 * layout->main.height;
  double strip = patterns ? 0.19 * layout->main.width : 0;
  double n = patterns ? 2 : LEARNING_N_KINDS;
  double width = (layout->main.width - strip - (n - 1 + patterns) * gap) / n;
  DrawRect at = { layout->main.x, layout->main.y, width, height };

  for (int kind = 0; kind < LEARNING_N_KINDS; kind++)
    if (lesson_learned_has (state, kind)) {
      places->gallery[kind] = at;
      add_regions (layout, state, kind);
      at.x += width + gap;
    }
  if (!patterns)
    return;
  places->patterns = (DrawRect){ at.x, at.y, strip, height };
  for (guint i = 0; i < LEARNING_PATTERNS; i++)
    draw_layout_add_region (
        layout, (DrawRegion){ .part = LESSON_PART_PATTERN,
                              .unit = i,
                              .rows = LEARNING_PATTERN_SIZE,
                              .columns = LEARNING_PATTERN_SIZE,
                              .rect = draw_learned_cell (layout, places->patterns, LEARNING_PATTERNS, i) });
}

/* Of all pictures: the curves take what room is left. */
static double
bottom_of_galleries (const DrawLayout *layout) {
  double bottom = layout->main.y;

  for (guint i = 0; i < layout->regions->len; i++) {
    DrawRect rect = g_array_index (layout->regions, DrawRegion, i).rect;
    bottom = MAX (bottom, rect.y + rect.height);
  }
  return bottom;
}

/* Guessing among the classes costs ln (classes); a run that goes astray is cut off a little above. */
static double
most_loss (const LessonState *state) {
  double guessing = log ((double) lesson_learned_trace (state, LEARNING_CONVOLUTION)->network->classes);

  return MAX (0.5, ceil (2 * 1.1 * guessing) / 2);
}

void
draw_learned_networks_place (DrawLayout *layout, const LessonState *state) {
  DrawLearnedPlaces *places = layout->places;
  DrawRect main = layout->main;
  double u = layout->unit, steps = MAX (1, (double) lesson_learned_steps (state));

  place_galleries (layout, state);
  double top = bottom_of_galleries (layout) + 0.8 * u;
  DrawRect left = { main.x + 0.75 * u, top, 0.34 * main.width - 0.75 * u,
                    main.y + main.height - top - 0.45 * u };
  DrawRect right = { main.x + 0.34 * main.width + 0.85 * u, top, 0.24 * main.width - 0.85 * u, left.height };

  places->accuracy = (DrawChart){ left, { 0, steps }, { 0, 100 } };
  places->loss = (DrawChart){ right, { 0, steps }, { 0, most_loss (state) } };
  places->totals = (DrawRect){ main.x + 0.62 * main.width, top - 0.4 * u, 0.38 * main.width,
                               main.y + main.height - top + 0.4 * u };
  if (state->learned_view.curves > 0)
    for (int i = 0; i < 2; i++)
      draw_layout_add_region (layout, (DrawRegion){ .part = LESSON_PART_CURVE,
                                                    .unit = i,
                                                    .rows = 1,
                                                    .columns = LESSON_LEARNED_MOMENTS,
                                                    .rect = i == 0 ? left : right });
}

/* The size of the full colour: so many times the weights' root mean square at the moment in view, so that the random start
 * is seen as the noise that it is, and those filters stand out that have grown more than the others. */
static double
scale_of (const LessonState *state, LearningKind kind) {
  const LearningSnapshot *snapshot = lesson_learned_snapshot (state, kind);
  const LearningLayer *layer = &snapshot->weights->network->layers[0];
  const float *weights = learning_weights_of (snapshot->weights, 0);
  double squares = 0;

  for (gint64 i = 0; i < layer->n_weights; i++)
    squares += weights[i] * weights[i];
  return MAX (1e-6, FULL_COLOR * sqrt (squares / (double) layer->n_weights));
}

/* A filter's weights of all positions, each set where its position is. */
static float *
mosaic (const LearningLayer *layer, const float *weights) {
  gint64 size = layer->spec.size, taps = layer->in[0] * size * size;
  gint64 columns = layer->out[2] * size;
  float *values = g_new (float, layer->out[1] * size * columns);

  for (gint64 row = 0; row < layer->out[1] * size; row++)
    for (gint64 column = 0; column < columns; column++) {
      gint64 position = row / size * layer->out[2] + column / size;
      values[row * columns + column] = weights[position * taps + row % size * size + column % size];
    }
  return values;
}

static void
draw_unit (const DrawContext *context, DrawRect rect, LearningKind kind, gint64 unit, double scale) {
  const LearningSnapshot *snapshot = lesson_learned_snapshot (context->state, kind);
  const LearningLayer *layer = &snapshot->weights->network->layers[0];
  const float *weights =
      learning_weights_of (snapshot->weights, 0) + unit * (layer->n_weights / layer->spec.units);
  gint64 size = kind == LEARNING_LOCAL ? layer->spec.size : 1, rows, columns;

  size_of (layer, kind, &rows, &columns);
  g_autofree float *values = kind == LEARNING_LOCAL ? mosaic (layer, weights) : NULL;
  DrawCells cells = { .values = values != NULL ? values : weights,
                      .rows = rows * size,
                      .columns = columns * size,
                      .stride = 1,
                      .written = rows * size * columns * size,
                      .scale = scale };
  draw_cells (context, rect, &cells);
  draw_cell_lines (context, rect, 1, 1);
}

static void
draw_heading (const DrawContext *context, DrawRect gallery, const char *title, const char *number,
              DrawColor color) {
  DrawRect line = { gallery.x, gallery.y, gallery.width, (HEADING - 0.1) * context->layout->unit };
  double width = draw_text_width (context, number, DRAW_CAPTION, DRAW_SEMIBOLD);
  DrawRect words = { line.x, line.y, line.width - width - 0.15 * context->layout->unit, line.height };

  draw_text (context, title, words,
             (DrawTextStyle){ DRAW_BODY, DRAW_SEMIBOLD, color, DRAW_START, DRAW_CENTER, .shorten = TRUE });
  draw_text (context, number, line,
             (DrawTextStyle){ DRAW_CAPTION, DRAW_SEMIBOLD, color, DRAW_END, DRAW_CENTER });
}

static void
draw_gallery (const DrawContext *context, LearningKind kind) {
  const LearningSnapshot *snapshot = lesson_learned_snapshot (context->state, kind);
  DrawRect gallery = places_of (context->layout)->gallery[kind];
  gint64 units = first_layer (context->state, kind)->spec.units;
  double scale = scale_of (context->state, kind);
  g_autofree char *accuracy = lesson_format_percent (snapshot->test_accuracy);

  draw_heading (context, gallery, learning_kind_title (kind), accuracy,
                draw_learned_color (context->style, kind));
  for (gint64 unit = 0; unit < units; unit++)
    draw_unit (context, draw_learned_cell (context->layout, gallery, units, unit), kind, unit, scale);
}

static void
mark (const DrawContext *context, DrawRect rect, double width) {
  rect = draw_rect_inset (rect, -0.5 * width * context->layout->unit);
  draw_rounded (context->cr, rect, 0.03 * context->layout->unit);
  draw_set_color (context->cr, context->style->accent, 1);
  cairo_set_line_width (context->cr, width * context->layout->unit);
  cairo_stroke (context->cr);
}

/* A pattern, and the filter that has become it: framed both, and strongly where one of them is pointed at. */
static void
draw_match (const DrawContext *context, guint pattern, const LessonMatch *match) {
  const DrawLearnedPlaces *places = places_of (context->layout);
  gint64 units = first_layer (context->state, LEARNING_CONVOLUTION)->spec.units;
  gboolean pointed =
      (context->target.part == LESSON_PART_PATTERN && context->target.unit == pattern)
      || (context->target.part == LESSON_PART_FILTER_WEIGHT && context->target.unit == match->filter);
  gboolean found = match->correlation > LESSON_LEARNED_ALIKE;
  double width = pointed ? 0.07 : 0.035;

  if (match->filter < 0 || !(found || pointed))
    return;
  mark (context, draw_learned_cell (context->layout, places->patterns, LEARNING_PATTERNS, pattern), width);
  mark (context,
        draw_learned_cell (context->layout, places->gallery[LEARNING_CONVOLUTION], units, match->filter),
        width);
}

static void
draw_patterns (const DrawContext *context) {
  const DrawLearnedPlaces *places = places_of (context->layout);
  gint64 taps = LEARNING_PATTERN_SIZE * LEARNING_PATTERN_SIZE;
  LessonMatch matches[LEARNING_PATTERNS];

  lesson_learned_match (lesson_learned_snapshot (context->state, LEARNING_CONVOLUTION), matches);
  g_autofree char *found = lesson_format_count (lesson_learned_found (matches));
  g_autofree char *all = lesson_format_count (LEARNING_PATTERNS);
  /* Translators: how many of the patterns there are filters like, of how many */
  g_autofree char *words = g_strdup_printf (_ ("%s of %s found"), found, all);
  DrawRect line = { places->patterns.x, places->patterns.y, places->patterns.width,
                    (HEADING - 0.1) * context->layout->unit };
  double size = draw_text_fit (context, words, DRAW_BODY, DRAW_SEMIBOLD, line.width);
  draw_text (context, words, line,
             (DrawTextStyle){ size, DRAW_SEMIBOLD, context->style->text, DRAW_START, DRAW_CENTER });
  for (guint i = 0; i < LEARNING_PATTERNS; i++) {
    DrawRect rect = draw_learned_cell (context->layout, places->patterns, LEARNING_PATTERNS, i);
    DrawCells cells = { .values = learning_data_patterns () + i * taps,
                        .rows = LEARNING_PATTERN_SIZE,
                        .columns = LEARNING_PATTERN_SIZE,
                        .stride = 1,
                        .written = taps,
                        .scale = 0.6 };
    draw_cells (context, rect, &cells);
    draw_cell_lines (context, rect, 1, 1);
  }
  for (guint i = 0; i < LEARNING_PATTERNS; i++)
    draw_match (context, i, &matches[i]);
}

void
draw_learned_networks (const DrawContext *context) {
  for (int kind = 0; kind < LEARNING_N_KINDS; kind++)
    if (lesson_learned_has (context->state, kind))
      draw_gallery (context, kind);
  if (context->state->learned_view.course == LEARNING_COURSE_PATTERNS)
    draw_patterns (context);
  draw_learned_curves (context);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "learned": images in each of which a pattern hides, and the patterns beside them. */
#include "draw-cells-private.h"
#include "draw-learned-private.h"
#include "draw-text-private.h"
#include "lesson-ease.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define ROWS  2
#define NAME  0.42 /* height of the line under an image, in units */
#define FOUND 0.75 /* so much of the movement is over when the patterns are framed */

static const LearningSet *
batch_of (const LessonState *state) {
  return lesson_learned_trace (state, LEARNING_CONVOLUTION)->snapshots[0]->batch;
}

static guint
images_of (const LessonState *state) {
  return (guint) MIN (LESSON_LEARNED_EXAMPLES, batch_of (state)->n);
}

static DrawRect
image_rect (const DrawLayout *layout, const LessonState *state, guint image) {
  const LearningSet *batch = batch_of (state);
  guint columns = LESSON_LEARNED_EXAMPLES / ROWS;
  double label = DRAW_LABEL * layout->unit;
  DrawRect room = { layout->main.x, layout->main.y + label, 0.7 * layout->main.width,
                    layout->main.height - label };
  DrawRect cell = draw_rect_cell (room, ROWS, columns, image / columns, image % columns);

  cell.height -= NAME * layout->unit;
  return draw_rect_fit (draw_rect_inset (cell, 0.05 * cell.height), (double) batch->height,
                        (double) batch->width);
}

static DrawRect
pattern_rect (const DrawLayout *layout, guint pattern) {
  double label = DRAW_LABEL * layout->unit;
  DrawRect room = { layout->main.x + 0.76 * layout->main.width, layout->main.y + label,
                    0.24 * layout->main.width, layout->main.height - label };
  DrawRect cell = draw_rect_cell (room, LEARNING_PATTERNS / 2, 2, pattern / 2, pattern % 2);
  double side = 0.86 * MIN (cell.height, 0.62 * cell.width);

  return (DrawRect){ cell.x + cell.width - side, cell.y + (cell.height - side) / 2, side, side };
}

void
draw_learned_hidden_place (DrawLayout *layout, const LessonState *state) {
  const LearningSet *batch = batch_of (state);

  for (guint i = 0; i < images_of (state); i++)
    draw_layout_add_region (layout, (DrawRegion){ .part = LESSON_PART_EXAMPLE,
                                                  .unit = i,
                                                  .rows = (gint64) batch->height,
                                                  .columns = (gint64) batch->width,
                                                  .rect = image_rect (layout, state, i) });
  for (guint i = 0; i < LEARNING_PATTERNS; i++)
    draw_layout_add_region (layout, (DrawRegion){ .part = LESSON_PART_PATTERN,
                                                  .unit = i,
                                                  .rows = LEARNING_PATTERN_SIZE,
                                                  .columns = LEARNING_PATTERN_SIZE,
                                                  .rect = pattern_rect (layout, i) });
}

/* Black to white from the least to the largest value: these images have values below 0 and above 1. */
static float *
spread (const float *image, gsize n) {
  float least = image[0], most = image[0];
  float *values = g_new (float, n);

  for (gsize i = 0; i < n; i++) {
    least = MIN (least, image[i]);
    most = MAX (most, image[i]);
  }
  for (gsize i = 0; i < n; i++)
    values[i] = most > least ? (image[i] - least) / (most - least) : 0;
  return values;
}

static void
draw_found (const DrawContext *context, DrawRect rect, guint image, double alpha) {
  const LearningSet *batch = batch_of (context->state);
  gint64 row = 0, column = 0;

  lesson_learned_place (batch, image, &row, &column);
  DrawRect cell =
      draw_rect_cell (rect, (gint64) batch->height, (gint64) batch->width, (double) row, (double) column);
  cell.width *= LEARNING_PATTERN_SIZE;
  cell.height *= LEARNING_PATTERN_SIZE;
  draw_begin_fade (context, draw_rect_inset (cell, -0.1 * context->layout->unit), alpha);
  draw_cell_mark (context, cell, context->style->accent);
  draw_end_fade (context, alpha);
}

static void
draw_image (const DrawContext *context, guint image) {
  const LearningSet *batch = batch_of (context->state);
  double shown = context->state->learned_view.shown;
  DrawRect rect = image_rect (context->layout, context->state, image);
  double begin = (FOUND - 0.2) * image / images_of (context->state);
  double alpha = lesson_ease (lesson_span (shown, begin, begin + 0.2));
  double found = lesson_ease (lesson_span (shown, FOUND, 1));
  g_autofree float *values = spread (learning_set_image (batch, image), batch->height * batch->width);
  DrawCells cells = { .values = values,
                      .rows = (gint64) batch->height,
                      .columns = (gint64) batch->width,
                      .stride = 1,
                      .written = (gint64) (batch->height * batch->width),
                      .grey = TRUE };
  g_autofree char *number = lesson_format_count (batch->labels[image] + 1);
  /* Translators: number of one of the hidden patterns */
  g_autofree char *name = g_strdup_printf (_ ("pattern %s"), number);
  DrawRect line = { rect.x, rect.y + rect.height, rect.width, NAME * context->layout->unit };
  DrawRect all = { rect.x, rect.y, rect.width, rect.height + line.height };

  if (alpha <= 0)
    return;
  draw_begin_fade (context, draw_rect_inset (all, -0.05 * context->layout->unit), alpha);
  draw_cells (context, rect, &cells);
  draw_cell_lines (context, rect, cells.rows, cells.columns);
  draw_text (context, name, line,
             (DrawTextStyle){ draw_text_fit (context, name, DRAW_BODY, DRAW_MEDIUM, line.width), DRAW_MEDIUM,
                              context->style->text, DRAW_CENTER, DRAW_CENTER });
  draw_end_fade (context, alpha);
  if (found > 0)
    draw_found (context, rect, image, found);
}

static void
draw_pattern (const DrawContext *context, guint pattern) {
  DrawRect rect = pattern_rect (context->layout, pattern);
  gint64 taps = LEARNING_PATTERN_SIZE * LEARNING_PATTERN_SIZE;
  g_autofree float *values = spread (learning_data_patterns () + pattern * taps, (gsize) taps);
  DrawCells cells = { .values = values,
                      .rows = LEARNING_PATTERN_SIZE,
                      .columns = LEARNING_PATTERN_SIZE,
                      .stride = 1,
                      .written = taps,
                      .grey = TRUE };
  g_autofree char *number = lesson_format_count (pattern + 1);
  DrawRect beside = { rect.x - 0.9 * context->layout->unit, rect.y, 0.75 * context->layout->unit,
                      rect.height };

  draw_cells (context, rect, &cells);
  draw_cell_lines (context, rect, cells.rows, cells.columns);
  draw_text (context, number, beside,
             (DrawTextStyle){ DRAW_BODY, DRAW_MEDIUM, context->style->muted, DRAW_END, DRAW_CENTER });
}

void
draw_learned_hidden (const DrawContext *context) {
  DrawRect main = context->layout->main;
  double label = DRAW_LABEL * context->layout->unit;
  DrawRect left = { main.x, main.y + label, 0.7 * main.width, 0 };
  DrawRect right = { main.x + 0.76 * main.width, main.y + label, 0.24 * main.width, 0 };

  draw_label (context, left, _ ("Noise, and somewhere in it a pattern"));
  draw_label_at_end (context, right, _ ("The patterns"));
  for (guint i = 0; i < images_of (context->state); i++)
    draw_image (context, i);
  for (guint i = 0; i < LEARNING_PATTERNS; i++)
    draw_pattern (context, i);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is under the pointer, in one sentence. Rows, columns, nodes and filters are counted from 1, as people do. */
#include "lesson-scene-private.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>

static float
image_at (const EngineTensor *image, gint64 row, gint64 column, gint64 channel) {
  return image->data[(row * image->shape[1] + column) * image->shape[2] + channel];
}

static gboolean
inside (const LessonTarget *target, gint64 units, gint64 rows, gint64 columns) {
  return target->unit >= 0 && target->unit < units && target->row >= 0 && target->row < rows
         && target->column >= 0 && target->column < columns;
}

static char *
describe_pixel (const LessonParameters *p, const LessonTarget *target) {
  g_autofree char *row = lesson_format_count (target->row + 1);
  g_autofree char *column = lesson_format_count (target->column + 1);
  g_autofree char *value = lesson_format_value (image_at (p->pixels, target->row, target->column, 0));

  /* Translators: place and value, from 0 (black) to 1 (white) */
  return g_strdup_printf (_ ("Pixel in row %s, column %s: %s"), row, column, value);
}

static char *
describe_node (const LessonParameters *p, const LessonTarget *target) {
  g_autofree char *node = lesson_format_count (target->unit + 1);
  g_autofree char *weights = lesson_format_count (p->pixels->length);
  g_autofree char *output = lesson_format_value (p->dense_outputs->data[target->unit]);

  return g_strdup_printf (_ ("Node %s: the sum of %s products is %s"), node, weights, output);
}

static char *
describe_line (const LessonParameters *p, const LessonTarget *target) {
  gint64 input = target->row * p->settings.grid + target->column;
  double weight = p->dense_weights->data[target->unit * p->pixels->length + input];
  double pixel = p->pixels->data[input];
  g_autofree char *node = lesson_format_count (target->unit + 1);
  g_autofree char *row = lesson_format_count (target->row + 1);
  g_autofree char *column = lesson_format_count (target->column + 1);
  g_autofree char *left = lesson_format_value (weight);
  g_autofree char *right = lesson_format_value (pixel);
  g_autofree char *product = lesson_format_value (weight * pixel);

  return g_strdup_printf (_ ("Weight from row %s, column %s to node %s: %s × pixel %s = %s"), row, column,
                          node, left, right, product);
}

static char *
describe_weight (const LessonState *self, const EngineTensor *kernels, const LessonTarget *target,
                 gint64 uses) {
  g_autofree char *row = lesson_format_count (target->row + 1);
  g_autofree char *column = lesson_format_count (target->column + 1);
  g_autofree char *times = lesson_format_count (uses);
  g_autofree char *value = lesson_format_value (
      kernels->data[(target->unit * kernels->shape[1] + target->row) * kernels->shape[2] + target->column]);

  return g_strdup_printf (ngettext ("Weight in row %s, column %s: %s, used %s time",
                                    "Weight in row %s, column %s: %s, used %s times", uses),
                          row, column, value, times);
}

static char *
describe_output (const EngineTensor *map, const LessonTarget *target, gint64 channel, gint64 written) {
  g_autofree char *row = lesson_format_count (target->row + 1);
  g_autofree char *column = lesson_format_count (target->column + 1);
  g_autofree char *value = lesson_format_value (image_at (map, target->row, target->column, channel));

  if (target->row * map->shape[1] + target->column >= written)
    return g_strdup_printf (_ ("Output in row %s, column %s: not computed yet"), row, column);
  return g_strdup_printf (_ ("Output in row %s, column %s: %s"), row, column, value);
}

/* How many outputs of a filter's map are there. */
static gint64
written_of (const LessonState *self, gint64 filter) {
  double share = self->filters_view.filters - filter;

  return (gint64) (CLAMP (share, 0, 1) * self->parameters->one_filter.outputs);
}

static char *
describe_filter (const LessonState *self, const LessonTarget *target) {
  const LessonParameters *p = self->parameters;
  gboolean weight = target->part == LESSON_PART_FILTER_WEIGHT;
  g_autofree char *filter = lesson_format_count (target->unit + 1);
  g_autofree char *rest =
      weight ? describe_weight (self, p->bank, target, p->convolution.uses_per_weight)
             : describe_output (p->responses, target, target->unit, written_of (self, target->unit));

  /* Translators: number of the filter, then what was pointed at in it */
  return g_strdup_printf (_ ("Filter %s. %s"), filter, rest);
}

static char *
describe_choice (const LessonPrediction *prediction, const LessonTarget *target) {
  if (prediction->asking <= 0 || prediction->choices == NULL || target->unit < 0
      || target->unit >= g_strv_length (prediction->choices))
    return NULL;
  g_autofree char *number = lesson_format_count (target->unit + 1);

  /* Translators: number of an answer that can be picked, and the answer */
  return g_strdup_printf (_ ("Answer %s: %s"), number, prediction->choices[target->unit]);
}

char *
lesson_describe_shared (const LessonState *self, const LessonTarget *target) {
  const LessonParameters *p = self->parameters;
  const gint64 *kernel = p->shape.spec.kernel;
  gint64 grid = p->settings.grid;

  switch (target->part) {
  case LESSON_PART_PIXEL:
    return inside (target, 1, grid, grid) ? describe_pixel (p, target) : NULL;
  case LESSON_PART_NODE:
    return inside (target, p->settings.nodes, 1, 1) ? describe_node (p, target) : NULL;
  case LESSON_PART_LINE:
    return inside (target, p->settings.nodes, grid, grid) ? describe_line (p, target) : NULL;
  case LESSON_PART_WEIGHT:
    return inside (target, 1, kernel[0], kernel[1])
               ? describe_weight (self, p->kernel, target, self->convolution.uses)
               : NULL;
  case LESSON_PART_OUTPUT:
    return inside (target, 1, p->single.out_height, p->single.out_width)
               ? describe_output (p->response, target, 0, self->slide_view.written)
               : NULL;
  case LESSON_PART_FILTER_WEIGHT:
    return inside (target, p->settings.filters, kernel[0], kernel[1]) ? describe_filter (self, target) : NULL;
  case LESSON_PART_FILTER_OUTPUT:
    return inside (target, p->settings.filters, p->shape.out_height, p->shape.out_width)
               ? describe_filter (self, target)
               : NULL;
  default:
    return NULL;
  }
}

char *
lesson_state_describe (const LessonState *self, const LessonTarget *target) {
  const LessonSceneClass *class = lesson_scene_class (self->scene->kind);

  if (target->part == LESSON_PART_CHOICE)
    return describe_choice (&self->prediction, target);
  return class->describe != NULL ? class->describe (self, target) : lesson_describe_shared (self, target);
}

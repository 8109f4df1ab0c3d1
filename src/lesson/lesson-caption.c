/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lesson-evidence.h"
#include "lesson-growth.h"
#include "lesson-scene-private.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Exactly one of the three is there. */
typedef struct {
  const char *name;
  gint64 (*count) (const LessonParameters *parameters);
  double (*ratio) (const LessonParameters *parameters);
  char *(*words) (const LessonParameters *parameters);
} Placeholder;

#define COUNT(function, expression)                                                                          \
  static gint64 function (const LessonParameters *p) {                                                       \
    return expression;                                                                                       \
  }
#define RATIO(function, above, below)                                                                        \
  static double function (const LessonParameters *p) {                                                       \
    return (double) (above) / (double) (below);                                                              \
  }

/* Weights of the dense layer over an image of that step of scene "growth". */
static gint64
grown_weights (const LessonParameters *p, guint step) {
  EngineCount dense, convolution;

  return lesson_growth_count (p, lesson_growth_step_side (p, step), &dense, &convolution) ? dense.weights : 0;
}

/* The convolution with same padding. */
static EngineCount
count_same (const LessonParameters *p) {
  EngineConvSpec spec = p->shape.spec;
  EngineConvShape shape;
  EngineCount count = { 0 };

  spec.padding = ENGINE_PADDING_SAME;
  if (engine_conv_shape_init (&shape, &spec, NULL))
    engine_count_conv (&count, &shape, NULL);
  return count;
}

COUNT (grid, p->settings.grid)
COUNT (pixels, p->pixels->length)
COUNT (photo_values, p->photo_pixels->length)
COUNT (nodes, p->settings.nodes)
COUNT (dense_weights, p->dense.weights)
COUNT (dense_multiplications, p->dense.multiplications)
COUNT (local_weights, p->local.weights)
COUNT (map_weights, p->dense_map.weights)
COUNT (map_local_weights, p->one_local.weights)
COUNT (map_products, p->one_local.multiplications_inside)
COUNT (map_outputs, p->one_filter.outputs)
COUNT (equal_weights, p->dense_equal.weights)
COUNT (filters, p->settings.filters)
COUNT (kernel, p->settings.kernel)
COUNT (filter_weights, p->one_filter.weights)
COUNT (filter_multiplications, p->one_filter.multiplications)
COUNT (positions, p->one_filter.uses_per_weight)
COUNT (weights, p->convolution.weights)
COUNT (outputs, p->convolution.outputs)
COUNT (multiplications, p->convolution.multiplications)
COUNT (second_side, lesson_growth_step_side (p, 1))
COUNT (second_weights, grown_weights (p, 1))
COUNT (third_side, lesson_growth_step_side (p, 2))
COUNT (third_weights, grown_weights (p, 2))
COUNT (last_side, lesson_growth_step_side (p, 3))
COUNT (last_weights, grown_weights (p, 3))
COUNT (same_multiplications, count_same (p).multiplications)
COUNT (same_multiplications_inside, count_same (p).multiplications_inside)
COUNT (photo_width, p->photo->width)
COUNT (photo_height, p->photo->height)
COUNT (photo_pixels, p->photo_filter.outputs)
COUNT (photo_multiplications, p->photo_filter.multiplications)
COUNT (photo_dense_weights, p->photo_dense.weights)
RATIO (ratio, p->dense.weights, p->convolution.weights)
RATIO (multiplication_ratio, p->convolution.multiplications, p->dense.multiplications)
RATIO (equal_ratio, p->dense_equal.weights, p->convolution.weights)

static char *
filter (const LessonParameters *p) {
  return g_strdup (lesson_parameters_filter_title (p));
}

static char *
image (const LessonParameters *p) {
  return g_strdup (p->image_name);
}

static char *
photo (const LessonParameters *p) {
  return g_strdup (p->photo_name);
}

static const Placeholder placeholders[] = {
  { "grid", .count = grid },
  { "pixels", .count = pixels },
  { "photo_values", .count = photo_values },
  { "nodes", .count = nodes },
  { "dense_weights", .count = dense_weights },
  { "dense_multiplications", .count = dense_multiplications },
  { "equal_weights", .count = equal_weights },
  { "local_weights", .count = local_weights },
  { "map_weights", .count = map_weights },
  { "map_local_weights", .count = map_local_weights },
  { "map_products", .count = map_products },
  { "map_outputs", .count = map_outputs },
  { "filters", .count = filters },
  { "kernel", .count = kernel },
  { "filter_weights", .count = filter_weights },
  { "filter_multiplications", .count = filter_multiplications },
  { "positions", .count = positions },
  { "weights", .count = weights },
  { "outputs", .count = outputs },
  { "multiplications", .count = multiplications },
  { "second_side", .count = second_side },
  { "second_weights", .count = second_weights },
  { "third_side", .count = third_side },
  { "third_weights", .count = third_weights },
  { "last_side", .count = last_side },
  { "last_weights", .count = last_weights },
  { "same_multiplications", .count = same_multiplications },
  { "same_multiplications_inside", .count = same_multiplications_inside },
  { "ratio", .ratio = ratio },
  { "multiplication_ratio", .ratio = multiplication_ratio },
  { "equal_ratio", .ratio = equal_ratio },
  { "image", .words = image },
  { "filter", .words = filter },
  { "photo_width", .count = photo_width },
  { "photo_height", .count = photo_height },
  { "photo_pixels", .count = photo_pixels },
  { "photo_multiplications", .count = photo_multiplications },
  { "photo_dense_weights", .count = photo_dense_weights },
  { "photo", .words = photo },
};

static const Placeholder *
find (const char *name, gsize length) {
  for (gsize i = 0; i < G_N_ELEMENTS (placeholders); i++)
    if (strlen (placeholders[i].name) == length && strncmp (placeholders[i].name, name, length) == 0)
      return &placeholders[i];
  return NULL;
}

/* What an experiment has found, in percent; a dash before it has been run; NULL where there is none of that name. */
static char *
found (const char *name, gsize length, const LessonParameters *parameters) {
  double share;

  if (!lesson_evidence_look_up (name, length, parameters, &share))
    return NULL;
  return share >= 0 ? lesson_format_percent (share) : g_strdup ("–");
}

/* The next {…} in the text: its name and length, or NULL. */
static const char *
next_braces (const char *text, gsize *length) {
  const char *open = strchr (text, '{');
  const char *close = open != NULL ? strchr (open, '}') : NULL;

  if (close == NULL)
    return NULL;
  *length = close - open - 1;
  return open + 1;
}

static char *
value_of (const Placeholder *placeholder, const LessonParameters *parameters) {
  if (placeholder->count != NULL)
    return lesson_format_count (placeholder->count (parameters));
  if (placeholder->ratio != NULL)
    return lesson_format_ratio (placeholder->ratio (parameters));
  return placeholder->words (parameters);
}

gboolean
lesson_caption_number (const char *name, const LessonParameters *parameters, double *number) {
  const Placeholder *placeholder = find (name, strlen (name));

  if (placeholder == NULL || placeholder->words != NULL)
    return FALSE;
  if (parameters != NULL)
    *number = placeholder->count != NULL ? (double) placeholder->count (parameters)
                                         : placeholder->ratio (parameters);
  return TRUE;
}

char *
lesson_caption_fill (const char *text, const LessonParameters *parameters) {
  GString *filled = g_string_new (NULL);
  const char *name;
  gsize length;

  while ((name = next_braces (text, &length)) != NULL) {
    const Placeholder *placeholder = find (name, length);
    g_autofree char *value =
        placeholder != NULL ? value_of (placeholder, parameters) : found (name, length, parameters);
    g_string_append_len (filled, text, name - 1 - text);
    if (value != NULL)
      g_string_append (filled, value);
    else
      g_string_append_len (filled, name - 1, length + 2);
    text = name + length + 1;
  }
  g_string_append (filled, text);
  return g_string_free (filled, FALSE);
}

char *
lesson_caption_unknown (const char *text) {
  const char *name;
  gsize length;

  while ((name = next_braces (text, &length)) != NULL) {
    if (find (name, length) == NULL && !lesson_evidence_look_up (name, length, NULL, NULL))
      return g_strndup (name, length);
    text = name + length + 1;
  }
  return NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lesson-scene-private.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  const char *name;
  char *(*value) (const LessonParameters *parameters);
} Placeholder;

#define COUNT(function, expression)                                                                          \
  static char *function (const LessonParameters *p) {                                                        \
    return lesson_format_count (expression);                                                                 \
  }
#define RATIO(function, above, below)                                                                        \
  static char *function (const LessonParameters *p) {                                                        \
    return lesson_format_ratio ((double) (above) / (double) (below));                                        \
  }

COUNT (grid, p->settings.grid)
COUNT (pixels, p->pixels->length)
COUNT (nodes, p->settings.nodes)
COUNT (dense_weights, p->dense.weights)
COUNT (dense_multiplications, p->dense.multiplications)
COUNT (equal_weights, p->dense_equal.weights)
COUNT (filters, p->settings.filters)
COUNT (filter_weights, p->one_filter.weights)
COUNT (filter_multiplications, p->one_filter.multiplications)
COUNT (positions, p->one_filter.uses_per_weight)
COUNT (weights, p->convolution.weights)
COUNT (outputs, p->convolution.outputs)
COUNT (multiplications, p->convolution.multiplications)
RATIO (ratio, p->dense.weights, p->convolution.weights)
RATIO (multiplication_ratio, p->convolution.multiplications, p->dense.multiplications)
RATIO (equal_ratio, p->dense_equal.weights, p->convolution.weights)

static char *
filter (const LessonParameters *p) {
  return g_strdup (_ (p->settings.filter->title));
}

static char *
image (const LessonParameters *p) {
  return g_strdup (p->image_name);
}

static const Placeholder placeholders[] = {
  { "grid", grid },
  { "pixels", pixels },
  { "image", image },
  { "nodes", nodes },
  { "dense_weights", dense_weights },
  { "dense_multiplications", dense_multiplications },
  { "equal_weights", equal_weights },
  { "equal_ratio", equal_ratio },
  { "filters", filters },
  { "filter", filter },
  { "filter_weights", filter_weights },
  { "filter_multiplications", filter_multiplications },
  { "positions", positions },
  { "weights", weights },
  { "outputs", outputs },
  { "multiplications", multiplications },
  { "ratio", ratio },
  { "multiplication_ratio", multiplication_ratio },
};

static const Placeholder *
find (const char *name, gsize length) {
  for (gsize i = 0; i < G_N_ELEMENTS (placeholders); i++)
    if (strlen (placeholders[i].name) == length && strncmp (placeholders[i].name, name, length) == 0)
      return &placeholders[i];
  return NULL;
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

char *
lesson_caption_fill (const char *text, const LessonParameters *parameters) {
  GString *filled = g_string_new (NULL);
  const char *name;
  gsize length;

  while ((name = next_braces (text, &length)) != NULL) {
    const Placeholder *placeholder = find (name, length);
    g_autofree char *value = placeholder != NULL ? placeholder->value (parameters) : NULL;
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
    if (find (name, length) == NULL)
      return g_strndup (name, length);
    text = name + length + 1;
  }
  return NULL;
}

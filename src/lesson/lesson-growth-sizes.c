/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lesson-growth.h"

#include <math.h>

/* Handwritten digits, the photos that networks are compared on, and a million pixels. */
static const gint64 stops[LESSON_GROWTH_STEPS] = { 0, 28, 224, 1000 };
static const gint64 more[] = { 4, 7, 14, 20, 40, 56, 80, 112, 320, 450, 640 };

gint64
lesson_growth_step_side (const LessonParameters *parameters, guint step) {
  gint64 grid = parameters->settings.grid;

  if (step == 0)
    return grid;
  /* A large grid has passed the digits already. */
  if (stops[step] <= grid)
    return (gint64) sqrt ((double) grid * stops[step + 1]);
  return stops[step];
}

/* Into its place, once. */
static guint
insert (gint64 *sides, guint n, gint64 side) {
  guint place = n;

  while (place > 0 && sides[place - 1] >= side)
    place--;
  if (place < n && sides[place] == side)
    return n;
  for (guint i = n; i > place; i--)
    sides[i] = sides[i - 1];
  sides[place] = side;
  return n + 1;
}

guint
lesson_growth_sides (const LessonParameters *parameters, gint64 sides[LESSON_GROWTH_SIDES_MAX]) {
  EngineCount dense, convolution;
  guint n = 0;

  for (guint i = 0; i < LESSON_GROWTH_STEPS; i++)
    n = insert (sides, n, lesson_growth_step_side (parameters, i));
  for (gsize i = 0; i < G_N_ELEMENTS (more); i++)
    if (lesson_growth_count (parameters, more[i], &dense, &convolution))
      n = insert (sides, n, more[i]);
  return n;
}

gboolean
lesson_growth_count (const LessonParameters *parameters, gint64 side, EngineCount *dense,
                     EngineCount *convolution) {
  EngineConvSpec spec = parameters->shape.spec;
  EngineConvShape shape;

  spec.height = spec.width = side;
  return engine_conv_shape_init (&shape, &spec, NULL) && engine_count_conv (convolution, &shape, NULL)
         && engine_count_dense (dense, side * side, parameters->settings.nodes, FALSE, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lesson-pyramid.h"

#include "engine-threads.h"

#include <math.h>
#include <string.h>

#define STEPS        32767 /* from 0 to the bound */
#define GRAIN_VALUES 65536

typedef struct {
  LessonPyramid *pyramid;
  gint64 row; /* of the map: where the values begin */
  const float *values;
  gint64 stride;
  guint level;
} Work;

static gint64
halved (gint64 side, guint level) {
  return (side + ((gint64) 1 << level) - 1) >> level;
}

gint64
lesson_pyramid_width (const LessonPyramid *self, guint level) {
  return halved (self->width, level);
}

gint64
lesson_pyramid_height (const LessonPyramid *self, guint level) {
  return halved (self->height, level);
}

LessonPyramid *
lesson_pyramid_new (gint64 width, gint64 height, double bound) {
  LessonPyramid *self = g_new0 (LessonPyramid, 1);

  self->width = width;
  self->height = height;
  self->bound = bound > 0 ? bound : 1;
  self->n_levels = 1;
  while (self->n_levels < LESSON_PYRAMID_MAX
         && lesson_pyramid_width (self, self->n_levels - 1) * lesson_pyramid_height (self, self->n_levels - 1)
                > 1) {
    guint level = self->n_levels++;
    self->levels[level] =
        g_new (gint16, lesson_pyramid_width (self, level) * lesson_pyramid_height (self, level));
  }
  return self;
}

void
lesson_pyramid_free (LessonPyramid *self) {
  for (guint i = 0; i < self->n_levels; i++)
    g_free (self->levels[i]);
  g_free (self);
}

static gint16
packed (double value, double bound) {
  return (gint16) lrint (CLAMP (value / bound, -1, 1) * STEPS);
}

static void
add_rows_cb (gint64 begin, gint64 end, gpointer data) {
  const Work *work = data;
  const LessonPyramid *self = work->pyramid;
  gint64 width = self->width, half = lesson_pyramid_width (self, 1);

  for (gint64 i = begin; i < end; i++) {
    gint64 y = work->row + 2 * i;
    const float *above = work->values + 2 * i * work->stride;
    const float *below = y + 1 < self->height ? above + work->stride : above;
    gint16 *row = self->levels[1] + (y / 2) * half;

    for (gint64 x = 0; x < half; x++) {
      gint64 left = 2 * x, right = MIN (left + 1, width - 1);
      row[x] = packed (((double) above[left] + above[right] + below[left] + below[right]) / 4, self->bound);
    }
  }
}

void
lesson_pyramid_add_rows (LessonPyramid *self, gint64 row, gint64 rows, const float *values, gint64 stride) {
  g_return_if_fail (row % 2 == 0);

  if (self->n_levels > 1)
    engine_parallel_for ((rows + 1) / 2, MAX (1, GRAIN_VALUES / self->width), add_rows_cb,
                         &(Work){ .pyramid = self, .row = row, .values = values, .stride = stride });
}

/* How many pixels of the map the value number `index` of a level stands for, along one side. */
static gint64
covered (gint64 side, guint level, gint64 index) {
  return MAX (0, MIN (side, (index + 1) << level) - (index << level));
}

/* Each of the four values below counts by the area that it stands for. */
static gint16
mean_of_four (const LessonPyramid *self, guint level, gint64 y, gint64 x) {
  const gint16 *below = self->levels[level - 1];
  gint64 columns = lesson_pyramid_width (self, level - 1);
  gint64 sum = 0, area = 0;

  for (gint64 i = 2 * y; i < 2 * y + 2; i++)
    for (gint64 j = 2 * x; j < 2 * x + 2; j++) {
      gint64 share = covered (self->height, level - 1, i) * covered (self->width, level - 1, j);
      if (share > 0)
        sum += share * below[i * columns + j];
      area += share;
    }
  return (gint16) lrint ((double) sum / (double) area);
}

static void
halve_cb (gint64 begin, gint64 end, gpointer data) {
  const Work *work = data;
  gint64 columns = lesson_pyramid_width (work->pyramid, work->level);

  for (gint64 y = begin; y < end; y++)
    for (gint64 x = 0; x < columns; x++)
      work->pyramid->levels[work->level][y * columns + x] = mean_of_four (work->pyramid, work->level, y, x);
}

void
lesson_pyramid_finish (LessonPyramid *self) {
  for (guint level = 2; level < self->n_levels; level++)
    engine_parallel_for (lesson_pyramid_height (self, level),
                         MAX (1, GRAIN_VALUES / lesson_pyramid_width (self, level)), halve_cb,
                         &(Work){ .pyramid = self, .level = level });
}

void
lesson_pyramid_crop (const LessonPyramid *self, guint level, gint64 row, gint64 column, gint64 rows,
                     gint64 columns, float *values) {
  gint64 width = lesson_pyramid_width (self, level), height = lesson_pyramid_height (self, level);
  float step = (float) (self->bound / STEPS);

  g_return_if_fail (level > 0 && level < self->n_levels);
  memset (values, 0, rows * columns * sizeof *values);
  for (gint64 y = MAX (row, 0); y < MIN (row + rows, height); y++)
    for (gint64 x = MAX (column, 0); x < MIN (column + columns, width); x++)
      values[(y - row) * columns + x - column] = step * self->levels[level][y * width + x];
}

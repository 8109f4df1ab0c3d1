/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A large map in sizes that halve, for showing it from afar. Each value of level n is the mean of the map over a square of
 * 2^n pixels a side (less at the right and lower edges). Level 0, the map itself, is not kept: whoever shows single pixels
 * computes those. Values are kept in 16 bits: a map of 12 million takes 8 megabytes. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LESSON_PYRAMID_MAX 16

typedef struct {
  gint64 width, height; /* of the map */
  double bound;         /* no value is larger than this, or smaller than its negative */
  guint n_levels;       /* with level 0; the last has one value */
  gint16 *levels[LESSON_PYRAMID_MAX];
} LessonPyramid;

LessonPyramid *lesson_pyramid_new (gint64 width, gint64 height, double bound);
void lesson_pyramid_free (LessonPyramid *self);

/* Level 1 from whole rows of the map, which are `stride` apart; `row` is even, and so is `rows` except at the end. */
void lesson_pyramid_add_rows (LessonPyramid *self, gint64 row, gint64 rows, const float *values,
                              gint64 stride);
/* All other levels, once every row was added. */
void lesson_pyramid_finish (LessonPyramid *self);

gint64 lesson_pyramid_width (const LessonPyramid *self, guint level);
gint64 lesson_pyramid_height (const LessonPyramid *self, guint level);
/* A rectangle of a level from 1 on, into rows * columns values; what lies outside is 0. */
void lesson_pyramid_crop (const LessonPyramid *self, guint level, gint64 row, gint64 column, gint64 rows,
                          gint64 columns, float *values);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LessonPyramid, lesson_pyramid_free)

G_END_DECLS

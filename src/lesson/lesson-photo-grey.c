/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lesson-photo-grey.h"

#include <math.h>

#define BAND_ROWS 256 /* even */
/* The place is sought at a level of at most so many pixels a side, then among the pixels around it. */
#define SEARCH_SIDE 512
#define MARGIN      0.2 /* of the photo at each side where no place is sought */

struct _LessonPhotoGrey {
  gatomicrefcount references;
  EngineImage *image;
  gsize prepared;
  LessonPyramid *pyramid;
  gint64 row, column;
};

LessonPhotoGrey *
lesson_photo_grey_new (EngineImage *photo) {
  LessonPhotoGrey *self = g_new0 (LessonPhotoGrey, 1);

  g_atomic_ref_count_init (&self->references);
  self->image = engine_image_ref (photo);
  return self;
}

LessonPhotoGrey *
lesson_photo_grey_ref (LessonPhotoGrey *self) {
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
lesson_photo_grey_unref (LessonPhotoGrey *self) {
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_clear_pointer (&self->pyramid, lesson_pyramid_free);
  engine_image_unref (self->image);
  g_free (self);
}

EngineImage *
lesson_photo_grey_image (const LessonPhotoGrey *self) {
  return self->image;
}

static LessonPyramid *
make_pyramid (const EngineImage *image) {
  LessonPyramid *pyramid = lesson_pyramid_new (image->width, image->height, 1);
  g_autofree float *grey = g_new (float, image->width *BAND_ROWS);

  for (gint64 row = 0; row < image->height; row += BAND_ROWS) {
    gint64 rows = MIN (BAND_ROWS, image->height - row);
    engine_image_copy_grey (image, row, 0, rows, image->width, grey);
    lesson_pyramid_add_rows (pyramid, row, rows, grey, image->width);
  }
  lesson_pyramid_finish (pyramid);
  return pyramid;
}

static void
copy_level (const LessonPhotoGrey *self, guint level, gint64 row, gint64 column, gint64 rows, gint64 columns,
            float *grey) {
  if (level == 0)
    engine_image_copy_grey (self->image, row, column, rows, columns, grey);
  else
    lesson_pyramid_crop (self->pyramid, level, row, column, rows, columns, grey);
}

/* The pixel with the steepest slope among rows x columns of a level; its neighbours are looked at as well. */
static void
find_steepest (const LessonPhotoGrey *self, guint level, gint64 row, gint64 column, gint64 rows,
               gint64 columns, gint64 *best_row, gint64 *best_column) {
  gint64 pitch = columns + 2;
  g_autofree float *grey = g_new (float, (rows + 2) * pitch);
  double best = -1;

  copy_level (self, level, row - 1, column - 1, rows + 2, pitch, grey);
  for (gint64 i = 0; i < rows; i++)
    for (gint64 j = 0; j < columns; j++) {
      const float *middle = grey + (i + 1) * pitch + j + 1;
      double slope = hypot (middle[1] - middle[-1], middle[pitch] - middle[-pitch]);
      if (slope <= best)
        continue;
      best = slope;
      *best_row = row + i;
      *best_column = column + j;
    }
}

/* First from afar, so that one bright speck in a large photo does not win over an edge that can be seen. */
static void
find_place (LessonPhotoGrey *self) {
  const LessonPyramid *pyramid = self->pyramid;
  guint level = 0;

  while (MAX (lesson_pyramid_width (pyramid, level), lesson_pyramid_height (pyramid, level)) > SEARCH_SIDE)
    level++;
  gint64 height = lesson_pyramid_height (pyramid, level), width = lesson_pyramid_width (pyramid, level);
  gint64 top = (gint64) (MARGIN * height), left = (gint64) (MARGIN * width);
  find_steepest (self, level, top, left, MAX (1, height - 2 * top), MAX (1, width - 2 * left), &self->row,
                 &self->column);
  if (level > 0)
    find_steepest (self, 0, self->row << level, self->column << level, (gint64) 1 << level,
                   (gint64) 1 << level, &self->row, &self->column);
  self->row = CLAMP (self->row, 0, self->image->height - 1);
  self->column = CLAMP (self->column, 0, self->image->width - 1);
}

static void
prepare (LessonPhotoGrey *self) {
  if (!g_once_init_enter (&self->prepared))
    return;
  self->pyramid = make_pyramid (self->image);
  find_place (self);
  g_once_init_leave (&self->prepared, 1);
}

const LessonPyramid *
lesson_photo_grey_pyramid (LessonPhotoGrey *self) {
  prepare (self);
  return self->pyramid;
}

void
lesson_photo_grey_crop (LessonPhotoGrey *self, guint level, gint64 row, gint64 column, gint64 rows,
                        gint64 columns, float *grey) {
  if (level > 0)
    prepare (self);
  copy_level (self, level, row, column, rows, columns, grey);
}

void
lesson_photo_grey_place (LessonPhotoGrey *self, gint64 *row, gint64 *column) {
  prepare (self);
  *row = self->row;
  *column = self->column;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A photo as the filters see it: grey, at full resolution and from afar. Reference counted; immutable from outside. What
 * takes time is done once, at first use, by whichever thread is first. */
#pragma once

#include "engine-image.h"
#include "lesson-pyramid.h"

G_BEGIN_DECLS

typedef struct _LessonPhotoGrey LessonPhotoGrey;

LessonPhotoGrey *lesson_photo_grey_new (EngineImage *photo);
LessonPhotoGrey *lesson_photo_grey_ref (LessonPhotoGrey *self);
void lesson_photo_grey_unref (LessonPhotoGrey *self);

EngineImage *lesson_photo_grey_image (const LessonPhotoGrey *self);
/* Means of the grey values; blocks the first time (24 megapixels: a tenth of a second). */
const LessonPyramid *lesson_photo_grey_pyramid (LessonPhotoGrey *self);
/* A rectangle of a level, 0…1, into rows * columns values; what lies outside is 0. Level 0 is exact. */
void lesson_photo_grey_crop (LessonPhotoGrey *self, guint level, gint64 row, gint64 column, gint64 rows,
                             gint64 columns, float *grey);
/* A pixel worth a closer look: where light and dark meet most sharply, away from the edges. */
void lesson_photo_grey_place (LessonPhotoGrey *self, gint64 *row, gint64 *column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LessonPhotoGrey, lesson_photo_grey_unref)

G_END_DECLS

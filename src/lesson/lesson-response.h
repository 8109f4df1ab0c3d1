/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The response of a whole photo to the filter that slides: as many rows and columns as the photo, zeros around it, stride 1.
 * Reference counted; immutable from outside, and whatever order it is asked in, it answers the same.
 *
 * A response of 64 megapixels would be 256 megabytes: single values are computed where they are asked for, and what is seen
 * from afar is a pyramid of their means, made once. */
#pragma once

#include "lesson-photo-grey.h"
#include "lesson-settings.h"

G_BEGIN_DECLS

typedef struct _LessonResponse LessonResponse;

LessonResponse *lesson_response_new (LessonPhotoGrey *photo, const LessonSettings *settings);
LessonResponse *lesson_response_ref (LessonResponse *self);
void lesson_response_unref (LessonResponse *self);
/* Whether it is what these settings make of this photo. */
gboolean lesson_response_fits (const LessonResponse *self, const LessonPhotoGrey *photo,
                               const LessonSettings *settings);

/* The values of a rectangle as the engine computes them, after ReLU where that is set: (rows, columns, 1). What lies outside
 * the photo is computed as if zeros were there. Errors are the engine's. */
EngineTensor *lesson_response_crop (const LessonResponse *self, gint64 row, gint64 column, gint64 rows,
                                    gint64 columns, GError **error);
/* One value, before ReLU, and the pixels that it is the sum of: kernel * kernel of them. */
double lesson_response_sum (const LessonResponse *self, gint64 row, gint64 column, float *pixels);

/* Computes what is known of the whole, unless it is there; waits for a thread that is at it. */
void lesson_response_finish (LessonResponse *self);
/* From now on until somebody has called lesson_response_finish(), the whole is not there; without this it is computed when
 * it is first asked for. Returns FALSE if it is there already. */
gboolean lesson_response_postpone (LessonResponse *self);
/* FALSE only between those two. */
gboolean lesson_response_is_there (LessonResponse *self);
/* Once it is there: means of the values, or of their sizes where the tone is absolute; and the size of the full colour, which
 * hardly any value passes. */
const LessonPyramid *lesson_response_pyramid (LessonResponse *self);
double lesson_response_scale (LessonResponse *self);
/* What stands in until it is there: the kernel over a smaller photo, as (rows, columns, 1) of that level. */
EngineTensor *lesson_response_estimate (const LessonResponse *self, guint level, gint64 row, gint64 column,
                                        gint64 rows, gint64 columns, GError **error);
/* A size that no value passes, whatever the photo; and whether any can be below zero. */
double lesson_response_bound (const LessonResponse *self);
gboolean lesson_response_is_signed (const LessonResponse *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LessonResponse, lesson_response_unref)

G_END_DECLS

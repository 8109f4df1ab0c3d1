/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A lesson as a user has changed it, saved as a lesson file. */
#pragma once

#include "lesson.h"

G_BEGIN_DECLS

/* Writes a file that reads back as the lesson with the settings and pictures of the parameters, its texts and their
 * translations as they were; `playground_scene` is one of the lesson's own by name, or NULL. A picture that neither ships nor
 * is in the file's folder already is written beside it first, as "NAME-image.png" or "NAME-photo.png", or under the next name
 * that is free; only one that the file at `path` names is replaced. Network
 * files of the lesson's own go with it into another folder. Complete or untouched. Blocks. ENGINE_ERROR_* where
 * something cannot be written. */
gboolean lesson_write (const Lesson *lesson, const LessonParameters *parameters, const char *playground_scene,
                       const char *path, GError **error);

G_END_DECLS

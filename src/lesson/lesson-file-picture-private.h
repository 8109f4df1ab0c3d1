/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the pictures of a lesson file that is saved are: shipped, there already, or to be written beside it. */
#pragma once

#include "engine-image.h"

typedef struct {
  EngineImage *image;
  const char *name;    /* as people call it */
  const char *origin;  /* the file that the lesson had it from, if it is still the same; may be NULL */
  const char *lesson;  /* path of the lesson file */
  const char *purpose; /* "image", "photo" */
  char *written;       /* path of a new file */
} LessonPictureWriter;

/* Whether the file is below the folder when all symlinks have been followed, or is not there at all. */
gboolean lesson_file_stays_below (const char *folder, const char *path);
gboolean lesson_picture_equal (const EngineImage *a, const EngineImage *b);
/* Name of the shipped picture that it is, or NULL. */
char *lesson_picture_find_shipped (const LessonPictureWriter *self);
/* Its path from the lesson's folder, where it is written if it was not there; `key` names it in the lesson file that is to be
 * replaced. */
char *lesson_picture_place (LessonPictureWriter *self, const char *key, GError **error);
/* Takes a new file back if not all was done. */
void lesson_picture_finish (LessonPictureWriter *self, gboolean done);

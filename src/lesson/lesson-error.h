/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors of lesson files and of what a lesson can show; sentences as in engine-error.h. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LESSON_ERROR (lesson_error_quark ())

typedef enum {
  LESSON_ERROR_FILE,     /* not a lesson file, or one with a mistake (named with group and key) */
  LESSON_ERROR_SETTINGS, /* a size that the lesson cannot show */
  LESSON_ERROR_SCENE,    /* no scene or step of that name or number */
  LESSON_ERROR_FILTERS,  /* an array that is not one of filters */
} LessonError;

GQuark lesson_error_quark (void);

G_END_DECLS

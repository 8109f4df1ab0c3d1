/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the files that ship with the program are, and the pictures among them. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A path below the data folder: the environment variable NINE_WEIGHTS_DATA_DIR, else where the program was installed. */
char *lesson_data_path (const char *relative);
/* Binds the translations (NINE_WEIGHTS_LOCALE_DIR, else where they were installed). Call once, after setlocale(). */
void lesson_bind_translations (void);

/* One shipped picture. */
typedef struct {
  char *name;   /* "digit-3": what settings and lesson files call it */
  char *path;   /* absolute */
  char *title;  /* translated */
  char *credit; /* who made it, and under which licence */
} LessonPicture;

void lesson_picture_free (LessonPicture *self);
/* All shipped pictures in the order in which to show them; GPtrArray of LessonPicture, empty with a warning if they are missing. */
GPtrArray *lesson_pictures (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LessonPicture, lesson_picture_free)

G_END_DECLS

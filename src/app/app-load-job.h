/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One piece of long work, without any widget: from a file, pixels or other settings to everything a lesson shows of them. It
 * owns its input, so that a worker thread can have it to itself. */
#pragma once

#include "lesson.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What is new: the first of lesson, path, pixels and drawing that is not NULL, and the settings. */
typedef struct {
  char *lesson_path;      /* a lesson file, with the pictures and the settings that it names */
  gboolean own_settings;  /* with `settings` instead of those, if they fit */
  char *path;             /* a picture file */
  guint8 *pixels;         /* cairo's ARGB32 without gaps, as a GdkTexture gives it */
  int width, height;      /* of the pixels */
  EngineImage *drawing;   /* decoded before */
  gboolean keep_photo;    /* the picture is the small image only; else the photo too */
  LessonParameters *base; /* what stays comes from here; NULL: nothing was there before */
  char *name;             /* what people call the picture */
  char *address; /* what the settings remember of it: a shipped picture's name, a URI, "drawing", or "" */
  LessonSettings settings;
} AppLoadJob;

typedef struct {
  Lesson *lesson; /* NULL unless a lesson file was opened */
  LessonParameters *parameters;
  char *address;
} AppLoaded;

AppLoadJob *app_load_job_new (const LessonSettings *settings);
void app_load_job_free (AppLoadJob *self);
/* Blocks. The errors are those of lesson and engine. */
AppLoaded *app_load_job_run (const AppLoadJob *self, GCancellable *cancellable, GError **error);

void app_loaded_free (AppLoaded *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AppLoadJob, app_load_job_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AppLoaded, app_loaded_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-load-job.h"

AppLoadJob *
app_load_job_new (const LessonSettings *settings) {
  AppLoadJob *self = g_new0 (AppLoadJob, 1);

  self->settings = *settings;
  return self;
}

void
app_load_job_free (AppLoadJob *self) {
  g_free (self->lesson_path);
  g_free (self->path);
  g_free (self->pixels);
  g_clear_pointer (&self->original, engine_image_unref);
  g_free (self->name);
  g_free (self->address);
  g_free (self);
}

static EngineImage *
decode (const AppLoadJob *self, GCancellable *cancellable, GError **error) {
  if (self->path != NULL)
    return engine_image_load (self->path, cancellable, error);
  if (self->pixels != NULL)
    return engine_image_new_from_argb32 (self->pixels, self->width, self->height, (gsize) self->width * 4,
                                         error);
  return engine_image_ref (self->original);
}

static LessonParameters *
compute (const AppLoadJob *self, GCancellable *cancellable, GError **error) {
  g_autoptr (EngineImage) image = decode (self, cancellable, error);

  if (image == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return lesson_parameters_new (image, self->name, &self->settings, error);
}

AppLoaded *
app_load_job_run (const AppLoadJob *self, GCancellable *cancellable, GError **error) {
  g_autoptr (AppLoaded) loaded = g_new0 (AppLoaded, 1);

  loaded->address = g_strdup (self->address);
  if (self->lesson_path != NULL) {
    loaded->lesson = lesson_new_from_file (self->lesson_path, error);
    if (loaded->lesson == NULL)
      return NULL;
    loaded->parameters = lesson_load_parameters (loaded->lesson, error);
  } else {
    loaded->parameters = compute (self, cancellable, error);
  }
  return loaded->parameters != NULL ? g_steal_pointer (&loaded) : NULL;
}

void
app_loaded_free (AppLoaded *self) {
  g_clear_pointer (&self->parameters, lesson_parameters_unref);
  g_clear_pointer (&self->lesson, lesson_unref);
  g_free (self->address);
  g_free (self);
}

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
  g_clear_pointer (&self->drawing, engine_image_unref);
  g_clear_pointer (&self->base, lesson_parameters_unref);
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
  return engine_image_ref (self->drawing);
}

static LessonParameters *
with_picture (const AppLoadJob *self, EngineImage *image, GError **error) {
  g_autoptr (LessonParameters) pictured = lesson_parameters_with_image (self->base, image, self->name, error);

  if (pictured == NULL || self->keep_photo)
    return g_steal_pointer (&pictured);
  LessonParameters *parameters = lesson_parameters_with_photo (pictured, image, self->name);
  /* Here it takes its time; with the first frame of scene "photo" it would make that frame late. */
  lesson_photo_grey_pyramid (parameters->photo_grey);
  return parameters;
}

static LessonParameters *
with_settings (LessonParameters *parameters, const LessonSettings *settings, GError **error) {
  if (lesson_settings_equal (&parameters->settings, settings))
    return lesson_parameters_ref (parameters);
  return lesson_parameters_with_settings (parameters, settings, error);
}

static LessonParameters *
compute (const AppLoadJob *self, GCancellable *cancellable, GError **error) {
  if (self->path == NULL && self->pixels == NULL && self->drawing == NULL)
    return with_settings (self->base, &self->settings, error);

  g_autoptr (EngineImage) image = decode (self, cancellable, error);
  if (image == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (self->base == NULL)
    return lesson_parameters_new (image, self->name, &self->settings, error);
  g_autoptr (LessonParameters) pictured = with_picture (self, image, error);
  return pictured != NULL ? with_settings (pictured, &self->settings, error) : NULL;
}

/* Whether steps ask is the user's choice and not the lesson's. */
static LessonParameters *
open_lesson (const AppLoadJob *self, Lesson *lesson, GError **error) {
  g_autoptr (LessonParameters) parameters = lesson_load_parameters (lesson, error);
  LessonSettings settings = self->own_settings ? self->settings : lesson->settings;

  if (parameters == NULL)
    return NULL;
  settings.questions = self->settings.questions;
  LessonParameters *adapted = with_settings (parameters, &settings, NULL);
  return adapted != NULL ? adapted : g_steal_pointer (&parameters);
}

AppLoaded *
app_load_job_run (const AppLoadJob *self, GCancellable *cancellable, GError **error) {
  g_autoptr (AppLoaded) loaded = g_new0 (AppLoaded, 1);

  loaded->address = g_strdup (self->address);
  if (self->lesson_path != NULL) {
    loaded->lesson = lesson_new_from_file (self->lesson_path, error);
    if (loaded->lesson == NULL)
      return NULL;
    loaded->parameters = open_lesson (self, loaded->lesson, error);
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

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-lesson.h"

#include "cli-command.h"
#include "cli-error.h"
#include "cli-options.h"
#include "export-error.h"
#include "learning-course.h"
#include "lesson-data.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
cli_lesson_entries (CliLessonOptions *self, GOptionEntry entries[CLI_LESSON_ENTRIES + 1]) {
  const GOptionEntry table[CLI_LESSON_ENTRIES + 1] = {
    { "image", 0, 0, G_OPTION_ARG_FILENAME, &self->image, N_ ("Show this picture in place of the lesson's"),
      N_ ("FILE") },
    { "grid", 0, 0, G_OPTION_ARG_FILENAME, &self->grid,
      N_ ("Reduce the picture to NxN pixels; default as in the lesson"), "N" },
    { "filter", 0, 0, G_OPTION_ARG_FILENAME, &self->filter,
      N_ ("Let this one of the filters listed below slide"), N_ ("NAME") },
    { "size", 0, 0, G_OPTION_ARG_FILENAME, &self->size, N_ ("Width and height; default 1280x800"), "WxH" },
    { "dark", 0, 0, G_OPTION_ARG_NONE, &self->dark, N_ ("Draw light on dark"), NULL },
    { "contrast", 0, 0, G_OPTION_ARG_NONE, &self->contrast, N_ ("Draw with high contrast"), NULL },
    { NULL },
  };

  memcpy (entries, table, sizeof table);
}

Lesson *
cli_lesson_open (const char *path, GError **error) {
  return path ? lesson_new_from_file (path, error) : lesson_new_builtin (error);
}

static gboolean
read_settings (CliLesson *self, const CliLessonOptions *options, GError **error) {
  if (options->grid && !cli_options_parse_integer ("--grid", options->grid, 1, &self->settings.grid, error))
    return FALSE;
  if (options->filter) {
    const EnginePreset *filter = cli_options_parse_preset ("--filter", options->filter, error);
    if (!filter)
      return FALSE;
    lesson_settings_set_filter (&self->settings, filter);
  }
  /* The lesson's own settings have been checked with it. */
  return lesson_settings_check (&self->settings, error) || cli_error_blame_usage (error);
}

static void
read_image (CliLesson *self, const CliLessonOptions *options) {
  self->image_path = options->image ? options->image : self->lesson->image_path;
  self->image_name =
      options->image ? g_filename_display_basename (options->image) : g_strdup (self->lesson->image_name);
}

gboolean
cli_lesson_init (CliLesson *self, const CliLessonOptions *options, GError **error) {
  const char *path;

  self->style = draw_style_get (options->dark, options->contrast);
  self->width = 1280;
  self->height = 800;
  self->output = options->output;
  if (!cli_command_take_file (options->files, &path, error)
      || !cli_command_require ("-o", self->output, _ ("name the file to write, such as -o lesson.pdf"), error)
      || (options->size
          && !cli_options_parse_size ("--size", options->size, &self->width, &self->height, error)))
    return FALSE;

  self->lesson = cli_lesson_open (path, error);
  if (!self->lesson)
    return FALSE;
  self->settings = self->lesson->settings;
  read_image (self, options);
  return read_settings (self, options, error);
}

static gboolean
shows (const Lesson *lesson, int scene, LessonSceneKind kind) {
  for (guint i = 0; i < lesson->n_scenes; i++)
    if ((scene < 0 || i == (guint) scene) && lesson->scenes[i].kind == kind)
      return TRUE;
  return FALSE;
}

static LearningRecord *
train_all (const LearningRecord *record, const LessonSettings *settings, GError **error) {
  g_autofree char *digits = lesson_data_path ("digits");
  const LearningChoices choices = {
    .seed = settings->seed,
    .nodes = settings->nodes,
    .filters = settings->filters,
  };

  return learning_course_run (record, &choices, digits, NULL, error);
}

LessonParameters *
cli_lesson_add_runs (const Lesson *lesson, int scene, LessonParameters *parameters, GError **error) {
  g_autoptr (LearningRecord) record = NULL;

  if (!shows (lesson, scene, LESSON_SCENE_LEARNED) && !shows (lesson, scene, LESSON_SCENE_EVIDENCE))
    return lesson_parameters_ref (parameters);
  record = train_all (parameters->record, &parameters->settings, error);
  return record ? lesson_parameters_with_record (parameters, record) : NULL;
}

static LessonParameters *
load_untrained (const CliLesson *self, GError **error) {
  g_autoptr (LessonParameters) own = NULL;
  g_autoptr (EngineImage) image = NULL;

  if (self->image_path == self->lesson->image_path) {
    own = lesson_load_parameters (self->lesson, error);
    return own ? lesson_parameters_with_settings (own, &self->settings, error) : NULL;
  }
  image = engine_image_load (self->image_path, NULL, error);
  own = image ? lesson_parameters_new (image, self->image_name, &self->settings, error) : NULL;
  return own ? lesson_add_findings (own) : NULL;
}

gboolean
cli_lesson_finish (gboolean done, GError **error) {
  if (!done && error
      && (g_error_matches (*error, EXPORT_ERROR, EXPORT_ERROR_KIND)
          || g_error_matches (*error, EXPORT_ERROR, EXPORT_ERROR_SIZE)))
    return cli_error_blame_usage (error);
  return done;
}

LessonParameters *
cli_lesson_load_parameters (const CliLesson *self, int scene, GError **error) {
  g_autoptr (LessonParameters) parameters = load_untrained (self, error);

  return parameters ? cli_lesson_add_runs (self->lesson, scene, parameters, error) : NULL;
}

char *
cli_lesson_introduce (void) {
  g_autofree char *names = cli_options_preset_names ();

  return g_strdup_printf (
      _ ("LESSON is a lesson file; without one, the lesson that ships is taken. Filters:\n  %s"), names);
}

void
cli_lesson_clear (CliLesson *self) {
  g_clear_pointer (&self->lesson, lesson_unref);
  g_clear_pointer (&self->image_name, g_free);
}

void
cli_lesson_options_clear (CliLessonOptions *self) {
  g_clear_pointer (&self->files, g_strfreev);
  g_clear_pointer (&self->image, g_free);
  g_clear_pointer (&self->grid, g_free);
  g_clear_pointer (&self->filter, g_free);
  g_clear_pointer (&self->size, g_free);
  g_clear_pointer (&self->output, g_free);
}

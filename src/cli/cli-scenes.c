/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nine-weights-cli scenes: what there is to render. */
#include "cli-command.h"
#include "cli-json.h"
#include "cli-lesson.h"
#include "cli-text.h"
#include "lesson-timeline.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

typedef struct {
  char **files;
  gboolean json;
} Options;

static void
options_clear (Options *self) {
  g_strfreev (self->files);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (const CliCommand *command, char **arguments, Options *self, GError **error) {
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->json, N_ ("Print JSON, with the speaker's notes"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->files, NULL, NULL },
    { NULL },
  };

  return cli_command_parse (command, entries, NULL, arguments, error);
}

static double
step_start (LessonTimeline *timeline, guint step) {
  return step > 0 ? lesson_timeline_step_end (timeline, step - 1) : 0;
}

/* The same scene where questions are asked, whatever the lesson says: a handout has them anyway. */
static LessonTimeline *
new_asking (Lesson *lesson, guint scene, const LessonParameters *parameters, GError **error) {
  LessonSettings settings = parameters->settings;

  settings.questions = TRUE;
  g_autoptr (LessonParameters) asking = lesson_parameters_with_settings (parameters, &settings, error);
  return asking != NULL ? lesson_timeline_new (lesson, scene, asking) : NULL;
}

/* What is said while the step's question stands; empty where it has none. */
static void
write_question (CliJson *json, LessonTimeline *asking, guint step) {
  g_autoptr (LessonState) state =
      lesson_timeline_state_at (asking, lesson_timeline_step_asked (asking, step));
  gboolean asks = state->step == step && state->prediction.asking > 0;

  cli_json_string (json, "question", asks ? state->spoken : "");
}

static void
write_step (CliJson *json, LessonTimeline *timeline, LessonTimeline *asking, guint step) {
  double end = lesson_timeline_step_end (timeline, step);
  g_autoptr (LessonState) state = lesson_timeline_state_at (timeline, end);

  cli_json_begin_object (json, NULL);
  cli_json_integer (json, "step", (gint64) step + 1);
  cli_json_string (json, "name", state->scene->steps[step].name);
  cli_json_number (json, "start", step_start (timeline, step));
  cli_json_number (json, "end", end);
  cli_json_string (json, "caption", state->caption);
  cli_json_string (json, "notes", state->notes);
  cli_json_string (json, "spoken", state->spoken);
  write_question (json, asking, step);
  cli_json_end_object (json);
}

static void
write_scene (CliJson *json, const LessonScene *scene, LessonTimeline *timeline, LessonTimeline *asking) {
  cli_json_begin_object (json, NULL);
  cli_json_string (json, "name", scene->name);
  cli_json_string (json, "title", scene->title);
  cli_json_number (json, "duration", lesson_timeline_duration (timeline));
  cli_json_begin_array (json, "steps");
  for (guint i = 0; i < scene->n_steps; i++)
    write_step (json, timeline, asking, i);
  cli_json_end_array (json);
  cli_json_end_object (json);
}

static gboolean
print_json (Lesson *lesson, LessonParameters *parameters, GError **error) {
  g_auto (CliJson) json;

  cli_json_init (&json);
  cli_json_begin_object (&json, NULL);
  cli_json_string (&json, "title", lesson->title);
  cli_json_begin_array (&json, "scenes");
  for (guint i = 0; i < lesson->n_scenes; i++) {
    g_autoptr (LessonTimeline) timeline = lesson_timeline_new (lesson, i, parameters);
    g_autoptr (LessonTimeline) asking = new_asking (lesson, i, parameters, error);

    if (!asking)
      return FALSE;
    write_scene (&json, &lesson->scenes[i], timeline, asking);
  }
  cli_json_end_array (&json);
  cli_json_end_object (&json);
  cli_json_print (&json);
  return TRUE;
}

/* Bytes as they are: the listing is UTF-8 in every locale, for the programs that read it. */
static void
print_step (const LessonScene *scene, LessonTimeline *timeline, guint step) {
  double end_seconds = lesson_timeline_step_end (timeline, step);
  g_autoptr (LessonState) state = lesson_timeline_state_at (timeline, end_seconds);
  g_autofree char *start = cli_text_number (step_start (timeline, step));
  g_autofree char *end = cli_text_number (end_seconds);
  g_autofree char *title = cli_text_one_line (scene->title);
  g_autofree char *caption = cli_text_one_line (state->caption);

  printf ("%s\t%u\t%s\t%s\t%s\t%s\n", scene->name, step + 1, start, end, title, caption);
}

static void
print_lines (Lesson *lesson, LessonParameters *parameters) {
  for (guint i = 0; i < lesson->n_scenes; i++) {
    g_autoptr (LessonTimeline) timeline = lesson_timeline_new (lesson, i, parameters);

    for (guint step = 0; step < lesson->scenes[i].n_steps; step++)
      print_step (&lesson->scenes[i], timeline, step);
  }
}

static gboolean
list (const Options *options, GError **error) {
  g_autoptr (Lesson) lesson = NULL;
  g_autoptr (LessonParameters) own = NULL, parameters = NULL;
  const char *path;

  if (!cli_command_take_file (options->files, &path, error))
    return FALSE;
  lesson = cli_lesson_open (path, error);
  own = lesson ? lesson_load_parameters (lesson, error) : NULL;
  parameters = own ? cli_lesson_add_runs (lesson, -1, own, error) : NULL;
  if (!parameters)
    return FALSE;

  if (options->json)
    return print_json (lesson, parameters, error);
  print_lines (lesson, parameters);
  return TRUE;
}

static gboolean
run (const CliCommand *self, char **arguments, GError **error) {
  g_auto (Options) options = { NULL };

  return parse (self, arguments, &options, error) && list (&options, error);
}

static const char *const description[] = {
  N_ ("LESSON is a lesson file; without one, the lesson that ships is taken."),
  N_ ("One line a step, in UTF-8, its fields separated by tabs: name of the scene, number\n"
      "of the step (the first is 1), its start and end in seconds since the scene began,\n"
      "title of the scene, caption."),
  N_ ("JSON: \"title\" and \"scenes\" of the lesson; each scene has \"name\", \"title\",\n"
      "\"duration\" and \"steps\"; each step has \"step\", \"name\", \"start\", \"end\",\n"
      "\"caption\", \"notes\", \"spoken\" (what a screen reader says of the picture at the\n"
      "end) and \"question\" (what it says while something is asked, else empty)."),
  N_ ("Examples:\n"
      "  nine-weights-cli scenes\n"
      "  nine-weights-cli scenes --json"),
  NULL,
};

const CliCommand cli_scenes = {
  .name = "scenes",
  .arguments = N_ ("[LESSON]"),
  .summary = N_ ("List the scenes and steps of a lesson"),
  .description = description,
  .run = run,
};

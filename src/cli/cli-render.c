/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nine-weights-cli render: one moment of the lesson as a picture. */
#include "cli-command.h"
#include "cli-error.h"
#include "cli-lesson.h"
#include "cli-options.h"
#include "cli-text.h"
#include "export-picture.h"

#include <glib/gi18n-lib.h>

typedef struct {
  CliLessonOptions lesson;
  char *scene, *time, *step;
} Options;

/* When: the end of a step, a time, or the end of the scene. */
typedef struct {
  guint scene;
  gint64 step; /* 1-based; 0 for none */
  double time; /* negative for none */
} Moment;

static void
options_clear (Options *self) {
  cli_lesson_options_clear (&self->lesson);
  g_free (self->scene);
  g_free (self->time);
  g_free (self->step);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (const CliCommand *command, char **arguments, Options *self, GError **error) {
  const GOptionEntry entries[] = {
    { "scene", 0, 0, G_OPTION_ARG_FILENAME, &self->scene, N_ ("The scene, as the command “scenes” lists it"),
      N_ ("NAME") },
    { "time", 0, 0, G_OPTION_ARG_FILENAME, &self->time, N_ ("Seconds since the scene began; default its end"),
      N_ ("SECONDS") },
    { "step", 0, 0, G_OPTION_ARG_FILENAME, &self->step,
      N_ ("The end of this step of the scene, in place of --time; the first is 1"), "N" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &self->lesson.output, N_ ("Where to write the picture"),
      "OUT.png|OUT.svg|OUT.pdf" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->lesson.files, NULL, NULL },
    { NULL },
  };
  GOptionEntry shared[CLI_LESSON_ENTRIES + 1];

  cli_lesson_entries (&self->lesson, shared);
  return cli_command_parse (command, entries, shared, arguments, error);
}

static gboolean
read_time (const char *text, double *time, GError **error) {
  if (!cli_options_parse_number ("--time", text, time, error))
    return FALSE;
  if (*time < 0)
    return cli_error_usage (error, _ ("--time: %s is before the scene; use 0 or more"), text);
  return TRUE;
}

/* What can be said without the timeline. */
static gboolean
read_moment (const Options *options, Moment *self, GError **error) {
  *self = (Moment){ .time = -1 };
  if (options->time && options->step)
    return cli_error_usage (error, _ ("moment: it is given twice; use one of --time and --step"));
  return cli_command_require ("--scene", options->scene, _ ("name one that “nine-weights-cli scenes” lists"),
                              error)
         && (!options->time || read_time (options->time, &self->time, error))
         && (!options->step || cli_options_parse_integer ("--step", options->step, 1, &self->step, error));
}

static gboolean
find_scene (const Options *options, const Lesson *lesson, Moment *self, GError **error) {
  int scene = lesson_find_scene (lesson, options->scene, error);

  if (scene < 0)
    return cli_error_blame_usage (error);
  self->scene = scene;
  if (self->step > lesson->scenes[scene].n_steps)
    return cli_error_usage (error, _ ("--step: %s is past the last step of “%s”; use 1 to %u"), options->step,
                            options->scene, lesson->scenes[scene].n_steps);
  return TRUE;
}

static gboolean
find_seconds (const Moment *self, LessonTimeline *timeline, double *seconds, GError **error) {
  double duration = lesson_timeline_duration (timeline);
  g_autofree char *time_text = cli_text_number (self->time);
  g_autofree char *duration_text = cli_text_number (duration);

  if (self->time > duration)
    return cli_error_usage (error, _ ("--time: %s is after the scene's end; use 0 to %s"), time_text,
                            duration_text);
  if (self->step > 0)
    *seconds = lesson_timeline_step_end (timeline, (guint) self->step - 1);
  else
    *seconds = self->time >= 0 ? self->time : duration;
  return TRUE;
}

static gboolean
render (const CliLesson *lesson, const Moment *moment, GError **error) {
  g_autoptr (LessonParameters) parameters = cli_lesson_load_parameters (lesson, (int) moment->scene, error);
  g_autoptr (LessonTimeline) timeline = NULL;
  g_autoptr (LessonState) state = NULL;
  double seconds = 0;

  if (!parameters)
    return FALSE;
  timeline = lesson_timeline_new (lesson->lesson, moment->scene, parameters);
  if (!find_seconds (moment, timeline, &seconds, error))
    return FALSE;
  draw_init ();
  state = lesson_timeline_state_at (timeline, seconds);
  return cli_lesson_finish (
      export_picture (state, lesson->style, lesson->width, lesson->height, lesson->output, error), error);
}

static gboolean
run (const CliCommand *self, char **arguments, GError **error) {
  g_auto (Options) options = { .scene = NULL };
  g_auto (CliLesson) lesson = { NULL };
  Moment moment;

  return parse (self, arguments, &options, error) && read_moment (&options, &moment, error)
         && cli_lesson_init (&lesson, &options.lesson, error)
         && find_scene (&options, lesson.lesson, &moment, error) && render (&lesson, &moment, error);
}

static const char *const description[] = {
  N_ ("A picture is what the window shows at the same moment in the same size. Its kind\n"
      "follows from the ending of its name: PNG of WxH pixels, SVG and PDF of WxH points.\n"
      "Without --time and --step it is the end of the scene."),
  N_ ("An output file is either complete or left as it was."),
  N_ ("Examples:\n"
      "  nine-weights-cli render --scene slide -o slide.png\n"
      "  nine-weights-cli render --scene dense --step 2 --size 1920x1080 --dark -o dense.png\n"
      "  nine-weights-cli render --scene slide --time 4.5 --image photo.jpg --grid 28 -o slide.svg"),
  NULL,
};

const CliCommand cli_render = {
  .name = "render",
  .arguments = N_ ("[LESSON]"),
  .summary = N_ ("Draw one moment of a lesson as PNG, SVG or PDF"),
  .introduce = cli_lesson_introduce,
  .description = description,
  .run = run,
};

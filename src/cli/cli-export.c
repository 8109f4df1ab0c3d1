/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nine-weights-cli export: the whole lesson as slides. */
#include "cli-command.h"
#include "cli-lesson.h"
#include "export-picture.h"

#include <glib/gi18n-lib.h>

static gboolean
parse (const CliCommand *command, char **arguments, CliLessonOptions *self, GError **error) {
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &self->output, N_ ("Where to write the slides"), "OUT.pdf" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->files, NULL, NULL },
    { NULL },
  };
  GOptionEntry shared[CLI_LESSON_ENTRIES + 1];

  cli_lesson_entries (self, shared);
  return cli_command_parse (command, entries, shared, arguments, error);
}

static gboolean export(const CliLesson *self, GError **error) {
  g_autoptr (LessonParameters) parameters = cli_lesson_load_parameters (self, -1, error);

  if (!parameters)
    return FALSE;
  draw_init ();
  return cli_lesson_finish (
      export_lesson (self->lesson, parameters, self->style, self->width, self->height, self->output, error),
      error);
}

static gboolean
run (const CliCommand *self, char **arguments, GError **error) {
  g_auto (CliLessonOptions) options = { NULL };
  g_auto (CliLesson) lesson = { NULL };

  return parse (self, arguments, &options, error) && cli_lesson_init (&lesson, &options, error)
         && export(&lesson, error);
}

static const char *const description[] = {
  N_ ("Each step of each scene becomes a page of WxH points that shows how the step ends;\n"
      "the document's outline lists the scenes."),
  N_ ("An output file is either complete or left as it was."),
  N_ ("Examples:\n"
      "  nine-weights-cli export -o lesson.pdf\n"
      "  nine-weights-cli export --image photo.jpg --size 1920x1080 --dark -o lesson.pdf"),
  NULL,
};

const CliCommand cli_export = {
  .name = "export",
  .arguments = N_ ("[LESSON]"),
  .summary = N_ ("Write a whole lesson as slides (PDF)"),
  .introduce = cli_lesson_introduce,
  .description = description,
  .run = run,
};

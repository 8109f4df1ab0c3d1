/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nine-weights-cli check: what is wrong in lesson files. */
#include "cli-command.h"
#include "cli-error.h"
#include "cli-json.h"
#include "cli-text.h"
#include "lesson-issue.h"

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

/* Over all files. */
typedef struct {
  guint errors, warnings;
} Sums;

static gboolean
parse (const CliCommand *command, char **arguments, Options *self, GError **error) {
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->json, N_ ("Print JSON"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->files, NULL, NULL },
    { NULL },
  };

  return cli_command_parse (command, entries, NULL, arguments, error);
}

static const char *
severity_name (const LessonIssue *issue) {
  return issue->severity == LESSON_ISSUE_ERROR ? "error" : "warning";
}

/* A file that cannot be read at all is a mistake as others are: the files behind it are checked too. */
static GPtrArray *
check (const char *path) {
  g_autoptr (GError) error = NULL;
  GPtrArray *issues = lesson_check_file (path, &error);

  if (issues != NULL)
    return issues;
  LessonIssue *issue = g_new0 (LessonIssue, 1);
  issue->message = g_strdup (error->message);
  issues = g_ptr_array_new_with_free_func ((GDestroyNotify) lesson_issue_free);
  g_ptr_array_add (issues, issue);
  return issues;
}

static void
count (const GPtrArray *issues, Sums *sums) {
  for (guint i = 0; i < issues->len; i++)
    if (((const LessonIssue *) issues->pdata[i])->severity == LESSON_ISSUE_ERROR)
      sums->errors++;
    else
      sums->warnings++;
}

/* As compilers write it, so that editors find the line. Bytes as they are: UTF-8 in every locale, for the programs that read
 * it. */
static void
print_issue (const char *file, const LessonIssue *issue) {
  g_autofree char *words = lesson_issue_in_words (issue);
  g_autofree char *line = cli_text_one_line (words);

  if (issue->line > 0)
    printf ("%s:%u: %s: %s\n", file, issue->line, severity_name (issue), line);
  else
    printf ("%s: %s: %s\n", file, severity_name (issue), line);
}

static void
print_lines (char **files, Sums *sums) {
  for (char **file = files; *file != NULL; file++) {
    g_autoptr (GPtrArray) issues = check (*file);
    g_autofree char *shown = g_filename_display_name (*file);
    g_autofree char *name = cli_text_one_line (shown);

    for (guint i = 0; i < issues->len; i++)
      print_issue (name, issues->pdata[i]);
    count (issues, sums);
  }
  g_autofree char *errors = g_strdup_printf (ngettext ("%u error", "%u errors", sums->errors), sums->errors);
  g_autofree char *warnings =
      g_strdup_printf (ngettext ("%u warning", "%u warnings", sums->warnings), sums->warnings);
  printf ("%s, %s\n", errors, warnings);
}

static void
write_issue (CliJson *json, const LessonIssue *issue) {
  cli_json_begin_object (json, NULL);
  cli_json_string (json, "severity", severity_name (issue));
  cli_json_integer (json, "line", issue->line);
  cli_json_string (json, "group", issue->group != NULL ? issue->group : "");
  cli_json_string (json, "key", issue->key != NULL ? issue->key : "");
  cli_json_string (json, "message", issue->message);
  cli_json_end_object (json);
}

static void
write_file (CliJson *json, const char *path, Sums *sums) {
  g_autoptr (GPtrArray) issues = check (path);
  g_autofree char *name = g_filename_display_name (path);

  cli_json_begin_object (json, NULL);
  cli_json_string (json, "file", name);
  cli_json_begin_array (json, "issues");
  for (guint i = 0; i < issues->len; i++)
    write_issue (json, issues->pdata[i]);
  cli_json_end_array (json);
  cli_json_end_object (json);
  count (issues, sums);
}

static void
print_json (char **files, Sums *sums) {
  g_auto (CliJson) json;

  cli_json_init (&json);
  cli_json_begin_object (&json, NULL);
  cli_json_begin_array (&json, "files");
  for (char **file = files; *file != NULL; file++)
    write_file (&json, *file, sums);
  cli_json_end_array (&json);
  cli_json_integer (&json, "errors", sums->errors);
  cli_json_integer (&json, "warnings", sums->warnings);
  cli_json_end_object (&json);
  cli_json_print (&json);
}

static gboolean
check_files (const CliCommand *command, const Options *options, GError **error) {
  Sums sums = { 0 };

  if (options->files == NULL)
    return cli_error_usage (error,
                            _ ("LESSON: it is missing; name the lesson files to check, see “%s %s --help”"),
                            CLI_PROGRAM, command->name);
  if (options->json)
    print_json (options->files, &sums);
  else
    print_lines (options->files, &sums);
  if (sums.errors == 0)
    return TRUE;
  g_set_error (error, CLI_ERROR, CLI_ERROR_DATA,
               ngettext ("check: %u error was found; correct it", "check: %u errors were found; correct them",
                         sums.errors),
               sums.errors);
  return FALSE;
}

static gboolean
run (const CliCommand *self, char **arguments, GError **error) {
  g_auto (Options) options = { NULL };

  return parse (self, arguments, &options, error) && check_files (self, &options, error);
}

static const char *const description[] = {
  N_ ("Every mistake and warning of each lesson file is a line FILE:LINE: error: [GROUP] KEY:\n"
      "what is wrong; what would be right. What is of no line has no LINE. The last line is\n"
      "the sum. A warning is about what has no effect, such as a key that nothing reads; the\n"
      "lesson can be shown. With an error it cannot, and the exit status is 1."),
  N_ ("JSON: \"files\", \"errors\" and \"warnings\"; each file has \"file\" and \"issues\"; each\n"
      "issue has \"severity\" (error, warning), \"line\" (0 for none), \"group\", \"key\" and\n"
      "\"message\"."),
  N_ ("Examples:\n"
      "  nine-weights-cli check tuesday.lesson\n"
      "  nine-weights-cli check --json *.lesson"),
  NULL,
};

const CliCommand cli_check = {
  .name = "check",
  .arguments = N_ ("LESSON…"),
  .summary = N_ ("Name the mistakes in lesson files"),
  .description = description,
  .run = run,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-process.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TIMEOUT_SECONDS 60

typedef struct {
  CliPrepare prepare;
  gpointer data;
} Preparation;

/* An alarm outlives exec(): a program that hangs is ended by a signal, which no test takes for an exit status. */
static void
prepare_cb (gpointer data) {
  const Preparation *self = data;

  alarm (TIMEOUT_SECONDS);
  if (self->prepare)
    self->prepare (self->data);
}

static char *
text_of (GBytes *bytes) {
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  g_assert_true (length == 0 || g_utf8_validate_len (data, length, NULL));
  return g_strndup (data ? data : "", length);
}

static CliRun *
run_in (const char *locale, const char *const *arguments, CliPrepare prepare, gpointer data) {
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GBytes) out = NULL, err = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = NULL;
  Preparation preparation = { prepare, data };
  CliRun *self = g_new0 (CliRun, 1);

  g_strv_builder_add (builder, g_getenv ("NINE_WEIGHTS_CLI"));
  g_strv_builder_addv (builder, (const char **) arguments);
  words = g_strv_builder_end (builder);
  if (locale)
    g_subprocess_launcher_setenv (launcher, "LC_ALL", locale, TRUE);
  g_subprocess_launcher_set_child_setup (launcher, prepare_cb, &preparation, NULL);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) words, &error);
  g_assert_no_error (error);
  g_subprocess_communicate (process, NULL, NULL, &out, &err, &error);
  g_assert_no_error (error);

  self->status = g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
  self->out = text_of (out);
  self->err = text_of (err);
  return self;
}

CliRun *
cli_run_strv (const char *const *arguments, CliPrepare prepare, gpointer data) {
  return run_in (NULL, arguments, prepare, data);
}

CliRun *
cli_run_in_locale (const char *locale, const char *const *arguments) {
  return run_in (locale, arguments, NULL, NULL);
}

CliRun *
cli_run (const char *first, ...) {
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  va_list rest;

  va_start (rest, first);
  for (const char *word = first; word; word = va_arg (rest, const char *))
    g_ptr_array_add (words, (gpointer) word);
  va_end (rest);
  g_ptr_array_add (words, NULL);
  return cli_run_strv ((const char *const *) words->pdata, NULL, NULL);
}

CliRun *
cli_run_line (const char *line) {
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = NULL;

  if (*line == '\0')
    return cli_run (NULL, NULL);
  g_shell_parse_argv (line, NULL, &words, &error);
  g_assert_no_error (error);
  return cli_run_strv ((const char *const *) words, NULL, NULL);
}

void
cli_run_free (CliRun *self) {
  g_free (self->out);
  g_free (self->err);
  g_free (self);
}

void
cli_assert_done (const CliRun *self) {
  g_assert_cmpstr (self->err, ==, "");
  g_assert_cmpint (self->status, ==, 0);
}

void
cli_assert_refused (const CliRun *self, int status, const char *part) {
  if (!g_regex_match_simple ("\\Anine-weights-cli: [^\\n]+: [^\\n]+; [^\\n]+\\n\\z", self->err, 0, 0))
    g_error ("not one line of the form “what: why; what would be right”: %s", self->err);
  if (!strstr (self->err, part))
    g_error ("“%s” is not in: %s", part, self->err);
  g_assert_cmpstr (self->out, ==, "");
  g_assert_cmpint (self->status, ==, status);
}

void
cli_check_refused (const char *line, int status, const char *part) {
  g_autoptr (CliRun) run = cli_run_line (line);

  g_test_message ("%s", line);
  cli_assert_refused (run, status, part);
}

CliFolder *
cli_folder_new (void) {
  g_autoptr (GError) error = NULL;
  CliFolder *self = g_dir_make_tmp (NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (g_chmod (self, 0755), ==, 0);
  return self;
}

static void
remove_all (const char *path) {
  g_autoptr (GDir) dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    remove_all (child);
  }
  g_remove (path);
}

void
cli_folder_free (CliFolder *self) {
  remove_all (self);
  g_free (self);
}

char *
cli_folder_file (const CliFolder *self, const char *name) {
  return g_build_filename (self, name, NULL);
}

void
cli_write (const char *path, const void *data, gsize length) {
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, data, (gssize) length, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_chmod (path, 0644), ==, 0);
}

void
cli_assert_text (const char *path, const char *text) {
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL;
  gsize length;

  g_file_get_contents (path, &found, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (found, length, text, strlen (text));
}

guint
cli_folder_count (const CliFolder *self) {
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (self, 0, &error);
  guint count = 0;

  g_assert_no_error (error);
  while (g_dir_read_name (dir))
    count++;
  return count;
}

char *
cli_source_file (const char *first, ...) {
  g_autofree char *relative = NULL;
  va_list rest;

  va_start (rest, first);
  relative = g_build_filename_valist ((char *) first, &rest);
  va_end (rest);
  return g_test_build_filename (G_TEST_DIST, relative, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nine-weights-cli check. */
#include "cli-process.h"
#include "json-reader.h"

#include <string.h>

#define GOOD     "[Lesson]\nTitle=A title\nScenes=slide\n"
#define DOUBTFUL GOOD "Gird=9\n"
#define BAD      DOUBTFUL "Grid=3\nNodes=1\n"

typedef struct {
  CliFolder *folder;
  char *good, *doubtful, *bad;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused) {
  self->folder = cli_folder_new ();
  self->good = cli_folder_file (self->folder, "good.lesson");
  self->doubtful = cli_folder_file (self->folder, "doubtful.lesson");
  self->bad = cli_folder_file (self->folder, "bad.lesson");
  cli_write (self->good, GOOD, strlen (GOOD));
  cli_write (self->doubtful, DOUBTFUL, strlen (DOUBTFUL));
  cli_write (self->bad, BAD, strlen (BAD));
}

static void
tear_down (Fixture *self, gconstpointer unused) {
  cli_folder_free (self->folder);
  g_free (self->good);
  g_free (self->doubtful);
  g_free (self->bad);
}

static void
assert_line_begins (const char *line, const char *file, const char *rest) {
  g_autofree char *beginning = g_strconcat (file, rest, NULL);

  if (!g_str_has_prefix (line, beginning))
    g_error ("“%s” does not begin with “%s”", line, beginning);
}

static void
test_good (Fixture *self, gconstpointer unused) {
  g_autofree char *example = cli_source_file ("..", "data", "lessons", "example.lesson", NULL);
  g_autoptr (CliRun) run = cli_run ("check", self->good, example, NULL);

  cli_assert_done (run);
  g_assert_cmpstr (run->out, ==, "0 errors, 0 warnings\n");
}

static void
test_warning (Fixture *self, gconstpointer unused) {
  g_autoptr (CliRun) run = cli_run ("check", self->doubtful, NULL);

  cli_assert_done (run);
  assert_line_begins (run->out, self->doubtful, ":4: warning: [Lesson] Gird: ");
  g_assert_true (g_str_has_suffix (run->out, "\n0 errors, 1 warning\n"));
}

static void
test_errors (Fixture *self, gconstpointer unused) {
  g_autofree char *missing = cli_folder_file (self->folder, "missing.lesson");
  g_autoptr (CliRun) run = cli_run ("check", missing, self->bad, self->good, NULL);
  g_auto (GStrv) lines = g_strsplit (run->out, "\n", -1);

  g_assert_cmpint (run->status, ==, 1);
  g_assert_cmpuint (g_strv_length (lines), ==, 6);
  assert_line_begins (lines[0], missing, ": error: ");
  assert_line_begins (lines[1], self->bad, ":4: warning: [Lesson] Gird: ");
  assert_line_begins (lines[2], self->bad, ":5: error: [Lesson] Grid: ");
  assert_line_begins (lines[3], self->bad, ":6: error: [Lesson] Nodes: ");
  g_assert_cmpstr (lines[4], ==, "3 errors, 1 warning");
  g_assert_cmpstr (run->err, ==, "nine-weights-cli: check: 3 errors were found; correct them\n");
}

static void
test_json (Fixture *self, gconstpointer unused) {
  g_autoptr (CliRun) run = cli_run ("check", "--json", self->good, self->bad, NULL);
  g_autoptr (JsonValue) value = json_parse (run->out);

  g_assert_cmpint (run->status, ==, 1);
  g_assert_nonnull (value);
  json_assert_keys (value, "files errors warnings");
  g_assert_cmpint (json_integer (json_get (value, "errors", NULL)), ==, 2);
  g_assert_cmpint (json_integer (json_get (value, "warnings", NULL)), ==, 1);
  const JsonValue *file = json_at (json_get (value, "files", NULL), 1);
  json_assert_keys (file, "file issues");
  g_assert_cmpstr (json_string (json_get (file, "file", NULL)), ==, self->bad);
  const JsonValue *issue = json_at (json_get (file, "issues", NULL), 1);
  json_assert_keys (issue, "severity line group key message");
  g_assert_cmpstr (json_string (json_get (issue, "severity", NULL)), ==, "error");
  g_assert_cmpint (json_integer (json_get (issue, "line", NULL)), ==, 5);
  g_assert_cmpstr (json_string (json_get (issue, "key", NULL)), ==, "Grid");
}

static void
test_nothing (Fixture *self, gconstpointer unused) {
  cli_check_refused ("check", 2, "LESSON");
  cli_check_refused ("check --json", 2, "LESSON");
  cli_check_refused ("check ''", 2, "empty");
  cli_check_refused ("check --jsonn a.lesson", 2, "--jsonn");
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/cli/check/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("a-good-lesson-passes", test_good);
  ADD ("a-warning-passes", test_warning);
  ADD ("errors-are-named-with-file-and-line", test_errors);
  ADD ("json-has-the-same", test_json);
  ADD ("what-cannot-be-asked-is-refused", test_nothing);
#undef ADD
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole lesson as a document, read back by poppler's pdfinfo where it is installed. */
#define _GNU_SOURCE /* memmem() */
#include "export-test.h"

static char *export(const Fixture *self, gboolean dark) {
  char *path = g_build_filename (self->folder, "lesson.pdf", NULL);
  g_autoptr (GError) error = NULL;

  export_lesson (self->lesson, self->parameters, draw_style_get (dark, FALSE), 960, 600, path, &error);
  g_assert_no_error (error);
  return path;
}

/* What a program says of the file; NULL, and the test skipped, where it is not installed. */
static char *
ask (const char *program, const char *option, const char *path) {
  const char *arguments[] = { program, option != NULL ? option : path, option != NULL ? path : NULL, NULL };
  g_autofree char *found = g_find_program_in_path (program);
  g_autoptr (GError) error = NULL;
  char *said = NULL;
  int status;

  if (found == NULL) {
    g_test_skip ("poppler's programs are not installed");
    return NULL;
  }
  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                &said, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  return said;
}

/* "Pages:          15" */
static void
assert_field (const char *info, const char *field, const char *value) {
  g_autofree char *pattern = g_strdup_printf ("^%s:\\s+%s", field, value);

  if (!g_regex_match_simple (pattern, info, G_REGEX_MULTILINE, 0))
    g_error ("no %s %s in: %s", field, value, info);
}

static guint
count_steps (const Lesson *lesson) {
  guint steps = 0;

  for (guint i = 0; i < lesson->n_scenes; i++)
    steps += lesson->scenes[i].n_steps;
  return steps;
}

static void
test_pages (Fixture *self, gconstpointer data) {
  g_autofree char *path = export(self, FALSE);
  g_autofree char *info = ask ("pdfinfo", NULL, path);
  g_autofree char *steps = g_strdup_printf ("%u$", count_steps (self->lesson));

  if (info == NULL)
    return;
  assert_field (info, "Pages", steps);
  assert_field (info, "Page size", "960 x 600 pts");
}

static void
test_title (Fixture *self, gconstpointer data) {
  g_autofree char *path = export(self, TRUE);
  g_autofree char *info = ask ("pdfinfo", NULL, path);
  g_autofree char *title = g_regex_escape_string (self->lesson->title, -1);

  if (info == NULL)
    return;
  assert_field (info, "Title", title);
  assert_field (info, "Creator", "Nine Weights");
}

static void
test_text (Fixture *self, gconstpointer data) {
  g_autofree char *path = export(self, FALSE);
  g_autofree char *text = ask ("pdftotext", NULL, path);

  if (text == NULL)
    return;
  g_autofree char *written = g_build_filename (self->folder, "lesson.txt", NULL);
  g_autofree char *words = NULL;
  g_assert_true (g_file_get_contents (written, &words, NULL, NULL));
  for (guint i = 0; i < self->lesson->n_scenes; i++)
    g_assert_nonnull (strstr (words, self->lesson->scenes[i].title));
}

/* What is an image there is one: a photo, a matrix, cells. No page was turned into pixels. */
static void
test_small_images (Fixture *self, gconstpointer data) {
  g_autofree char *path = export(self, FALSE);
  g_autofree char *list = ask ("pdfimages", "-list", path);

  if (list == NULL)
    return;
  g_auto (GStrv) lines = g_strsplit (g_strstrip (list), "\n", -1);
  /* After two lines of heading: page, number, type, width, height, … */
  for (guint i = 2; lines[i] != NULL; i++) {
    gint64 page, number, width;
    char type[16];

    g_assert_cmpint (sscanf (lines[i], "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %15s %" G_GINT64_FORMAT,
                             &page, &number, type, &width),
                     ==, 4);
    g_assert_cmpint (width, <, 960 / 4);
  }
}

/* cairo writes the outline's titles as plain strings where they are ASCII. */
static void
test_outline (Fixture *self, gconstpointer data) {
  g_autofree char *path = export(self, FALSE);
  g_autoptr (GBytes) bytes = read_bytes (path);
  gsize size;
  const char *start = g_bytes_get_data (bytes, &size);

  g_assert_nonnull (memmem (start, size, "/Outlines", strlen ("/Outlines")));
  for (guint i = 0; i < self->lesson->n_scenes; i++) {
    g_autofree char *title = g_strdup_printf ("/Title (%s)", self->lesson->scenes[i].title);
    if (memmem (start, size, title, strlen (title)) == NULL)
      g_error ("no outline entry %s", title);
  }
}

static void
assert_refused (const Fixture *self, int width, int height, const char *name, int code) {
  g_autofree char *path = put_old (self, name);
  g_autoptr (GError) error = NULL;

  g_assert_false (export_lesson (self->lesson, self->parameters, draw_style_get (FALSE, FALSE), width, height,
                                 path, &error));
  g_assert_error (error, EXPORT_ERROR, code);
  assert_sentence (error);
  assert_old (self, path);
  g_remove (path);
}

static void
test_refused (Fixture *self, gconstpointer data) {
  assert_refused (self, 960, 600, "lesson.png", EXPORT_ERROR_KIND);
  assert_refused (self, 960, 600, "lesson.svg", EXPORT_ERROR_KIND);
  assert_refused (self, 960, 600, "lesson.odp", EXPORT_ERROR_KIND);
  assert_refused (self, 0, 600, "lesson.pdf", EXPORT_ERROR_SIZE);
  assert_refused (self, -960, -600, "lesson.pdf", EXPORT_ERROR_SIZE);
  assert_refused (self, 20000, 600, "lesson.pdf", EXPORT_ERROR_SIZE);
}

static void
test_no_folder (Fixture *self, gconstpointer data) {
  g_autofree char *path = g_build_filename (self->folder, "missing", "lesson.pdf", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (
      export_lesson (self->lesson, self->parameters, draw_style_get (FALSE, FALSE), 960, 600, path, &error));
  g_assert_error (error, ENGINE_ERROR, ENGINE_ERROR_FILE);
  assert_sentence (error);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  draw_init ();
  add ("/export/lesson/has-a-page-for-each-step", test_pages);
  add ("/export/lesson/has-the-lessons-title", test_title);
  add ("/export/lesson/letters-stay-letters", test_text);
  add ("/export/lesson/no-page-is-a-raster-image", test_small_images);
  add ("/export/lesson/has-an-outline-of-the-scenes", test_outline);
  add ("/export/lesson/wrong-ending-or-size-leaves-the-old-file", test_refused);
  add ("/export/lesson/a-missing-folder-is-refused", test_no_folder);
  return g_test_run ();
}

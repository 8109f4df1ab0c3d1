/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder of the test's own, and what is in its files. */
#pragma once

#include "export-error.h"
#include "export-picture.h"
#include "lesson-test.h"

#include "engine-error.h"

#include <glib/gstdio.h>
#include <unistd.h>

typedef struct {
  Lesson *lesson;
  LessonParameters *parameters;
  char *folder;
} Fixture;

static inline void
set_up (Fixture *self, gconstpointer data) {
  self->lesson = load_builtin ();
  self->parameters = load_trained (self->lesson, NULL);
  self->folder = g_dir_make_tmp ("nine-weights-export-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
}

/* Whatever a refused export has left behind, its temporary files too, shows up as one file too many. */
static inline guint
count_files (const char *folder) {
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static inline void
tear_down (Fixture *self, gconstpointer data) {
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (self->folder, name, NULL);
    g_remove (path);
  }
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
  lesson_parameters_unref (self->parameters);
  lesson_unref (self->lesson);
}

static inline void
add (const char *path, void (*test) (Fixture *self, gconstpointer data)) {
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

static inline GBytes *
read_bytes (const char *path) {
  g_autoptr (GError) error = NULL;
  char *data;
  gsize length;

  g_file_get_contents (path, &data, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (data, length);
}

/* A file that was there before, and its way. */
static inline char *
put_old (const Fixture *self, const char *name) {
  char *path = g_build_filename (self->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, "old", 3, NULL));
  return path;
}

static inline void
assert_old (const Fixture *self, const char *path) {
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "old");
  g_assert_cmpuint (count_files (self->folder), ==, 1);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of lesson files as a whole. The format is described in data/lessons/README.md. */
#include "engine-file.h"
#include "lesson-error.h"
#include "lesson-file-private.h"
#include "lesson-network.h"

#include <glib/gi18n-lib.h>

#define LESSON_FILE_MAX (1 << 20)
#define GROUP           "Lesson"

static void
reader_clear (LessonReader *self) {
  g_clear_pointer (&self->keys, g_key_file_unref);
  g_clear_pointer (&self->lines, g_hash_table_unref);
  g_clear_pointer (&self->issues, g_ptr_array_unref);
  g_clear_pointer (&self->lesson, lesson_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LessonReader, reader_clear)

void
lesson_reader_note (LessonReader *self, LessonSeverity severity, guint line, const char *group,
                    const char *key, const char *message) {
  LessonIssue *issue = g_new (LessonIssue, 1);

  *issue = (LessonIssue){ severity, line, g_strdup (group), g_strdup (key), g_strdup (message) };
  g_ptr_array_add (self->issues, issue);
}

static guint
line_of (const LessonReader *self, const char *group, const char *key) {
  g_autofree char *place = g_strjoin ("\n", group, key, NULL);
  gpointer line = g_hash_table_lookup (self->lines, place);

  return GPOINTER_TO_UINT (line != NULL ? line : g_hash_table_lookup (self->lines, group));
}

void
lesson_reader_fail (LessonReader *self, const char *group, const char *key, const char *format, ...) {
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  lesson_reader_note (self, LESSON_ISSUE_ERROR, line_of (self, group, key), group, key, message);
}

void
lesson_reader_warn (LessonReader *self, const char *group, const char *key, const char *format, ...) {
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  lesson_reader_note (self, LESSON_ISSUE_WARNING, line_of (self, group, key), group, key, message);
}

static const LessonIssue *
first_error (const LessonReader *self) {
  for (guint i = 0; i < self->issues->len; i++) {
    const LessonIssue *issue = self->issues->pdata[i];
    if (issue->severity == LESSON_ISSUE_ERROR)
      return issue;
  }
  return NULL;
}

guint
lesson_reader_count_errors (const LessonReader *self) {
  guint errors = 0;

  for (guint i = 0; i < self->issues->len; i++)
    errors += ((const LessonIssue *) self->issues->pdata[i])->severity == LESSON_ISSUE_ERROR;
  return errors;
}

static int
compare_lines_cb (gconstpointer a, gconstpointer b) {
  guint line = (*(const LessonIssue *const *) a)->line, other = (*(const LessonIssue *const *) b)->line;

  return (line > other) - (line < other);
}

static void
read_title (LessonReader *self) {
  Lesson *lesson = self->lesson;

  lesson->title = lesson_reader_text (self, GROUP, "Title");
  if (!lesson_reader_has (self, GROUP, "Title"))
    lesson_reader_fail (self, GROUP, "Title", _ ("missing; write a title"));
}

static void
read_all (LessonReader *self) {
  if (g_key_file_has_group (self->keys, GROUP)) {
    read_title (self);
    lesson_reader_settings (self);
    lesson_reader_pictures (self);
    lesson_reader_scenes (self);
  } else {
    lesson_reader_fail (self, GROUP, NULL,
                        _ ("not a lesson file, as the group is missing; a lesson begins with [Lesson]"));
  }
  lesson_reader_warn_unknown (self);
  g_ptr_array_sort (self->issues, compare_lines_cb);
}

/* FALSE where the file cannot be read at all. */
static gboolean
read_file (LessonReader *self, const char *path, GError **error) {
  g_autoptr (GBytes) bytes = engine_file_read (path, LESSON_FILE_MAX, error);
  gsize length;

  if (bytes == NULL)
    return FALSE;
  self->keys = g_key_file_new ();
  self->lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->issues = g_ptr_array_new_with_free_func ((GDestroyNotify) lesson_issue_free);
  self->lesson = lesson_new_empty ();
  self->lesson->path = g_canonicalize_filename (path, NULL);
  self->lesson->keys = g_key_file_ref (self->keys);
  self->lesson->networks = lesson_networks_shipped (error);
  if (self->lesson->networks == NULL)
    return FALSE;
  const char *text = g_bytes_get_data (bytes, &length);
  lesson_reader_load (self, text, length);
  read_all (self);
  return TRUE;
}

static void
set_error (const char *path, const LessonIssue *issue, GError **error) {
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *words = lesson_issue_in_words (issue);

  if (issue->line == 0)
    /* Translators: file, then group, key, why it is wrong and what would be right */
    g_set_error (error, LESSON_ERROR, LESSON_ERROR_FILE, _ ("%s, %s"), name, words);
  else if (issue->group == NULL)
    /* Translators: file, number of the line, then why it is wrong and what would be right */
    g_set_error (error, LESSON_ERROR, LESSON_ERROR_FILE, _ ("%s, line %u: %s"), name, issue->line, words);
  else
    /* Translators: file, number of the line, then group, key, why it is wrong and what would be right */
    g_set_error (error, LESSON_ERROR, LESSON_ERROR_FILE, _ ("%s, line %u, %s"), name, issue->line, words);
}

Lesson *
lesson_new_from_file (const char *path, GError **error) {
  g_auto (LessonReader) reader = { NULL };

  if (!read_file (&reader, path, error))
    return NULL;
  const LessonIssue *mistake = first_error (&reader);
  if (mistake == NULL)
    return g_steal_pointer (&reader.lesson);
  set_error (path, mistake, error);
  return NULL;
}

GPtrArray *
lesson_check_file (const char *path, GError **error) {
  g_auto (LessonReader) reader = { .thorough = TRUE };

  return read_file (&reader, path, error) ? g_steal_pointer (&reader.issues) : NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines of a lesson file: GKeyFile stops at the first that it cannot read, and forgets where the others were. */
#include "lesson-file-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

typedef struct {
  LessonReader *reader;
  GString *good;      /* the lines that GKeyFile can read */
  char *group;        /* that the line belongs to; NULL before the first */
  gboolean forgotten; /* its head is wrong: what belongs to it is passed over */
  guint number;
} Scanner;

static void
refuse (const Scanner *self, const char *message) {
  lesson_reader_note (self->reader, LESSON_ISSUE_ERROR, self->number, NULL, NULL, message);
}

/* GKeyFile itself is asked, so that both always agree. */
static gboolean
is_readable (const char *line) {
  g_autofree char *text = g_strconcat ("[Lesson]\n", line, "\n", NULL);
  g_autoptr (GKeyFile) keys = g_key_file_new ();

  return g_key_file_load_from_data (keys, text, strlen (text), G_KEY_FILE_KEEP_TRANSLATIONS, NULL);
}

static void
keep (Scanner *self, const char *line) {
  g_string_append (self->good, line);
  g_string_append_c (self->good, '\n');
}

static void
scan_group (Scanner *self, const char *line) {
  self->forgotten = !is_readable (line);
  if (self->forgotten) {
    refuse (self, _ ("not the head of a group; write it like [Lesson]"));
    return;
  }
  g_free (self->group);
  self->group = g_strndup (line + 1, strcspn (line + 1, "]"));
  if (!g_hash_table_contains (self->reader->lines, self->group))
    g_hash_table_insert (self->reader->lines, g_strdup (self->group), GUINT_TO_POINTER (self->number));
  keep (self, line);
}

static void
scan_key (Scanner *self, const char *line) {
  if (!is_readable (line)) {
    refuse (self, _ ("neither a group nor a key with a value; write it like Title=My lesson"));
    return;
  }
  if (self->group == NULL) {
    refuse (self, _ ("a key before the first group; begin with [Lesson]"));
    return;
  }
  g_autofree char *key = g_strchomp (g_strndup (line, strcspn (line, "=")));
  g_autofree char *place = g_strjoin ("\n", self->group, key, NULL);
  if (g_hash_table_contains (self->reader->lines, place))
    lesson_reader_note (self->reader, LESSON_ISSUE_WARNING, self->number, self->group, key,
                        _ ("written twice, and the last one counts; write it once"));
  g_hash_table_insert (self->reader->lines, g_steal_pointer (&place), GUINT_TO_POINTER (self->number));
  keep (self, line);
}

static void
scan_line (Scanner *self, const char *begin, gsize length) {
  self->number++;
  if (!g_utf8_validate (begin, (gssize) length, NULL)) {
    refuse (self, _ ("not text in UTF-8; save the file as UTF-8"));
    return;
  }
  g_autofree char *line = g_strstrip (g_strndup (begin, length));
  if (*line == '\0' || *line == '#')
    keep (self, line);
  else if (*line == '[')
    scan_group (self, line);
  else if (!self->forgotten)
    scan_key (self, line);
}

void
lesson_reader_load (LessonReader *self, const char *text, gsize length) {
  g_autoptr (GString) good = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  Scanner scanner = { .reader = self, .good = good };
  const char *end = text + length;

  if (length >= strlen (BYTE_ORDER_MARK) && memcmp (text, BYTE_ORDER_MARK, strlen (BYTE_ORDER_MARK)) == 0)
    text += strlen (BYTE_ORDER_MARK);
  while (text < end) {
    const char *stop = memchr (text, '\n', (gsize) (end - text));
    const char *next = stop != NULL ? stop + 1 : end;
    scan_line (&scanner, text, (gsize) ((stop != NULL ? stop : end) - text));
    text = next;
  }
  g_free (scanner.group);
  /* Each line by itself was right; if they are not together, nothing of them is. */
  if (good->len > 0
      && !g_key_file_load_from_data (self->keys, good->str, good->len,
                                     G_KEY_FILE_KEEP_TRANSLATIONS | G_KEY_FILE_KEEP_COMMENTS, &error))
    lesson_reader_fail (self, "Lesson", NULL, _ ("not a lesson file (%s); a lesson begins with [Lesson]"),
                        error->message);
}

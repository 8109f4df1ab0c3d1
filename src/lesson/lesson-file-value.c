/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of one key in a lesson file: numbers, names and lists of them. */
#include "lesson-file-private.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

gboolean
lesson_reader_has (const LessonReader *self, const char *group, const char *key) {
  return g_key_file_has_key (self->keys, group, key, NULL);
}

char *
lesson_reader_string (LessonReader *self, const char *group, const char *key) {
  g_autoptr (GError) error = NULL;

  if (!lesson_reader_has (self, group, key))
    return NULL;
  g_autofree char *value = g_key_file_get_string (self->keys, group, key, &error);
  if (error == NULL)
    return g_steal_pointer (&value);
  lesson_reader_fail (self, group, key,
                      _ ("a backslash with a letter that means nothing; write \\\\ for a backslash"));
  return NULL;
}

gboolean
lesson_reader_integer (LessonReader *self, const char *group, const char *key, gint64 least, gint64 most,
                       gint64 *value) {
  g_autofree char *text = lesson_reader_string (self, group, key);
  gint64 number;

  if (text == NULL)
    return FALSE;
  if (g_ascii_string_to_signed (text, 10, least, most, &number, NULL)) {
    *value = number;
    return TRUE;
  }
  g_autofree char *from = lesson_format_count (least);
  g_autofree char *to = lesson_format_count (most);
  lesson_reader_fail (self, group, key, _ ("“%s” is not a whole number from %s to %s; write one of these"),
                      text, from, to);
  return FALSE;
}

static gboolean
parse_number (const char *text, double least, double most, double *value) {
  char *end;
  double number = g_ascii_strtod (text, &end);

  if (end == text || *end != '\0' || !(number >= least && number <= most))
    return FALSE;
  *value = number;
  return TRUE;
}

gboolean
lesson_reader_number (LessonReader *self, const char *group, const char *key, double least, double most,
                      double *value) {
  g_autofree char *text = lesson_reader_string (self, group, key);

  if (text == NULL)
    return FALSE;
  if (parse_number (text, least, most, value))
    return TRUE;
  g_autofree char *from = lesson_format_value (least);
  g_autofree char *to = lesson_format_value (most);
  lesson_reader_fail (self, group, key,
                      _ ("“%s” is not a number from %s to %s; write one of these, with a point"), text, from,
                      to);
  return FALSE;
}

gboolean
lesson_reader_boolean (LessonReader *self, const char *group, const char *key, gboolean *value) {
  static const char *const names[] = { "false", "true", NULL };
  guint index;

  if (!lesson_reader_choice (self, group, key, names, &index))
    return FALSE;
  *value = index == 1;
  return TRUE;
}

static int
index_of (const char *const *names, const char *name) {
  for (int i = 0; names[i] != NULL; i++)
    if (strcmp (names[i], name) == 0)
      return i;
  return -1;
}

static void
fail_unknown (LessonReader *self, const char *group, const char *key, const char *name,
              const char *const *names) {
  g_autofree char *list = g_strjoinv (", ", (char **) names);

  lesson_reader_fail (self, group, key, _ ("there is no “%s”; choose from %s"), name, list);
}

gboolean
lesson_reader_choice (LessonReader *self, const char *group, const char *key, const char *const *names,
                      guint *value) {
  g_autofree char *text = lesson_reader_string (self, group, key);
  int index = text != NULL ? index_of (names, g_strstrip (text)) : -1;

  if (text != NULL && index < 0)
    fail_unknown (self, group, key, text, names);
  if (index < 0)
    return FALSE;
  *value = (guint) index;
  return TRUE;
}

GArray *
lesson_reader_numbers (LessonReader *self, const char *group, const char *key, double most) {
  g_autofree char *text = lesson_reader_string (self, group, key);
  g_auto (GStrv) words = text != NULL ? g_strsplit_set (text, ";, \t\n\r", -1) : NULL;
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (double));

  if (text == NULL)
    return NULL;
  for (gsize i = 0; words[i] != NULL; i++) {
    double number;
    if (*words[i] == '\0')
      continue;
    if (!parse_number (words[i], -most, most, &number)) {
      g_autofree char *to = lesson_format_value (most);
      lesson_reader_fail (self, group, key,
                          _ ("“%s” is not a number up to %s in size; write it with a point"), words[i], to);
      return NULL;
    }
    g_array_append_val (numbers, number);
  }
  return g_steal_pointer (&numbers);
}

/* FALSE where something is wrong with this one of the list. */
static gboolean
add_to_order (LessonReader *self, const char *group, const char *key, const char *const *names, char *name,
              GArray *order) {
  int index = index_of (names, g_strstrip (name));

  if (index < 0) {
    fail_unknown (self, group, key, name, names);
    return FALSE;
  }
  guint chosen = (guint) index;
  for (guint i = 0; i < order->len; i++)
    if (g_array_index (order, guint, i) == chosen) {
      lesson_reader_fail (self, group, key, _ ("“%s” is listed twice; list it once"), name);
      return FALSE;
    }
  g_array_append_val (order, chosen);
  return TRUE;
}

GArray *
lesson_reader_order (LessonReader *self, const char *group, const char *key, const char *const *names) {
  g_autoptr (GArray) order = g_array_new (FALSE, FALSE, sizeof (guint));
  gsize n_words = 0;

  if (!lesson_reader_has (self, group, key))
    return NULL;
  g_auto (GStrv) words = g_key_file_get_string_list (self->keys, group, key, &n_words, NULL);
  for (gsize i = 0; i < n_words; i++)
    add_to_order (self, group, key, names, words[i], order);
  if (words == NULL) {
    g_autofree char *text = lesson_reader_string (self, group, key); /* says what is wrong */
  } else if (n_words == 0) {
    g_autofree char *list = g_strjoinv (", ", (char **) names);
    lesson_reader_fail (self, group, key, _ ("empty; choose from %s, with “;” between them"), list);
  }
  return order->len > 0 ? g_steal_pointer (&order) : NULL;
}

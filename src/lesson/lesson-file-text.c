/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts of a lesson file, with placeholders and translations. */
#include "lesson-file-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define CHOICES_MIN 2
#define CHOICES_MAX (G_N_ELEMENTS (((LessonQuestionText *) NULL)->choices) - 1)

typedef gboolean (*CheckText) (LessonReader *self, const char *group, const char *key);

static gboolean
is_translation_of (const char *key, const char *base) {
  gsize length = strlen (base);

  return strncmp (key, base, length) == 0 && (key[length] == '\0' || key[length] == '[');
}

/* The key and all its translations: a mistake in Italian is one in a room in Berlin too. */
static gboolean
check_all (LessonReader *self, const char *group, const char *base, CheckText check) {
  g_auto (GStrv) keys = g_key_file_get_keys (self->keys, group, NULL, NULL);
  gboolean good = TRUE;

  for (gsize i = 0; keys != NULL && keys[i] != NULL; i++)
    if (is_translation_of (keys[i], base))
      good &= check (self, group, keys[i]);
  return good;
}

static gboolean
check_placeholders (LessonReader *self, const char *group, const char *key, const char *text) {
  g_autofree char *unknown = lesson_caption_unknown (text);

  if (unknown == NULL)
    return TRUE;
  lesson_reader_fail (self, group, key, _ ("there is no placeholder {%s}; {weights} is one"), unknown);
  return FALSE;
}

static gboolean
check_text (LessonReader *self, const char *group, const char *key) {
  g_autofree char *text = lesson_reader_string (self, group, key);

  if (text == NULL)
    return FALSE;
  /* Only of questions and notes there can be none. */
  if (*text == '\0' && !is_translation_of (key, "Notes") && !is_translation_of (key, "Question")) {
    lesson_reader_fail (self, group, key, _ ("empty; write a text or leave the key out"));
    return FALSE;
  }
  return check_placeholders (self, group, key, text);
}

char *
lesson_reader_text (LessonReader *self, const char *group, const char *key) {
  if (!check_all (self, group, key, check_text))
    return NULL;
  return g_key_file_get_locale_string (self->keys, group, key, NULL, NULL);
}

static gboolean
check_choice (LessonReader *self, const char *group, const char *key, const char *text) {
  if (*text != '\0')
    return check_placeholders (self, group, key, text);
  lesson_reader_fail (self, group, key, _ ("one of the choices is empty; write a text between the “;”"));
  return FALSE;
}

static gboolean
check_texts (LessonReader *self, const char *group, const char *key) {
  g_autofree char *base = g_strndup (key, strcspn (key, "["));
  g_autofree char *whole = lesson_reader_string (self, group, key);
  gsize n_choices = 0, n_original = 0;
  g_auto (GStrv) choices = g_key_file_get_string_list (self->keys, group, key, &n_choices, NULL);
  g_auto (GStrv) original = g_key_file_get_string_list (self->keys, group, base, &n_original, NULL);

  if (whole == NULL)
    return FALSE;
  if (n_choices < CHOICES_MIN || n_choices > CHOICES_MAX || n_choices != n_original) {
    lesson_reader_fail (
        self, group, key,
        _ ("so many choices cannot be shown; write two to four with “;” between them, as many "
           "in every language"));
    return FALSE;
  }
  gboolean good = TRUE;
  for (gsize i = 0; i < n_choices; i++)
    good &= check_choice (self, group, key, choices[i]);
  return good;
}

char **
lesson_reader_texts (LessonReader *self, const char *group, const char *key) {
  if (!check_all (self, group, key, check_texts))
    return NULL;
  return g_key_file_get_locale_string_list (self->keys, group, key, NULL, NULL, NULL);
}

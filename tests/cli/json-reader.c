/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json-reader.h"

#include <string.h>

static JsonValue *read_value (const char **at);

static void
skip_space (const char **at) {
  *at += strspn (*at, " \t\r\n");
}

static gboolean
take (const char **at, const char *word) {
  if (!g_str_has_prefix (*at, word))
    return FALSE;
  *at += strlen (word);
  return TRUE;
}

static JsonValue *
json_new (JsonKind kind) {
  JsonValue *self = g_new0 (JsonValue, 1);

  self->kind = kind;
  return self;
}

void
json_free (JsonValue *self) {
  g_free (self->text);
  g_clear_pointer (&self->keys, g_ptr_array_unref);
  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_free (self);
}

/* Without surrogate pairs: the program writes what is beyond ASCII as it is. */
static gboolean
read_escape (const char **at, GString *text) {
  static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
  char letter = *(*at)++;
  const char *found = letter ? strchr (letters, letter) : NULL;
  gunichar code = 0;

  if (found) {
    g_string_append_c (text, meanings[found - letters]);
    return TRUE;
  }
  if (letter != 'u')
    return FALSE;
  for (int i = 0; i < 4; i++, (*at)++) {
    if (!g_ascii_isxdigit (**at))
      return FALSE;
    code = code * 16 + (gunichar) g_ascii_xdigit_value (**at);
  }
  g_string_append_unichar (text, code);
  return code != 0 && (code < 0xd800 || code > 0xdfff);
}

static char *
read_string (const char **at) {
  g_autoptr (GString) text = g_string_new (NULL);

  if (!take (at, "\""))
    return NULL;
  while (**at != '"') {
    if ((guchar) * *at < 0x20)
      return NULL;
    if (!take (at, "\\"))
      g_string_append_c (text, *(*at)++);
    else if (!read_escape (at, text))
      return NULL;
  }
  (*at)++;
  return g_strdup (text->str);
}

static JsonValue *
read_number (const char **at) {
  g_autoptr (GRegex) regex = g_regex_new ("^-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  JsonValue *self;

  if (!g_regex_match (regex, *at, 0, &match))
    return NULL;
  self = json_new (JSON_NUMBER);
  self->text = g_match_info_fetch (match, 0);
  *at += strlen (self->text);
  return self;
}

static gboolean
read_key (JsonValue *self, const char **at) {
  g_autofree char *key = read_string (at);

  if (!key || g_ptr_array_find_with_equal_func (self->keys, key, g_str_equal, NULL))
    return FALSE;
  g_ptr_array_add (self->keys, g_steal_pointer (&key));
  skip_space (at);
  return take (at, ":");
}

static gboolean
read_children (JsonValue *self, const char **at, const char *close) {
  skip_space (at);
  if (take (at, close))
    return TRUE;
  do {
    JsonValue *child;

    skip_space (at);
    if (self->keys && !read_key (self, at))
      return FALSE;
    if (!(child = read_value (at)))
      return FALSE;
    g_ptr_array_add (self->children, child);
    skip_space (at);
  } while (take (at, ","));
  return take (at, close);
}

static JsonValue *
read_container (const char **at) {
  gboolean object = *(*at)++ == '{';
  g_autoptr (JsonValue) self = json_new (object ? JSON_OBJECT : JSON_ARRAY);

  self->children = g_ptr_array_new_with_free_func ((GDestroyNotify) json_free);
  if (object)
    self->keys = g_ptr_array_new_with_free_func (g_free);
  return read_children (self, at, object ? "}" : "]") ? g_steal_pointer (&self) : NULL;
}

static JsonValue *
read_value (const char **at) {
  skip_space (at);
  if (**at == '{' || **at == '[')
    return read_container (at);
  if (**at == '"') {
    g_autoptr (JsonValue) self = json_new (JSON_STRING);

    return (self->text = read_string (at)) ? g_steal_pointer (&self) : NULL;
  }
  if (take (at, "null"))
    return json_new (JSON_NULL);
  if (take (at, "true"))
    return json_new (JSON_TRUE);
  if (take (at, "false"))
    return json_new (JSON_FALSE);
  return read_number (at);
}

JsonValue *
json_parse (const char *text) {
  g_autoptr (JsonValue) self = read_value (&text);

  skip_space (&text);
  return self && *text == '\0' ? g_steal_pointer (&self) : NULL;
}

const JsonValue *
json_get (const JsonValue *self, ...) {
  const char *key;
  va_list keys;

  va_start (keys, self);
  while ((key = va_arg (keys, const char *))) {
    guint index;

    g_assert_cmpint (self->kind, ==, JSON_OBJECT);
    if (!g_ptr_array_find_with_equal_func (self->keys, key, g_str_equal, &index))
      g_error ("there is no key “%s”", key);
    self = self->children->pdata[index];
  }
  va_end (keys);
  return self;
}

const JsonValue *
json_at (const JsonValue *self, guint index) {
  g_assert_cmpint (self->kind, ==, JSON_ARRAY);
  g_assert_cmpuint (index, <, self->children->len);
  return self->children->pdata[index];
}

gint64
json_integer (const JsonValue *self) {
  g_autoptr (GError) error = NULL;
  gint64 value;

  g_assert_cmpint (self->kind, ==, JSON_NUMBER);
  g_ascii_string_to_signed (self->text, 10, G_MININT64, G_MAXINT64, &value, &error);
  g_assert_no_error (error);
  return value;
}

double
json_number (const JsonValue *self) {
  g_assert_cmpint (self->kind, ==, JSON_NUMBER);
  return g_ascii_strtod (self->text, NULL);
}

const char *
json_string (const JsonValue *self) {
  g_assert_cmpint (self->kind, ==, JSON_STRING);
  return self->text;
}

void
json_assert_keys (const JsonValue *self, const char *keys) {
  g_autoptr (GString) found = g_string_new (NULL);

  g_assert_cmpint (self->kind, ==, JSON_OBJECT);
  for (guint i = 0; i < self->keys->len; i++)
    g_string_append_printf (found, "%s%s", i > 0 ? " " : "", (const char *) self->keys->pdata[i]);
  g_assert_cmpstr (found->str, ==, keys);
}

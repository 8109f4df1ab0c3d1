/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-safetensors-json.h"

#include <string.h>

/* Skips white space; 0 at the end. */
static char
peek (EngineSafetensorsJson *self) {
  while (self->at < self->end && memchr (" \t\r\n", *self->at, 4))
    self->at++;
  return self->at < self->end ? *self->at : 0;
}

gboolean
engine_safetensors_json_accept (EngineSafetensorsJson *self, char character) {
  if (peek (self) != character || self->at == self->end)
    return FALSE;
  self->at++;
  return TRUE;
}

/* The four hexadecimal digits of \uXXXX. */
static gboolean
read_code (EngineSafetensorsJson *self, gunichar *code) {
  if (self->end - self->at < 4)
    return FALSE;
  *code = 0;
  for (int i = 0; i < 4; i++) {
    int digit = g_ascii_xdigit_value (*self->at++);

    if (digit < 0)
      return FALSE;
    *code = *code << 4 | (gunichar) digit;
  }
  return TRUE;
}

/* What follows \u: one code, or the two of a surrogate pair. */
static gboolean
read_character (EngineSafetensorsJson *self, GString *text) {
  gunichar code, low;

  if (!read_code (self, &code) || code == 0)
    return FALSE;
  if (code >= 0xd800 && code < 0xdc00) {
    if (self->end - self->at < 2 || memcmp (self->at, "\\u", 2) != 0)
      return FALSE;
    self->at += 2;
    if (!read_code (self, &low) || low < 0xdc00 || low > 0xdfff)
      return FALSE;
    code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
  } else if (code >= 0xdc00 && code < 0xe000)
    return FALSE;
  g_string_append_unichar (text, code);
  return TRUE;
}

static gboolean
read_escape (EngineSafetensorsJson *self, GString *text) {
  static const char letters[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *letter;

  if (self->at == self->end || *self->at == 0)
    return FALSE;
  if (*self->at == 'u') {
    self->at++;
    return read_character (self, text);
  }
  letter = strchr (letters, *self->at++);
  if (!letter)
    return FALSE;
  g_string_append_c (text, meanings[letter - letters]);
  return TRUE;
}

gboolean
engine_safetensors_json_string (EngineSafetensorsJson *self, char **string) {
  g_autoptr (GString) text = g_string_new (NULL);

  if (!engine_safetensors_json_accept (self, '"'))
    return FALSE;
  while (self->at < self->end && *self->at != '"') {
    char character = *self->at++;

    if ((guchar) character < ' ' || (character == '\\' && !read_escape (self, text)))
      return FALSE;
    if (character != '\\')
      g_string_append_c (text, character);
  }
  if (self->at == self->end || !g_utf8_validate (text->str, (gssize) text->len, NULL))
    return FALSE;
  self->at++;
  *string = g_string_free (g_steal_pointer (&text), FALSE);
  return TRUE;
}

gboolean
engine_safetensors_json_number (EngineSafetensorsJson *self, gint64 *number) {
  const char *begin;

  peek (self);
  begin = self->at;
  for (*number = 0; self->at < self->end && g_ascii_isdigit (*self->at); self->at++)
    if (__builtin_mul_overflow (*number, 10, number)
        || __builtin_add_overflow (*number, *self->at - '0', number))
      return FALSE;
  return self->at > begin && (*begin != '0' || self->at == begin + 1);
}

gboolean
engine_safetensors_json_at_end (EngineSafetensorsJson *self) {
  peek (self);
  return self->at == self->end;
}

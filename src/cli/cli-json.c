/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-json.h"

#include "cli-text.h"

#include <stdio.h>

void
cli_json_init (CliJson *self) {
  *self = (CliJson){ .text = g_string_new (NULL) };
}

void
cli_json_clear (CliJson *self) {
  if (self->text)
    g_string_free (self->text, TRUE);
  self->text = NULL;
}

static void
append_line_break (CliJson *self) {
  g_string_append_c (self->text, '\n');
  for (guint i = 0; i < self->depth; i++)
    g_string_append (self->text, "  ");
}

static void
append_quoted (CliJson *self, const char *value) {
  g_autofree char *valid = g_utf8_make_valid (value, -1);

  g_string_append_c (self->text, '"');
  for (const char *at = valid; *at != '\0'; at++) {
    if (*at == '"' || *at == '\\')
      g_string_append_printf (self->text, "\\%c", *at);
    else if ((guchar) *at < 0x20)
      g_string_append_printf (self->text, "\\u%04x", (guint) *at);
    else
      g_string_append_c (self->text, *at);
  }
  g_string_append_c (self->text, '"');
}

static void
begin_value (CliJson *self, const char *key) {
  if (self->follows)
    g_string_append_c (self->text, ',');
  if (self->depth > 0)
    append_line_break (self);
  if (key) {
    append_quoted (self, key);
    g_string_append (self->text, ": ");
  }
  self->follows = TRUE;
}

static void
begin_container (CliJson *self, const char *key, char bracket) {
  begin_value (self, key);
  g_string_append_c (self->text, bracket);
  self->depth++;
  self->follows = FALSE;
}

static void
end_container (CliJson *self, char bracket) {
  gboolean filled = self->follows;

  self->depth--;
  if (filled)
    append_line_break (self);
  g_string_append_c (self->text, bracket);
  self->follows = TRUE;
}

void
cli_json_begin_object (CliJson *self, const char *key) {
  begin_container (self, key, '{');
}

void
cli_json_end_object (CliJson *self) {
  end_container (self, '}');
}

void
cli_json_begin_array (CliJson *self, const char *key) {
  begin_container (self, key, '[');
}

void
cli_json_end_array (CliJson *self) {
  end_container (self, ']');
}

void
cli_json_integer (CliJson *self, const char *key, gint64 value) {
  begin_value (self, key);
  g_string_append_printf (self->text, "%" G_GINT64_FORMAT, value);
}

void
cli_json_number (CliJson *self, const char *key, double value) {
  g_autofree char *text = cli_text_number (value);

  begin_value (self, key);
  g_string_append (self->text, text);
}

void
cli_json_string (CliJson *self, const char *key, const char *value) {
  begin_value (self, key);
  append_quoted (self, value);
}

void
cli_json_print (const CliJson *self) {
  fputs (self->text->str, stdout);
  fputc ('\n', stdout);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-text.h"

#include <string.h>

char *
cli_text_one_line (const char *text) {
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *line = g_string_new (NULL);
  gboolean gap = FALSE;

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar letter = g_utf8_get_char (at);

    if (!g_unichar_iscntrl (letter))
      g_string_append_unichar (line, letter);
    else if (!gap)
      g_string_append_c (line, ' ');
    gap = g_unichar_iscntrl (letter);
  }
  return g_string_free (line, FALSE);
}

char *
cli_text_number (double value) {
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  for (int digits = 15; digits <= 17; digits++) {
    char format[] = "%.15g";

    format[3] = (char) ('0' + digits % 10);
    g_ascii_formatd (text, sizeof text, format, value);
    if (g_ascii_strtod (text, NULL) == value)
      break;
  }
  return g_strdup (text);
}

char *
cli_text_extents (guint n_extents, const gint64 *extents) {
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_extents; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? "x" : "", extents[i]);
  return g_string_free (text, FALSE);
}

gboolean
cli_text_has_ending (const char *path, const char *ending) {
  gsize path_length = strlen (path);
  gsize length = strlen (ending);

  return path_length >= length && g_ascii_strcasecmp (path + path_length - length, ending) == 0;
}

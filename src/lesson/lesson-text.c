/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#define TRUE_MINUS 0x2212 /* a sign of Unicode */

/* The C locale groups nothing, but 204800 is hard to read from the last row. */
static char *
group_by_comma (const char *digits) {
  GString *grouped = g_string_new (NULL);
  gsize length = strlen (digits);

  for (gsize i = 0; i < length; i++) {
    if (i > 0 && (length - i) % 3 == 0)
      g_string_append_c (grouped, ',');
    g_string_append_c (grouped, digits[i]);
  }
  return g_string_free (grouped, FALSE);
}

char *
lesson_format_count (gint64 count) {
  if (*localeconv ()->thousands_sep != '\0')
    return g_strdup_printf ("%'I" G_GINT64_MODIFIER "d", count);

  g_autofree char *digits =
      g_strdup_printf ("%" G_GUINT64_FORMAT, count < 0 ? -(guint64) count : (guint64) count);
  g_autofree char *grouped = group_by_comma (digits);
  return g_strconcat (count < 0 ? "−" : "", grouped, NULL);
}

char *
lesson_format_size (gint64 width, gint64 height) {
  g_autofree char *columns = lesson_format_count (width);
  g_autofree char *rows = lesson_format_count (height);

  return g_strdup_printf ("%s × %s", columns, rows);
}

char *
lesson_format_value (double value) {
  double rounded = round (value * 100) / 100;
  g_autofree char *size = g_strdup_printf ("%I.2f", fabs (rounded));

  return g_strconcat (rounded < 0 ? "−" : "", size, NULL);
}

char *
lesson_format_tenths (double value) {
  return g_strdup_printf ("%I.1f", value);
}

char *
lesson_format_percent (double share) {
  g_autofree char *number = lesson_format_tenths (100 * share);

  /* Translators: a number of percent; the space does not break */
  return g_strdup_printf (_ ("%s %%"), number);
}

char *
lesson_format_ratio (double ratio) {
  if (ratio >= 99.95 && ratio < G_MAXINT64)
    return lesson_format_count (llround (ratio));
  return g_strdup_printf ("%I.*f", ratio < 9.995 ? 2 : 1, ratio);
}

static gboolean
skip (const char **text, const char *prefix) {
  if (*prefix == '\0' || !g_str_has_prefix (*text, prefix))
    return FALSE;
  *text += strlen (prefix);
  return TRUE;
}

/* Whether a mark groups thousands: a number precedes it, and exactly three digits follow. Else "0.5" would be 5 where thousands
 * have points, and "0,5" where they have commas. */
static gboolean
groups (const char *before, const char *after) {
  guint digits = 0;

  for (; g_unichar_isdigit (g_utf8_get_char (after)); after = g_utf8_next_char (after))
    digits++;
  return digits == 3 && g_ascii_strtod (before, NULL) != 0;
}

/* The digits in ASCII, without what groups them. */
static char *
plain_number (const char *text) {
  const struct lconv *locale = localeconv ();
  const char *grouping = *locale->thousands_sep != '\0' ? locale->thousands_sep : ",";
  gboolean doubtful = g_str_equal (grouping, ",") || g_str_equal (grouping, ".");
  GString *plain = g_string_new (NULL);

  while (*text != '\0') {
    gboolean mark = skip (&text, grouping);
    if ((mark && (!doubtful || groups (plain->str, text))) || skip (&text, "’") || skip (&text, "'"))
      continue;
    if (mark || skip (&text, locale->decimal_point)) {
      g_string_append_c (plain, '.');
      continue;
    }
    gunichar letter = g_utf8_get_char (text);
    if (g_unichar_isdigit (letter))
      g_string_append_c (plain, (char) ('0' + g_unichar_digit_value (letter)));
    else if (letter == TRUE_MINUS)
      g_string_append_c (plain, '-');
    else if (!g_unichar_isspace (letter))
      g_string_append_unichar (plain, letter);
    text = g_utf8_next_char (text);
  }
  return g_string_free (plain, FALSE);
}

gboolean
lesson_parse_number (const char *text, double *number) {
  g_autofree char *plain = plain_number (text);
  char *end;

  /* strtod would also read "inf", "nan" and hexadecimals. */
  if (*plain == '\0' || plain[strspn (plain, "0123456789.-")] != '\0')
    return FALSE;
  *number = g_ascii_strtod (plain, &end);
  return *end == '\0' && end != plain && isfinite (*number);
}

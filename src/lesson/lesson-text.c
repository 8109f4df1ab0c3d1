/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lesson-text.h"

#include <locale.h>
#include <math.h>
#include <string.h>

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
lesson_format_value (double value) {
  double rounded = round (value * 100) / 100;
  g_autofree char *size = g_strdup_printf ("%I.2f", fabs (rounded));

  return g_strconcat (rounded < 0 ? "−" : "", size, NULL);
}

char *
lesson_format_ratio (double ratio) {
  int decimals = ratio < 9.995 ? 2 : ratio < 99.95 ? 1 : 0;

  return g_strdup_printf ("%I.*f", decimals, ratio);
}

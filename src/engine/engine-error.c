/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-error-private.h"

#include <glib/gi18n-lib.h>

GQuark
engine_error_quark (void) {
  return g_quark_from_static_string ("engine-error-quark");
}

char *
engine_error_pair (gint64 rows, gint64 columns) {
  return g_strdup_printf ("%" G_GINT64_FORMAT "x%" G_GINT64_FORMAT, rows, columns);
}

gboolean
engine_error_overflow (const char *what, GError **error) {
  g_set_error (error, ENGINE_ERROR, ENGINE_ERROR_OVERFLOW,
               _ ("%s: the number passes 64 bits; use smaller sizes"), what);
  return FALSE;
}

gboolean
engine_error_check_positive (const char *what, gint64 value, GError **error) {
  g_autofree char *text = NULL;

  if (value > 0)
    return TRUE;

  text = g_strdup_printf ("%" G_GINT64_FORMAT, value);
  g_set_error (error, ENGINE_ERROR, ENGINE_ERROR_SHAPE, _ ("%s: %s is not positive; use at least 1"), what,
               text);
  return FALSE;
}

gboolean
engine_error_check_pool (gint64 height, gint64 width, gint64 size, GError **error) {
  g_autofree char *window = NULL;
  g_autofree char *image = NULL;
  g_autofree char *best = NULL;

  if (!engine_error_check_positive (_ ("image height"), height, error)
      || !engine_error_check_positive (_ ("image width"), width, error)
      || !engine_error_check_positive (_ ("pool"), size, error))
    return FALSE;
  if (size <= height && size <= width)
    return TRUE;

  window = engine_error_pair (size, size);
  image = engine_error_pair (height, width);
  best = g_strdup_printf ("%" G_GINT64_FORMAT, MIN (height, width));
  g_set_error (error, ENGINE_ERROR, ENGINE_ERROR_SHAPE,
               _ ("pool: a window of %s is larger than the image of %s; use a size of at most %s"), window,
               image, best);
  return FALSE;
}

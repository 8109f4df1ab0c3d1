/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-safetensors.h"

#include "engine-error.h"
#include "engine-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LENGTH_BYTES 8
#define ALIGNMENT    8 /* of the values in a file, as the format's own programs have it */

/* As JSON spells a string. */
static void
append_string (GString *text, const char *string) {
  g_string_append_c (text, '"');
  for (; *string; string++)
    if (*string == '"' || *string == '\\')
      g_string_append_printf (text, "\\%c", *string);
    else if ((guchar) *string < ' ')
      g_string_append_printf (text, "\\u%04x", (guint) *string);
    else
      g_string_append_c (text, *string);
  g_string_append_c (text, '"');
}

static void
append_item (GString *text, const EngineSafetensorsItem *item, gsize begin) {
  const EngineTensor *tensor = item->tensor;

  append_string (text, item->name);
  g_string_append (text, ":{\"dtype\":\"F32\",\"shape\":[");
  for (guint axis = 0; axis < tensor->rank; axis++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, axis > 0 ? "," : "", tensor->shape[axis]);
  g_string_append_printf (text, "],\"data_offsets\":[%zu,%zu]}", begin,
                          begin + (gsize) tensor->length * sizeof (float));
}

/* The length, the JSON, and spaces up to the values. */
static GString *
make_header (const EngineSafetensorsItem *items, guint n_items) {
  GString *text = g_string_new_len ("\0\0\0\0\0\0\0\0{", LENGTH_BYTES + 1);
  guint64 length;
  gsize begin = 0;

  for (guint i = 0; i < n_items; i++) {
    if (i > 0)
      g_string_append_c (text, ',');
    append_item (text, &items[i], begin);
    begin += (gsize) items[i].tensor->length * sizeof (float);
  }
  g_string_append_c (text, '}');
  while (text->len % ALIGNMENT != 0)
    g_string_append_c (text, ' ');

  length = GUINT64_TO_LE (text->len - LENGTH_BYTES);
  memcpy (text->str, &length, sizeof length);
  return text;
}

static void
put_values (guint8 *data, const EngineTensor *tensor) {
  for (gint64 i = 0; i < tensor->length; i++) {
    guint32 bits;

    memcpy (&bits, &tensor->data[i], sizeof bits);
    bits = GUINT32_TO_LE (bits);
    memcpy (data + (gsize) i * sizeof bits, &bits, sizeof bits);
  }
}

gboolean
engine_safetensors_save (const char *path, const EngineSafetensorsItem *items, guint n_items,
                         GError **error) {
  g_autoptr (GString) header = make_header (items, n_items);
  g_autofree guint8 *data = NULL;
  gsize length = header->len, at = header->len;

  for (guint i = 0; i < n_items; i++)
    length += (gsize) items[i].tensor->length * sizeof (float);
  data = g_try_malloc (length);
  if (!data) {
    g_autofree char *name = g_filename_display_name (path);

    g_set_error (error, ENGINE_ERROR, ENGINE_ERROR_TOO_LARGE,
                 _ ("%s: there is not enough memory to write it; use smaller sizes"), name);
    return FALSE;
  }

  memcpy (data, header->str, header->len);
  for (guint i = 0; i < n_items; i++) {
    put_values (data + at, items[i].tensor);
    at += (gsize) items[i].tensor->length * sizeof (float);
  }
  return engine_file_write (path, data, length, error);
}

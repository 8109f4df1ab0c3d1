/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-npy.h"

#include "engine-error.h"
#include "engine-file.h"
#include "engine-npy-header.h"
#include "engine-tensor-private.h"

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_FILE_BYTES ((gsize) G_MAXINT32)
#define MAX_INTEGER    (1 << 24) /* up to here float32 has every whole number */
#define ALIGNMENT      64        /* of the values in a file, so that they can be mapped */

static gsize
value_size (EngineNpyType type) {
  static const gsize sizes[] = { 4, 8, 1, 4 };

  return sizes[type];
}

/* The shape must account for every byte of the file. */
static gboolean
check_size (const EngineNpyHeader *header, gsize available, const char *name, GError **error) {
  gsize bytes = value_size (header->type);
  gboolean fits = TRUE;

  for (guint axis = 0; axis < header->rank && fits; axis++)
    fits = !__builtin_mul_overflow (bytes, header->shape[axis], &bytes);
  if (fits && bytes == available)
    return TRUE;

  g_set_error (error, ENGINE_ERROR, ENGINE_ERROR_FORMAT,
               !fits || bytes > available
                   ? _ ("%s: it holds fewer values than its shape says; save or copy it again")
                   : _ ("%s: it holds more than its shape says; save or copy it again"),
               name);
  return FALSE;
}

static float
float32_at (const guint8 *data) {
  guint32 bits;
  float value;

  memcpy (&bits, data, sizeof bits);
  bits = GUINT32_FROM_LE (bits);
  memcpy (&value, &bits, sizeof value);
  return value;
}

static double
float64_at (const guint8 *data) {
  guint64 bits;
  double value;

  memcpy (&bits, data, sizeof bits);
  bits = GUINT64_FROM_LE (bits);
  memcpy (&value, &bits, sizeof value);
  return value;
}

static gboolean
read_float64 (EngineTensor *tensor, const guint8 *values, const char *name, GError **error) {
  for (gint64 i = 0; i < tensor->length; i++) {
    double value = float64_at (values + i * 8);

    if (isfinite (value) && fabs (value) > FLT_MAX) {
      g_set_error (error, ENGINE_ERROR, ENGINE_ERROR_UNSUPPORTED,
                   _ ("%s: it has a value too large for float32, %g; scale it down"), name, value);
      return FALSE;
    }
    tensor->data[i] = (float) value;
  }
  return TRUE;
}

static gboolean
read_int32 (EngineTensor *tensor, const guint8 *values, const char *name, GError **error) {
  for (gint64 i = 0; i < tensor->length; i++) {
    guint32 bits;
    gint32 value;

    memcpy (&bits, values + i * 4, sizeof bits);
    value = (gint32) GUINT32_FROM_LE (bits);
    if (value > MAX_INTEGER || value < -MAX_INTEGER) {
      g_set_error (error, ENGINE_ERROR, ENGINE_ERROR_UNSUPPORTED,
                   _ ("%s: it has a whole number that float32 does not hold, %d; use at most %d"), name,
                   value, MAX_INTEGER);
      return FALSE;
    }
    tensor->data[i] = (float) value;
  }
  return TRUE;
}

static gboolean
read_values (EngineTensor *tensor, EngineNpyType type, const guint8 *values, const char *name,
             GError **error) {
  if (type == ENGINE_NPY_FLOAT64)
    return read_float64 (tensor, values, name, error);
  if (type == ENGINE_NPY_INT32)
    return read_int32 (tensor, values, name, error);
  for (gint64 i = 0; i < tensor->length; i++)
    tensor->data[i] = type == ENGINE_NPY_FLOAT32 ? float32_at (values + i * 4) : values[i];
  return TRUE;
}

EngineTensor *
engine_npy_parse (const guint8 *data, gsize length, const char *name, GError **error) {
  g_autoptr (EngineTensor) tensor = NULL;
  EngineNpyHeader header;

  if (!engine_npy_header_parse (&header, data, length, name, error)
      || !check_size (&header, length - header.size, name, error))
    return NULL;
  tensor = engine_tensor_new_unset (header.rank, header.shape, error);
  if (!tensor || !read_values (tensor, header.type, data + header.size, name, error))
    return NULL;
  return g_steal_pointer (&tensor);
}

EngineTensor *
engine_npy_load (const char *path, GError **error) {
  g_autoptr (GBytes) bytes = engine_file_read (path, MAX_FILE_BYTES, error);
  g_autofree char *name = NULL;
  const guint8 *data;
  gsize length;

  if (!bytes)
    return NULL;
  name = g_filename_display_name (path);
  data = g_bytes_get_data (bytes, &length);
  return engine_npy_parse (data, length, name, error);
}

/* Version 1, filled up with spaces so that the values are aligned. */
static GString *
write_header (const EngineTensor *tensor) {
  g_autofree char *shape = engine_tensor_shape_to_string (tensor);
  GString *text = g_string_new_len ("\x93NUMPY\x01\x00\x00\x00", 10);
  gsize length;

  g_string_append_printf (text, "{'descr': '<f4', 'fortran_order': False, 'shape': %s, }", shape);
  while ((text->len + 1) % ALIGNMENT != 0)
    g_string_append_c (text, ' ');
  g_string_append_c (text, '\n');

  length = text->len - 10;
  text->str[8] = (char) (length & 0xff);
  text->str[9] = (char) (length >> 8);
  return text;
}

gboolean
engine_npy_save (const char *path, const EngineTensor *tensor, GError **error) {
  g_autoptr (GString) header = write_header (tensor);
  gsize length = header->len + (gsize) tensor->length * sizeof (float);
  g_autofree char *data = g_try_malloc (length);
  g_autofree char *name = NULL;

  if (!data) {
    name = g_filename_display_name (path);
    g_set_error (error, ENGINE_ERROR, ENGINE_ERROR_TOO_LARGE,
                 _ ("%s: there is not enough memory to write it; use smaller sizes"), name);
    return FALSE;
  }

  memcpy (data, header->str, header->len);
  for (gint64 i = 0; i < tensor->length; i++) {
    guint32 bits;

    memcpy (&bits, &tensor->data[i], sizeof bits);
    bits = GUINT32_TO_LE (bits);
    memcpy (data + header->len + (gsize) i * sizeof bits, &bits, sizeof bits);
  }
  return engine_file_write (path, data, length, error);
}

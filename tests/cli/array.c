/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "array.h"

#include "cli-process.h"
#include "engine-npy.h"

#include <math.h>
#include <string.h>

#define MAGIC_LENGTH 10 /* magic, version and length of the dictionary */

void
array_write_raw (const char *path, const char *dictionary, const void *data, gsize length) {
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gsize header = strlen (dictionary) + 1;
  guint8 header_length[2] = { header & 0xff, header >> 8 };

  g_byte_array_append (bytes, (const guint8 *) "\x93NUMPY\x01\x00", MAGIC_LENGTH - 2);
  g_byte_array_append (bytes, header_length, 2);
  g_byte_array_append (bytes, (const guint8 *) dictionary, (guint) header - 1);
  g_byte_array_append (bytes, (const guint8 *) "\n", 1);
  g_byte_array_append (bytes, data, (guint) length);
  cli_write (path, bytes->data, bytes->len);
}

void
array_write (const char *path, guint rank, const gint64 *shape, const float *values) {
  g_autoptr (GString) dictionary = g_string_new ("{'descr': '<f4', 'fortran_order': False, 'shape': (");
  gsize length = sizeof (float);

  for (guint i = 0; i < rank; i++) {
    g_string_append_printf (dictionary, "%" G_GINT64_FORMAT ", ", shape[i]);
    length *= (gsize) shape[i];
  }
  g_string_append (dictionary, "), }");
  array_write_raw (path, dictionary->str, values, length);
}

EngineTensor *
array_load (const char *path) {
  g_autoptr (GError) error = NULL;
  EngineTensor *tensor = engine_npy_load (path, &error);

  g_assert_no_error (error);
  return tensor;
}

EngineTensor *
array_read (const char *path, guint rank, const gint64 *shape) {
  EngineTensor *tensor = array_load (path);

  if (!engine_tensor_has_shape (tensor, rank, shape)) {
    g_autofree char *found = engine_tensor_shape_to_string (tensor);

    g_error ("%s has the shape %s", path, found);
  }
  return tensor;
}

void
array_assert (const char *path, guint rank, const gint64 *shape, const float *values, float tolerance) {
  g_autoptr (EngineTensor) tensor = array_read (path, rank, shape);

  for (gint64 i = 0; i < tensor->length; i++)
    g_assert_cmpfloat (fabsf (tensor->data[i] - values[i]), <=, tolerance);
}

void
picture_write (const char *path, gint64 width, gint64 height, const guint32 *pixels) {
  g_autoptr (GError) error = NULL;
  g_autoptr (EngineTensor) tensor = engine_tensor_new_image (height, width, 3, &error);

  g_assert_no_error (error);
  for (gint64 i = 0; i < tensor->length; i++)
    tensor->data[i] = (float) (pixels[i / 3] >> (16 - i % 3 * 8) & 0xff) / 255;
  engine_image_save_png (path, tensor, &error);
  g_assert_no_error (error);
}

EngineImage *
picture_read (const char *path) {
  g_autoptr (GError) error = NULL;
  EngineImage *image = engine_image_load (path, NULL, &error);

  g_assert_no_error (error);
  return image;
}

void
picture_assert_grey (const char *path, gint64 width, gint64 height, const guint8 *values) {
  g_autoptr (EngineImage) image = picture_read (path);

  g_assert_cmpint (image->width, ==, width);
  g_assert_cmpint (image->height, ==, height);
  for (gint64 i = 0; i < width * height; i++) {
    g_assert_cmpint (image->pixels[3 * i], ==, values[i]);
    g_assert_cmpint (image->pixels[3 * i + 1], ==, values[i]);
    g_assert_cmpint (image->pixels[3 * i + 2], ==, values[i]);
  }
}

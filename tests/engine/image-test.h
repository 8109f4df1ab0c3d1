/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of pictures share: the files of images/, and files made of them. */
#pragma once

#include "engine-image.h"
#include "engine-test.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static inline char *
picture_path (const char *name) {
  return g_test_build_filename (G_TEST_DIST, "engine", "images", name, NULL);
}

static inline GByteArray *
read_picture (const char *name) {
  g_autofree char *path = picture_path (name);
  g_autoptr (GError) error = NULL;
  char *contents;
  gsize length;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);
  return g_byte_array_new_take ((guint8 *) contents, length);
}

static inline void
insert_bytes (GByteArray *file, gsize offset, const guint8 *data, gsize length) {
  g_autofree guint8 *tail = g_memdup2 (file->data + offset, file->len - offset);
  gsize tail_length = file->len - offset;

  g_byte_array_set_size (file, (guint) offset);
  g_byte_array_append (file, data, (guint) length);
  g_byte_array_append (file, tail, (guint) tail_length);
}

/* Where the text stands in the file, which has it. */
static inline gsize
find_bytes (const GByteArray *file, const char *text, gsize length) {
  for (gsize offset = 0; offset + length <= file->len; offset++) {
    if (memcmp (file->data + offset, text, length) == 0)
      return offset;
  }
  g_assert_not_reached ();
}

static inline void
assert_pixel (const EngineImage *image, gint64 y, gint64 x, guint32 expected, int tolerance) {
  const guint8 *pixel = image->pixels + 3 * (y * image->width + x);

  for (int channel = 0; channel < 3; channel++) {
    int value = expected >> (16 - 8 * channel) & 255;

    g_assert_cmpint (pixel[channel], >=, value - tolerance);
    g_assert_cmpint (pixel[channel], <=, value + tolerance);
  }
}

static inline EngineImage *
load_bytes (const void *data, gsize length, GError **error) {
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "engine-image-XXXXXX", NULL);
  int fd = g_mkstemp (path);
  EngineImage *image;

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, data, length), ==, (gssize) length);
  g_assert_true (g_close (fd, NULL));
  image = engine_image_load (path, NULL, error);
  g_unlink (path);
  return image;
}

/* Of a file that is sound, but needs a loader that need not be there. */
static inline gboolean
has_loader (const char *name) {
  const char *suffix = strrchr (name, '.') + 1;
  const char *loader = g_str_equal (suffix, "jpg") ? "jpeg" : g_str_equal (suffix, "tif") ? "tiff" : suffix;
  g_autoptr (GSList) formats = gdk_pixbuf_get_formats ();

  for (GSList *i = formats; i; i = i->next) {
    g_autofree char *format = gdk_pixbuf_format_get_name (i->data);

    if (g_str_equal (format, loader))
      return TRUE;
  }
  return FALSE;
}

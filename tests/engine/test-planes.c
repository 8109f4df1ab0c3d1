/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Planes, to and from images. */
#include "engine-planes.h"
#include "engine-test.h"
#include "engine-threads-private.h"

#include <string.h>

static const gint64 sizes[][3] = { { 1, 1, 1 },  { 1, 1, 5 },    { 7, 31, 3 },    { 7, 32, 3 },
                                   { 9, 33, 1 }, { 5, 1024, 2 }, { 300, 401, 3 }, { 4, 2, 64 } };

/* Every value of the image is where the planes' strides say. */
static void
test_values (void) {
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (EngineTensor) image = random_tensor (i, 3, sizes[i]);
    g_autoptr (EnginePlanes) planes = engine_planes_new_from_image (image, &error);

    g_assert_no_error (error);
    g_assert_cmpint (planes->height, ==, sizes[i][0]);
    g_assert_cmpint (planes->width, ==, sizes[i][1]);
    g_assert_cmpint (planes->n, ==, sizes[i][2]);
    for (gint64 v = 0; v < image->length; v++) {
      gint64 p = v % planes->n, x = v / planes->n % planes->width, y = v / planes->n / planes->width;

      g_assert_cmpfloat (planes->data[p * planes->plane_stride + y * planes->row_stride + x], ==,
                         image->data[v]);
    }
  }
}

static void
test_back (void) {
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint threads = 1; threads <= 3; threads++) {
      g_autoptr (EngineTensor) image = random_tensor (i, 3, sizes[i]);

      engine_threads_set (threads);
      g_autoptr (EnginePlanes) planes = engine_planes_new_from_image (image, NULL);
      g_autoptr (EngineTensor) again = engine_planes_to_image (planes, NULL);
      g_assert_true (engine_tensor_has_shape (again, 3, sizes[i]));
      g_assert_cmpmem (again->data, (gsize) again->length * sizeof (float), image->data,
                       (gsize) image->length * sizeof (float));
    }
}

static void
test_alignment (void) {
  for (gint64 width = 1; width <= 200; width++) {
    g_autoptr (EnginePlanes) planes = engine_planes_new (3, 5, width, NULL);

    g_assert_cmpuint ((guintptr) planes->data % 64, ==, 0);
    g_assert_cmpint (planes->row_stride, >=, width);
    g_assert_cmpint (planes->plane_stride, >=, 5 * planes->row_stride);
    if (width >= 32)
      for (gint64 p = 0; p < 3; p++)
        g_assert_cmpint ((p * planes->plane_stride + p * planes->row_stride) % 16, ==, 0);
  }
}

static void
assert_no_planes (gint64 n, gint64 height, gint64 width, gint code) {
  g_autoptr (GError) error = NULL;

  g_assert_null (engine_planes_new (n, height, width, &error));
  assert_refused (error, code);
}

static void
test_refused (void) {
  static const gint64 none[] = { 0, -1, G_MININT64 };

  for (guint i = 0; i < G_N_ELEMENTS (none); i++) {
    assert_no_planes (none[i], 2, 3, ENGINE_ERROR_SHAPE);
    assert_no_planes (2, none[i], 3, ENGINE_ERROR_SHAPE);
    assert_no_planes (2, 3, none[i], ENGINE_ERROR_SHAPE);
  }
}

static void
test_too_large (void) {
  static const gint64 huge[] = { G_MAXINT64, G_MAXINT64 / 4, G_MAXINT64 / 5, (gint64) 1 << 60,
                                 (gint64) 1 << 45 };

  for (guint i = 0; i < G_N_ELEMENTS (huge); i++) {
    assert_no_planes (huge[i], 1, 1, ENGINE_ERROR_TOO_LARGE);
    assert_no_planes (1, huge[i], 1, ENGINE_ERROR_TOO_LARGE);
    assert_no_planes (1, 1, huge[i], ENGINE_ERROR_TOO_LARGE);
    assert_no_planes ((gint64) 1 << 21, (gint64) 1 << 21, huge[i], ENGINE_ERROR_TOO_LARGE);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/planes/values-lie-where-the-strides-say", test_values);
  g_test_add_func ("/engine/planes/image-comes-back-to-the-bit", test_back);
  g_test_add_func ("/engine/planes/wide-rows-begin-at-64-bytes", test_alignment);
  g_test_add_func ("/engine/planes/extents-that-are-not-positive-are-refused", test_refused);
  g_test_add_func ("/engine/planes/more-than-memory-is-refused", test_too_large);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "image-test.h"

#include <math.h>

static void
test_argb32 (void) {
  /* Opaque, half, none, and one whose colours are larger than its alpha; each row has a pixel to spare. */
  static const guint32 pixels[] = { 0xff102030, 0x80400080, 0xdeadbeef, 0x00000000, 0x20ff10ff, 0xdeadbeef };
  g_autoptr (GError) error = NULL;
  g_autoptr (EngineImage) image = engine_image_new_from_argb32 ((const guint8 *) pixels, 2, 2, 12, &error);

  g_assert_no_error (error);
  assert_pixel (image, 0, 0, 0x102030, 0);
  assert_pixel (image, 0, 1, 0xbf7fff, 0);
  assert_pixel (image, 1, 0, 0xffffff, 0);
  assert_pixel (image, 1, 1, 0xffefff, 0);
}

static void
test_from_grey (void) {
  const float values[] = { 0, 0.5F, 1, -3, 7, 0.2F };
  g_autoptr (GError) error = NULL;
  g_autoptr (EngineImage) image = engine_image_new_from_grey (values, 2, 3, &error);

  g_assert_no_error (error);
  g_assert_cmpint (image->height, ==, 2);
  g_assert_cmpint (image->width, ==, 3);
  const guint8 expected[] = { 0, 128, 255, 0, 255, 51 };
  for (int i = 0; i < 18; i++)
    g_assert_cmpuint (image->pixels[i], ==, expected[i / 3]);
  g_assert_null (engine_image_new_from_grey (values, 0, 3, &error));
  g_assert_nonnull (error);
}

static void
test_argb32_refuses (void) {
  static const guint8 pixels[16];
  g_autoptr (GError) error = NULL;

  g_assert_null (engine_image_new_from_argb32 (pixels, 0, 2, 8, &error));
  assert_refused (error, ENGINE_ERROR_FORMAT);
  g_assert_null (engine_image_new_from_argb32 (pixels, 2, -1, 8, &error));
  assert_refused (error, ENGINE_ERROR_FORMAT);
  g_assert_null (engine_image_new_from_argb32 (pixels, ENGINE_IMAGE_MAX_SIDE + 1, 1, 1 << 20, &error));
  assert_refused (error, ENGINE_ERROR_TOO_LARGE);
  g_assert_null (engine_image_new_from_argb32 (pixels, G_MAXINT64, G_MAXINT64, G_MAXSIZE, &error));
  assert_refused (error, ENGINE_ERROR_TOO_LARGE);
  g_assert_null (engine_image_new_from_argb32 (pixels, 2, 2, 7, &error));
  assert_refused (error, ENGINE_ERROR_SHAPE);
}

/* Opaque pixels of a xorshift generator. */
static EngineImage *
random_image (guint32 seed, gint64 width, gint64 height) {
  g_autofree guint32 *pixels = g_new (guint32, width * height);
  guint32 state = seed * 2654435761u + 1;
  g_autoptr (GError) error = NULL;
  EngineImage *image;

  for (gint64 i = 0; i < width * height; i++) {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    pixels[i] = state | 0xff000000;
  }
  image = engine_image_new_from_argb32 ((const guint8 *) pixels, width, height, 4 * (gsize) width, &error);
  g_assert_no_error (error);
  return image;
}

static double
oracle_grey (const EngineImage *image, gint64 y, gint64 x) {
  const guint8 *pixel = image->pixels + 3 * (y * image->width + x);

  return (0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2]) / 255;
}

static void
test_to_grey_and_rgb (void) {
  g_autoptr (EngineImage) image = random_image (1, 5, 3);
  g_autoptr (GError) error = NULL;
  g_autoptr (EngineTensor) grey = engine_image_to_grey (image, &error);
  g_autoptr (EngineTensor) rgb = engine_image_to_rgb (image, &error);

  g_assert_no_error (error);
  g_assert_true (engine_tensor_has_shape (grey, 3, (const gint64[]){ 3, 5, 1 }));
  g_assert_true (engine_tensor_has_shape (rgb, 3, (const gint64[]){ 3, 5, 3 }));
  for (gint64 i = 0; i < 15; i++)
    g_assert_cmpfloat_with_epsilon (grey->data[i], oracle_grey (image, i / 5, i % 5), 1e-7);
  for (gint64 i = 0; i < 45; i++)
    g_assert_cmpfloat_with_epsilon (rgb->data[i], image->pixels[i] / 255.0, 1e-7);
}

static double
oracle_share (double from, double to, gint64 pixel) {
  return MAX (0, MIN (to, (double) pixel + 1) - MAX (from, (double) pixel));
}

static double
oracle_cell (const EngineImage *image, gint64 size, gint64 row, gint64 column) {
  gint64 side = MIN (image->width, image->height);
  double cell = (double) side / (double) size, sum = 0;

  for (gint64 y = 0; y < side; y++) {
    for (gint64 x = 0; x < side; x++)
      sum += oracle_grey (image, (image->height - side) / 2 + y, (image->width - side) / 2 + x)
             * oracle_share ((double) row * cell, (double) (row + 1) * cell, y)
             * oracle_share ((double) column * cell, (double) (column + 1) * cell, x);
  }
  return sum / (cell * cell);
}

static void
test_grid (void) {
  static const int images[][2] = { { 1, 1 }, { 3, 2 }, { 5, 7 }, { 10, 10 }, { 13, 29 }, { 64, 47 } };
  static const int sizes[] = { 1, 2, 3, 4, 7, 10, 16, 28, 64 };

  for (gsize i = 0; i < G_N_ELEMENTS (images); i++) {
    g_autoptr (EngineImage) image = random_image ((guint32) i, images[i][0], images[i][1]);

    for (gsize j = 0; j < G_N_ELEMENTS (sizes); j++) {
      gint64 size = sizes[j];
      g_autoptr (GError) error = NULL;
      g_autoptr (EngineTensor) grid = engine_image_to_grid (image, size, &error);

      g_assert_no_error (error);
      g_assert_true (engine_tensor_has_shape (grid, 3, (const gint64[]){ size, size, 1 }));
      for (gint64 k = 0; k < grid->length; k++)
        g_assert_cmpfloat_with_epsilon (grid->data[k], oracle_cell (image, size, k / size, k % size), 1e-6);
    }
  }
}

static void
test_grid_is_exact (void) {
  g_autoptr (EngineImage) image = random_image (3, 10, 10);
  g_autoptr (EngineImage) white = random_image (4, 97, 61);
  g_autoptr (GError) error = NULL;
  g_autoptr (EngineTensor) grey = engine_image_to_grey (image, &error);
  g_autoptr (EngineTensor) same = engine_image_to_grid (image, 10, &error);
  g_autoptr (EngineTensor) ones = NULL;

  g_assert_cmpmem (same->data, 400, grey->data, 400);
  memset (white->pixels, 255, 3 * 97 * 61);
  ones = engine_image_to_grid (white, 64, &error);
  for (gint64 i = 0; i < ones->length; i++)
    g_assert_cmpfloat (ones->data[i], ==, 1);
  g_assert_null (engine_image_to_grid (image, 0, &error));
  assert_refused (error, ENGINE_ERROR_SHAPE);
}

/* Each channel is what the grey one of a picture in that channel's value alone would be. */
static void
test_grid_in_colour (void) {
  g_autoptr (EngineImage) image = random_image (5, 23, 17);
  g_autoptr (EngineImage) channel = random_image (6, 23, 17);
  g_autoptr (GError) error = NULL;
  g_autoptr (EngineTensor) rgb = engine_image_to_grid_rgb (image, 6, &error);

  g_assert_no_error (error);
  g_assert_true (engine_tensor_has_shape (rgb, 3, (const gint64[]){ 6, 6, 3 }));
  for (int c = 0; c < 3; c++) {
    for (int i = 0; i < 3 * 23 * 17; i++)
      channel->pixels[i] = image->pixels[i / 3 * 3 + c];
    g_autoptr (EngineTensor) grey = engine_image_to_grid (channel, 6, &error);
    for (gint64 i = 0; i < grey->length; i++)
      g_assert_cmpfloat_with_epsilon (rgb->data[3 * i + c], grey->data[i], 1e-7);
  }
  g_assert_null (engine_image_to_grid_rgb (image, 0, &error));
  assert_refused (error, ENGINE_ERROR_SHAPE);
}

static char *
temporary_path (void) {
  char *path = g_build_filename (g_get_tmp_dir (), "engine-image-XXXXXX", NULL);

  g_assert_true (g_close (g_mkstemp (path), NULL));
  return path;
}

static void
test_save (void) {
  static const float values[] = { 0, 1, -3, 7, 0.5f, 0.999f, NAN, INFINITY, 0.2f };
  static const guint8 bytes[] = { 0, 255, 0, 255, 128, 255, 0, 255, 51 };
  g_autofree char *path = temporary_path ();
  g_autoptr (GError) error = NULL;
  g_autoptr (EngineTensor) grey = engine_tensor_new_image (3, 3, 1, &error);
  g_autoptr (EngineTensor) rgb = engine_tensor_new_image (1, 3, 3, &error);
  g_autoptr (EngineImage) from_grey = NULL;
  g_autoptr (EngineImage) from_rgb = NULL;

  memcpy (grey->data, values, sizeof values);
  g_assert_true (engine_image_save_png (path, grey, &error));
  from_grey = engine_image_load (path, NULL, &error);
  g_assert_no_error (error);
  for (int i = 0; i < 9; i++)
    assert_pixel (from_grey, i / 3, i % 3, bytes[i] * 0x10101u, 0);

  memcpy (rgb->data, values, sizeof values);
  g_assert_true (engine_image_save_png (path, rgb, &error));
  from_rgb = engine_image_load (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (from_rgb->pixels, 9, bytes, sizeof bytes);
  g_unlink (path);
}

static void
test_save_refuses (void) {
  static const gint64 shapes[][3] = { { 2, 2, 2 }, { 2, 2, 4 }, { 1, ENGINE_IMAGE_MAX_SIDE + 1, 1 } };
  static const EngineError codes[] = { ENGINE_ERROR_SHAPE, ENGINE_ERROR_SHAPE, ENGINE_ERROR_TOO_LARGE };
  g_autofree char *path = temporary_path ();
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (EngineTensor) flat = engine_tensor_new (2, (const gint64[]){ 2, 2 }, &error);
  g_autoptr (EngineTensor) small = engine_tensor_new_image (1, 1, 1, &error);

  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++) {
    g_autoptr (EngineTensor) tensor = engine_tensor_new (3, shapes[i], &error);

    g_assert_false (engine_image_save_png (path, tensor, &error));
    assert_refused (error, (gint) codes[i]);
  }
  g_assert_false (engine_image_save_png (path, flat, &error));
  assert_refused (error, ENGINE_ERROR_SHAPE);
  g_assert_false (engine_image_save_png ("/dev/null", small, &error));
  assert_refused (error, ENGINE_ERROR_FILE);
  g_assert_true (g_file_get_contents (path, &contents, NULL, &error));
  g_assert_cmpstr (contents, ==, "");
  g_unlink (path);
}

/* pictures.ini, the folder and the list of what is installed name the same files, and each can be opened. */
static void
test_shipped_pictures (void) {
  g_autofree char *folder = g_build_filename (g_getenv ("NINE_WEIGHTS_DATA_DIR"), "images", NULL);
  g_autofree char *ini = g_build_filename (folder, "pictures.ini", NULL);
  g_autofree char *build = g_build_filename (folder, "meson.build", NULL);
  g_autofree char *installed = NULL;
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) groups = NULL;
  gsize n_groups, n_pictures = 0;
  const char *name;

  g_key_file_load_from_file (keys, ini, G_KEY_FILE_NONE, &error);
  g_file_get_contents (build, &installed, NULL, &error);
  g_assert_no_error (error);
  groups = g_key_file_get_groups (keys, &n_groups);
  for (gsize i = 0; i < n_groups; i++) {
    g_autofree char *file = g_key_file_get_string (keys, groups[i], "File", &error);
    g_autofree char *path = g_build_filename (folder, file, NULL);
    g_autofree char *line = g_strdup_printf ("  '%s',\n", file);
    g_autoptr (EngineImage) image = engine_image_load (path, NULL, &error);

    g_assert_no_error (error);
    g_assert_nonnull (strstr (installed, line));
    g_assert_true (g_key_file_has_key (keys, groups[i], "Title", NULL));
    g_assert_true (g_key_file_has_key (keys, groups[i], "Credit", NULL));
    g_assert_true (g_key_file_has_key (keys, groups[i], "Licence", NULL));
    g_assert_cmpint (g_str_has_prefix (file, "digit-"), ==, image->width == 10 && image->height == 10);
  }
  while ((name = g_dir_read_name (dir)))
    n_pictures += g_str_has_suffix (name, ".png") || g_str_has_suffix (name, ".jpg");
  g_assert_cmpuint (n_pictures, ==, n_groups);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/image-tensor/argb32-is-laid-on-white", test_argb32);
  g_test_add_func ("/engine/image-tensor/argb32-refuses-bad-sizes", test_argb32_refuses);
  g_test_add_func ("/engine/image-tensor/grey-values-become-an-image", test_from_grey);
  g_test_add_func ("/engine/image-tensor/grey-and-rgb-are-of-stored-values", test_to_grey_and_rgb);
  g_test_add_func ("/engine/image-tensor/grid-is-the-mean-over-areas", test_grid);
  g_test_add_func ("/engine/image-tensor/grid-has-no-rounding-of-its-own", test_grid_is_exact);
  g_test_add_func ("/engine/image-tensor/grid-in-colour-is-three-grids", test_grid_in_colour);
  g_test_add_func ("/engine/image-tensor/saves-png", test_save);
  g_test_add_func ("/engine/image-tensor/save-refuses-other-shapes", test_save_refuses);
  g_test_add_func ("/engine/image-tensor/shipped-pictures-are-complete", test_shipped_pictures);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The photo's whole response as a file. */
#include "export-response.h"

#include "engine-npy.h"
#include "export-test.h"

static void
test_npy (Fixture *self, gconstpointer data) {
  const LessonParameters *p = self->parameters;
  g_autofree char *path = g_build_filename (self->folder, "response.npy", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (export_response (p, draw_style_get (FALSE, FALSE), path, &error));
  g_autoptr (EngineTensor) saved = engine_npy_load (path, &error);
  g_assert_no_error (error);
  g_autoptr (EngineTensor) whole =
      lesson_response_crop (p->photo_response, 0, 0, p->photo->height, p->photo->width, &error);
  g_assert_true (engine_tensor_has_shape (saved, 3, whole->shape));
  g_assert_cmpmem (saved->data, saved->length * sizeof (float), whole->data, whole->length * sizeof (float));
}

/* Every pixel has the colour of its value. */
static void
test_png (Fixture *self, gconstpointer data) {
  const LessonParameters *p = self->parameters;
  const DrawStyle *style = draw_style_get (TRUE, FALSE);
  g_autofree char *path = g_build_filename (self->folder, "response.png", NULL);
  g_autoptr (EngineTensor) whole =
      lesson_response_crop (p->photo_response, 0, 0, p->photo->height, p->photo->width, NULL);
  DrawTone tone = draw_tone_of_response (style, p, lesson_response_scale (p->photo_response));
  g_autofree guint32 *expected = g_new (guint32, whole->length);
  DrawTonePalette palette;

  g_assert_true (export_response (p, style, path, NULL));
  draw_tone_palette (&tone, &palette);
  draw_tone_paint (&palette, whole->data, whole->length, expected);
  cairo_surface_t *picture = cairo_image_surface_create_from_png (path);
  g_assert_cmpint (cairo_image_surface_get_width (picture), ==, p->photo->width);
  g_assert_cmpint (cairo_image_surface_get_height (picture), ==, p->photo->height);
  for (gint64 i = 0; i < whole->length; i++) {
    const guint8 *row = cairo_image_surface_get_data (picture)
                        + i / p->photo->width * cairo_image_surface_get_stride (picture);
    guint32 pixel;
    memcpy (&pixel, row + 4 * (i % p->photo->width), sizeof pixel);
    g_assert_cmphex (pixel & 0xffffff, ==, expected[i] & 0xffffff);
  }
  cairo_surface_destroy (picture);
}

static void
test_ending (Fixture *self, gconstpointer data) {
  g_autofree char *path = g_build_filename (self->folder, "response.txt", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (export_response (self->parameters, draw_style_get (FALSE, FALSE), path, &error));
  g_assert_error (error, EXPORT_ERROR, EXPORT_ERROR_KIND);
  assert_sentence (error);
  g_assert_cmpuint (count_files (self->folder), ==, 0);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  add ("/export/response/values-are-exact", test_npy);
  add ("/export/response/a-picture-in-the-tone-shown", test_png);
  add ("/export/response/an-unknown-ending-is-refused", test_ending);
  return g_test_run ();
}

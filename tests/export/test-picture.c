/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One moment as a file. */
#include "export-test.h"

static void export(const Fixture *self, const char *scene, gboolean dark, int width, int height,
                   const char *path) {
  g_autoptr (LessonState) state = state_at (self->lesson, scene, self->parameters, G_MAXDOUBLE);
  g_autoptr (GError) error = NULL;
  gboolean written = export_picture (state, draw_style_get (dark, FALSE), width, height, path, &error);

  g_assert_no_error (error);
  g_assert_true (written);
}

static void
test_png_size (Fixture *self, gconstpointer data) {
  static const int sizes[][2] = { { 160, 160 }, { 640, 400 }, { 1921, 1081 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autofree char *path = g_build_filename (self->folder, "picture.png", NULL);
    export(self, "dense", FALSE, sizes[i][0], sizes[i][1], path);
    cairo_surface_t *picture = cairo_image_surface_create_from_png (path);
    g_assert_cmpint (cairo_surface_status (picture), ==, CAIRO_STATUS_SUCCESS);
    g_assert_cmpint (cairo_image_surface_get_width (picture), ==, sizes[i][0]);
    g_assert_cmpint (cairo_image_surface_get_height (picture), ==, sizes[i][1]);
    cairo_surface_destroy (picture);
  }
  g_assert_cmpuint (count_files (self->folder), ==, 1);
}

static guint32
first_pixel (const char *path) {
  cairo_surface_t *picture = cairo_image_surface_create_from_png (path);
  guint32 pixel;

  g_assert_cmpint (cairo_surface_status (picture), ==, CAIRO_STATUS_SUCCESS);
  memcpy (&pixel, cairo_image_surface_get_data (picture), sizeof pixel);
  cairo_surface_destroy (picture);
  return pixel & 0xffffff;
}

static void
test_theme (Fixture *self, gconstpointer data) {
  g_autofree char *light = g_build_filename (self->folder, "light.png", NULL);
  g_autofree char *dark = g_build_filename (self->folder, "dark.PNG", NULL);

  export(self, "slide", FALSE, 320, 200, light);
  export(self, "slide", TRUE, 320, 200, dark);
  g_assert_cmphex (first_pixel (light), >, 0x808080);
  g_assert_cmphex (first_pixel (dark), <, 0x808080);
}

static void
test_replaces (Fixture *self, gconstpointer data) {
  g_autofree char *path = put_old (self, "picture.png");

  export(self, "filters", FALSE, 320, 200, path);
  g_autoptr (GBytes) bytes = read_bytes (path);
  g_assert_cmpuint (g_bytes_get_size (bytes), >, 1000);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), 4, "\x89PNG", 4);
}

static void
test_again (Fixture *self, gconstpointer data) {
  g_autofree char *path = g_build_filename (self->folder, "picture.png", NULL);

  export(self, "slide", FALSE, 640, 400, path);
  g_autoptr (GBytes) first = read_bytes (path);
  export(self, "slide", FALSE, 640, 400, path);
  g_autoptr (GBytes) again = read_bytes (path);
  g_assert_true (g_bytes_equal (first, again));
}

typedef struct {
  guint strokes, images;
  char *width, *height, *view_box;
} Svg;

static const char *
attribute (const char **names, const char **values, const char *name) {
  for (gsize i = 0; names[i] != NULL; i++)
    if (strcmp (names[i], name) == 0)
      return values[i];
  return NULL;
}

static gboolean
is_stroked (const char **names, const char **values) {
  const char *style = attribute (names, values, "style");
  const char *stroke = attribute (names, values, "stroke");

  if (style != NULL && strstr (style, "stroke:") != NULL)
    return strstr (style, "stroke:none") == NULL;
  return stroke != NULL && strcmp (stroke, "none") != 0;
}

static void
start_cb (GMarkupParseContext *context, const char *element, const char **names, const char **values,
          gpointer data, GError **error) {
  Svg *svg = data;

  if (strcmp (element, "svg") == 0 && svg->width == NULL) {
    svg->width = g_strdup (attribute (names, values, "width"));
    svg->height = g_strdup (attribute (names, values, "height"));
    svg->view_box = g_strdup (attribute (names, values, "viewBox"));
  }
  svg->images += strcmp (element, "image") == 0;
  svg->strokes += strcmp (element, "path") == 0 && is_stroked (names, values);
}

static void
parse_svg (const char *path, Svg *svg) {
  static const GMarkupParser parser = { .start_element = start_cb };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, svg, NULL);
  g_autoptr (GBytes) bytes = read_bytes (path);
  g_autoptr (GError) error = NULL;

  g_markup_parse_context_parse (context, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                                &error);
  g_assert_no_error (error);
  g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);
}

static void
svg_clear (Svg *svg) {
  g_free (svg->width);
  g_free (svg->height);
  g_free (svg->view_box);
}

static void
test_svg_fan (Fixture *self, gconstpointer data) {
  g_autofree char *path = g_build_filename (self->folder, "picture.svg", NULL);
  Svg svg = { 0 };

  export(self, "dense", FALSE, 960, 600, path);
  parse_svg (path, &svg);
  g_assert_cmpuint (svg.strokes, >=, self->parameters->dense.weights);
  g_assert_cmpuint (svg.images, ==, 0);
  svg_clear (&svg);
}

static void
test_svg_size (Fixture *self, gconstpointer data) {
  static const char *const scenes[] = { "dense", "slide", "filters" };

  for (gsize i = 0; i < G_N_ELEMENTS (scenes); i++) {
    g_autofree char *path = g_build_filename (self->folder, "picture.svg", NULL);
    Svg svg = { 0 };
    export(self, scenes[i], TRUE, 960, 600, path);
    parse_svg (path, &svg);
    g_assert_true (g_str_has_prefix (svg.width, "960"));
    g_assert_true (g_str_has_prefix (svg.height, "600"));
    g_assert_cmpstr (svg.view_box, ==, "0 0 960 600");
    g_assert_cmpuint (svg.images, ==, 0);
    svg_clear (&svg);
  }
}

static void
test_pdf (Fixture *self, gconstpointer data) {
  g_autofree char *path = g_build_filename (self->folder, "picture.pdf", NULL);

  export(self, "filters", FALSE, 960, 600, path);
  g_autoptr (GBytes) bytes = read_bytes (path);
  const char *start = g_bytes_get_data (bytes, NULL);
  gsize size = g_bytes_get_size (bytes);
  g_assert_cmpmem (start, 5, "%PDF-", 5);
  g_assert_nonnull (g_strstr_len (start + size - 16, 16, "%%EOF"));
}

static void
assert_refused (const Fixture *self, int width, int height, const char *path, int code, GQuark domain) {
  g_autoptr (LessonState) state = state_at (self->lesson, "slide", self->parameters, 2);
  g_autoptr (GError) error = NULL;

  g_assert_false (export_picture (state, draw_style_get (FALSE, FALSE), width, height, path, &error));
  g_assert_error (error, domain, code);
  assert_sentence (error);
}

static void
test_wrong_ending (Fixture *self, gconstpointer data) {
  static const char *const names[] = { "picture.jpg", "picture", "png", "picture.png.bak", ".pdf.txt" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = put_old (self, names[i]);
    assert_refused (self, 640, 400, path, EXPORT_ERROR_KIND, EXPORT_ERROR);
    assert_old (self, path);
    g_remove (path);
  }
}

static void
test_wrong_size (Fixture *self, gconstpointer data) {
  static const int sizes[][2] = { { 0, 0 },
                                  { 0, 400 },
                                  { 640, 0 },
                                  { -640, 400 },
                                  { 640, -1 },
                                  { 159, 400 },
                                  { 640, 159 },
                                  { 20000, 400 },
                                  { 640, 20000 },
                                  { 16385, 400 },
                                  { G_MAXINT, G_MAXINT },
                                  { G_MININT, G_MININT } };
  static const char *const names[] = { "picture.png", "picture.svg", "picture.pdf" };

  for (gsize n = 0; n < G_N_ELEMENTS (names); n++) {
    g_autofree char *path = put_old (self, names[n]);
    for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
      assert_refused (self, sizes[i][0], sizes[i][1], path, EXPORT_ERROR_SIZE, EXPORT_ERROR);
      assert_old (self, path);
    }
    g_remove (path);
  }
}

static void
test_no_folder (Fixture *self, gconstpointer data) {
  g_autofree char *path = g_build_filename (self->folder, "missing", "picture.png", NULL);

  assert_refused (self, 640, 400, path, ENGINE_ERROR_FILE, ENGINE_ERROR);
  g_assert_cmpuint (count_files (self->folder), ==, 0);
}

static void
test_unwritable (Fixture *self, gconstpointer data) {
  g_autofree char *path = put_old (self, "picture.png");

  g_assert_cmpint (g_chmod (self->folder, 0500), ==, 0);
  if (g_access (self->folder, W_OK) == 0) {
    g_test_skip ("whoever runs this may write everywhere");
  } else {
    assert_refused (self, 640, 400, path, ENGINE_ERROR_FILE, ENGINE_ERROR);
    assert_old (self, path);
  }
  g_chmod (self->folder, 0700);
}

/* A folder that has the file's name cannot be replaced, whoever runs this. */
static void
test_folder_in_the_way (Fixture *self, gconstpointer data) {
  g_autofree char *path = g_build_filename (self->folder, "picture.png", NULL);

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  assert_refused (self, 640, 400, path, ENGINE_ERROR_FILE, ENGINE_ERROR);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_DIR));
  g_assert_cmpuint (count_files (self->folder), ==, 1);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  draw_init ();
  add ("/export/png/has-the-size-asked-for", test_png_size);
  add ("/export/png/has-the-theme-asked-for", test_theme);
  add ("/export/png/replaces-an-old-file", test_replaces);
  add ("/export/png/the-same-moment-is-the-same-file", test_again);
  add ("/export/svg/every-line-of-the-fan-is-a-stroke", test_svg_fan);
  add ("/export/svg/has-the-size-asked-for-and-no-raster-image", test_svg_size);
  add ("/export/pdf/is-whole", test_pdf);
  add ("/export/refused/an-unknown-ending-leaves-the-old-file", test_wrong_ending);
  add ("/export/refused/an-impossible-size-leaves-the-old-file", test_wrong_size);
  add ("/export/refused/a-missing-folder", test_no_folder);
  add ("/export/refused/an-unwritable-folder-leaves-the-old-file", test_unwritable);
  add ("/export/refused/a-folder-of-that-name-stays", test_folder_in_the_way);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A photo and its whole response: exact where single values are, means from afar, and shared where nothing changed. */
#include "engine-conv.h"
#include "engine-layers.h"
#include "engine-npy.h"
#include "lesson-error.h"
#include "lesson-filters-file.h"
#include "lesson-test.h"

#include <glib/gstdio.h>
#include <math.h>

#define WIDTH  151
#define HEIGHT 97

/* Noise, so that no two places are alike. */
static EngineImage *
noise (gint64 width, gint64 height) {
  g_autofree guint32 *pixels = g_new (guint32, width * height);
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_autoptr (GError) error = NULL;

  for (gint64 i = 0; i < width * height; i++)
    pixels[i] = 255u << 24 | (g_rand_int (random) & 0xffffff);
  EngineImage *image =
      engine_image_new_from_argb32 ((const guint8 *) pixels, width, height, (gsize) width * 4, &error);
  g_assert_no_error (error);
  return image;
}

static LessonSettings
settings_of (const char *filter, gint64 dilation, gboolean relu, LessonTone tone) {
  LessonSettings settings;

  lesson_settings_init (&settings);
  lesson_settings_set_filter (&settings, engine_preset_find (filter));
  settings.dilation = dilation;
  settings.relu = relu;
  settings.tone = tone;
  return settings;
}

/* The engine's own response with zeros round the photo. */
static EngineTensor *
respond (const EngineImage *image, const LessonSettings *settings) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  EngineConvShape shape;
  g_autoptr (GError) error = NULL;

  spec.height = image->height;
  spec.width = image->width;
  spec.filters = 1;
  spec.kernel[0] = spec.kernel[1] = settings->kernel;
  spec.dilation[0] = spec.dilation[1] = settings->dilation;
  spec.padding = ENGINE_PADDING_SAME;
  g_assert_true (engine_conv_shape_init (&shape, &spec, &error));
  g_autoptr (EngineTensor) grey = engine_image_to_grey (image, &error);
  g_autoptr (EngineTensor) kernel =
      engine_tensor_new (4, (gint64[]){ 1, settings->kernel, settings->kernel, 1 }, &error);
  memcpy (kernel->data, settings->weights, (gsize) kernel->length * sizeof (float));
  g_autoptr (EngineTensor) sum = engine_conv_forward (&shape, grey, kernel, NULL, &error);
  g_assert_no_error (error);
  return settings->relu ? engine_relu_forward (sum, &error) : g_steal_pointer (&sum);
}

static void
assert_crop (const LessonResponse *response, const EngineTensor *whole, gint64 row, gint64 column,
             gint64 rows, gint64 columns) {
  g_autoptr (EngineTensor) crop = lesson_response_crop (response, row, column, rows, columns, NULL);

  for (gint64 i = 0; i < rows; i++)
    for (gint64 j = 0; j < columns; j++)
      g_assert_cmpfloat_with_epsilon (crop->data[i * columns + j],
                                      whole->data[(row + i) * WIDTH + column + j], 1e-6);
}

static void
test_crops (void) {
  g_autoptr (EngineImage) image = noise (WIDTH, HEIGHT);
  g_autoptr (LessonPhotoGrey) grey = lesson_photo_grey_new (image);

  for (gint64 dilation = 1; dilation <= LESSON_STEP_MAX; dilation++)
    for (gint64 kernel = 1; kernel <= LESSON_KERNEL_MAX; kernel++) {
      LessonSettings settings = settings_of ("emboss", dilation, kernel % 2 == 0, LESSON_TONE_GREY);
      lesson_settings_set_kernel (&settings, kernel);
      lesson_settings_set_weight (&settings, 0, 0.75);
      g_autoptr (LessonResponse) response = lesson_response_new (grey, &settings);
      g_autoptr (EngineTensor) whole = respond (image, &settings);
      assert_crop (response, whole, 0, 0, HEIGHT, WIDTH);
      assert_crop (response, whole, 40, 33, 20, 31);
      assert_crop (response, whole, HEIGHT - 3, WIDTH - 5, 3, 5);
    }
}

static void
test_sum (void) {
  g_autoptr (EngineImage) image = noise (WIDTH, HEIGHT);
  g_autoptr (LessonPhotoGrey) grey = lesson_photo_grey_new (image);
  LessonSettings settings = settings_of ("sobel-y", 2, FALSE, LESSON_TONE_DIVERGING);
  g_autoptr (LessonResponse) response = lesson_response_new (grey, &settings);
  g_autoptr (EngineTensor) whole = respond (image, &settings);
  float pixels[LESSON_TAPS_MAX];

  for (gint64 i = 0; i < whole->length; i += 13)
    g_assert_cmpfloat_with_epsilon (lesson_response_sum (response, i / WIDTH, i % WIDTH, pixels),
                                    whole->data[i], 1e-5);
}

static double
mean_of (const EngineTensor *whole, gboolean sizes, guint level, gint64 row, gint64 column) {
  double sum = 0;
  gint64 n = 0;

  for (gint64 y = row << level; y < MIN (HEIGHT, (row + 1) << level); y++)
    for (gint64 x = column << level; x < MIN (WIDTH, (column + 1) << level); x++, n++)
      sum += sizes ? fabs (whole->data[y * WIDTH + x]) : whole->data[y * WIDTH + x];
  return sum / (double) n;
}

/* Each halving rounds to half a step at most. */
static void
check_means (LessonResponse *response, const EngineTensor *whole, gboolean sizes) {
  const LessonPyramid *pyramid = lesson_response_pyramid (response);
  double step = pyramid->bound / 32767;

  for (guint level = 1; level < pyramid->n_levels; level++) {
    gint64 rows = lesson_pyramid_height (pyramid, level), columns = lesson_pyramid_width (pyramid, level);
    g_autofree float *values = g_new (float, rows *columns);
    lesson_pyramid_crop (pyramid, level, 0, 0, rows, columns, values);
    for (gint64 i = 0; i < rows * columns; i++)
      g_assert_cmpfloat_with_epsilon (values[i], mean_of (whole, sizes, level, i / columns, i % columns),
                                      0.51 * step * level);
  }
  g_assert_cmpint (lesson_pyramid_width (pyramid, pyramid->n_levels - 1), ==, 1);
}

static void
test_means (void) {
  g_autoptr (EngineImage) image = noise (WIDTH, HEIGHT);
  g_autoptr (LessonPhotoGrey) grey = lesson_photo_grey_new (image);

  for (int relu = 0; relu < 2; relu++)
    for (int sizes = 0; sizes < 2; sizes++) {
      LessonSettings settings =
          settings_of ("sobel-x", 1, relu, sizes ? LESSON_TONE_ABSOLUTE : LESSON_TONE_GREY);
      g_autoptr (LessonResponse) response = lesson_response_new (grey, &settings);
      g_autoptr (EngineTensor) whole = respond (image, &settings);
      check_means (response, whole, sizes);
    }
}

/* A row taller than the bands that the whole is computed in. */
static void
test_bands (void) {
  g_autoptr (EngineImage) image = noise (3, 1200);
  g_autoptr (LessonPhotoGrey) grey = lesson_photo_grey_new (image);
  LessonSettings settings = settings_of ("sobel-y", 3, FALSE, LESSON_TONE_GREY);
  g_autoptr (LessonResponse) response = lesson_response_new (grey, &settings);
  g_autoptr (EngineTensor) whole = respond (image, &settings);
  const LessonPyramid *pyramid = lesson_response_pyramid (response);
  float value;

  for (gint64 row = 0; row < 600; row++) {
    const float *above = whole->data + 6 * row;
    lesson_pyramid_crop (pyramid, 1, row, 0, 1, 1, &value);
    g_assert_cmpfloat_with_epsilon (value, (above[0] + above[1] + above[3] + above[4]) / 4, 1e-3);
  }
}

/* Hardly any value is larger, and one that is nearly as large is there. */
static void
test_scale (void) {
  g_autoptr (EngineImage) image = noise (WIDTH, HEIGHT);
  g_autoptr (LessonPhotoGrey) grey = lesson_photo_grey_new (image);
  LessonSettings settings = settings_of ("laplacian", 1, FALSE, LESSON_TONE_DIVERGING);
  g_autoptr (LessonResponse) response = lesson_response_new (grey, &settings);
  g_autoptr (EngineTensor) whole = respond (image, &settings);
  double scale = lesson_response_scale (response);
  gint64 larger = 0, near = 0;

  for (gint64 i = 0; i < whole->length; i++) {
    larger += fabs (whole->data[i]) > scale;
    near += fabs (whole->data[i]) > 0.9 * scale;
  }
  g_assert_cmpint (larger * 200, <=, whole->length);
  g_assert_cmpint (near * 200, >, whole->length);
}

static void
test_postponed (void) {
  g_autoptr (EngineImage) image = noise (WIDTH, HEIGHT);
  g_autoptr (LessonPhotoGrey) grey = lesson_photo_grey_new (image);
  LessonSettings settings = settings_of ("sobel-x", 1, FALSE, LESSON_TONE_GREY);
  g_autoptr (LessonResponse) response = lesson_response_new (grey, &settings);

  g_assert_true (lesson_response_postpone (response));
  g_assert_false (lesson_response_is_there (response));
  lesson_response_finish (response);
  g_assert_true (lesson_response_is_there (response));
  g_assert_false (lesson_response_postpone (response));
  g_assert_true (lesson_response_is_there (response));
}

static void
test_shared (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) first = load_parameters (lesson, NULL);
  LessonSettings settings = first->settings;

  settings.grid = 12;
  g_autoptr (LessonParameters) grid = lesson_parameters_with_settings (first, &settings, NULL);
  g_assert_true (grid->photo_response == first->photo_response);
  lesson_settings_set_weight (&settings, 4, 0.5);
  g_autoptr (LessonParameters) weight = lesson_parameters_with_settings (grid, &settings, NULL);
  g_assert_true (weight->photo_response != first->photo_response);
  g_assert_true (weight->photo_grey == first->photo_grey);
  LessonLens lens = { TRUE, 3, 4, 5 };
  g_autoptr (LessonParameters) looked = lesson_parameters_with_lens (weight, &lens);
  g_assert_true (looked->photo_response == weight->photo_response);
}

static void
test_counts (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) parameters = load_parameters (lesson, NULL);
  guint last = lesson->scenes[scene_index (lesson, "photo")].n_steps - 1;
  g_autoptr (LessonState) state = state_at_end (lesson, "photo", parameters, last);
  gint64 pixels = parameters->photo->width * parameters->photo->height;

  g_assert_cmpint (state->convolution.weights, ==, 9);
  g_assert_cmpint (state->convolution.uses, ==, pixels);
  g_assert_cmpint (state->convolution.multiplications, ==, 9 * pixels);
  g_assert_cmpint (parameters->photo_dense.weights, ==, pixels * pixels);
}

/* Whatever a user has chosen, the middle of the view is on the photo, and something is in view. */
static void
test_lens (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) own = load_parameters (lesson, NULL);
  LessonLens wild = { TRUE, -1e9, 1e9, 1e-9 };
  g_autoptr (LessonParameters) parameters = lesson_parameters_with_lens (own, &wild);
  g_autoptr (LessonState) state = state_at_end (lesson, "photo", parameters, 0);

  g_assert_cmpfloat (state->photo_view.x, ==, 0);
  g_assert_cmpfloat (state->photo_view.y, ==, parameters->photo->height);
  g_assert_cmpfloat (state->photo_view.span, >=, 1);
}

static LessonFilters *
load_array (guint rank, const gint64 *shape, float weight, GError **error) {
  g_autoptr (EngineTensor) array = engine_tensor_new (rank, shape, NULL);
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *path = g_build_filename (folder, "filters.npy", NULL);

  for (gint64 i = 0; i < array->length; i++)
    array->data[i] = (float) i / 16;
  array->data[array->length - 1] = weight;
  g_assert_true (engine_npy_save (path, array, NULL));
  LessonFilters *filters = lesson_filters_load (path, error);
  g_remove (path);
  g_rmdir (folder);
  return filters;
}

static void
assert_refused (guint rank, const gint64 *shape, float weight) {
  g_autoptr (GError) error = NULL;

  g_assert_null (load_array (rank, shape, weight, &error));
  g_assert_error (error, LESSON_ERROR, LESSON_ERROR_FILTERS);
  assert_sentence (error);
}

static void
test_filters_read (void) {
  const gint64 shape[] = { 4, 5, 5, 1 };

  for (guint rank = 3; rank <= 4; rank++) {
    g_autoptr (LessonFilters) filters = load_array (rank, shape, 0.5F, NULL);
    LessonSettings settings = settings_of ("identity", 1, FALSE, LESSON_TONE_GREY);
    g_assert_cmpint (filters->n, ==, 4);
    g_assert_true (lesson_filters_apply (filters, 2, &settings));
    g_assert_cmpint (settings.kernel, ==, 5);
    g_assert_cmpfloat (settings.weights[3], ==, 53.0F / 16);
    g_assert_false (lesson_filters_apply (filters, 4, &settings));
  }
  g_autoptr (LessonFilters) trained = load_array (4, (gint64[]){ 4, 1, 5, 5 }, 0.5F, NULL);
  g_assert_cmpint (trained->n, ==, 4);
  g_assert_cmpint (trained->kernel, ==, 5);
  g_assert_cmpfloat (lesson_filters_get (trained, 2)[3], ==, 53.0F / 16);
  g_autoptr (LessonFilters) one = load_array (2, (gint64[]){ 3, 3 }, 1, NULL);
  g_assert_cmpint (one->n, ==, 1);
}

static void
test_filters_refused (void) {
  assert_refused (1, (gint64[]){ 9 }, 0);
  assert_refused (2, (gint64[]){ 3, 5 }, 0);
  assert_refused (2, (gint64[]){ 9, 9 }, 0);
  assert_refused (4, (gint64[]){ 2, 3, 3, 3 }, 0);
  assert_refused (5, (gint64[]){ 2, 3, 3, 1, 1 }, 0);
  assert_refused (3, (gint64[]){ LESSON_FILTERS_MAX + 1, 1, 1 }, 0);
  assert_refused (2, (gint64[]){ 3, 3 }, NAN);
  assert_refused (2, (gint64[]){ 3, 3 }, 100);
}

static void
test_filters_learned (void) {
  g_autoptr (GError) error = NULL;
  g_autoptr (LessonFilters) filters = lesson_filters_load_learned (&error);

  g_assert_no_error (error);
  g_assert_cmpint (filters->n, ==, 32);
  g_assert_cmpint (filters->kernel, ==, 3);
}

static void
test_filters_names (void) {
  g_autoptr (LessonFilters) filters = lesson_filters_load_learned (NULL);
  LessonSettings settings;

  lesson_settings_init (&settings);
  g_assert_cmpstr (lesson_filters_title (&settings), ==, settings.filter->title);
  g_assert_true (lesson_filters_apply (filters, 4, &settings));
  g_assert_cmpstr (lesson_filters_title (&settings), ==, "Learned filter 5");
  lesson_settings_set_weight (&settings, 0, settings.weights[0] + 1);
  g_assert_cmpstr (lesson_filters_title (&settings), ==, "Own weights");
  /* The same nine weights in the middle of more are another filter. */
  g_assert_true (lesson_filters_apply (filters, 4, &settings));
  lesson_settings_set_kernel (&settings, 5);
  g_assert_cmpstr (lesson_filters_title (&settings), ==, "Own weights");
}

static void
test_filters_file_names (void) {
  g_autoptr (LessonFilters) filters = load_array (3, (gint64[]){ 4, 3, 3 }, 1, NULL);
  LessonSettings settings, same;

  lesson_settings_init (&settings);
  g_assert_true (lesson_filters_apply (filters, 2, &settings));
  g_assert_cmpstr (lesson_filters_title (&settings), ==, "filters, filter 3");
  same = settings;
  g_assert_true (lesson_settings_equal (&same, &settings));
  same.origin_number = 2;
  g_assert_false (lesson_settings_equal (&same, &settings));
  lesson_settings_set_weight (&settings, 0, 5);
  g_assert_cmpstr (lesson_filters_title (&settings), ==, "Own weights");
  g_assert_true (lesson_filters_apply (filters, 2, &settings));
  lesson_settings_set_filter (&settings, engine_preset_find ("sobel-y"));
  g_assert_cmpstr (lesson_filters_title (&settings), ==, settings.filter->title);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson/photo/crops-are-the-engines-response", test_crops);
  g_test_add_func ("/lesson/photo/a-sum-is-the-response-at-its-place", test_sum);
  g_test_add_func ("/lesson/photo/levels-are-means", test_means);
  g_test_add_func ("/lesson/photo/bands-join", test_bands);
  g_test_add_func ("/lesson/photo/the-scale-passes-over-few", test_scale);
  g_test_add_func ("/lesson/photo/the-whole-can-be-put-off", test_postponed);
  g_test_add_func ("/lesson/photo/what-stays-is-shared", test_shared);
  g_test_add_func ("/lesson/photo/counts-are-the-photos", test_counts);
  g_test_add_func ("/lesson/photo/the-lens-stays-on-the-photo", test_lens);
  g_test_add_func ("/lesson/filters-file/arrays-are-read", test_filters_read);
  g_test_add_func ("/lesson/filters-file/other-arrays-are-refused", test_filters_refused);
  g_test_add_func ("/lesson/filters-file/learned-ones-ship", test_filters_learned);
  g_test_add_func ("/lesson/filters/a-learned-one-is-called-by-its-number", test_filters_names);
  g_test_add_func ("/lesson/filters/one-of-a-file-is-called-by-file-and-number", test_filters_file_names);
  return g_test_run ();
}

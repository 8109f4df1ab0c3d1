/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settings, and the numbers that follow from them. */
#include "lesson-error.h"
#include "lesson-test.h"

#include "engine-error.h"

#include <math.h>

/* Zeros outside the image; (top, left) is the window's first pixel. */
static double
window_sum (const LessonParameters *p, const float *weights, gint64 top, gint64 left) {
  gint64 grid = p->settings.grid;
  double sum = 0;

  for (gint64 i = 0; i < 3; i++)
    for (gint64 j = 0; j < 3; j++) {
      gint64 row = top + i * p->settings.dilation;
      gint64 column = left + j * p->settings.dilation;
      if (row >= 0 && row < grid && column >= 0 && column < grid)
        sum += (double) weights[3 * i + j] * p->pixels->data[row * grid + column];
    }
  return sum;
}

/* Zeros before the first pixel: what `same` needs in all, the smaller half above and to the left. */
static gint64
zeros_before (const LessonSettings *settings, gint64 outputs) {
  gint64 needed = (outputs - 1) * settings->stride + 2 * settings->dilation + 1 - settings->grid;

  return settings->same_padding ? MAX (needed, 0) / 2 : 0;
}

static gint64
outputs_of (const LessonSettings *settings) {
  if (settings->same_padding)
    return (settings->grid + settings->stride - 1) / settings->stride;
  return (settings->grid - (2 * settings->dilation + 1)) / settings->stride + 1;
}

static void
assert_map (const LessonParameters *p, const EngineTensor *map, const EngineTensor *kernels) {
  gint64 side = outputs_of (&p->settings);
  gint64 before = zeros_before (&p->settings, side);
  gint64 filters = kernels->shape[0];

  g_assert_cmpint (map->shape[0], ==, side);
  g_assert_cmpint (map->shape[1], ==, side);
  g_assert_cmpint (map->shape[2], ==, filters);
  for (gint64 i = 0; i < map->length; i++) {
    gint64 place = i / filters;
    double expected =
        window_sum (p, kernels->data + 9 * (i % filters), place / side * p->settings.stride - before,
                    place % side * p->settings.stride - before);
    g_assert_cmpfloat_with_epsilon (map->data[i], expected, 2e-6);
  }
}

static void
assert_dense (const LessonParameters *p) {
  gint64 inputs = p->settings.grid * p->settings.grid;

  g_assert_cmpint (p->dense_outputs->length, ==, p->settings.nodes);
  for (gint64 node = 0; node < p->settings.nodes; node++) {
    double sum = 0;
    for (gint64 i = 0; i < inputs; i++)
      sum += (double) p->dense_weights->data[node * inputs + i] * p->pixels->data[i];
    g_assert_cmpfloat_with_epsilon (p->dense_outputs->data[node], sum, 2e-5);
  }
}

static void
assert_as_naive (const LessonSettings *settings) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) p = load_parameters (lesson, settings);

  g_assert_cmpint (p->pixels->length, ==, settings->grid * settings->grid);
  assert_map (p, p->response, p->kernel);
  assert_map (p, p->responses, p->bank);
  assert_dense (p);
}

static void
test_usual (void) {
  LessonSettings settings;

  lesson_settings_init (&settings);
  assert_as_naive (&settings);
}

static void
test_every_choice (void) {
  LessonSettings settings;

  lesson_settings_init (&settings);
  settings.filters = 5;
  settings.nodes = 3;
  for (settings.stride = 1; settings.stride <= LESSON_STEP_MAX; settings.stride++)
    for (settings.dilation = 1; settings.dilation <= LESSON_STEP_MAX; settings.dilation++)
      for (int same = 0; same < 2; same++) {
        settings.same_padding = same;
        assert_as_naive (&settings);
      }
}

static void
test_grids (void) {
  static const gint64 grids[] = { LESSON_GRID_MIN, 5, 28, LESSON_GRID_MAX };
  LessonSettings settings;

  lesson_settings_init (&settings);
  settings.nodes = settings.filters = LESSON_UNITS_MIN;
  for (gsize i = 0; i < G_N_ELEMENTS (grids); i++) {
    settings.grid = grids[i];
    assert_as_naive (&settings);
  }
}

static void
test_every_filter (void) {
  LessonSettings settings;

  lesson_settings_init (&settings);
  for (const EnginePreset *preset = engine_presets (); preset->name != NULL; preset++) {
    lesson_settings_set_filter (&settings, preset);
    g_autoptr (Lesson) lesson = load_builtin ();
    g_autoptr (LessonParameters) p = load_parameters (lesson, &settings);
    g_assert_cmpmem (p->kernel->data, 9 * sizeof (float), preset->weights, 9 * sizeof (float));
    g_assert_cmpmem (p->bank->data, 9 * sizeof (float), preset->weights, 9 * sizeof (float));
    assert_map (p, p->response, p->kernel);
  }
}

static void
test_counts (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) p = load_parameters (lesson, NULL);

  g_assert_cmpint (p->dense.weights, ==, 3200);
  g_assert_cmpint (p->one_filter.weights, ==, 9);
  g_assert_cmpint (p->convolution.weights, ==, 288);
  g_assert_cmpint (p->convolution.multiplications, ==, 18432);
  g_assert_cmpint (p->convolution.outputs, ==, 2048);
  g_assert_cmpint (p->dense_equal.weights, ==, 204800);
}

static void
test_seed (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  LessonSettings other = lesson->settings;
  g_autoptr (LessonParameters) first = load_parameters (lesson, NULL);
  g_autoptr (LessonParameters) again = load_parameters (lesson, NULL);
  gsize bytes = sizeof (float) * (gsize) first->dense_weights->length;

  other.seed++;
  g_autoptr (LessonParameters) changed = load_parameters (lesson, &other);
  g_assert_cmpmem (first->dense_weights->data, bytes, again->dense_weights->data, bytes);
  g_assert_cmpint (memcmp (first->dense_weights->data, changed->dense_weights->data, bytes), !=, 0);
  g_assert_cmpint (memcmp (first->bank->data + 9, changed->bank->data + 9, 9 * sizeof (float)), !=, 0);
}

/* He's standard deviation: sqrt (2 / fan in), found to a few percent over thousands of weights. */
static void
test_start_weights (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) p = load_parameters (lesson, NULL);
  gint64 n = p->dense_weights->length;
  double sum = 0, squares = 0;

  for (gint64 i = 0; i < n; i++) {
    sum += p->dense_weights->data[i];
    squares += (double) p->dense_weights->data[i] * p->dense_weights->data[i];
  }
  g_assert_cmpfloat_with_epsilon (sum / n, 0, 0.01);
  g_assert_cmpfloat_with_epsilon (sqrt (squares / n), sqrt (2.0 / 100), 0.005);
}

static void
assert_refused (const LessonSettings *settings, const char *choice) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) own = load_parameters (lesson, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (lesson_settings_check (settings, &error));
  g_assert_error (error, LESSON_ERROR, LESSON_ERROR_SETTINGS);
  g_assert_true (g_str_has_prefix (error->message, choice));
  assert_sentence (error);
  g_clear_error (&error);
  g_assert_null (lesson_parameters_new (own->original, own->image_name, settings, &error));
  g_assert_error (error, LESSON_ERROR, LESSON_ERROR_SETTINGS);
}

static void
assert_range (gsize offset, gint64 least, gint64 most, const char *choice) {
  LessonSettings settings;
  gint64 *value = (gint64 *) (gpointer) ((guint8 *) &settings + offset);
  const gint64 wrong[] = { least - 1, most + 1, 0, -1, G_MININT64, G_MAXINT64 };

  lesson_settings_init (&settings);
  *value = least;
  g_assert_true (lesson_settings_check (&settings, NULL));
  *value = most;
  g_assert_true (lesson_settings_check (&settings, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    *value = wrong[i];
    assert_refused (&settings, choice);
  }
}

static void
test_ranges (void) {
  assert_range (G_STRUCT_OFFSET (LessonSettings, grid), LESSON_GRID_MIN, LESSON_GRID_MAX, "grid: ");
  assert_range (G_STRUCT_OFFSET (LessonSettings, nodes), LESSON_UNITS_MIN, LESSON_UNITS_MAX, "nodes: ");
  assert_range (G_STRUCT_OFFSET (LessonSettings, filters), LESSON_UNITS_MIN, LESSON_UNITS_MAX, "filters: ");
  assert_range (G_STRUCT_OFFSET (LessonSettings, stride), 1, LESSON_STEP_MAX, "stride: ");
  assert_range (G_STRUCT_OFFSET (LessonSettings, dilation), 1, LESSON_STEP_MAX, "dilation: ");
}

static void
test_window_too_large (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) own = load_parameters (lesson, NULL);
  LessonSettings settings = lesson->settings;
  g_autoptr (GError) error = NULL;

  settings.grid = LESSON_GRID_MIN;
  settings.dilation = LESSON_STEP_MAX;
  g_assert_null (lesson_parameters_new (own->original, own->image_name, &settings, &error));
  g_assert_error (error, ENGINE_ERROR, ENGINE_ERROR_SHAPE);
  assert_sentence (error);
  settings.same_padding = TRUE;
  assert_as_naive (&settings);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson/parameters/responses-are-the-naive-sums", test_usual);
  g_test_add_func ("/lesson/parameters/responses-with-any-stride-dilation-and-padding-are-too",
                   test_every_choice);
  g_test_add_func ("/lesson/parameters/grids-from-4-to-64-work", test_grids);
  g_test_add_func ("/lesson/parameters/the-chosen-filter-slides-and-leads-the-bank", test_every_filter);
  g_test_add_func ("/lesson/parameters/counts-are-exact", test_counts);
  g_test_add_func ("/lesson/parameters/the-seed-decides-the-start-weights", test_seed);
  g_test_add_func ("/lesson/parameters/start-weights-spread-as-he-says", test_start_weights);
  g_test_add_func ("/lesson/settings/out-of-range-is-refused-in-a-sentence", test_ranges);
  g_test_add_func ("/lesson/settings/a-window-larger-than-the-image-is-refused", test_window_too_large);
  return g_test_run ();
}

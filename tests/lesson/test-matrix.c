/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The layers as matrices: times the column of pixels they are the outputs, and weights stand where they are counted. */
#include "lesson-matrix.h"
#include "lesson-test.h"
#include "lesson-text.h"

static const struct {
  gint64 grid, kernel, stride, dilation;
  gboolean same;
} cases[] = { { 10, 3, 1, 1, FALSE }, { 10, 3, 1, 1, TRUE },  { 11, 4, 2, 1, TRUE },
              { 9, 2, 3, 1, FALSE },  { 12, 3, 1, 3, FALSE }, { 13, 5, 2, 2, TRUE } };

static LessonParameters *
load_case (const Lesson *lesson, gsize i) {
  LessonSettings settings = lesson->settings;

  settings.grid = cases[i].grid;
  lesson_settings_set_kernel (&settings, cases[i].kernel);
  settings.stride = cases[i].stride;
  settings.dilation = cases[i].dilation;
  settings.same_padding = cases[i].same;
  for (gint64 tap = 0; tap < cases[i].kernel * cases[i].kernel; tap++)
    lesson_settings_set_weight (&settings, tap, 0.5 * (double) tap - 1.25);
  return load_parameters (lesson, &settings);
}

static void
assert_product (const LessonParameters *p, LessonMatrixStage stage, const EngineTensor *outputs) {
  for (gint64 output = 0; output < p->response->length; output++) {
    double sum = 0;
    for (gint64 pixel = 0; pixel < p->pixels->length; pixel++)
      sum += lesson_matrix_entry (p, stage, output, pixel) * p->pixels->data[pixel];
    g_assert_cmpfloat_with_epsilon (sum, lesson_matrix_output (p, stage, output), 1e-4);
    if (outputs != NULL)
      g_assert_cmpfloat_with_epsilon (sum, outputs->data[output], 1e-4);
  }
}

static void
test_product (void) {
  g_autoptr (Lesson) lesson = load_builtin ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (LessonParameters) p = load_case (lesson, i);
    assert_product (p, LESSON_MATRIX_SHARED, p->response);
    assert_product (p, LESSON_MATRIX_LOCAL, p->local_response);
    assert_product (p, LESSON_MATRIX_DENSE, NULL);
  }
}

static gint64
count_entries (const LessonParameters *p, LessonMatrixStage stage) {
  gint64 count = 0;

  for (gint64 i = 0; i < p->response->length * p->pixels->length; i++)
    count += lesson_matrix_entry (p, stage, i / p->pixels->length, i % p->pixels->length) != 0;
  return count;
}

/* No weight of these cases is 0 itself. */
static void
test_count (void) {
  g_autoptr (Lesson) lesson = load_builtin ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (LessonParameters) p = load_case (lesson, i);
    g_assert_cmpint (count_entries (p, LESSON_MATRIX_SHARED), ==, p->one_filter.multiplications_inside);
    g_assert_cmpint (count_entries (p, LESSON_MATRIX_LOCAL), ==, p->one_local.multiplications_inside);
    g_assert_cmpint (count_entries (p, LESSON_MATRIX_DENSE), ==, p->dense_map.weights);
    g_assert_cmpint (lesson_matrix_count (p, LESSON_MATRIX_SHARED), ==, p->one_filter.multiplications_inside);
  }
}

static void
assert_ends (Lesson *lesson, LessonParameters *p) {
  g_autoptr (LessonState) dense = state_at_end (lesson, "matrix", p, 0);
  g_autoptr (LessonState) local = state_at_end (lesson, "matrix", p, 1);
  g_autoptr (LessonState) shared = state_at_end (lesson, "matrix", p, 2);

  g_assert_cmpint (dense->dense.weights, ==, p->dense_map.weights);
  g_assert_cmpint (dense->dense.multiplications, ==, p->dense_map.multiplications);
  g_assert_false (dense->local.shown);
  g_assert_cmpint (local->local.weights, ==, p->one_local.weights);
  g_assert_cmpint (local->local.multiplications, ==, p->one_local.multiplications);
  g_assert_false (local->convolution.shown);
  g_assert_cmpint (shared->convolution.weights, ==, p->one_filter.weights);
  g_assert_cmpint (shared->convolution.uses, ==, p->one_filter.uses_per_weight);
  g_assert_cmpint (shared->convolution.multiplications, ==, p->one_filter.multiplications);
}

static void
test_counters (void) {
  g_autoptr (Lesson) lesson = load_builtin ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (LessonParameters) p = load_case (lesson, i);
    assert_ends (lesson, p);
  }
}

static void
test_rows (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) p = load_parameters (lesson, NULL);
  g_autoptr (LessonTimeline) timeline = lesson_timeline_new (lesson, scene_index (lesson, "matrix"), p);
  double begin = lesson_timeline_step_end (timeline, 3), end = lesson_timeline_step_end (timeline, 4);
  double last = -1;

  for (double seconds = begin + 1.0 / 60; seconds < end; seconds += 1.0 / 60) {
    g_autoptr (LessonState) state = lesson_timeline_state_at (timeline, seconds);
    g_assert_cmpfloat (state->matrix_view.row, >=, last);
    g_assert_cmpfloat (state->matrix_view.row, <=, last + 1 + 1e-9);
    last = state->matrix_view.row;
  }
  g_autoptr (LessonState) state = lesson_timeline_state_at (timeline, end);
  g_assert_cmpfloat (state->matrix_view.row, ==, p->response->length - 1);
}

static void
assert_tells (const LessonState *state, LessonTarget target, double value) {
  g_autofree char *said = lesson_state_describe (state, &target);
  g_autofree char *number = lesson_format_value (value);

  g_assert_nonnull (said);
  if (strstr (said, number) == NULL)
    g_error ("“%s” does not tell %s", said, number);
}

static void
test_describe (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) p = load_parameters (lesson, NULL);
  LessonTarget inside = { LESSON_PART_ENTRY, 0, 20, 44 }, outside = { LESSON_PART_ENTRY, 0, 0, 99 };

  for (guint step = 0; step < 3; step++) {
    g_autoptr (LessonState) state = state_at_end (lesson, "matrix", p, step);
    assert_tells (state, inside, lesson_matrix_entry (p, (LessonMatrixStage) step, 20, 44));
    assert_tells (state, (LessonTarget){ LESSON_PART_OUTPUT, 0, 2, 4 },
                  lesson_matrix_output (p, (LessonMatrixStage) step, 20));
    g_autofree char *said = lesson_state_describe (state, &outside);
    g_assert_cmpint (strstr (said, "zero") != NULL, ==, step > 0);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson/matrix/times-the-pixels-is-the-response", test_product);
  g_test_add_func ("/lesson/matrix/weights-stand-in-as-many-entries-as-the-engine-counts", test_count);
  g_test_add_func ("/lesson/matrix/counters-end-at-the-engines-counts", test_counters);
  g_test_add_func ("/lesson/matrix/rows-come-one-after-the-other", test_rows);
  g_test_add_func ("/lesson/matrix/entries-and-outputs-are-told", test_describe);
  return g_test_run ();
}

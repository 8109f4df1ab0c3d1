/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The running totals, and the words in which they are told. */
#include "lesson-test.h"
#include "lesson-text.h"

static void
assert_counter (const LessonCounter *counter, gint64 weights, gint64 uses, gint64 multiplications,
                gint64 outputs) {
  g_assert_true (counter->shown);
  g_assert_cmpint (counter->weights, ==, weights);
  g_assert_cmpint (counter->uses, ==, uses);
  g_assert_cmpint (counter->multiplications, ==, multiplications);
  g_assert_cmpint (counter->outputs, ==, outputs);
}

static void
test_dense_steps (void) {
  static const gint64 weights[] = { 0, 100, 100, 3200, 3200, 3200 };
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) parameters = load_parameters (lesson, NULL);
  const LessonScene *scene = &lesson->scenes[scene_index (lesson, "dense")];

  g_assert_cmpuint (scene->n_steps, ==, G_N_ELEMENTS (weights));
  for (guint step = 0; step < G_N_ELEMENTS (weights); step++) {
    g_autoptr (LessonState) state = state_at_end (lesson, "dense", parameters, step);
    g_assert_cmpuint (state->step, ==, step);
    assert_counter (&state->dense, weights[step], weights[step] > 0, weights[step], weights[step] / 100);
    g_assert_false (state->convolution.shown);
  }
}

static void
test_slide_steps (void) {
  static const gint64 outputs[] = { 0, 1, 8, 64, 64 };
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) parameters = load_parameters (lesson, NULL);
  const LessonScene *scene = &lesson->scenes[scene_index (lesson, "slide")];

  g_assert_cmpuint (scene->n_steps, ==, G_N_ELEMENTS (outputs));
  for (guint step = 0; step < G_N_ELEMENTS (outputs); step++) {
    g_autoptr (LessonState) state = state_at_end (lesson, "slide", parameters, step);
    assert_counter (&state->convolution, 9, outputs[step], 9 * outputs[step], outputs[step]);
    assert_counter (&state->dense, 3200, 1, 3200, 32);
  }
}

static void
test_slide_end (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) parameters = load_parameters (lesson, NULL);
  g_autoptr (LessonState) state = state_at (lesson, "slide", parameters, G_MAXDOUBLE);

  assert_counter (&state->convolution, 9, 64, 576, 64);
}

static void
test_filters_steps (void) {
  static const gint64 filters[] = { 2, 32, 32, 32 };
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) parameters = load_parameters (lesson, NULL);
  const LessonScene *scene = &lesson->scenes[scene_index (lesson, "filters")];

  g_assert_cmpuint (scene->n_steps, ==, G_N_ELEMENTS (filters));
  for (guint step = 0; step < G_N_ELEMENTS (filters); step++) {
    g_autoptr (LessonState) state = state_at_end (lesson, "filters", parameters, step);
    gint64 n = filters[step];
    assert_counter (&state->convolution, 9 * n, 64, 576 * n, 64 * n);
    assert_counter (&state->dense, 3200, 1, 3200, 32);
  }
}

static void
test_filters_end (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) parameters = load_parameters (lesson, NULL);
  g_autoptr (LessonState) state = state_at (lesson, "filters", parameters, G_MAXDOUBLE);

  assert_counter (&state->convolution, 288, 64, 18432, 2048);
}

static void
assert_not_fallen (const LessonCounter *before, const LessonCounter *now) {
  g_assert_cmpint (now->weights, >=, before->weights);
  g_assert_cmpint (now->uses, >=, before->uses);
  g_assert_cmpint (now->multiplications, >=, before->multiplications);
  g_assert_cmpint (now->outputs, >=, before->outputs);
}

static void
play (Lesson *lesson, guint scene, LessonParameters *parameters) {
  g_autoptr (LessonTimeline) timeline = lesson_timeline_new (lesson, scene, parameters);
  LessonCounter dense = { 0 }, convolution = { 0 };

  for (double seconds = 0; seconds < lesson_timeline_duration (timeline); seconds += 1.0 / 60) {
    g_autoptr (LessonState) state = lesson_timeline_state_at (timeline, seconds);
    if (state->scene->kind == LESSON_SCENE_GROWTH && state->growth_view.networks > 0)
      break; /* real networks are counted one after the other */
    assert_not_fallen (&dense, &state->dense);
    /* That scene folds many weights into few; it has a test of its own. */
    if (state->scene->kind != LESSON_SCENE_SHARING)
      assert_not_fallen (&convolution, &state->convolution);
    dense = state->dense;
    convolution = state->convolution;
  }
}

static void
test_never_fall (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  LessonSettings other = lesson->settings;

  other.grid = 13;
  other.filters = 7;
  other.nodes = 5;
  other.stride = 2;
  g_autoptr (LessonParameters) own = load_parameters (lesson, NULL);
  g_autoptr (LessonParameters) changed = load_parameters (lesson, &other);
  /* Others take weights away before the class, or count another layer in each step. */
  static const char *const growing[] = { "dense", "slide", "filters" };
  for (gsize i = 0; i < G_N_ELEMENTS (growing); i++) {
    play (lesson, scene_index (lesson, growing[i]), own);
    play (lesson, scene_index (lesson, growing[i]), changed);
  }
}

/* Every product that is counted has been made: outputs in the map and no others. */
static void
test_ends_are_engine_counts (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  LessonSettings settings = lesson->settings;

  settings.grid = 21;
  settings.nodes = 11;
  settings.filters = 5;
  settings.stride = 2;
  settings.dilation = 2;
  settings.same_padding = TRUE;
  g_autoptr (LessonParameters) p = load_parameters (lesson, &settings);
  g_autoptr (LessonState) dense = state_at (lesson, "dense", p, G_MAXDOUBLE);
  g_autoptr (LessonState) slide = state_at (lesson, "slide", p, G_MAXDOUBLE);
  g_autoptr (LessonState) filters = state_at (lesson, "filters", p, G_MAXDOUBLE);
  assert_counter (&dense->dense, p->dense.weights, 1, p->dense.multiplications, p->dense.outputs);
  assert_counter (&slide->convolution, p->one_filter.weights, p->one_filter.uses_per_weight,
                  p->one_filter.multiplications, p->one_filter.outputs);
  assert_counter (&filters->convolution, p->convolution.weights, p->convolution.uses_per_weight,
                  p->convolution.multiplications, p->convolution.outputs);
}

static void
assert_has_count (const char *text, gint64 count) {
  g_autofree char *number = lesson_format_count (count);

  if (strstr (text, number) == NULL)
    g_error ("“%s” does not tell %s", text, number);
}

static void
test_captions_tell_counts (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) p = load_parameters (lesson, NULL);
  g_autoptr (LessonState) dense = state_at_end (lesson, "dense", p, 3);
  g_autoptr (LessonState) slide = state_at_end (lesson, "slide", p, 3);
  g_autoptr (LessonState) filters = state_at_end (lesson, "filters", p, 1);

  assert_has_count (dense->caption, p->dense.weights);
  assert_has_count (slide->caption, p->one_filter.weights);
  assert_has_count (slide->caption, p->one_filter.uses_per_weight);
  assert_has_count (slide->caption, p->one_filter.multiplications);
  assert_has_count (filters->caption, p->convolution.weights);
  assert_has_count (filters->caption, p->convolution.outputs);
  assert_has_count (filters->spoken, p->convolution.multiplications);
  assert_has_count (filters->spoken, p->dense.weights);
}

static void
assert_filled (const char *text) {
  g_assert_cmpstr (text, !=, "");
  g_assert_true (g_utf8_validate (text, -1, NULL));
  if (strpbrk (text, "{}") != NULL)
    g_error ("“%s” has a placeholder left", text);
}

static void
test_captions_are_filled (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) parameters = load_trained (lesson, NULL);

  for (guint scene = 0; scene < lesson->n_scenes; scene++)
    for (guint step = 0; step < lesson->scenes[scene].n_steps; step++) {
      g_autoptr (LessonState) state = state_at_end (lesson, lesson->scenes[scene].name, parameters, step);
      assert_filled (state->caption);
      assert_filled (state->notes);
      assert_filled (state->spoken);
      g_assert_true (g_str_has_prefix (state->spoken, state->caption));
    }
}

static void
assert_count (gint64 count, const char *expected) {
  g_autofree char *text = lesson_format_count (count);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_format_count (void) {
  assert_count (0, "0");
  assert_count (7, "7");
  assert_count (999, "999");
  assert_count (1000, "1,000");
  assert_count (3200, "3,200");
  assert_count (204800, "204,800");
  assert_count (-1234567, "−1,234,567");
  assert_count (G_MAXINT64, "9,223,372,036,854,775,807");
  assert_count (G_MININT64, "−9,223,372,036,854,775,808");
}

static void
assert_value (double value, const char *expected) {
  g_autofree char *text = lesson_format_value (value);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_format_value (void) {
  assert_value (0, "0.00");
  assert_value (0.42, "0.42");
  assert_value (-0.42, "−0.42");
  assert_value (-0.001, "0.00");
  assert_value (0.999, "1.00");
  assert_value (-12.346, "−12.35");
}

static void
assert_ratio (double ratio, const char *expected) {
  g_autofree char *text = lesson_format_ratio (ratio);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_format_ratio (void) {
  assert_ratio (3200.0 / 288, "11.1");
  assert_ratio (204800.0 / 288, "711");
  assert_ratio (18432.0 / 3200, "5.76");
  assert_ratio (1, "1.00");
}

static void
test_format_ratio_keeps_three_digits (void) {
  assert_ratio (9.996, "10.0");
  assert_ratio (99.96, "100");
}

static void
test_format_large_ratio (void) {
  assert_ratio (81356.0 / 36, "2,260");
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson/counters/dense-steps-end-at-exact-totals", test_dense_steps);
  g_test_add_func ("/lesson/counters/slide-steps-end-at-exact-totals", test_slide_steps);
  g_test_add_func ("/lesson/counters/slide-ends-at-9-weights-64-uses-576-multiplications", test_slide_end);
  g_test_add_func ("/lesson/counters/filters-steps-end-at-exact-totals", test_filters_steps);
  g_test_add_func ("/lesson/counters/filters-end-at-288-weights-18432-multiplications", test_filters_end);
  g_test_add_func ("/lesson/counters/never-fall-while-a-scene-plays", test_never_fall);
  g_test_add_func ("/lesson/counters/end-at-the-engines-counts-with-any-settings",
                   test_ends_are_engine_counts);
  g_test_add_func ("/lesson/captions/tell-the-engines-counts", test_captions_tell_counts);
  g_test_add_func ("/lesson/captions/have-no-placeholder-left", test_captions_are_filled);
  g_test_add_func ("/lesson/text/counts-are-grouped-by-thousands", test_format_count);
  g_test_add_func ("/lesson/text/values-have-two-decimals-and-a-true-minus", test_format_value);
  g_test_add_func ("/lesson/text/ratios-have-three-digits", test_format_ratio);
  g_test_add_func ("/lesson/text/ratios-rounded-up-keep-three-digits", test_format_ratio_keeps_three_digits);
  g_test_add_func ("/lesson/text/large-ratios-are-grouped", test_format_large_ratio);
  return g_test_run ();
}

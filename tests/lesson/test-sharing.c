/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "sharing": what is counted on the way from dense over local to shared. */
#include "lesson-scene-private.h"
#include "lesson-test.h"

#define WINDOW     2
#define LOCAL      3
#define SHARE      5
#define ONE_WEIGHT 6
#define MAPS       7

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
test_dense (void) {
  static const gint64 weights[] = { 100, 6400, 6400, 6400, 6400, 6400, 6400, 204800 };
  static const gint64 outputs[] = { 1, 64, 64, 64, 64, 64, 64, 2048 };
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) parameters = load_parameters (lesson, NULL);

  for (guint step = 0; step < G_N_ELEMENTS (weights); step++) {
    g_autoptr (LessonState) state = state_at_end (lesson, "sharing", parameters, step);
    assert_counter (&state->dense, weights[step], 1, weights[step], outputs[step]);
  }
}

static void
test_local (void) {
  static const gint64 weights[] = { 0, 0, 6309, 576, 576, 576, 576, 18432 };
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) parameters = load_parameters (lesson, NULL);

  for (guint step = 0; step < G_N_ELEMENTS (weights); step++) {
    g_autoptr (LessonState) state = state_at_end (lesson, "sharing", parameters, step);
    if (step < WINDOW)
      g_assert_false (state->local.shown);
    else
      assert_counter (&state->local, weights[step], 1, weights[step], step == MAPS ? 2048 : 64);
  }
}

static void
test_shared (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) parameters = load_parameters (lesson, NULL);

  for (guint step = 0; step < SHARE; step++) {
    g_autoptr (LessonState) state = state_at_end (lesson, "sharing", parameters, step);
    g_assert_false (state->convolution.shown);
  }
  for (guint step = SHARE; step < MAPS; step++) {
    g_autoptr (LessonState) state = state_at_end (lesson, "sharing", parameters, step);
    assert_counter (&state->convolution, 9, 64, 576, 64);
  }
  g_autoptr (LessonState) state = state_at_end (lesson, "sharing", parameters, MAPS);
  assert_counter (&state->convolution, 288, 64, 18432, 2048);
}

/* Never up, and by whole outputs' weights: each that joins gives up its nine. */
static void
test_running (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) parameters = load_parameters (lesson, NULL);
  g_autoptr (LessonTimeline) timeline =
      lesson_timeline_new (lesson, scene_index (lesson, "sharing"), parameters);
  gint64 local = 6400, shared = 576;

  for (double s = lesson_timeline_step_end (timeline, 1) + 0.01;
       s < lesson_timeline_step_end (timeline, SHARE); s += 0.03) {
    g_autoptr (LessonState) state = lesson_timeline_state_at (timeline, s);
    g_assert_cmpint (state->local.weights, <=, local);
    local = state->local.weights;
    if (!state->convolution.shown)
      continue;
    g_assert_cmpint (state->convolution.weights, <=, shared);
    g_assert_cmpint (state->convolution.weights, ==, 9 * (64 - state->convolution.uses + 1));
    g_assert_cmpint (state->convolution.multiplications, ==, 576);
    shared = state->convolution.weights;
  }
  g_assert_cmpint (local, ==, 576);
  g_assert_cmpint (shared, ==, 9);
}

/* The totals are the engine's, whatever is chosen. */
static void
test_settings (void) {
  static const gint64 choices[][4] = { { 4, 1, 1, 1 }, { 64, 7, 3, 3 }, { 28, 5, 2, 1 }, { 12, 3, 1, 2 } };
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) own = load_parameters (lesson, NULL);

  for (gsize i = 0; i < 2 * G_N_ELEMENTS (choices); i++) {
    LessonSettings settings = own->settings;
    settings.grid = choices[i / 2][0];
    settings.kernel = choices[i / 2][1];
    settings.stride = choices[i / 2][2];
    settings.dilation = choices[i / 2][3];
    settings.same_padding = i % 2;
    settings.filter = NULL;
    g_autoptr (LessonParameters) p = load_parameters (lesson, &settings);
    g_autoptr (LessonState) one = state_at_end (lesson, "sharing", p, ONE_WEIGHT);
    g_assert_cmpint (one->dense.weights, ==, p->dense_map.weights);
    g_assert_cmpint (one->local.weights, ==, p->one_local.weights);
    g_assert_cmpint (one->convolution.weights, ==, p->one_filter.weights);
    g_assert_cmpint (one->convolution.uses, ==, p->one_filter.uses_per_weight);
    g_autoptr (LessonState) all = state_at_end (lesson, "sharing", p, MAPS);
    g_assert_cmpint (all->dense.weights, ==, p->dense_equal.weights);
    g_assert_cmpint (all->local.weights, ==, p->local.weights);
    g_assert_cmpint (all->convolution.weights, ==, p->convolution.weights);
    g_assert_cmpint (all->convolution.multiplications, ==, p->convolution.multiplications);
  }
}

static void
test_question (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) own = load_parameters (lesson, NULL);
  g_autoptr (LessonState) state = state_at_end (lesson, "sharing", own, SHARE);

  g_assert_nonnull (state->prediction.question);
  g_assert_cmpfloat (state->prediction.truth, ==, 9);
}

/* A moment depends on nothing but itself. */
static void
test_pure (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) parameters = load_parameters (lesson, NULL);

  for (double s = 0; s < 45; s += 1.7) {
    g_autoptr (LessonState) a = state_at (lesson, "sharing", parameters, s);
    g_autoptr (LessonState) later = state_at (lesson, "sharing", parameters, s + 11);
    g_autoptr (LessonState) b = state_at (lesson, "sharing", parameters, s);
    g_assert_cmpmem (&a->sharing_view, sizeof a->sharing_view, &b->sharing_view, sizeof b->sharing_view);
    g_assert_cmpstr (a->spoken, ==, b->spoken);
    g_assert_nonnull (later->caption);
  }
}

static void
test_describe (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) p = load_parameters (lesson, NULL);
  LessonTarget near = { LESSON_PART_MAP_LINE, 0, 1, 2 }, far = { LESSON_PART_MAP_LINE, 0, 9, 9 };
  const char *beginnings[] = { "Dense weight", "Weight of its own", "Shared weight" };
  const guint at[] = { 1, LOCAL, SHARE };

  for (gsize i = 0; i < G_N_ELEMENTS (at); i++) {
    g_autoptr (LessonState) state = state_at_end (lesson, "sharing", p, at[i]);
    g_autofree char *text = lesson_state_describe (state, &near);
    g_autofree char *beyond = lesson_state_describe (state, &far);
    g_assert_true (g_str_has_prefix (text, beginnings[i]));
    /* Only while all is dense a line comes from the far corner. */
    if (i == 0)
      g_assert_true (g_str_has_prefix (beyond, "Dense weight"));
    else
      g_assert_null (beyond);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson/sharing/dense-counts-a-line-for-each-pixel-and-output", test_dense);
  g_test_add_func ("/lesson/sharing/local-keeps-a-window-for-each-output", test_local);
  g_test_add_func ("/lesson/sharing/shared-is-one-window-for-all", test_shared);
  g_test_add_func ("/lesson/sharing/weights-run-down-while-multiplications-stay", test_running);
  g_test_add_func ("/lesson/sharing/totals-are-the-engines", test_settings);
  g_test_add_func ("/lesson/sharing/asks-how-many-are-left", test_question);
  g_test_add_func ("/lesson/sharing/a-moment-depends-on-itself-alone", test_pure);
  g_test_add_func ("/lesson/sharing/a-line-tells-which-weight-it-has", test_describe);
  return g_test_run ();
}

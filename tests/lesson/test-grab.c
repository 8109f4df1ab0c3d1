/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A weight that is held: what it changes, and the gradient that it gets. */
#include "lesson-grab.h"
#include "lesson-test.h"
#include "lesson-text.h"

#include <math.h>

static const struct {
  gint64 grid, kernel, stride, dilation;
  gboolean same;
} cases[] = { { 10, 3, 1, 1, FALSE }, { 10, 3, 1, 1, TRUE }, { 11, 4, 2, 1, TRUE }, { 12, 3, 1, 3, FALSE } };

static LessonParameters *
load_case (const Lesson *lesson, gsize i) {
  LessonSettings settings = lesson->settings;

  settings.grid = cases[i].grid;
  lesson_settings_set_kernel (&settings, cases[i].kernel);
  settings.stride = cases[i].stride;
  settings.dilation = cases[i].dilation;
  settings.same_padding = cases[i].same;
  return load_parameters (lesson, &settings);
}

static LessonParameters *
with_weight (const LessonParameters *p, gint64 tap, double weight) {
  g_autoptr (GError) error = NULL;
  LessonSettings settings = p->settings;

  lesson_settings_set_weight (&settings, tap, weight);
  LessonParameters *changed = lesson_parameters_with_settings (p, &settings, &error);
  g_assert_no_error (error);
  return changed;
}

static void
assert_change (const LessonParameters *p, gint64 tap, double delta) {
  g_autoptr (LessonParameters) changed = with_weight (p, tap, p->kernel->data[tap] + delta);

  for (gint64 output = 0; output < p->response->length; output++) {
    double said = lesson_grab_change (p, tap, delta, output);
    double engine = changed->response->data[output] - p->response->data[output];
    g_assert_cmpfloat_with_epsilon (said, engine, 1e-4);
  }
}

static void
test_change (void) {
  g_autoptr (Lesson) lesson = load_builtin ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (LessonParameters) p = load_case (lesson, i);
    for (gint64 tap = 0; tap < p->kernel->length; tap++)
      assert_change (p, tap, tap % 2 == 0 ? 1.5 : -0.75);
  }
}

static double
loss_of (const LessonParameters *p) {
  double loss = 0;

  for (gint64 i = 0; i < p->response->length; i++)
    loss += 0.5 * p->response->data[i] * p->response->data[i];
  return loss;
}

/* The loss is a parabola in each weight, so the central difference is its slope but for rounding. */
static void
test_gradient (void) {
  g_autoptr (Lesson) lesson = load_builtin ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (LessonParameters) p = load_case (lesson, i);
    for (gint64 tap = 0; tap < p->kernel->length; tap++) {
      g_autoptr (LessonParameters) above = with_weight (p, tap, p->kernel->data[tap] + 0.5);
      g_autoptr (LessonParameters) below = with_weight (p, tap, p->kernel->data[tap] - 0.5);
      double gradient = lesson_grab_gradient_sum (p, tap, p->response->length);
      g_assert_cmpfloat_with_epsilon (gradient, loss_of (above) - loss_of (below), 1e-3);
    }
  }
}

static void
test_flow (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) p = load_parameters (lesson, NULL);
  gint64 before = 0;

  for (double flow = 0; flow <= 1; flow += 1.0 / 256) {
    LessonGrabView view = { .flow = flow };
    gint64 arrived = lesson_grab_arrived (&view, p->response->length);
    g_assert_cmpint (arrived, >=, before);
    before = arrived;
  }
  g_assert_cmpint (before, ==, p->one_filter.uses_per_weight);
  g_assert_cmpint (lesson_grab_arrived (&(LessonGrabView){ .flow = 0 }, p->response->length), ==, 0);
}

static void
test_rest (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) p = load_parameters (lesson, NULL);
  g_autoptr (LessonState) changed = state_at_end (lesson, "grab", p, 1);
  g_autoptr (LessonState) dense = state_at_end (lesson, "grab", p, 2);

  /* The change stays to be looked at, and is gone when the next thing is shown. */
  g_assert_cmpfloat (changed->grab_view.delta, >, 0);
  g_assert_cmpfloat (changed->grab_view.line_delta, ==, 0);
  g_assert_cmpfloat (dense->grab_view.delta, ==, 0);
  g_assert_cmpfloat (dense->grab_view.line_delta, >, 0);
}

static void
test_playground (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) p = load_parameters (lesson, NULL);
  g_autoptr (LessonTimeline) timeline = lesson_timeline_new_free (lesson, scene_index (lesson, "grab"), p);
  g_autoptr (LessonState) state = lesson_timeline_state_at (timeline, 0);

  g_assert_cmpfloat (state->grab_view.delta, ==, 0);
  g_assert_cmpfloat (state->grab_view.line_delta, ==, 0);
  g_assert_cmpint (state->grab_view.places, ==, p->one_filter.uses_per_weight);
}

static void
test_own_line (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  LessonSettings settings = lesson->settings;

  settings.edited_line = 7 * 100 + 42;
  settings.edited_weight = 1.25f;
  g_autoptr (LessonParameters) p = load_parameters (lesson, &settings);
  g_autoptr (LessonState) state = state_at (lesson, "grab", p, 0);
  g_assert_cmpint (state->grab_view.line, ==, settings.edited_line);
}

static void
test_describe (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) p = load_parameters (lesson, NULL);
  g_autoptr (LessonState) state = state_at_end (lesson, "grab", p, 3);
  LessonTarget weight = { LESSON_PART_WEIGHT, 0, 1, 2 }, output = { LESSON_PART_OUTPUT, 0, 3, 4 };
  g_autofree char *of_weight = lesson_state_describe (state, &weight);
  g_autofree char *of_output = lesson_state_describe (state, &output);
  g_autofree char *sum = lesson_format_value (lesson_grab_gradient_sum (p, 5, 64));
  g_autofree char *gradient = lesson_format_value (lesson_grab_gradient (p, state->grab_view.tap, 3 * 8 + 4));

  g_assert_true (g_str_has_suffix (of_weight, sum));
  g_assert_true (g_str_has_suffix (of_output, gradient));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson/grab/the-change-is-what-the-engine-recomputes", test_change);
  g_test_add_func ("/lesson/grab/the-gradient-is-the-slope-of-the-loss", test_gradient);
  g_test_add_func ("/lesson/grab/every-gradient-arrives-once", test_flow);
  g_test_add_func ("/lesson/grab/a-change-stays-until-the-next-step", test_rest);
  g_test_add_func ("/lesson/grab/the-users-own-line-is-the-one-that-is-held", test_own_line);
  g_test_add_func ("/lesson/grab/in-the-playground-weights-are-the-users-alone", test_playground);
  g_test_add_func ("/lesson/grab/gradients-are-told", test_describe);
  return g_test_run ();
}

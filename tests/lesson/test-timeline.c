/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A state is a pure function of its moment. */
#include "lesson-test.h"

#include <glib/gstdio.h>
#include <unistd.h>

static void
assert_counters_equal (const LessonCounter *a, const LessonCounter *b) {
  g_assert_cmpint (a->shown, ==, b->shown);
  g_assert_cmpint (a->weights, ==, b->weights);
  g_assert_cmpint (a->uses, ==, b->uses);
  g_assert_cmpint (a->multiplications, ==, b->multiplications);
  g_assert_cmpint (a->outputs, ==, b->outputs);
}

static void
assert_states_equal (const LessonState *a, const LessonState *b) {
  g_assert_cmpuint (a->step, ==, b->step);
  g_assert_cmpfloat (a->seconds, ==, b->seconds);
  g_assert_cmpstr (a->caption, ==, b->caption);
  g_assert_cmpstr (a->notes, ==, b->notes);
  g_assert_cmpstr (a->spoken, ==, b->spoken);
  assert_counters_equal (&a->dense, &b->dense);
  assert_counters_equal (&a->local, &b->local);
  assert_counters_equal (&a->convolution, &b->convolution);
  gsize views = G_STRUCT_OFFSET (LessonState, dense_view);
  g_assert_cmpmem ((const guint8 *) a + views, sizeof *a - views, (const guint8 *) b + views,
                   sizeof *b - views);
}

/* One timeline is asked back and forth; a fresh one only once. */
static void
scrub (Lesson *lesson, guint scene, LessonParameters *parameters) {
  g_autoptr (LessonTimeline) used = lesson_timeline_new (lesson, scene, parameters);
  g_autoptr (GRand) random = g_rand_new_with_seed (scene + 1);
  double duration = lesson_timeline_duration (used);

  for (int i = 0; i < 300; i++) {
    double seconds = g_rand_double (random) * duration;
    g_autoptr (LessonTimeline) fresh = lesson_timeline_new (lesson, scene, parameters);
    g_autoptr (LessonState) first = lesson_timeline_state_at (used, seconds);
    g_autoptr (LessonState) elsewhere = lesson_timeline_state_at (used, duration - seconds);
    g_autoptr (LessonState) again = lesson_timeline_state_at (used, seconds);
    g_autoptr (LessonState) once = lesson_timeline_state_at (fresh, seconds);
    assert_states_equal (first, again);
    assert_states_equal (first, once);
  }
}

static void
test_scrub (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) parameters = load_trained (lesson, NULL);

  for (guint scene = 0; scene < lesson->n_scenes; scene++)
    scrub (lesson, scene, parameters);
}

static void
test_clamped (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) parameters = load_trained (lesson, NULL);

  for (guint i = 0; i < lesson->n_scenes; i++) {
    g_autoptr (LessonTimeline) timeline = lesson_timeline_new (lesson, i, parameters);
    double duration = lesson_timeline_duration (timeline);
    g_autoptr (LessonState) start = lesson_timeline_state_at (timeline, 0);
    g_autoptr (LessonState) before = lesson_timeline_state_at (timeline, -3);
    g_autoptr (LessonState) long_before = lesson_timeline_state_at (timeline, -G_MAXDOUBLE);
    g_autoptr (LessonState) end = lesson_timeline_state_at (timeline, duration);
    g_autoptr (LessonState) after = lesson_timeline_state_at (timeline, duration + 3);
    g_autoptr (LessonState) long_after = lesson_timeline_state_at (timeline, G_MAXDOUBLE);
    g_assert_cmpfloat (start->seconds, ==, 0);
    g_assert_cmpfloat (end->seconds, ==, duration);
    assert_states_equal (start, before);
    assert_states_equal (start, long_before);
    assert_states_equal (end, after);
    assert_states_equal (end, long_after);
  }
}

static void
test_owns_its_end (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) parameters = load_parameters (lesson, NULL);

  for (guint i = 0; i < lesson->n_scenes; i++) {
    g_autoptr (LessonTimeline) timeline = lesson_timeline_new (lesson, i, parameters);
    guint last = lesson->scenes[i].n_steps - 1;
    g_assert_cmpuint (lesson_timeline_step_at (timeline, 0), ==, 0);
    for (guint step = 0; step <= last; step++) {
      double end = lesson_timeline_step_end (timeline, step);
      g_assert_cmpuint (lesson_timeline_step_at (timeline, end), ==, step);
      g_assert_cmpuint (lesson_timeline_step_at (timeline, end + 1e-6), ==, MIN (step + 1, last));
    }
  }
}

static void
test_durations (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) parameters = load_parameters (lesson, NULL);

  for (guint i = 0; i < lesson->n_scenes; i++) {
    g_autoptr (LessonTimeline) timeline = lesson_timeline_new (lesson, i, parameters);
    double sum = 0;
    for (guint step = 0; step < lesson->scenes[i].n_steps; step++) {
      g_assert_cmpfloat (lesson->scenes[i].steps[step].seconds, >, 0);
      sum += lesson->scenes[i].steps[step].seconds;
      g_assert_cmpfloat_with_epsilon (lesson_timeline_step_end (timeline, step), sum, 1e-9);
    }
    g_assert_cmpfloat (lesson_timeline_duration (timeline), ==,
                       lesson_timeline_step_end (timeline, lesson->scenes[i].n_steps - 1));
  }
}

static void
test_outlives (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  LessonParameters *parameters = load_parameters (lesson, NULL);
  LessonTimeline *timeline = lesson_timeline_new (lesson, scene_index (lesson, "dense"), parameters);
  g_autoptr (LessonState) state = lesson_timeline_state_at (timeline, 1);

  lesson_timeline_free (timeline);
  lesson_parameters_unref (parameters);
  g_clear_pointer (&lesson, lesson_unref);
  g_assert_cmpstr (state->scene->name, ==, "dense");
  g_assert_cmpint (state->parameters->pixels->length, ==, 100);
}

static void
test_window_follows_target (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) parameters = load_parameters (lesson, NULL);
  g_autoptr (LessonState) state = state_at_end (lesson, "slide", parameters, 2);
  LessonTarget written = { LESSON_PART_OUTPUT, .row = 0, .column = 3 };
  LessonTarget unwritten = { LESSON_PART_OUTPUT, .row = 5, .column = 3 };
  double row, column;

  g_assert_true (lesson_state_window (state, &written, &row, &column));
  g_assert_cmpfloat (row, ==, 0);
  g_assert_cmpfloat (column, ==, 3);
  g_assert_true (lesson_state_window (state, &unwritten, &row, &column));
  g_assert_cmpfloat (column, ==, state->slide_view.column);
  g_assert_true (lesson_state_window (state, NULL, &row, &column));
  g_assert_cmpfloat (row, ==, state->slide_view.row);
}

/* A lesson of which each scene has its first step alone. */
static Lesson *
load_first_steps (void) {
  g_autoptr (Lesson) whole = load_builtin ();
  g_autoptr (GString) text = g_string_new ("[Lesson]\nTitle=A\nScenes=");
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  for (guint i = 0; i < whole->n_scenes; i++)
    g_string_append_printf (text, "%s;", whole->scenes[i].name);
  for (guint i = 0; i < whole->n_scenes; i++)
    g_string_append_printf (text, "\n[Scene %s]\nSteps=%s", whole->scenes[i].name,
                            whole->scenes[i].steps[0].name);
  close (g_file_open_tmp ("nine-weights-XXXXXX.lesson", &path, &error));
  g_assert_true (g_file_set_contents (path, text->str, -1, &error));
  Lesson *lesson = lesson_new_from_file (path, &error);
  g_assert_no_error (error);
  g_remove (path);
  return lesson;
}

static void
test_playground (void) {
  g_autoptr (Lesson) whole = load_builtin ();
  g_autoptr (Lesson) part = load_first_steps ();
  g_autoptr (LessonParameters) parameters = load_parameters (whole, NULL);

  for (guint i = 0; i < whole->n_scenes; i++) {
    if (whole->scenes[i].playground == NULL)
      continue;
    g_autoptr (LessonTimeline) one = lesson_timeline_new_free (whole, i, parameters);
    g_autoptr (LessonTimeline) other = lesson_timeline_new_free (part, i, parameters);
    g_autoptr (LessonState) wanted = lesson_timeline_state_at (one, 0);
    g_autoptr (LessonState) state = lesson_timeline_state_at (other, 0);
    gsize view = G_STRUCT_OFFSET (LessonState, tensor_view);
    g_assert_cmpmem ((const char *) state + view, sizeof *state - view, (const char *) wanted + view,
                     sizeof *wanted - view);
    g_assert_cmpmem (&state->convolution, sizeof state->convolution, &wanted->convolution,
                     sizeof wanted->convolution);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson/timeline/a-state-depends-on-its-moment-alone", test_scrub);
  g_test_add_func ("/lesson/timeline/moments-outside-are-start-or-end", test_clamped);
  g_test_add_func ("/lesson/timeline/a-step-owns-its-end", test_owns_its_end);
  g_test_add_func ("/lesson/timeline/steps-follow-each-other-without-gap", test_durations);
  g_test_add_func ("/lesson/timeline/a-state-outlives-what-it-was-made-of", test_outlives);
  g_test_add_func ("/lesson/timeline/the-window-follows-a-written-output-that-is-pointed-at",
                   test_window_follows_target);
  g_test_add_func ("/lesson/timeline/the-playground-shows-all-whatever-steps-there-are", test_playground);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "evidence": what can be pointed at, and that live runs show. */
#include "regions-test.h"

typedef struct {
  Lesson *lesson;
  LessonParameters *parameters;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused) {
  draw_init ();
  self->lesson = load_builtin ();
  self->parameters = load_trained (self->lesson, NULL);
}

static void
tear_down (Fixture *self, gconstpointer unused) {
  lesson_parameters_unref (self->parameters);
  lesson_unref (self->lesson);
}

static void
test_regions (Fixture *self, gconstpointer unused) {
  guint scene = scene_index (self->lesson, "evidence");

  for (guint step = 0; step < self->lesson->scenes[scene].n_steps; step++) {
    g_autoptr (LessonState) state = state_at_end (self->lesson, "evidence", self->parameters, step);
    check_regions (state, 1280, 800);
    check_regions (state, 640, 400);
    check_regions (state, 1024, 768);
  }
}

/* Shuffled: two data sets, three networks, two cases. */
static void
test_all_points (Fixture *self, gconstpointer unused) {
  g_autoptr (LessonState) state = state_at_end (self->lesson, "evidence", self->parameters, 3);
  g_autoptr (DrawLayout) layout = draw_layout_new (state, 1280, 800);

  for (int i = 0; i < 2 * LEARNING_N_KINDS * 2; i++) {
    gint64 experiment =
        i % 2 == 0 ? LEARNING_EXPERIMENT_SHUFFLE_DIGITS : LEARNING_EXPERIMENT_SHUFFLE_PATTERNS;
    LessonTarget target = { LESSON_PART_FINDING, experiment * LEARNING_N_KINDS + i / 2 % LEARNING_N_KINDS, 0,
                            i / (2 * LEARNING_N_KINDS) };
    DrawRect rect;
    g_assert_true (draw_layout_locate (layout, &target, &rect));
  }
}

/* From network to network and case to case; at the ends it stays. */
static void
test_cursor (Fixture *self, gconstpointer unused) {
  g_autoptr (LessonState) state = state_at_end (self->lesson, "evidence", self->parameters, 1);
  g_autoptr (DrawLayout) layout = draw_layout_new (state, 1280, 800);
  LessonTarget first = { LESSON_PART_FINDING, 0, 0, 0 };
  LessonTarget second = draw_layout_move (layout, &first, 0, 1);
  LessonTarget before = draw_layout_move (layout, &first, 0, -1);

  g_assert_cmpint (second.part, ==, LESSON_PART_FINDING);
  g_assert_cmpint (second.unit, ==, 1);
  g_assert_cmpint (second.column, ==, 0);
  g_assert_true (lesson_target_equal (&before, &first));
}

static LessonParameters *
with_live (LessonParameters *parameters, guint wanted) {
  const double accuracies[] = { 0.95, 0.6, 0.5 };
  g_autoptr (LearningFindings) none = learning_findings_new ();
  g_autoptr (LearningFindings) live =
      learning_findings_with (none, LEARNING_EXPERIMENT_SHIFT, LEARNING_DENSE, accuracies);
  LessonTrial trial = { LEARNING_EXPERIMENT_SHIFT, wanted };

  return lesson_parameters_with_trial (parameters, live, &trial);
}

static void
test_live (Fixture *self, gconstpointer unused) {
  g_autoptr (LessonParameters) live = with_live (self->parameters, 5);
  g_autoptr (LessonState) before = state_at_end (self->lesson, "evidence", self->parameters, 1);
  g_autoptr (LessonState) after = state_at_end (self->lesson, "evidence", live, 1);
  cairo_surface_t *recorded = draw_picture (before, 640, 400, FALSE, NULL);
  cairo_surface_t *both = draw_picture (after, 640, 400, FALSE, NULL);

  g_assert_cmpint (count_differences (recorded, both), >, 300);
  cairo_surface_destroy (recorded);
  cairo_surface_destroy (both);
}

/* Settings at the ends of what is allowed, with and without findings, draw without complaint. */
static void
test_extremes (Fixture *self, gconstpointer unused) {
  LessonSettings settings = self->parameters->settings;
  g_autoptr (LearningRecord) none = learning_record_new ();
  settings.grid = LESSON_GRID_MAX;
  settings.nodes = settings.filters = LESSON_UNITS_MAX;
  lesson_settings_set_kernel (&settings, LESSON_KERNEL_MAX);
  g_autoptr (LessonParameters) most = load_parameters (self->lesson, &settings);
  settings.grid = LESSON_GRID_MIN;
  settings.nodes = settings.filters = LESSON_UNITS_MIN;
  lesson_settings_set_kernel (&settings, LESSON_GRID_MIN);
  g_autoptr (LessonParameters) small = load_parameters (self->lesson, &settings);
  g_autoptr (LessonParameters) least = lesson_parameters_with_record (small, none);

  for (double seconds = 0; seconds < 47; seconds += 1.3) {
    g_autoptr (LessonState) a = state_at (self->lesson, "evidence", least, seconds);
    g_autoptr (LessonState) b = state_at (self->lesson, "evidence", most, seconds);
    cairo_surface_destroy (draw_picture (a, 320, 200, FALSE, NULL));
    cairo_surface_destroy (draw_picture (b, 320, 200, TRUE, NULL));
  }
}

#define ADD(name, test) g_test_add ("/drawing/evidence/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("all-that-can-be-pointed-at-has-words", test_regions);
  ADD ("every-case-of-every-network-can-be-pointed-at", test_all_points);
  ADD ("the-cursor-goes-from-point-to-point", test_cursor);
  ADD ("live-runs-are-drawn-over-recorded-ones", test_live);
  ADD ("any-settings-and-moments-can-be-drawn", test_extremes);
  return g_test_run ();
}

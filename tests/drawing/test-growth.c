/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scenes "growth" and "trade": what can be pointed at. */
#include "regions-test.h"

typedef struct {
  Lesson *lesson;
  LessonParameters *parameters;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused) {
  draw_init ();
  self->lesson = load_builtin ();
  self->parameters = load_parameters (self->lesson, NULL);
}

static void
tear_down (Fixture *self, gconstpointer unused) {
  lesson_parameters_unref (self->parameters);
  lesson_unref (self->lesson);
}

static void
test_regions (Fixture *self, gconstpointer unused) {
  static const char *const scenes[] = { "growth", "trade" };

  for (gsize i = 0; i < G_N_ELEMENTS (scenes); i++) {
    guint scene = scene_index (self->lesson, scenes[i]);
    for (guint step = 0; step < self->lesson->scenes[scene].n_steps; step++) {
      g_autoptr (LessonState) state = state_at_end (self->lesson, scenes[i], self->parameters, step);
      check_regions (state, 1280, 800);
      check_regions (state, 640, 400);
      check_regions (state, 1024, 768);
    }
  }
}

static void
assert_moves (const DrawLayout *layout, LessonTarget from, int rows, int columns, gint64 unit) {
  LessonTarget to = draw_layout_move (layout, &from, rows, columns);

  g_assert_cmpint (to.part, ==, from.part);
  g_assert_cmpint (to.unit, ==, unit);
}

static void
test_cursor (Fixture *self, gconstpointer unused) {
  g_autoptr (LessonState) growth = state_at_end (self->lesson, "growth", self->parameters, 3);
  g_autoptr (LessonState) trade = state_at_end (self->lesson, "trade", self->parameters, 3);
  g_autoptr (DrawLayout) sizes = draw_layout_new (growth, 1280, 800);
  g_autoptr (DrawLayout) bars = draw_layout_new (trade, 1280, 800);

  assert_moves (sizes, (LessonTarget){ LESSON_PART_SIZE, 2 }, 0, 1, 3);
  assert_moves (sizes, (LessonTarget){ LESSON_PART_SIZE, 2 }, 0, -1, 1);
  assert_moves (sizes, (LessonTarget){ LESSON_PART_SIZE, 2 }, 1, 0, 2);
  assert_moves (sizes, (LessonTarget){ LESSON_PART_SIZE, 0 }, 0, -1, 0);
  assert_moves (bars, (LessonTarget){ LESSON_PART_BAR, 2 }, 1, 0, 3);
  assert_moves (bars, (LessonTarget){ LESSON_PART_BAR, 5 }, 1, 0, 5);
}

/* Where the sentence about a size stands, the size can be pointed at too. */
static void
test_top (Fixture *self, gconstpointer unused) {
  g_autoptr (LessonState) state = state_at_end (self->lesson, "growth", self->parameters, 3);
  g_autoptr (DrawLayout) layout = draw_layout_new (state, 1280, 800);
  LessonTarget target = { LESSON_PART_SIZE, 3 };
  DrawRect rect;

  g_assert_true (draw_layout_locate (layout, &target, &rect));
  LessonTarget top = draw_layout_hit (layout, rect.x + rect.width / 2, rect.y - 10);
  g_assert_true (lesson_target_equal (&top, &target));
  LessonTarget above = draw_layout_hit (layout, rect.x + rect.width / 2, rect.y - 100);
  g_assert_cmpint (above.part, ==, LESSON_PART_NONE);
}

/* The size that is pointed at stands for the lesson's own. */
static void
test_pointed_size (Fixture *self, gconstpointer unused) {
  g_autoptr (LessonState) state = state_at_end (self->lesson, "growth", self->parameters, 3);
  g_autoptr (DrawLayout) layout = draw_layout_new (state, 640, 400);
  LessonTarget target = { LESSON_PART_SIZE, 4 };
  cairo_surface_t *plain = draw_picture (state, 640, 400, FALSE, NULL);
  cairo_surface_t *pointed = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 640, 400);
  cairo_t *cr = cairo_create (pointed);

  draw_scene (cr, state, layout, draw_style_get (FALSE, FALSE), &target, NULL);
  cairo_destroy (cr);
  cairo_surface_flush (pointed);
  g_assert_cmpint (count_differences (plain, pointed), >, 1000);
  cairo_surface_destroy (plain);
  cairo_surface_destroy (pointed);
}

/* Steps, moments and settings at the ends of what is allowed draw without complaint. */
static void
test_extremes (Fixture *self, gconstpointer unused) {
  static const char *const scenes[] = { "growth", "trade" };
  LessonSettings settings = self->parameters->settings;
  settings.grid = LESSON_GRID_MAX;
  settings.nodes = settings.filters = LESSON_UNITS_MAX;
  settings.dilation = LESSON_STEP_MAX;
  lesson_settings_set_kernel (&settings, LESSON_KERNEL_MAX);
  g_autoptr (LessonParameters) most = load_parameters (self->lesson, &settings);
  settings.grid = LESSON_GRID_MIN;
  settings.nodes = settings.filters = LESSON_UNITS_MIN;
  settings.dilation = 1;
  settings.stride = LESSON_STEP_MAX;
  lesson_settings_set_kernel (&settings, 1);
  g_autoptr (LessonParameters) least = load_parameters (self->lesson, &settings);

  for (gsize i = 0; i < G_N_ELEMENTS (scenes); i++)
    for (double seconds = 0; seconds < 40; seconds += 1.3) {
      g_autoptr (LessonState) small = state_at (self->lesson, scenes[i], least, seconds);
      g_autoptr (LessonState) large = state_at (self->lesson, scenes[i], most, seconds);
      cairo_surface_destroy (draw_picture (small, 320, 200, FALSE, NULL));
      cairo_surface_destroy (draw_picture (large, 320, 200, TRUE, NULL));
    }
}

#define ADD(name, test) g_test_add ("/drawing/growth/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("all-that-can-be-pointed-at-has-words", test_regions);
  ADD ("the-cursor-goes-from-size-to-size-and-from-bar-to-bar", test_cursor);
  ADD ("a-size-reaches-to-the-top-of-the-plot", test_top);
  ADD ("picture-and-plot-follow-the-pointer", test_pointed_size);
  ADD ("any-settings-and-moments-can-be-drawn", test_extremes);
  return g_test_run ();
}

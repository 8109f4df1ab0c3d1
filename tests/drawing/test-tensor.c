/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "tensor": what can be pointed at, and pictures at any moment. */
#include "drawing-test.h"
#include "lesson-scene-test.h"

static cairo_surface_t *
draw_picture_with (const LessonState *state, int width, int height, const LessonTarget *target) {
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  g_autoptr (DrawLayout) layout = draw_layout_new (state, width, height);
  cairo_t *cr = cairo_create (surface);

  draw_scene (cr, state, layout, draw_style_get (FALSE, FALSE), target, NULL);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static const LessonTarget middle = { LESSON_PART_PIXEL, .row = 5, .column = 5 };

static void
test_near_pixels_are_hit (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) p = load_parameters (lesson, NULL);
  g_autoptr (LessonState) far = state_at_end_of (lesson, "tensor", "picture", p);
  g_autoptr (LessonState) near = state_at_end_of (lesson, "tensor", "numbers", p);
  g_autoptr (DrawLayout) wide = draw_layout_new (far, 1280, 800);
  g_autoptr (DrawLayout) close = draw_layout_new (near, 1280, 800);
  LessonTarget corner = { LESSON_PART_PIXEL };
  DrawRect before, after;

  g_assert_true (draw_layout_locate (wide, &middle, &before));
  g_assert_true (draw_layout_locate (close, &middle, &after));
  g_assert_cmpfloat_with_epsilon (after.width / before.width, 10.0 / 6, 1e-6);
  LessonTarget hit = draw_layout_hit (close, after.x + after.width / 2, after.y + after.height / 2);
  g_assert_true (lesson_target_equal (&hit, &middle));
  /* What is out of view cannot be pointed at, and the cursor stops at the edge. */
  g_assert_true (draw_layout_locate (wide, &corner, &before));
  g_assert_false (draw_layout_locate (close, &corner, &before));
  for (int i = 0; i < 20; i++)
    hit = draw_layout_move (close, &hit, -1, -1);
  g_assert_cmpint (hit.row, ==, 2);
  g_assert_cmpint (hit.column, ==, 2);
}

static void
test_column_is_hit (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) p = load_parameters (lesson, NULL);
  g_autoptr (LessonState) state = state_at_end_of (lesson, "tensor", "unroll", p);
  g_autoptr (DrawLayout) layout = draw_layout_new (state, 1280, 800);
  guint n_regions;
  const DrawRegion *regions = draw_layout_regions (layout, &n_regions);
  const DrawRegion *column = &regions[n_regions - 1];

  g_assert_cmpint (column->rows, ==, p->pixels->length);
  for (gint64 i = 0; i < column->rows; i++) {
    LessonTarget hit = draw_layout_hit (layout, column->rect.x + column->rect.width / 2,
                                        column->rect.y + column->rect.height * (i + 0.5) / column->rows);
    g_assert_cmpint (hit.row * 10 + hit.column, ==, i);
  }
}

static void
test_planes_are_hit (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) p = load_parameters (lesson, NULL);
  g_autoptr (LessonState) state = state_at_end_of (lesson, "tensor", "colour", p);
  g_autoptr (DrawLayout) layout = draw_layout_new (state, 1280, 800);

  for (gint64 unit = 0; unit <= 3; unit++) {
    LessonTarget target = { LESSON_PART_CHANNEL, unit, 3, 7 };
    DrawRect at;
    g_assert_true (draw_layout_locate (layout, &target, &at));
    LessonTarget hit = draw_layout_hit (layout, at.x + at.width / 2, at.y + at.height / 2);
    g_assert_true (lesson_target_equal (&hit, &target));
  }
}

/* A target in one plane is marked in all: the picture differs in each. */
static void
test_pixel_is_linked (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) p = load_parameters (lesson, NULL);
  g_autoptr (LessonState) state = state_at_end_of (lesson, "tensor", "colour", p);
  g_autoptr (DrawLayout) layout = draw_layout_new (state, 960, 600);
  LessonTarget red = { LESSON_PART_CHANNEL, 0, 1, 8 };
  cairo_surface_t *plain = draw_picture (state, 960, 600, FALSE, NULL);
  cairo_surface_t *marked = draw_picture_with (state, 960, 600, &red);

  for (gint64 unit = 0; unit <= 3; unit++) {
    LessonTarget linked = { LESSON_PART_CHANNEL, unit, 1, 8 };
    DrawRect at;
    g_assert_true (draw_layout_locate (layout, &linked, &at));
    g_assert_cmphex (pixel_at (plain, (int) (at.x + at.width / 2), (int) (at.y + 0.5)), !=,
                     pixel_at (marked, (int) (at.x + at.width / 2), (int) (at.y + 0.5)));
  }
  cairo_surface_destroy (plain);
  cairo_surface_destroy (marked);
}

static void
test_any_settings (void) {
  static const gint64 grids[] = { LESSON_GRID_MIN, 5, 10, LESSON_GRID_MAX };
  g_autoptr (Lesson) lesson = load_builtin ();

  for (gsize i = 0; i < G_N_ELEMENTS (grids); i++) {
    LessonSettings settings = lesson->settings;
    settings.grid = grids[i];
    settings.kernel = 3;
    g_autoptr (LessonParameters) p = load_parameters (lesson, &settings);
    g_autoptr (LessonTimeline) timeline = lesson_timeline_new (lesson, scene_index (lesson, "tensor"), p);
    for (double t = 0; t <= lesson_timeline_duration (timeline); t += 1.7) {
      g_autoptr (LessonState) state = lesson_timeline_state_at (timeline, t);
      cairo_surface_destroy (draw_picture (state, 640, 400, i % 2, NULL));
    }
  }
}

int
main (int argc, char **argv) {
  draw_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drawing/tensor/near-pixels-are-hit", test_near_pixels_are_hit);
  g_test_add_func ("/drawing/tensor/the-columns-inputs-are-hit-as-pixels", test_column_is_hit);
  g_test_add_func ("/drawing/tensor/planes-are-hit", test_planes_are_hit);
  g_test_add_func ("/drawing/tensor/a-pixel-is-marked-in-all-planes", test_pixel_is_linked);
  g_test_add_func ("/drawing/tensor/draws-with-any-grid-at-any-moment", test_any_settings);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "summary": cells that can be pointed at, and room for all predictions. */
#include "drawing-test.h"
#include "lesson-scene-test.h"

static void
test_cells_are_hit (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) p = load_parameters (lesson, NULL);
  g_autoptr (LessonState) state = state_at_end_of (lesson, "summary", "table", p);
  g_autoptr (DrawLayout) layout = draw_layout_new (state, 1280, 800);

  for (gint64 row = 0; row < LESSON_N_TOTALS; row++)
    for (gint64 column = 0; column < 4; column++) {
      LessonTarget target = { LESSON_PART_TOTAL, 0, row, column };
      DrawRect at;
      g_assert_true (draw_layout_locate (layout, &target, &at));
      LessonTarget hit = draw_layout_hit (layout, at.x + at.width / 2, at.y + at.height / 2);
      g_assert_true (lesson_target_equal (&hit, &target));
      g_autofree char *sentence = lesson_state_describe (state, &hit);
      g_assert_nonnull (sentence);
    }
}

/* Rows of the list of predictions, and their height in units. */
static gint64
rows_for (guint n_questions, double width, double height, double *pitch) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) p = load_parameters (lesson, NULL);

  ask_instead (lesson, n_questions);
  g_autoptr (LessonState) state = state_at_end_of (lesson, "summary", "predictions", p);
  g_autoptr (DrawLayout) layout = draw_layout_new (state, width, height);
  guint n_regions;
  const DrawRegion *regions = draw_layout_regions (layout, &n_regions);
  cairo_surface_destroy (draw_picture (state, (int) width, (int) height, FALSE, NULL));
  if (n_regions == 0)
    return 0;
  *pitch = regions[0].rect.height / regions[0].rows / MIN (width * 3 / 40, height / 10);
  return regions[0].rows;
}

static void
test_predictions_fit (void) {
  static const int sizes[][2] = { { 640, 400 }, { 1024, 768 }, { 1280, 720 }, { 1920, 1080 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    double pitch = 0;
    g_assert_cmpint (rows_for (0, sizes[i][0], sizes[i][1], &pitch), ==, 0);
    for (guint n = 1; n <= 14; n++) {
      g_assert_cmpint (rows_for (n, sizes[i][0], sizes[i][1], &pitch), ==, n);
      g_assert_cmpfloat (pitch, >=, 0.4); /* a line of the smallest type, with air */
    }
  }
}

int
main (int argc, char **argv) {
  draw_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drawing/summary/cells-are-hit", test_cells_are_hit);
  g_test_add_func ("/drawing/summary/predictions-fit", test_predictions_fit);
  return g_test_run ();
}

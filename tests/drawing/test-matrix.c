/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "matrix": every entry has its weight's colour, and nothing stands where no weight is. */
#include "draw-matrix-private.h"
#include "drawing-test.h"
#include "lesson-window.h"

#include <math.h>

/* Entries of many pixels, so that their middles are pure colour. */
#define WIDTH  1920
#define HEIGHT 1200

static guint32
packed (DrawColor color) {
  return (guint32) lround (color.red * 255) << 16 | (guint32) lround (color.green * 255) << 8
         | (guint32) lround (color.blue * 255);
}

static void
assert_colors (Lesson *lesson, LessonParameters *p) {
  g_autoptr (LessonState) state = state_at_end (lesson, "matrix", p, 3);
  g_autoptr (DrawLayout) layout = draw_layout_new (state, WIDTH, HEIGHT);
  const DrawStyle *style = draw_style_get (FALSE, FALSE);
  DrawRect matrix = ((const DrawMatrixPlaces *) layout->places)->matrix;
  cairo_surface_t *picture = draw_picture (state, WIDTH, HEIGHT, FALSE, NULL);
  gint64 weights = 0;

  for (gint64 output = 0; output < p->response->length; output++)
    for (gint64 pixel = 0; pixel < p->pixels->length; pixel++) {
      gint64 tap = lesson_window_tap (&p->single, output, pixel);
      DrawRect cell = draw_rect_cell (matrix, p->response->length, p->pixels->length, output, pixel);
      guint32 seen = pixel_at (picture, (int) (cell.x + cell.width / 2), (int) (cell.y + cell.height / 2));
      g_assert_cmphex (
          seen, ==, packed (tap < 0 ? style->card : draw_style_weight (style, tap, p->one_filter.weights)));
      weights += tap >= 0;
    }
  g_assert_cmpint (weights, ==, p->one_filter.multiplications_inside);
  cairo_surface_destroy (picture);
}

static void
test_colors (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  LessonSettings other = lesson->settings;

  other.grid = 11;
  other.stride = 2;
  other.dilation = 2;
  other.same_padding = TRUE;
  g_autoptr (LessonParameters) own = load_parameters (lesson, NULL);
  g_autoptr (LessonParameters) changed = load_parameters (lesson, &other);
  assert_colors (lesson, own);
  assert_colors (lesson, changed);
}

static void
test_inputs (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) p = load_parameters (lesson, NULL);
  g_autoptr (LessonState) state = state_at (lesson, "matrix", p, 0);
  g_autoptr (DrawLayout) layout = draw_layout_new (state, WIDTH, HEIGHT);
  DrawRect inputs = ((const DrawMatrixPlaces *) layout->places)->inputs;

  for (gint64 pixel = 0; pixel < 100; pixel++) {
    DrawRect cell = draw_rect_cell (inputs, 1, 100, 0, pixel);
    LessonTarget hit = draw_layout_hit (layout, cell.x + cell.width / 2, cell.y + cell.height / 2);
    g_assert_cmpint (hit.part, ==, LESSON_PART_PIXEL);
    g_assert_cmpint (hit.row * 10 + hit.column, ==, pixel);
  }
}

/* Millions of entries, a few hundred thousand pixels. */
static void
test_large (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  LessonSettings settings = lesson->settings;

  settings.grid = LESSON_GRID_MAX;
  g_autoptr (LessonParameters) p = load_parameters (lesson, &settings);
  for (guint step = 0; step < 5; step++) {
    g_autoptr (LessonState) state = state_at_end (lesson, "matrix", p, step);
    cairo_surface_t *picture = draw_picture (state, 640, 400, FALSE, NULL);
    cairo_surface_t *again = draw_picture (state, 640, 400, FALSE, NULL);
    g_assert_cmpint (count_differences (picture, again), ==, 0);
    cairo_surface_destroy (picture);
    cairo_surface_destroy (again);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  draw_init ();
  g_test_add_func ("/drawing/matrix/every-entry-has-its-weights-colour", test_colors);
  g_test_add_func ("/drawing/matrix/the-row-of-inputs-names-the-pixels", test_inputs);
  g_test_add_func ("/drawing/matrix/the-largest-is-drawn-the-same-twice", test_large);
  return g_test_run ();
}

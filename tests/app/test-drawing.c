/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-drawing.h"

#define SIDE 10

static float
at (const AppDrawing *drawing, gint64 row, gint64 column) {
  return drawing->values[row * drawing->side + column];
}

static int
count_lit (const AppDrawing *drawing) {
  int n = 0;

  for (gint64 i = 0; i < drawing->side * drawing->side; i++)
    n += drawing->values[i] > 0;
  return n;
}

static void
test_click (void) {
  g_autoptr (AppDrawing) drawing = app_drawing_new (SIDE, NULL);

  app_drawing_begin (drawing, 3.95, 4.05, FALSE);
  g_assert_cmpint (count_lit (drawing), ==, 1);
  g_assert_cmpfloat (at (drawing, 3, 4), ==, 1);
}

static void
test_line (void) {
  g_autoptr (AppDrawing) drawing = app_drawing_new (SIDE, NULL);

  app_drawing_begin (drawing, 2.5, 1.5, FALSE);
  app_drawing_line (drawing, 2.5, 8.5);
  for (gint64 column = 1; column <= 8; column++)
    g_assert_cmpfloat (at (drawing, 2, column), ==, 1);
  g_assert_cmpint (count_lit (drawing), ==, 8);
}

static void
test_erase (void) {
  g_autoptr (AppDrawing) drawing = app_drawing_new (SIDE, NULL);

  for (gint64 column = 0; column < SIDE; column++)
    app_drawing_set (drawing, 5, column, 0.5);
  app_drawing_begin (drawing, 5.5, 0.5, TRUE);
  app_drawing_line (drawing, 5.5, 4.5);
  g_assert_cmpint (count_lit (drawing), ==, 5);
  g_assert_cmpfloat (at (drawing, 5, 5), ==, 0.5F);
}

static void
test_outside (void) {
  g_autoptr (AppDrawing) drawing = app_drawing_new (SIDE, NULL);

  app_drawing_begin (drawing, 0.5, 0.5, FALSE);
  app_drawing_line (drawing, -40, -40);
  app_drawing_line (drawing, 400, 400);
  g_assert_cmpfloat (at (drawing, 9, 9), ==, 1);
}

static void
test_image (void) {
  g_autoptr (AppDrawing) drawing = app_drawing_new (SIDE, NULL);

  app_drawing_set (drawing, 0, 1, 7);
  app_drawing_set (drawing, 9, 9, 0.5);
  g_autoptr (EngineImage) image = app_drawing_to_image (drawing, NULL);
  g_autoptr (EngineTensor) grid = engine_image_to_grid (image, SIDE, NULL);
  g_assert_cmpfloat (grid->data[1], ==, 1);
  g_assert_cmpfloat (grid->data[10], ==, 0);
  g_assert_cmpfloat_with_epsilon (grid->data[99], 0.5, 1 / 255.0);
}

static void
test_ground (void) {
  g_autoptr (AppDrawing) first = app_drawing_new (SIDE, NULL);

  app_drawing_begin (first, 1.5, 1.5, FALSE);
  g_autoptr (EngineImage) image = app_drawing_to_image (first, NULL);
  g_autoptr (EngineTensor) grid = engine_image_to_grid (image, SIDE, NULL);
  g_autoptr (AppDrawing) second = app_drawing_new (SIDE, grid);
  app_drawing_begin (second, 8.5, 8.5, FALSE);
  g_assert_cmpint (count_lit (second), ==, 2);
  g_assert_cmpint (count_lit (first), ==, 1);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/drawing/a-click-is-one-pixel", test_click);
  g_test_add_func ("/app/drawing/a-line-leaves-no-gap", test_line);
  g_test_add_func ("/app/drawing/erasing-makes-black", test_erase);
  g_test_add_func ("/app/drawing/the-pen-may-leave-the-grid", test_outside);
  g_test_add_func ("/app/drawing/an-image-has-the-values-that-were-drawn", test_image);
  g_test_add_func ("/app/drawing/what-was-there-stays", test_ground);
  return g_test_run ();
}

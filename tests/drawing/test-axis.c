/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-axis.h"

#include <math.h>

static void
assert_ticks (DrawAxis axis, guint most, guint n, const double *expected) {
  double ticks[DRAW_AXIS_TICKS_MAX];

  g_assert_cmpuint (draw_axis_ticks (&axis, most, ticks), ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (ticks[i], expected[i], 1e-9 * fabs (expected[i]) + 1e-12);
}

#define TICKS(axis, most, ...)                                                                               \
  assert_ticks (axis, most, sizeof ((const double[]){ __VA_ARGS__ }) / sizeof (double),                      \
                (const double[]){ __VA_ARGS__ })

static void
test_logarithmic (void) {
  TICKS (((DrawAxis){ 1, 1e6, TRUE }), 7, 1, 10, 100, 1e3, 1e4, 1e5, 1e6);
  TICKS (((DrawAxis){ 1, 1e6, TRUE }), 4, 1, 100, 1e4, 1e6);
  TICKS (((DrawAxis){ 1, 1e6, TRUE }), 3, 1, 1e3, 1e6);
  TICKS (((DrawAxis){ 3.5, 1150, TRUE }), 5, 10, 100, 1000);
  TICKS (((DrawAxis){ 1e-3, 1, TRUE }), 5, 1e-3, 1e-2, 0.1, 1);
}

static void
test_linear (void) {
  TICKS (((DrawAxis){ 0, 1, FALSE }), 6, 0, 0.2, 0.4, 0.6, 0.8, 1);
  TICKS (((DrawAxis){ 0, 1, FALSE }), 3, 0, 0.5, 1);
  TICKS (((DrawAxis){ 0, 1, FALSE }), 2, 0, 1);
  TICKS (((DrawAxis){ 0, 37, FALSE }), 5, 0, 10, 20, 30);
  TICKS (((DrawAxis){ -1, 1, FALSE }), 5, -1, -0.5, 0, 0.5, 1);
}

/* Any axis has its ticks on it, no more than asked for. */
static void
test_any (void) {
  for (int i = 0; i < 2000; i++) {
    gboolean logarithmic = g_test_rand_bit ();
    double from = logarithmic ? g_test_rand_double_range (1e-4, 50) : g_test_rand_double_range (-1000, 1000);
    double to =
        logarithmic ? from * g_test_rand_double_range (10, 1e8) : from + g_test_rand_double_range (1e-3, 1e6);
    guint most = (guint) g_test_rand_int_range (2, DRAW_AXIS_TICKS_MAX + 1);
    DrawAxis axis = { from, to, logarithmic };
    double ticks[DRAW_AXIS_TICKS_MAX];
    guint n = draw_axis_ticks (&axis, most, ticks);
    g_assert_cmpuint (n, <=, most);
    for (guint tick = 0; tick < n; tick++) {
      double place = draw_axis_place (&axis, ticks[tick]);
      g_assert_cmpfloat (place, >=, -1e-6);
      g_assert_cmpfloat (place, <=, 1 + 1e-6);
      g_assert_true (tick == 0 || ticks[tick] > ticks[tick - 1]);
    }
  }
}

static void
test_place (void) {
  DrawAxis linear = { -1, 3, FALSE };
  DrawAxis logarithmic = draw_axis_decades (288, 32000000);

  g_assert_cmpfloat (draw_axis_place (&linear, 1), ==, 0.5);
  g_assert_cmpfloat_with_epsilon (logarithmic.from, 100, 1e-9);
  g_assert_cmpfloat_with_epsilon (logarithmic.to, 1e8, 1e-3);
  g_assert_cmpfloat_with_epsilon (draw_axis_place (&logarithmic, 1e5), 0.5, 1e-9);
  g_assert_cmpfloat (draw_axis_place (&logarithmic, 0), <, 0);
}

static void
test_decades (void) {
  DrawAxis exact = draw_axis_decades (100, 1000);
  DrawAxis single = draw_axis_decades (10, 10);

  g_assert_cmpfloat_with_epsilon (exact.from, 100, 1e-9);
  g_assert_cmpfloat_with_epsilon (exact.to, 1000, 1e-9);
  g_assert_cmpfloat_with_epsilon (single.to, 100, 1e-9);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drawing/axis/logarithmic-ticks-are-powers-of-ten", test_logarithmic);
  g_test_add_func ("/drawing/axis/linear-ticks-are-round", test_linear);
  g_test_add_func ("/drawing/axis/ticks-of-any-axis-stand-on-it", test_any);
  g_test_add_func ("/drawing/axis/values-have-their-place", test_place);
  g_test_add_func ("/drawing/axis/decades-hold-least-and-most", test_decades);
  return g_test_run ();
}

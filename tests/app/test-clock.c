/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-clock.h"

#define FRAME (G_USEC_PER_SEC / 64) /* exact in binary */
#define NEAR  1e-9

/* Frames until the clock rests; the first one is at a time as a frame clock gives it. */
static guint
run (AppClock *clock, double speed) {
  gint64 time = 77 * G_USEC_PER_SEC;
  guint frames = 0;

  while (clock->running) {
    app_clock_tick (clock, time, speed);
    time += FRAME;
    frames++;
    g_assert_cmpuint (frames, <, 10000);
  }
  return frames;
}

static void
test_rest (void) {
  AppClock clock = { 0 };

  g_assert_false (app_clock_tick (&clock, FRAME, 1));
  g_assert_cmpfloat (clock.seconds, ==, 0);
  g_assert_false (clock.running);
}

static void
test_first_frame (void) {
  AppClock clock = { 0 };

  app_clock_start (&clock, 1);
  g_assert_false (app_clock_tick (&clock, 5 * G_USEC_PER_SEC, 1));
  g_assert_cmpfloat (clock.seconds, ==, 0);
  g_assert_true (app_clock_tick (&clock, 5 * G_USEC_PER_SEC + FRAME, 1));
  g_assert_cmpfloat_with_epsilon (clock.seconds, 1 / 64.0, NEAR);
}

static void
test_stops_at_end (void) {
  AppClock clock = { 0 };

  app_clock_start (&clock, 0.04);
  g_assert_cmpuint (run (&clock, 1), ==, 4);
  g_assert_cmpfloat (clock.seconds, ==, 0.04);
  g_assert_false (clock.running);
}

static void
test_speed (void) {
  AppClock clock = { 0 };

  app_clock_start (&clock, 2);
  guint slow = run (&clock, 0.25);
  app_clock_set (&clock, 0);
  app_clock_start (&clock, 2);
  guint fast = run (&clock, 4);
  g_assert_cmpuint (slow - 1, ==, 512);
  g_assert_cmpuint (fast - 1, ==, 32);
}

static void
test_stall (void) {
  AppClock clock = { 0 };

  app_clock_start (&clock, 100);
  app_clock_tick (&clock, 1, 1);
  app_clock_tick (&clock, 60 * G_USEC_PER_SEC, 1);
  g_assert_cmpfloat_with_epsilon (clock.seconds, APP_CLOCK_LONGEST_FRAME, NEAR);
}

static void
test_backwards (void) {
  AppClock clock = { 0 };

  app_clock_start (&clock, 1);
  app_clock_tick (&clock, 2 * FRAME, 1);
  g_assert_false (app_clock_tick (&clock, FRAME, 1));
  g_assert_cmpfloat (clock.seconds, ==, 0);
  g_assert_true (clock.running);
}

static void
test_set (void) {
  AppClock clock = { 0 };

  app_clock_start (&clock, 1);
  app_clock_set (&clock, 0.5);
  g_assert_false (clock.running);
  g_assert_false (app_clock_tick (&clock, FRAME, 1));
  g_assert_cmpfloat (clock.seconds, ==, 0.5);
}

static void
test_notches (void) {
  g_assert_cmpfloat (app_speed_step (1, 1), ==, 2);
  g_assert_cmpfloat (app_speed_step (1, -1), ==, 0.5);
  g_assert_cmpfloat (app_speed_step (APP_SPEED_MAX, 1), ==, APP_SPEED_MAX);
  g_assert_cmpfloat (app_speed_step (APP_SPEED_MIN, -1), ==, APP_SPEED_MIN);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/clock/rests-until-it-is-started", test_rest);
  g_test_add_func ("/app/clock/first-frame-only-tells-the-time", test_first_frame);
  g_test_add_func ("/app/clock/comes-to-rest-exactly-at-the-end", test_stops_at_end);
  g_test_add_func ("/app/clock/speed-stretches-time", test_speed);
  g_test_add_func ("/app/clock/a-stall-skips-nothing", test_stall);
  g_test_add_func ("/app/clock/never-runs-backwards", test_backwards);
  g_test_add_func ("/app/clock/setting-it-stops-it", test_set);
  g_test_add_func ("/app/clock/speed-changes-by-notches-within-bounds", test_notches);
  return g_test_run ();
}

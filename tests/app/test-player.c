/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-player.h"

#define FRAME (G_USEC_PER_SEC / 10)
#define NEAR  1e-6

typedef struct {
  Lesson *lesson;
  LessonParameters *parameters;
  AppPlayer *player;
  guint changes, timelines;
  gint64 time;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data) {
  g_autoptr (GError) error = NULL;

  self->lesson = lesson_new_builtin (&error);
  g_assert_no_error (error);
  self->parameters = lesson_load_parameters (self->lesson, &error);
  g_assert_no_error (error);
  self->player = app_player_new ();
  app_player_open (self->player, self->lesson, self->parameters, 0);
  self->time = G_USEC_PER_SEC;
}

static void
tear_down (Fixture *self, gconstpointer data) {
  g_assert_finalize_object (self->player);
  lesson_parameters_unref (self->parameters);
  lesson_unref (self->lesson);
}

static void
play_frame (Fixture *self) {
  app_player_tick (self->player, self->time);
  self->time += FRAME;
}

static void
play_out (Fixture *self) {
  while (app_player_get_playing (self->player))
    play_frame (self);
}

static double
step_end (Fixture *self, guint step) {
  return lesson_timeline_step_end (app_player_get_timeline (self->player), step);
}

static void
assert_at (Fixture *self, guint scene, double seconds) {
  g_assert_cmpuint (app_player_get_scene_number (self->player), ==, scene);
  g_assert_cmpfloat_with_epsilon (app_player_get_seconds (self->player), seconds, NEAR);
  g_assert_cmpfloat_with_epsilon (app_player_get_state (self->player)->seconds, seconds, NEAR);
}

static gboolean
can (Fixture *self, const char *property) {
  gboolean value = FALSE;

  g_object_get (self->player, property, &value, NULL);
  return value;
}

static void
test_next_plays_and_waits (Fixture *self, gconstpointer data) {
  for (guint step = 0; step < self->lesson->scenes[0].n_steps; step++) {
    app_player_next (self->player);
    g_assert_true (app_player_get_playing (self->player));
    play_out (self);
    assert_at (self, 0, step_end (self, step));
    g_assert_cmpuint (app_player_get_state (self->player)->step, ==, step);
  }
}

static void
test_next_jumps (Fixture *self, gconstpointer data) {
  app_player_next (self->player);
  play_frame (self);
  play_frame (self);
  app_player_next (self->player);
  g_assert_false (app_player_get_playing (self->player));
  assert_at (self, 0, step_end (self, 0));
}

static void
test_next_crosses_scenes (Fixture *self, gconstpointer data) {
  app_player_seek (self->player, G_MAXDOUBLE);
  app_player_next (self->player);
  g_assert_true (app_player_get_playing (self->player));
  assert_at (self, 1, 0);
  play_out (self);
  assert_at (self, 1, step_end (self, 0));
}

static void
test_ends (Fixture *self, gconstpointer data) {
  guint last = self->lesson->n_scenes - 1;

  g_assert_false (can (self, "can-back"));
  g_assert_true (can (self, "can-next"));
  app_player_play_scene (self->player, last);
  g_assert_true (can (self, "can-back"));
  app_player_seek (self->player, G_MAXDOUBLE);
  g_assert_false (can (self, "can-next"));
  app_player_next (self->player);
  app_player_toggle (self->player);
  g_assert_false (app_player_get_playing (self->player));
  assert_at (self, last, lesson_timeline_duration (app_player_get_timeline (self->player)));
}

static void
test_back (Fixture *self, gconstpointer data) {
  app_player_seek (self->player, (step_end (self, 0) + step_end (self, 1)) / 2);
  app_player_back (self->player);
  assert_at (self, 0, step_end (self, 0));
  app_player_back (self->player);
  assert_at (self, 0, 0);
  app_player_back (self->player);
  assert_at (self, 0, 0);
}

static void
test_back_crosses_scenes (Fixture *self, gconstpointer data) {
  app_player_play_scene (self->player, 1);
  app_player_back (self->player);
  assert_at (self, 0, lesson_timeline_duration (app_player_get_timeline (self->player)));
  g_assert_false (app_player_get_playing (self->player));
}

/* All the way forward and all the way back meets every step once. */
static void
test_back_undoes_next (Fixture *self, gconstpointer data) {
  guint forward = 0, back = 0;

  g_object_set (self->player, "animate", FALSE, NULL);
  while (can (self, "can-next")) {
    app_player_next (self->player);
    forward++;
  }
  while (can (self, "can-back")) {
    app_player_back (self->player);
    back++;
  }
  guint steps = 0;
  for (guint i = 0; i < self->lesson->n_scenes; i++)
    steps += self->lesson->scenes[i].n_steps;
  g_assert_cmpuint (forward, ==, steps);
  /* Back also stops where a scene begins, which forward passes. */
  g_assert_cmpuint (back, ==, steps + self->lesson->n_scenes - 1);
  assert_at (self, 0, 0);
}

static void
test_pause (Fixture *self, gconstpointer data) {
  app_player_toggle (self->player);
  play_frame (self);
  play_frame (self);
  double paused = app_player_get_seconds (self->player);
  app_player_toggle (self->player);
  g_assert_false (app_player_get_playing (self->player));
  play_frame (self);
  assert_at (self, 0, paused);
  app_player_toggle (self->player);
  play_out (self);
  assert_at (self, 0, step_end (self, 0));
}

static void
test_reduced_motion (Fixture *self, gconstpointer data) {
  g_object_set (self->player, "animate", FALSE, NULL);
  app_player_next (self->player);
  g_assert_false (app_player_get_playing (self->player));
  assert_at (self, 0, step_end (self, 0));
  app_player_play_step (self->player, 3);
  assert_at (self, 0, step_end (self, 3));
}

static void
test_reduced_motion_begins (Fixture *self, gconstpointer data) {
  app_player_next (self->player);
  play_frame (self);
  g_object_set (self->player, "animate", FALSE, NULL);
  g_assert_false (app_player_get_playing (self->player));
  assert_at (self, 0, step_end (self, 0));
}

static void
test_go_to_step (Fixture *self, gconstpointer data) {
  guint last = self->lesson->scenes[0].n_steps - 1;

  app_player_play_step (self->player, 2);
  assert_at (self, 0, step_end (self, 1));
  play_out (self);
  assert_at (self, 0, step_end (self, 2));
  app_player_play_step (self->player, 1000);
  play_out (self);
  assert_at (self, 0, step_end (self, last));
}

static void
test_seek_is_bounded (Fixture *self, gconstpointer data) {
  app_player_seek (self->player, -5);
  assert_at (self, 0, 0);
  app_player_seek (self->player, G_MAXDOUBLE);
  assert_at (self, 0, lesson_timeline_duration (app_player_get_timeline (self->player)));
}

static LessonParameters *
other_parameters (Fixture *self) {
  g_autoptr (GError) error = NULL;
  LessonSettings settings = self->parameters->settings;

  settings.grid = 20;
  LessonParameters *other = lesson_parameters_new (self->parameters->original, "other", &settings, &error);
  g_assert_no_error (error);
  return other;
}

static void
test_parameters_keep_the_moment (Fixture *self, gconstpointer data) {
  g_autoptr (LessonParameters) other = other_parameters (self);

  app_player_seek (self->player, (step_end (self, 0) + step_end (self, 1)) / 2);
  double seconds = app_player_get_seconds (self->player);
  app_player_set_parameters (self->player, other);
  assert_at (self, 0, seconds);
  g_assert_true (app_player_get_state (self->player)->parameters == other);
}

static void
test_parameters_keep_playing (Fixture *self, gconstpointer data) {
  g_autoptr (LessonParameters) other = other_parameters (self);

  app_player_next (self->player);
  play_frame (self);
  play_frame (self);
  app_player_set_parameters (self->player, other);
  g_assert_true (app_player_get_playing (self->player));
  play_out (self);
  assert_at (self, 0, step_end (self, 0));
}

static void
changed_cb (Fixture *self) {
  self->changes++;
  g_assert_nonnull (app_player_get_state (self->player));
}

static void
timeline_changed_cb (Fixture *self) {
  self->timelines++;
}

static void
test_signals (Fixture *self, gconstpointer data) {
  g_signal_connect_swapped (self->player, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->player, "timeline-changed", G_CALLBACK (timeline_changed_cb), self);
  app_player_next (self->player);
  g_assert_cmpuint (self->changes, ==, 1);
  play_frame (self); /* tells the time only */
  g_assert_cmpuint (self->changes, ==, 1);
  play_frame (self);
  g_assert_cmpuint (self->changes, ==, 2);
  g_assert_cmpuint (self->timelines, ==, 0);
  app_player_play_scene (self->player, 2);
  g_assert_cmpuint (self->timelines, ==, 1);
  g_assert_cmpuint (self->changes, ==, 3);
}

static void
test_empty (void) {
  AppPlayer *player = app_player_new ();

  app_player_next (player);
  app_player_back (player);
  app_player_toggle (player);
  app_player_seek (player, 1);
  app_player_play_step (player, 1);
  app_player_play_scene (player, 1);
  g_assert_null (app_player_get_state (player));
  g_assert_finalize_object (player);
}

static guint
scene_of (Fixture *self, const char *name) {
  return (guint) lesson_find_scene (self->lesson, name, NULL);
}

static void
test_free (Fixture *self, gconstpointer data) {
  guint slide = scene_of (self, "slide");

  app_player_set_free (self->player, slide, TRUE);
  g_assert_true (app_player_get_state (self->player)->free);
  g_assert_false (can (self, "can-next"));
  g_assert_false (can (self, "can-back"));
  app_player_next (self->player);
  app_player_back (self->player);
  assert_at (self, slide, 0);
  app_player_play_scene (self->player, scene_of (self, "grab"));
  g_assert_true (app_player_get_free (self->player));
  g_assert_false (app_player_get_playing (self->player));
}

static void
test_leaves_playground (Fixture *self, gconstpointer data) {
  app_player_set_free (self->player, scene_of (self, "slide"), TRUE);
  app_player_play_scene (self->player, scene_of (self, "dense"));
  g_assert_false (app_player_get_free (self->player));
  g_assert_false (app_player_get_state (self->player)->free);
  g_assert_true (app_player_get_playing (self->player));
}

static int
frames_of_the_first_step (Fixture *self) {
  int frames = 0;

  app_player_play_scene (self->player, 0);
  for (; app_player_get_playing (self->player); frames++)
    play_frame (self);
  return frames;
}

static void
test_lesson_speed (Fixture *self, gconstpointer data) {
  int frames = frames_of_the_first_step (self);

  self->lesson->speed = 0.5;
  app_player_set_speed (self->player, 1);
  g_assert_cmpint (ABS (frames_of_the_first_step (self) - 2 * frames), <=, 2);
  app_player_set_speed (self->player, 2);
  g_assert_cmpint (ABS (frames_of_the_first_step (self) - frames), <=, 2);
}

#define ADD(path, function) g_test_add ("/app/player/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("next-plays-a-step-and-waits", test_next_plays_and_waits);
  ADD ("next-while-playing-jumps-to-the-steps-end", test_next_jumps);
  ADD ("next-after-the-last-step-begins-the-next-scene", test_next_crosses_scenes);
  ADD ("the-lesson-ends-where-it-ends", test_ends);
  ADD ("back-goes-to-the-beginning-of-the-step-then-before-it", test_back);
  ADD ("back-at-the-beginning-goes-to-the-end-of-the-scene-before", test_back_crosses_scenes);
  ADD ("back-undoes-next-through-the-whole-lesson", test_back_undoes_next);
  ADD ("pause-keeps-the-moment", test_pause);
  ADD ("reduced-motion-jumps", test_reduced_motion);
  ADD ("reduced-motion-ends-what-plays", test_reduced_motion_begins);
  ADD ("going-to-a-step-plays-it", test_go_to_step);
  ADD ("seeking-stays-inside-the-scene", test_seek_is_bounded);
  ADD ("other-numbers-keep-the-moment", test_parameters_keep_the_moment);
  ADD ("other-numbers-do-not-stop-a-step", test_parameters_keep_playing);
  ADD ("a-lessons-own-speed-times-the-users-is-how-fast-it-plays", test_lesson_speed);
  ADD ("signals-come-once-a-change", test_signals);
  g_test_add_func ("/app/player/without-a-lesson-nothing-happens", test_empty);
  ADD ("the-playground-stands-still", test_free);
  ADD ("a-scripted-scene-leaves-the-playground", test_leaves_playground);
  return g_test_run ();
}

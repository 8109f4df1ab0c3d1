/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Predict first: the player waits for an answer, keeps it, and goes on without one. */
#include "app-player.h"

#define NEAR 1e-6

typedef struct {
  Lesson *lesson;
  AppPlayer *player;
  guint scene, step; /* the first that asks */
  gint64 time;
} Fixture;

static void
find_question (Fixture *self) {
  for (self->scene = 0; self->scene < self->lesson->n_scenes; self->scene++)
    for (self->step = 0; self->step < self->lesson->scenes[self->scene].n_steps; self->step++)
      if (self->lesson->scenes[self->scene].steps[self->step].question != NULL)
        return;
  g_error ("the lesson asks nothing");
}

static LessonParameters *
load (Lesson *lesson, gboolean questions) {
  g_autoptr (GError) error = NULL;
  g_autoptr (LessonParameters) own = lesson_load_parameters (lesson, &error);

  g_assert_no_error (error);
  LessonSettings settings = own->settings;
  settings.questions = questions;
  LessonParameters *parameters = lesson_parameters_with_settings (own, &settings, &error);
  g_assert_no_error (error);
  return parameters;
}

static void
play_out (Fixture *self) {
  while (app_player_get_playing (self->player))
    app_player_tick (self->player, self->time += G_USEC_PER_SEC / 10);
}

/* At rest before the step that asks. */
static void
set_up (Fixture *self, gconstpointer questions) {
  g_autoptr (GError) error = NULL;

  self->lesson = lesson_new_builtin (&error);
  g_assert_no_error (error);
  find_question (self);
  g_autoptr (LessonParameters) parameters = load (self->lesson, GPOINTER_TO_INT (questions));
  self->player = app_player_new ();
  app_player_open (self->player, self->lesson, parameters, self->scene);
  if (self->step > 0)
    app_player_seek (self->player,
                     lesson_timeline_step_end (app_player_get_timeline (self->player), self->step - 1));
  self->time = G_USEC_PER_SEC;
}

static void
tear_down (Fixture *self, gconstpointer data) {
  g_assert_finalize_object (self->player);
  lesson_unref (self->lesson);
}

static double
step_end (Fixture *self) {
  return lesson_timeline_step_end (app_player_get_timeline (self->player), self->step);
}

static void
ask (Fixture *self) {
  app_player_next (self->player);
  play_out (self);
}

static void
test_waits (Fixture *self, gconstpointer data) {
  ask (self);
  g_assert_true (app_player_get_asking (self->player));
  g_assert_cmpuint (app_player_get_state (self->player)->step, ==, self->step);
  g_assert_cmpfloat (app_player_get_state (self->player)->prediction.asking, ==, 1);
  g_assert_cmpfloat (app_player_get_seconds (self->player), <, step_end (self) - 0.1);
}

static void
test_caption_hides_the_answer (Fixture *self, gconstpointer data) {
  ask (self);
  g_autofree char *asked = g_strdup (app_player_get_state (self->player)->caption);
  app_player_next (self->player);
  play_out (self);
  g_assert_cmpstr (asked, !=, app_player_get_state (self->player)->caption);
}

static void
test_going_on_skips (Fixture *self, gconstpointer data) {
  ask (self);
  app_player_next (self->player);
  play_out (self);
  g_assert_false (app_player_get_asking (self->player));
  g_assert_cmpfloat_with_epsilon (app_player_get_seconds (self->player), step_end (self), NEAR);
  g_assert_false (app_player_get_state (self->player)->prediction.answered);
  g_assert_true (app_player_get_state (self->player)->prediction.revealed);
}

static void
test_answer_is_kept (Fixture *self, gconstpointer data) {
  double before = step_end (self);

  ask (self);
  app_player_answer (self->player, 2);
  g_assert_true (app_player_get_playing (self->player));
  play_out (self);
  LessonState *state = app_player_get_state (self->player);
  g_assert_true (state->prediction.answered);
  g_assert_true (state->prediction.revealed);
  g_assert_cmpfloat (state->prediction.answer, ==, 2);
  g_assert_cmpuint (state->step, ==, self->step);
  /* What has been answered is not asked again. */
  g_assert_cmpfloat (step_end (self), <, before);
  app_player_play_step (self->player, self->step);
  g_assert_false (app_player_get_asking (self->player));
}

static void
test_answer_needs_a_question (Fixture *self, gconstpointer data) {
  app_player_answer (self->player, 2);
  g_assert_cmpuint (g_variant_n_children (app_player_get_parameters (self->player)->answers), ==, 0);
}

static void
test_other_numbers_ask_on (Fixture *self, gconstpointer data) {
  ask (self);
  g_autoptr (GError) error = NULL;
  LessonSettings settings = app_player_get_parameters (self->player)->settings;
  settings.nodes = 5;
  g_autoptr (LessonParameters) other =
      lesson_parameters_with_settings (app_player_get_parameters (self->player), &settings, &error);
  g_assert_no_error (error);
  app_player_set_parameters (self->player, other);
  g_assert_true (app_player_get_asking (self->player));
}

static void
test_switched_off (Fixture *self, gconstpointer data) {
  ask (self);
  g_assert_false (app_player_get_asking (self->player));
  g_assert_cmpfloat_with_epsilon (app_player_get_seconds (self->player), step_end (self), NEAR);
}

#define ADD(name, questions, test)                                                                           \
  g_test_add ("/app/questions/" name, Fixture, GINT_TO_POINTER (questions), set_up, test, tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("a-step-that-asks-waits", TRUE, test_waits);
  ADD ("the-caption-hides-the-answer", TRUE, test_caption_hides_the_answer);
  ADD ("going-on-leaves-it-without-an-answer", TRUE, test_going_on_skips);
  ADD ("an-answer-is-kept-and-not-asked-again", TRUE, test_answer_is_kept);
  ADD ("nothing-is-answered-where-nothing-is-asked", TRUE, test_answer_needs_a_question);
  ADD ("other-numbers-do-not-take-the-question-away", TRUE, test_other_numbers_ask_on);
  ADD ("switched-off-nothing-is-asked", FALSE, test_switched_off);
  return g_test_run ();
}

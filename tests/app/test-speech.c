/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a screen reader is told of the stage, and how often. */
#include "app-speech.h"
#include "lesson-timeline.h"

#define SECOND G_USEC_PER_SEC
#define GRAB   "grab"

typedef struct {
  Lesson *lesson;
  LessonTimeline *timeline;
  AppSpeech speech;
} Fixture;

static const LessonTarget nothing = { LESSON_PART_NONE };
/* The weight that is held: it changes in every frame of the second step. */
static const LessonTarget weight = { LESSON_PART_WEIGHT, .row = 1, .column = 2 };

static void
set_up (Fixture *self, gconstpointer data) {
  g_autoptr (GError) error = NULL;
  g_autoptr (LessonParameters) parameters = NULL;

  self->lesson = lesson_new_builtin (&error);
  g_assert_no_error (error);
  parameters = lesson_load_parameters (self->lesson, &error);
  g_assert_no_error (error);
  int scene = lesson_find_scene (self->lesson, GRAB, &error);
  g_assert_no_error (error);
  self->timeline = lesson_timeline_new (self->lesson, (guint) scene, parameters);
}

static void
tear_down (Fixture *self, gconstpointer data) {
  app_speech_clear (&self->speech);
  lesson_timeline_free (self->timeline);
  lesson_unref (self->lesson);
}

/* How many sentences are told while a step plays at 50 frames a second. */
static guint
count_told (Fixture *self, guint step, const LessonTarget *target) {
  double begin = step > 0 ? lesson_timeline_step_end (self->timeline, step - 1) : 0;
  guint told = 0;

  for (double s = begin + 0.02; s < lesson_timeline_step_end (self->timeline, step); s += 0.02) {
    g_autoptr (LessonState) state = lesson_timeline_state_at (self->timeline, s);
    told += app_speech_update (&self->speech, state, target, TRUE, (gint64) (s * SECOND)) != NULL;
  }
  return told;
}

static LessonState *
end_of (Fixture *self, guint step) {
  return lesson_timeline_state_at (self->timeline, lesson_timeline_step_end (self->timeline, step));
}

static void
test_step (Fixture *self, gconstpointer data) {
  g_autoptr (LessonState) end = end_of (self, 1);

  g_assert_cmpuint (count_told (self, 1, &nothing), ==, 1);
  g_assert_cmpstr (app_speech_update (&self->speech, end, &nothing, FALSE, 0), ==, end->spoken);
  g_assert_null (app_speech_update (&self->speech, end, &nothing, FALSE, 0));
}

static void
test_cell (Fixture *self, gconstpointer data) {
  g_autoptr (LessonState) end = end_of (self, 1);
  g_autofree char *last = lesson_state_describe (end, &weight);
  double seconds =
      lesson_timeline_step_end (self->timeline, 1) - lesson_timeline_step_end (self->timeline, 0);
  guint told = count_told (self, 1, &weight);

  g_assert_cmpuint (told, >, 1);
  g_assert_cmpuint (told, <=, (guint) seconds + 1);
  app_speech_update (&self->speech, end, &weight, FALSE, 0);
  g_assert_cmpstr (self->speech.told, ==, last);
}

/* Another cell is read at once, however soon. */
static void
test_moved (Fixture *self, gconstpointer data) {
  LessonTarget other = { LESSON_PART_WEIGHT, .row = 0, .column = 0 };
  g_autoptr (LessonState) end = end_of (self, 1);

  g_assert_nonnull (app_speech_update (&self->speech, end, &weight, TRUE, 0));
  g_assert_nonnull (app_speech_update (&self->speech, end, &other, TRUE, 1));
  g_assert_cmpstr (app_speech_update (&self->speech, end, &nothing, TRUE, 2), ==, end->spoken);
}

static void
test_said (Fixture *self, gconstpointer data) {
  g_autoptr (LessonState) end = end_of (self, 1);
  g_autoptr (LessonState) next = end_of (self, 2);

  app_speech_update (&self->speech, end, &nothing, FALSE, 0);
  app_speech_say (&self->speech, "Saved");
  g_assert_cmpstr (app_speech_update (&self->speech, end, &nothing, FALSE, 0), ==, "Saved");
  g_assert_null (app_speech_update (&self->speech, end, &nothing, FALSE, 0));
  app_speech_say (&self->speech, NULL);
  g_assert_cmpstr (app_speech_update (&self->speech, end, &nothing, FALSE, 0), ==, end->spoken);
  app_speech_say (&self->speech, "Saved");
  app_speech_update (&self->speech, end, &nothing, FALSE, 0);
  g_assert_cmpstr (app_speech_update (&self->speech, next, &nothing, FALSE, 0), ==, next->spoken);
}

static void
test_said_while_playing (Fixture *self, gconstpointer data) {
  g_autoptr (LessonState) end = end_of (self, 1);

  app_speech_update (&self->speech, end, &nothing, TRUE, 0);
  app_speech_say (&self->speech, NULL);
  g_assert_null (app_speech_update (&self->speech, end, &nothing, TRUE, 1));
  app_speech_say (&self->speech, "Saved");
  g_assert_cmpstr (app_speech_update (&self->speech, end, &nothing, TRUE, 1), ==, "Saved");
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("/app/speech/a-step-is-told-once-and-at-its-end", test_step);
  ADD ("/app/speech/a-cell-is-told-once-a-second", test_cell);
  ADD ("/app/speech/another-cell-is-told-at-once", test_moved);
  ADD ("/app/speech/what-is-said-stands-until-something-else-happens", test_said);
  ADD ("/app/speech/what-is-said-is-told-while-a-step-plays", test_said_while_playing);
  return g_test_run ();
}

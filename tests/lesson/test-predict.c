/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scenes "dense", "slide" and "filters": what they ask, and what they say of their pictures. */
#include "lesson-test.h"
#include "lesson-text.h"

typedef struct {
  Lesson *lesson;
  LessonParameters *parameters;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data) {
  self->lesson = load_builtin ();
  LessonSettings settings = self->lesson->settings;

  settings.grid = 12;
  settings.nodes = 7;
  settings.filters = 5;
  settings.questions = TRUE;
  self->parameters = load_parameters (self->lesson, &settings);
}

static void
tear_down (Fixture *self, gconstpointer data) {
  lesson_parameters_unref (self->parameters);
  lesson_unref (self->lesson);
}

static guint
step_index (const Lesson *lesson, const char *scene, const char *name) {
  const LessonScene *found = &lesson->scenes[scene_index (lesson, scene)];

  for (guint step = 0; step < found->n_steps; step++)
    if (g_str_equal (found->steps[step].name, name))
      return step;
  g_error ("%s: no step %s", scene, name);
}

/* When the step's question waits. */
static LessonState *
state_asking (Fixture *self, const char *scene, const char *name) {
  guint step = step_index (self->lesson, scene, name);
  g_autoptr (LessonTimeline) timeline =
      lesson_timeline_new (self->lesson, scene_index (self->lesson, scene), self->parameters);
  LessonState *state = lesson_timeline_state_at (timeline, lesson_timeline_step_asked (timeline, step));

  g_assert_cmpuint (state->step, ==, step);
  g_assert_cmpfloat (state->prediction.asking, ==, 1);
  g_assert_false (state->prediction.revealed);
  return state;
}

static LessonState *
state_after (Fixture *self, const char *scene, const char *name) {
  return state_at_end (self->lesson, scene, self->parameters, step_index (self->lesson, scene, name));
}

static void
test_numbers (Fixture *self, gconstpointer data) {
  g_autoptr (LessonState) dense = state_asking (self, "dense", "all-nodes");
  g_autoptr (LessonState) slide = state_asking (self, "slide", "all-rows");

  g_assert_null (dense->prediction.choices);
  g_assert_cmpint ((gint64) dense->prediction.truth, ==, self->parameters->dense.weights);
  g_assert_cmpint ((gint64) slide->prediction.truth, ==, self->parameters->one_filter.uses_per_weight);
  /* What is asked is not told by the counters yet. */
  g_assert_cmpint (dense->dense.weights, <, self->parameters->dense.weights);
  g_assert_cmpint (slide->convolution.uses, <, self->parameters->one_filter.uses_per_weight);
}

static void
test_choice (Fixture *self, gconstpointer data) {
  g_autoptr (LessonState) state = state_asking (self, "filters", "multiplications");

  g_assert_cmpuint (g_strv_length (state->prediction.choices), ==, 3);
  g_assert_true (
      g_str_has_prefix (state->prediction.choices[(guint) state->prediction.truth], "More multiplications"));
}

static void
assert_says (const LessonState *state, const char *words) {
  if (strstr (state->spoken, words) == NULL)
    g_error ("%s: “%s” does not say “%s”", state->scene->name, state->spoken, words);
}

/* One thing to read at a time, and it does not tell the answer. */
static void
test_asked_in_words (Fixture *self, gconstpointer data) {
  g_autoptr (LessonState) asking = state_asking (self, "dense", "all-nodes");
  g_autoptr (LessonState) shown = state_after (self, "dense", "all-nodes");

  g_assert_cmpstr (asking->caption, ==, "");
  g_assert_cmpstr (asking->prediction.text, ==,
                   "7 nodes look at 144 pixels each. How many weights are that?");
  g_assert_true (g_str_has_prefix (asking->spoken, asking->prediction.text));
  assert_says (shown, shown->caption);
}

static void
test_dense_speaks (Fixture *self, gconstpointer data) {
  g_autoptr (LessonState) one = state_after (self, "dense", "one-node");
  g_autoptr (LessonState) all = state_after (self, "dense", "all-nodes");
  g_autoptr (LessonState) node = state_after (self, "dense", "one-node-again");
  g_autoptr (LessonState) pixel = state_after (self, "dense", "one-pixel");

  assert_says (one, "144 of 1,008 lines run from the column of 144 pixels to the 7 nodes");
  assert_says (all, "1,008 of 1,008 lines run");
  assert_says (node, "The 144 lines to node 3 stand out");
  assert_says (pixel, "The 7 lines from the pixel in row 7, column 7 stand out");
}

static void
test_slide_speaks (Fixture *self, gconstpointer data) {
  const EngineTensor *response = self->parameters->response;
  g_autoptr (LessonState) place = state_after (self, "slide", "place");
  g_autoptr (LessonState) row = state_after (self, "slide", "first-row");
  g_autofree char *value = lesson_format_value (response->data[9]);
  g_autofree char *sum = g_strdup_printf ("row 1, column 10: the sum is %s.", value);

  assert_says (place, "−1.00, 0.00, 1.00; −2.00, 0.00, 2.00; −1.00, 0.00, 1.00.");
  assert_says (row, sum);
  assert_says (row, "10 of 100 outputs");
}

static void
test_filters_speak (Fixture *self, gconstpointer data) {
  g_autoptr (LessonState) second = state_after (self, "filters", "second");

  assert_says (second, "2 of 5 filters, each above its response of 10 by 10 outputs");
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("/lesson/predict/the-truth-is-the-engines-count-and-not-yet-told", test_numbers);
  ADD ("/lesson/predict/the-right-choice-holds-for-other-settings", test_choice);
  ADD ("/lesson/predict/the-question-is-said-in-place-of-the-caption", test_asked_in_words);
  ADD ("/lesson/spoken/dense-tells-which-lines-are-seen", test_dense_speaks);
  ADD ("/lesson/spoken/slide-tells-weights-place-and-sum", test_slide_speaks);
  ADD ("/lesson/spoken/filters-tells-how-many-are-there", test_filters_speak);
  return g_test_run ();
}

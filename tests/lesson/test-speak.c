/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a screen reader says of every moment: the caption, what is seen, the numbers. */
#include "lesson-scene-private.h"
#include "lesson-test.h"
#include "lesson-text.h"

#define LONGEST 240 /* letters of a sentence */

/* Signs that screen readers pass over, or spell. */
static const char *const mangled[] = { "→", "·", "✓", "✗", "|", "*", "{", "}", "  ", "..", ". .", NULL };

typedef void (*Check) (const LessonState *state);

static void G_GNUC_NORETURN
fail (const LessonState *state, const char *what) {
  g_error ("%s, step %s at %.1f s: “%s”: %s", state->scene->name, state->scene->steps[state->step].name,
           state->seconds, state->spoken, what);
}

/* The moments of a step that are looked at: while its question stands, its beginning, middle and end. */
static void
check_step (LessonTimeline *timeline, guint step, Check check) {
  double asked = lesson_timeline_step_asked (timeline, step), end = lesson_timeline_step_end (timeline, step);
  const double moments[] = { asked, asked + 0.01, (asked + end) / 2, end };

  for (gsize i = 0; i < G_N_ELEMENTS (moments); i++) {
    g_autoptr (LessonState) state = lesson_timeline_state_at (timeline, moments[i]);
    check (state);
  }
}

static void
check_lesson (const LessonSettings *settings, Check check) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) parameters = load_trained (lesson, settings);

  for (guint scene = 0; scene < lesson->n_scenes; scene++) {
    g_autoptr (LessonTimeline) timeline = lesson_timeline_new (lesson, scene, parameters);
    for (guint step = 0; step < lesson->scenes[scene].n_steps; step++)
      check_step (timeline, step, check);
    if (lesson->scenes[scene].playground == NULL)
      continue;
    g_autoptr (LessonTimeline) around = lesson_timeline_new_free (lesson, scene, parameters);
    check_step (around, 0, check);
  }
}

static void
check_everything (Check check) {
  g_autoptr (Lesson) lesson = load_builtin ();
  LessonSettings settings = lesson->settings;

  settings.questions = TRUE;
  check_lesson (&settings, check);
  lesson_settings_set_kernel (&settings, 1);
  settings.grid = LESSON_GRID_MIN;
  settings.nodes = settings.filters = LESSON_UNITS_MIN;
  check_lesson (&settings, check);
  lesson_settings_set_kernel (&settings, LESSON_KERNEL_MAX);
  settings.grid = LESSON_GRID_MAX;
  settings.nodes = settings.filters = LESSON_UNITS_MAX;
  settings.dilation = settings.stride = 2;
  settings.same_padding = TRUE;
  check_lesson (&settings, check);
}

static void
check_readable (const LessonState *state) {
  const char *first = state->prediction.asking > 0 ? state->prediction.text : state->caption;
  const char *repeated;

  if (*first == '\0' || !g_str_has_prefix (state->spoken, first))
    fail (state, "caption or question is not the first");
  repeated = strstr (state->spoken + strlen (first), first);
  if (repeated != NULL)
    fail (state, "the caption is repeated");
  if (!g_str_has_suffix (state->spoken, "."))
    fail (state, "the end is no end of a sentence");
  for (guint i = 0; mangled[i] != NULL; i++)
    if (strstr (state->spoken, mangled[i]) != NULL)
      fail (state, mangled[i]);
}

static void
test_readable (void) {
  check_everything (check_readable);
}

/* Lists of weights may be long: they are cut by semicolons. */
static void
check_short (const LessonState *state) {
  g_auto (GStrv) sentences = g_regex_split_simple ("[.?:;] ", state->spoken, 0, 0);

  for (guint i = 0; sentences[i] != NULL; i++)
    if (g_utf8_strlen (sentences[i], -1) > LONGEST)
      fail (state, sentences[i]);
}

static void
test_short (void) {
  check_everything (check_short);
}

/* Beside caption and counters something is said of the picture itself; at the very first moment of a step there may be nothing
 * to be seen yet. */
static void
check_seen (const LessonState *state) {
  const LessonSceneClass *class = lesson_scene_class (state->scene->kind);
  g_autofree char *seen = class->speak (state);

  if (state->prediction.asking > 0)
    return;
  if (seen == NULL || *seen == '\0') {
    g_autoptr (LessonState) end =
        state_at_end (state->lesson, state->scene->name, state->parameters, state->step);
    g_autofree char *last = class->speak (end);
    if (end->seconds == state->seconds || last == NULL || *last == '\0')
      fail (end, "nothing is said of the picture");
    return;
  }
  if (strpbrk (state->spoken, "0123456789") == NULL)
    fail (state, "there is no number");
  if (strstr (state->spoken, seen) == NULL)
    fail (state, seen);
}

static void
test_seen (void) {
  check_everything (check_seen);
}

/* No counter without a card: those of layers that the scene does not show, and those that nothing is on yet. */
static void
check_counters (const LessonState *state) {
  const struct {
    LessonLayers layer;
    const char *name;
    const LessonCounter *counter;
  } cards[] = { { LESSON_LAYER_DENSE, "Dense layer: ", &state->dense },
                { LESSON_LAYER_LOCAL, "Local layer: ", &state->local },
                { LESSON_LAYER_CONVOLUTION, "Convolution: ", &state->convolution } };

  for (gsize i = 0; i < G_N_ELEMENTS (cards); i++) {
    gboolean there = (state->scene->layers & cards[i].layer) != 0 && cards[i].counter->shown
                     && cards[i].counter->weights > 0 && state->prediction.asking <= 0;
    if ((strstr (state->spoken, cards[i].name) != NULL) != there)
      fail (state, cards[i].name);
  }
}

static void
test_counters (void) {
  check_everything (check_counters);
}

/* The step of the lesson that asks, while it asks; answered with `answer`, at its end. */
static LessonState *
state_of_question (Lesson *lesson, const char *scene, guint step, const double *answer) {
  LessonSettings settings = lesson->settings;
  guint index = scene_index (lesson, scene);

  settings.questions = TRUE;
  g_autoptr (LessonParameters) open = load_parameters (lesson, &settings);
  if (answer == NULL) {
    g_autoptr (LessonTimeline) timeline = lesson_timeline_new (lesson, index, open);
    return lesson_timeline_state_at (timeline, lesson_timeline_step_asked (timeline, step));
  }
  g_autofree char *key = lesson_question_key (&lesson->scenes[index], step);
  g_autoptr (LessonParameters) answered = lesson_parameters_with_answer (open, key, *answer);
  return state_at_end (lesson, scene, answered, step);
}

static void
assert_says (const LessonState *state, const char *words) {
  if (strstr (state->spoken, words) == NULL)
    fail (state, words);
}

static void
test_question (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonState) number = state_of_question (lesson, "dense", 3, NULL);
  g_autoptr (LessonState) choice = state_of_question (lesson, "filters", 3, NULL);

  g_assert_cmpstr (number->spoken, ==,
                   "32 nodes look at 100 pixels each. How many weights are that? "
                   "Type a number, or go on without an answer.");
  assert_says (choice, " 1: More memory. 2: More multiplications. 3: Nothing. Press a number, or go on");
}

static void
test_answer (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  const double guess = 4000, right = 3200, second = 1, first = 0;
  g_autoptr (LessonState) wrong_number = state_of_question (lesson, "dense", 3, &guess);
  g_autoptr (LessonState) right_number = state_of_question (lesson, "dense", 3, &right);
  g_autoptr (LessonState) right_choice = state_of_question (lesson, "filters", 3, &second);
  g_autoptr (LessonState) wrong_choice = state_of_question (lesson, "filters", 3, &first);

  assert_says (wrong_number, " Your prediction: 4,000. Right is: 3,200. ");
  assert_says (right_number, " Your prediction: 3,200. That is right. ");
  assert_says (right_choice, " Your prediction: More multiplications. That is right. ");
  assert_says (wrong_choice, " Your prediction: More memory. Right is: More multiplications. ");
}

/* Before the step has shown what is right it is not told. */
static void
test_answer_waits (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) open = load_parameters (lesson, NULL);
  g_autoptr (LessonParameters) answered = lesson_parameters_with_answer (open, "dense/all-nodes", 4000);
  g_autoptr (LessonTimeline) timeline = lesson_timeline_new (lesson, scene_index (lesson, "dense"), answered);
  g_autoptr (LessonState) state =
      lesson_timeline_state_at (timeline, lesson_timeline_step_end (timeline, 2) + 1);

  assert_says (state, " Your prediction: 4,000. ");
  g_assert_null (strstr (state->spoken, "Right is"));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson/speak/caption-first-and-nothing-that-is-mangled", test_readable);
  g_test_add_func ("/lesson/speak/sentences-are-short", test_short);
  g_test_add_func ("/lesson/speak/every-step-says-what-is-seen", test_seen);
  g_test_add_func ("/lesson/speak/only-counters-that-have-a-card", test_counters);
  g_test_add_func ("/lesson/speak/a-question-tells-how-to-answer", test_question);
  g_test_add_func ("/lesson/speak/an-answer-stands-beside-what-is-right", test_answer);
  g_test_add_func ("/lesson/speak/what-is-right-is-not-told-early", test_answer_waits);
  return g_test_run ();
}

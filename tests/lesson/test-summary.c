/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "summary": the table's numbers, and the predictions beside the truth. */
#include "lesson-scene-test.h"
#include "lesson-summary.h"

/* As on paper: outputs, weights, uses, multiplications. */
static void
test_table (void) {
  static const gint64 expected[LESSON_N_TOTALS][LESSON_SUMMARY_N_COLUMNS] = {
    [LESSON_TOTAL_DENSE] = { 32, 3200, 1, 3200 },
    [LESSON_TOTAL_CONVOLUTION] = { 2048, 288, 64, 18432 },
    [LESSON_TOTAL_LOCAL] = { 2048, 18432, 1, 18432 },
    [LESSON_TOTAL_DENSE_EQUAL] = { 2048, 204800, 1, 204800 },
  };
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) p = load_parameters (lesson, NULL);

  for (guint total = 0; total < LESSON_N_TOTALS; total++)
    for (guint column = 0; column < LESSON_SUMMARY_N_COLUMNS; column++)
      g_assert_cmpint (lesson_summary_number (p, total, column), ==, expected[total][column]);
}

static void
test_table_is_counted (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  LessonSettings settings = lesson->settings;
  settings.grid = 17;
  settings.nodes = 5;
  settings.filters = 7;
  settings.stride = 2;
  g_autoptr (LessonParameters) p = load_parameters (lesson, &settings);
  const EngineCount *counts[] = { &p->dense, &p->convolution, &p->local, &p->dense_equal };

  for (guint total = 0; total < LESSON_N_TOTALS; total++) {
    g_assert_cmpint (lesson_summary_number (p, total, LESSON_SUMMARY_OUTPUTS), ==, counts[total]->outputs);
    g_assert_cmpint (lesson_summary_number (p, total, LESSON_SUMMARY_WEIGHTS), ==, counts[total]->weights);
    g_assert_cmpint (lesson_summary_number (p, total, LESSON_SUMMARY_USES), ==,
                     counts[total]->uses_per_weight);
    g_assert_cmpint (lesson_summary_number (p, total, LESSON_SUMMARY_MULTIPLICATIONS), ==,
                     counts[total]->multiplications);
  }
}

static void
test_cells_are_described (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) p = load_parameters (lesson, NULL);
  g_autoptr (LessonState) state = state_at_end_of (lesson, "summary", "table", p);
  LessonTarget cell = { LESSON_PART_TOTAL, .row = LESSON_TOTAL_CONVOLUTION, .column = LESSON_SUMMARY_USES };
  LessonTarget outside = { LESSON_PART_TOTAL, .row = LESSON_N_TOTALS };
  g_autofree char *sentence = lesson_state_describe (state, &cell);

  g_assert_cmpstr (sentence, ==, "Convolution, 32 filters: each weight is used 64 times");
  g_assert_null (lesson_state_describe (state, &outside));
  g_assert_nonnull (strstr (state->spoken,
                            " Convolution, 32 filters: outputs 2,048, weights 288, each used 64 times, "
                            "multiplications 18,432."));
}

static GPtrArray *
answers_for (Lesson *lesson, LessonParameters *parameters) {
  g_autoptr (LessonState) state = state_at_end_of (lesson, "summary", "predictions", parameters);

  return lesson_summary_answers (state);
}

static void
test_every_question (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) p = load_parameters (lesson, NULL);
  g_autoptr (GPtrArray) own = answers_for (lesson, p);
  guint questions = 0;

  for (guint i = 0; i < lesson->n_scenes; i++)
    for (guint j = 0; j < lesson->scenes[i].n_steps; j++)
      questions += lesson->scenes[i].steps[j].question != NULL;
  g_assert_cmpuint (own->len, ==, questions);
  for (guint i = 0; i < own->len; i++) {
    const LessonSummaryAnswer *answer = g_ptr_array_index (own, i);
    g_assert_null (answer->answer);
    g_assert_nonnull (answer->truth);
    g_assert_null (strchr (answer->question, '{'));
    g_assert_false (answer->right);
  }
}

static void
assert_judged (Lesson *lesson, const LessonParameters *p, double given, gboolean right) {
  g_autofree char *key = lesson_question_key (&lesson->scenes[0], 0);
  g_autoptr (LessonParameters) answered = lesson_parameters_with_answer (p, key, given);
  g_autoptr (GPtrArray) answers = answers_for (lesson, answered);
  const LessonSummaryAnswer *answer = g_ptr_array_index (answers, 0);

  g_assert_cmpint (answer->right, ==, right);
  g_assert_cmpstr (answer->truth, ==, "288");
}

static void
test_close_is_right (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) p = load_parameters (lesson, NULL);

  ask_instead (lesson, 1);
  assert_judged (lesson, p, 288, TRUE);
  assert_judged (lesson, p, 300, TRUE);
  assert_judged (lesson, p, 260, TRUE);
  assert_judged (lesson, p, 320, FALSE);
  assert_judged (lesson, p, 3200, FALSE);
}

static void
test_choices (void) {
  static const char *const choices[] = { "{nodes}", "{weights}", NULL };
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) p = load_parameters (lesson, NULL);

  ask_instead (lesson, 1);
  LessonQuestion *question = lesson->scenes[0].steps[0].question;
  g_clear_pointer (&question->answer, g_free);
  question->choices = g_strdupv ((char **) choices);
  question->correct = 1;
  g_autofree char *key = lesson_question_key (&lesson->scenes[0], 0);
  g_autoptr (LessonParameters) answered = lesson_parameters_with_answer (p, key, 0);
  g_autoptr (GPtrArray) answers = answers_for (lesson, answered);
  const LessonSummaryAnswer *answer = g_ptr_array_index (answers, 0);

  g_assert_cmpstr (answer->answer, ==, "32");
  g_assert_cmpstr (answer->truth, ==, "288");
  g_assert_false (answer->right);
}

static void
test_nothing_asked (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) p = load_parameters (lesson, NULL);

  ask_instead (lesson, 0);
  g_autoptr (GPtrArray) answers = answers_for (lesson, p);
  g_assert_cmpuint (answers->len, ==, 0);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson/summary/table-is-that-of-the-lesson", test_table);
  g_test_add_func ("/lesson/summary/table-is-what-the-engine-counts", test_table_is_counted);
  g_test_add_func ("/lesson/summary/cells-are-described", test_cells_are_described);
  g_test_add_func ("/lesson/summary/every-question-is-there-with-its-truth", test_every_question);
  g_test_add_func ("/lesson/summary/a-number-close-to-the-truth-is-right", test_close_is_right);
  g_test_add_func ("/lesson/summary/a-choice-is-shown-in-its-words", test_choices);
  g_test_add_func ("/lesson/summary/a-lesson-may-ask-nothing", test_nothing_asked);
  return g_test_run ();
}

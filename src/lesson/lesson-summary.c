/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stays: the totals as counted on the way, three sentences, and the predictions beside the truth. */
#include "lesson-summary.h"

#include "lesson-ease.h"
#include "lesson-scene-private.h"
#include "lesson-text.h"
#include "lesson-timeline.h"

#include <glib/gi18n-lib.h>
#include <math.h>

enum { TABLE, SENTENCES, PREDICTIONS, N_STEPS };

#define LARGEST 1e18 /* that is still written as a whole number; people type anything */
#define CLOSE   0.1  /* a number counts as right this near to the truth, as a share of it */

static const LessonStepText steps[N_STEPS] = {
  { "table", 7.0,
    N_ ("{dense_weights} weights against {weights}; the convolution uses each of its own {positions} times."),
    N_ ("Against the {nodes} nodes: {ratio} times fewer weights for {multiplication_ratio} times the "
        "multiplications. At equal outputs: {equal_ratio} times fewer weights, and fewer multiplications "
        "too.") },
  { "sentences", 4.5, N_ ("Fewer weights, paid for with computation: that is weight sharing."),
    N_ ("Let someone in the room say it in their own words before you go on.") },
  { "predictions", 4.0, N_ ("What you predicted, beside what was counted."),
    N_ ("Ask which of them surprised most. A wrong prediction that is remembered is worth a right one.") },
};

static const struct {
  const char *heading, *sentence;
} thoughts[LESSON_SUMMARY_N_SENTENCES] = {
  { N_ ("Few weights"),
    N_ ("A filter has only {filter_weights}; all {filters} filters together have {weights}.") },
  { N_ ("Shared by all {positions} positions"),
    N_ ("The same weights act everywhere, so a pattern is found wherever it lies.") },
  { N_ ("Paid for in multiplications"),
    N_ ("{multiplications}, where a dense layer of {nodes} nodes needs {dense_multiplications}.") },
};

char *
lesson_prediction_to_string (char **choices, double answer) {
  guint index = (guint) CLAMP (answer, 0, G_MAXINT);

  if (choices == NULL)
    return fabs (answer) < LARGEST && answer == floor (answer) ? lesson_format_count ((gint64) answer)
                                                               : lesson_format_ratio (answer);
  return g_strdup (choices[MIN (index, g_strv_length (choices) - 1)]);
}

static const EngineCount *
count_of (const LessonParameters *p, LessonTotal total) {
  const EngineCount *counts[LESSON_N_TOTALS] = {
    [LESSON_TOTAL_DENSE] = &p->dense,
    [LESSON_TOTAL_CONVOLUTION] = &p->convolution,
    [LESSON_TOTAL_LOCAL] = &p->local,
    [LESSON_TOTAL_DENSE_EQUAL] = &p->dense_equal,
  };

  return counts[total];
}

char *
lesson_summary_name (const LessonParameters *p, LessonTotal total) {
  static const char *const names[LESSON_N_TOTALS] = {
    [LESSON_TOTAL_DENSE] = N_ ("Dense, {nodes} nodes"),
    [LESSON_TOTAL_CONVOLUTION] = N_ ("Convolution, {filters} filters"),
    [LESSON_TOTAL_LOCAL] = N_ ("Local, not shared"),
    [LESSON_TOTAL_DENSE_EQUAL] = N_ ("Dense, as many outputs"),
  };

  return lesson_caption_fill (_ (names[total]), p);
}

gint64
lesson_summary_number (const LessonParameters *p, LessonTotal total, guint column) {
  const EngineCount *count = count_of (p, total);
  const gint64 numbers[LESSON_SUMMARY_N_COLUMNS] = { count->outputs, count->weights, count->uses_per_weight,
                                                     count->multiplications };

  return numbers[column];
}

char *
lesson_summary_heading (const LessonParameters *p, guint index) {
  return lesson_caption_fill (_ (thoughts[index].heading), p);
}

char *
lesson_summary_sentence (const LessonParameters *p, guint index) {
  return lesson_caption_fill (_ (thoughts[index].sentence), p);
}

static void
answer_free (gpointer data) {
  LessonSummaryAnswer *self = data;

  g_free (self->question);
  g_free (self->answer);
  g_free (self->truth);
  g_free (self);
}

static LessonSummaryAnswer *
look_up (const LessonScene *scene, guint step, const LessonParameters *p) {
  const LessonQuestion *question = scene->steps[step].question;
  LessonSummaryAnswer *self = g_new0 (LessonSummaryAnswer, 1);
  g_autofree char *key = lesson_question_key (scene, step);
  g_auto (GStrv) choices = question->choices != NULL ? g_strdupv (question->choices) : NULL;
  double truth = question->correct, answer;

  for (guint i = 0; choices != NULL && choices[i] != NULL; i++) {
    char *template = choices[i];
    choices[i] = lesson_caption_fill (template, p);
    g_free (template);
  }
  if (question->answer != NULL)
    lesson_caption_number (question->answer, p, &truth);
  self->question = lesson_caption_fill (question->text, p);
  self->truth = lesson_prediction_to_string (choices, truth);
  if (lesson_parameters_get_answer (p, key, &answer)) {
    self->answer = lesson_prediction_to_string (choices, answer);
    self->right = fabs (answer - truth) <= (choices == NULL ? CLOSE * fabs (truth) : 0);
  }
  return self;
}

GPtrArray *
lesson_summary_answers (const LessonState *state) {
  GPtrArray *answers = g_ptr_array_new_with_free_func (answer_free);

  for (guint i = 0; i < state->lesson->n_scenes; i++) {
    const LessonScene *scene = &state->lesson->scenes[i];
    for (guint step = 0; step < scene->n_steps; step++)
      if (scene->steps[step].question != NULL)
        g_ptr_array_add (answers, look_up (scene, step, state->parameters));
  }
  return answers;
}

static guint
count_questions (const LessonState *state) {
  guint n = 0;

  for (guint i = 0; i < state->lesson->n_scenes; i++)
    for (guint step = 0; step < state->lesson->scenes[i].n_steps; step++)
      n += state->lesson->scenes[i].steps[step].question != NULL;
  return n;
}

static void
fill (LessonState *state, double progress) {
  LessonSummaryView *view = &state->summary_view;

  switch (state->id) {
  case TABLE:
    view->part = LESSON_SUMMARY_TABLE;
    view->rows = LESSON_N_TOTALS * lesson_span (progress, 0, 0.75);
    view->comparison = lesson_ease (lesson_span (progress, 0.8, 1));
    break;
  case SENTENCES:
    view->part = LESSON_SUMMARY_SENTENCES;
    view->rows = LESSON_SUMMARY_N_SENTENCES * lesson_span (progress, 0, 0.9);
    break;
  default:
    view->part = LESSON_SUMMARY_PREDICTIONS;
    view->rows = count_questions (state) * lesson_span (progress, 0, 0.9);
  }
}

static char *
describe_total (const LessonParameters *p, LessonTotal total, guint column) {
  g_autofree char *name = lesson_summary_name (p, total);
  g_autofree char *number = lesson_format_count (lesson_summary_number (p, total, column));

  /* Translators: name of a layer, then the number */
  switch (column) {
  case LESSON_SUMMARY_OUTPUTS:
    return g_strdup_printf (_ ("%s: outputs %s"), name, number);
  case LESSON_SUMMARY_WEIGHTS:
    return g_strdup_printf (_ ("%s: weights %s"), name, number);
  case LESSON_SUMMARY_USES:
    return g_strdup_printf (ngettext ("%s: each weight is used %s time", "%s: each weight is used %s times",
                                      lesson_summary_number (p, total, column)),
                            name, number);
  default:
    return g_strdup_printf (_ ("%s: multiplications %s"), name, number);
  }
}

static char *
describe_thought (const LessonParameters *p, guint index) {
  g_autofree char *heading = lesson_summary_heading (p, index);
  g_autofree char *sentence = lesson_summary_sentence (p, index);

  return g_strdup_printf ("%s. %s", heading, sentence);
}

static char *
describe_answer (const LessonSummaryAnswer *answer) {
  if (answer->answer == NULL)
    return g_strdup_printf (_ ("%s Not answered; counted: %s"), answer->question, answer->truth);
  return g_strdup_printf (answer->right ? _ ("%s Predicted %s, rightly; counted: %s")
                                        : _ ("%s Predicted %s; counted: %s"),
                          answer->question, answer->answer, answer->truth);
}

static char *
describe (const LessonState *state, const LessonTarget *target) {
  gint64 row = target->row;

  if (target->part != LESSON_PART_TOTAL || row < 0)
    return NULL;
  switch (state->summary_view.part) {
  case LESSON_SUMMARY_TABLE:
    return row < LESSON_N_TOTALS && target->column >= 0 && target->column < LESSON_SUMMARY_N_COLUMNS
               ? describe_total (state->parameters, (LessonTotal) row, (guint) target->column)
               : NULL;
  case LESSON_SUMMARY_SENTENCES:
    return row < LESSON_SUMMARY_N_SENTENCES ? describe_thought (state->parameters, (guint) row) : NULL;
  default: {
    g_autoptr (GPtrArray) answers = lesson_summary_answers (state);
    return row < answers->len ? describe_answer (g_ptr_array_index (answers, row)) : NULL;
  }
  }
}

/* A row of the table in one sentence. */
static char *
speak_total (const LessonParameters *p, LessonTotal total) {
  gint64 n_uses = lesson_summary_number (p, total, LESSON_SUMMARY_USES);
  g_autofree char *name = lesson_summary_name (p, total);
  g_autofree char *outputs = lesson_format_count (lesson_summary_number (p, total, LESSON_SUMMARY_OUTPUTS));
  g_autofree char *weights = lesson_format_count (lesson_summary_number (p, total, LESSON_SUMMARY_WEIGHTS));
  g_autofree char *uses = lesson_format_count (n_uses);
  g_autofree char *multiplications =
      lesson_format_count (lesson_summary_number (p, total, LESSON_SUMMARY_MULTIPLICATIONS));

  /* Translators: name of a layer, then its totals */
  return g_strdup_printf (ngettext ("%s: outputs %s, weights %s, each used %s time, multiplications %s",
                                    "%s: outputs %s, weights %s, each used %s times, multiplications %s",
                                    n_uses),
                          name, outputs, weights, uses, multiplications);
}

/* All rows that are there. */
static char *
speak (const LessonState *state) {
  gboolean table = state->summary_view.part == LESSON_SUMMARY_TABLE;
  GString *spoken = g_string_new (NULL);

  for (gint64 row = 0; row + 1 <= state->summary_view.rows; row++) {
    LessonTarget target = { LESSON_PART_TOTAL, .row = row };
    g_autofree char *sentence =
        table ? speak_total (state->parameters, (LessonTotal) row) : describe (state, &target);
    if (sentence != NULL)
      g_string_append_printf (spoken, "%s%s%s", spoken->len > 0 ? " " : "", sentence,
                              g_str_has_suffix (sentence, ".") ? "" : ".");
  }
  return g_string_free (spoken, FALSE);
}

const LessonSceneClass lesson_summary_class = {
  .name = "summary",
  .title = N_ ("What stays"),
  .playground = NULL,
  .layers = LESSON_LAYER_NONE,
  .n_steps = N_STEPS,
  .steps = steps,
  .fill = fill,
  .speak = speak,
  .describe = describe,
};

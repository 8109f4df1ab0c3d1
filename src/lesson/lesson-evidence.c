/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What sharing buys: shifted, shuffled and few images, frozen filters; what the numbers say and what not. */
#include "lesson-evidence.h"
#include "lesson-scene-private.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>

enum { SHIFT, SHIFT_TEST, SHUFFLE, SHUFFLE_TEST, FEW_TEST, FROZEN_TEST, NOT_SAID, N_STEPS };

static const LessonQuestionText who_loses = {
  N_ ("All pixels are shuffled, alike in every image, and the networks trained anew. Which one loses?"),
  NULL,
  { N_ ("the dense network"), N_ ("the convolution"), N_ ("both alike"), N_ ("neither") },
  1,
};

static const LessonQuestionText how_good = {
  N_ ("All filters stay as they began, at random; only the layer behind them learns. How good is that at "
      "best?"),
  NULL,
  { N_ ("no better than guessing"), N_ ("nearly as good"), N_ ("even better") },
  1,
};

static const LessonStepText steps[N_STEPS] = {
  { "shift", 6.0,
    N_ ("Move the image by one pixel: the response moves along, and the dense layer gives other answers."),
    N_ ("The window meets the same pixels one place on. That is equivariance, not invariance: the answer is "
        "there, in another place. A dense weight belongs to one pixel, and meets another value now.") },
  { "shift-test", 6.0,
    N_ ("Trained on digits in the middle, tested one pixel aside: the convolution gets {shift convolution "
        "moved-1} right, the dense network {shift dense moved-1}."),
    N_ ("Each test image moved in all eight directions. The local layer has the same windows and the same "
        "pool, and does not share: {shift local moved-1}. At two pixels the pool’s window is at its end: "
        "{shift convolution moved-2}.") },
  { "shuffle", 6.0,
    N_ ("Now tear all neighbours apart: one permutation of the pixels, the same in every image."),
    N_ ("No value is lost. To a dense layer the order of its inputs means nothing; a window takes it that "
        "neighbours belong together.") },
  { "shuffle-test", 6.0,
    N_ ("Trained anew on shuffled images: the dense network does not notice, the convolution loses what it "
        "was built on."),
    N_ ("On digits the loss is small, from {shuffle-digits convolution as-they-are} to {shuffle-digits "
        "convolution shuffled}: single pixels tell much there. Hidden patterns can be anywhere: from "
        "{shuffle-patterns convolution as-they-are} to {shuffle-patterns convolution shuffled}."),
    &who_loses },
  { "few-test", 6.0,
    N_ ("With few images of each digit the dense network falls a little behind; the bars tell how sure that "
        "is."),
    N_ ("Where bars overlap, a difference may be chance. The same images were drawn for all three networks: "
        "with the fewest, {few convolution images-5} against {few dense images-5}.") },
  { "frozen-test", 6.0,
    N_ ("Filters frozen at random do nearly as well where many outputs are read; where few are, learning "
        "shows."),
    N_ ("The layer behind the filters learns in any case. What it reads is large with the small pool, and "
        "small with few filters or with the global pool."),
    &how_good },
  { "not-said", 10.0, N_ ("What these numbers show, and what they do not."),
    N_ ("Differences of less than half a point mean nothing here: the test images alone leave so much open, "
        "beyond the spread over the seeds.") },
};

/* Steps that show a chart. */
static LearningExperiment
experiment_of (guint step) {
  switch (step) {
  case SHUFFLE_TEST:
    return LEARNING_EXPERIMENT_SHUFFLE_DIGITS;
  case FEW_TEST:
    return LEARNING_EXPERIMENT_FEW;
  case FROZEN_TEST:
    return LEARNING_EXPERIMENT_FROZEN;
  default:
    return LEARNING_EXPERIMENT_SHIFT;
  }
}

/* In the playground the chart that is chosen. */
static void
fill_free (LessonState *state) {
  LearningExperiment chosen = state->parameters->trial.experiment;

  state->evidence_view = (LessonEvidenceView){ .subject = LESSON_EVIDENCE_CHART, .shown = 1 };
  state->evidence_view.experiment =
      chosen == LEARNING_EXPERIMENT_SHUFFLE_PATTERNS ? LEARNING_EXPERIMENT_SHUFFLE_DIGITS : chosen;
}

static void
fill (LessonState *state, double progress) {
  LessonEvidenceView *view = &state->evidence_view;

  if (state->free) {
    fill_free (state);
    return;
  }
  view->experiment = experiment_of (state->id);
  switch (state->id) {
  case SHIFT:
    view->subject = LESSON_EVIDENCE_SHIFT;
    view->moved = lesson_ease (lesson_span (progress, 0.3, 0.75));
    break;
  case SHUFFLE:
    view->subject = LESSON_EVIDENCE_SHUFFLE;
    view->shuffled = lesson_span (progress, 0.15, 0.9);
    break;
  case NOT_SAID:
    view->subject = LESSON_EVIDENCE_SAID;
    view->rows = LESSON_EVIDENCE_ROWS * lesson_span (progress, 0, 0.9);
    break;
  default:
    view->subject = LESSON_EVIDENCE_CHART;
    view->shown = lesson_span (progress, 0.05, 0.85);
    break;
  }
}

/* "recorded 77.6 % ± 1.7 % over 10 seeds, from 75.1 % to 79.8 %" */
static char *
describe_runs (const LearningFinding *finding, gboolean live) {
  g_autofree char *mean = lesson_format_percent (learning_finding_mean (finding));
  g_autofree char *spread = lesson_format_percent (learning_finding_deviation (finding));
  g_autofree char *seeds = lesson_format_count (finding->n);
  double least = 1, most = 0;

  for (guint i = 0; i < finding->n; i++) {
    least = MIN (least, finding->accuracies[i]);
    most = MAX (most, finding->accuracies[i]);
  }
  if (finding->n == 1)
    /* Translators: a share in percent */
    return g_strdup_printf (live ? _ ("live %s with one seed") : _ ("recorded %s with one seed"), mean);
  g_autofree char *from = lesson_format_percent (least);
  g_autofree char *to = lesson_format_percent (most);
  /* Translators: mean, standard deviation, number of seeds, the least and the most of them */
  return g_strdup_printf (live ? ngettext ("live %s ± %s over %s seed, from %s to %s",
                                           "live %s ± %s over %s seeds, from %s to %s", finding->n)
                               : ngettext ("recorded %s ± %s over %s seed, from %s to %s",
                                           "recorded %s ± %s over %s seeds, from %s to %s", finding->n),
                          mean, spread, seeds, from, to);
}

static char *
describe_case (LearningExperiment experiment, guint a_case) {
  g_autofree char *title = lesson_evidence_case_title (experiment, a_case);
  g_autofree char *group = lesson_evidence_group_title (experiment, a_case);

  if (experiment == LEARNING_EXPERIMENT_FEW)
    /* Translators: a number */
    return g_strdup_printf (_ ("%s images a class"), title);
  if (group != NULL)
    return g_strdup_printf ("%s, %s", group, title);
  if (experiment == LEARNING_EXPERIMENT_SHUFFLE_DIGITS)
    /* Translators: “as they are” or “shuffled” */
    return g_strdup_printf (_ ("digits %s"), title);
  if (experiment == LEARNING_EXPERIMENT_SHUFFLE_PATTERNS)
    return g_strdup_printf (_ ("hidden patterns %s"), title);
  return g_steal_pointer (&title);
}

static gboolean
is_shown (const LessonEvidenceView *view, LearningExperiment experiment) {
  return view->subject == LESSON_EVIDENCE_CHART
         && (experiment == view->experiment
             || (view->experiment == LEARNING_EXPERIMENT_SHUFFLE_DIGITS
                 && experiment == LEARNING_EXPERIMENT_SHUFFLE_PATTERNS));
}

static char *
describe_finding (const LessonState *state, const LessonTarget *target) {
  gint64 experiment = target->unit / LEARNING_N_KINDS, kind = target->unit % LEARNING_N_KINDS;

  if (target->unit < 0 || experiment >= LEARNING_N_EXPERIMENTS
      || !is_shown (&state->evidence_view, experiment) || !learning_experiment_has (experiment, kind)
      || target->column < 0 || target->column >= learning_experiment_cases (experiment))
    return NULL;
  guint a_case = (guint) target->column;
  const LearningFinding *recorded =
      lesson_evidence_finding (state->parameters, FALSE, experiment, kind, a_case);
  const LearningFinding *live = lesson_evidence_finding (state->parameters, TRUE, experiment, kind, a_case);
  if (recorded->n == 0 && live->n == 0)
    return NULL;
  g_autofree char *before = recorded->n > 0 ? describe_runs (recorded, FALSE) : NULL;
  g_autofree char *here = live->n > 0 ? describe_runs (live, TRUE) : NULL;
  g_autofree char *name = describe_case (experiment, a_case);
  g_autofree char *runs = before != NULL && here != NULL ? g_strdup_printf ("%s; %s", before, here)
                                                         : g_strdup (before != NULL ? before : here);
  /* Translators: name of a network, of a case, then what was found */
  return g_strdup_printf (_ ("%s, %s: %s"), learning_kind_title (kind), name, runs);
}

/* Both before and after: that is the point. */
static char *
describe_output (const LessonEvidenceShift *shift, const LessonTarget *target) {
  const EngineTensor *map = shift->responses[target->unit];

  if (target->row < 0 || target->row >= shift->side || target->column < 0 || target->column >= shift->side)
    return NULL;
  g_autofree char *row = lesson_format_count (target->row + 1);
  g_autofree char *column = lesson_format_count (target->column + 1);
  g_autofree char *value = lesson_format_value (map->data[target->row * shift->side + target->column]);
  return g_strdup_printf (target->unit == 0 ? _ ("Response to the image, row %s, column %s: %s")
                                            : _ ("Response to the moved image, row %s, column %s: %s"),
                          row, column, value);
}

static char *
describe_answer (const LessonEvidenceShift *shift, const LessonTarget *target) {
  if (target->column < 0 || target->column >= shift->nodes)
    return NULL;
  g_autofree char *node = lesson_format_count (target->column + 1);
  g_autofree char *before = lesson_format_value (shift->outputs[0]->data[target->column]);
  g_autofree char *after = lesson_format_value (shift->outputs[1]->data[target->column]);
  /* Translators: number of a node of the dense layer, then its output for the image and for the moved image */
  return g_strdup_printf (_ ("Dense node %s: %s for the image, %s for the moved one"), node, before, after);
}

static char *
describe_shift (const LessonState *state, const LessonTarget *target) {
  g_autoptr (LessonEvidenceShift) shift = lesson_evidence_shift_new (state->parameters);

  if (target->unit < 0 || target->unit > 1)
    return NULL;
  return target->part == LESSON_PART_OUTPUT ? describe_output (shift, target)
                                            : describe_answer (shift, target);
}

static char *
describe (const LessonState *state, const LessonTarget *target) {
  LessonEvidenceSubject subject = state->evidence_view.subject;

  if (target->part == LESSON_PART_FINDING)
    return describe_finding (state, target);
  if (target->part == LESSON_PART_SENTENCE && target->row < state->evidence_view.rows)
    return lesson_evidence_sentence (state->parameters, (guint) target->row, (guint) target->column);
  if (subject == LESSON_EVIDENCE_SHIFT
      && (target->part == LESSON_PART_OUTPUT || target->part == LESSON_PART_ANSWER))
    return describe_shift (state, target);
  if (target->part == LESSON_PART_PIXEL
      && (subject == LESSON_EVIDENCE_SHIFT || subject == LESSON_EVIDENCE_SHUFFLE))
    return lesson_describe_shared (state, target);
  return NULL;
}

static char *
speak_shift (const LessonState *state) {
  g_autoptr (LessonEvidenceShift) shift = lesson_evidence_shift_new (state->parameters);
  g_autofree char *again = lesson_format_count (shift->again);
  g_autofree char *comparable = lesson_format_count (shift->comparable);
  g_autofree char *same = lesson_format_count (shift->same);
  g_autofree char *nodes = lesson_format_count (shift->nodes);

  if (state->evidence_view.moved < 1)
    return g_strdup_printf (_ ("The image, the response to it, and the %s outputs of the dense layer; below "
                               "them the same, to be moved."),
                            nodes);
  /* Translators: values of a response that are found again, of how many; outputs that stay the same, of how many */
  return g_strdup_printf (_ ("Of the response, %s of %s values are found again one place to the right; of "
                             "the dense layer’s outputs, %s of %s are as they were."),
                          again, comparable, same, nodes);
}

static char *
speak_shuffle (const LessonState *state) {
  gint64 grid = state->parameters->settings.grid;
  g_autofree gint64 *to = g_new (gint64, grid * grid);

  lesson_evidence_shuffle (grid, to);
  g_autofree char *left = lesson_format_count (lesson_evidence_pairs_left (grid, to));
  g_autofree char *pairs = lesson_format_count (lesson_evidence_pairs (grid));
  /* Translators: numbers */
  return g_strdup_printf (_ ("Of %s pairs of neighbouring pixels, %s are neighbours still."), pairs, left);
}

static void
speak_experiment (GString *spoken, const LessonState *state, LearningExperiment experiment) {
  for (int kind = 0; kind < LEARNING_N_KINDS; kind++)
    for (guint i = 0;
         learning_experiment_has (experiment, kind) && i < learning_experiment_cases (experiment); i++) {
      LessonTarget target = { LESSON_PART_FINDING, experiment * LEARNING_N_KINDS + kind, 0, i };
      g_autofree char *sentence = describe_finding (state, &target);
      if (sentence != NULL)
        g_string_append_printf (spoken, "%s%s.", spoken->len > 0 ? " " : "", sentence);
    }
}

static char *
speak_chart (const LessonState *state) {
  g_autoptr (GString) spoken = g_string_new (NULL);

  for (int experiment = 0; experiment < LEARNING_N_EXPERIMENTS; experiment++)
    if (is_shown (&state->evidence_view, experiment))
      speak_experiment (spoken, state, experiment);
  if (spoken->len == 0)
    return g_strdup (_ ("The experiment has not been run."));
  return g_string_free (g_steal_pointer (&spoken), FALSE);
}

static char *
speak_said (const LessonState *state) {
  g_autoptr (GString) spoken = g_string_new (NULL);

  for (guint row = 0; row < LESSON_EVIDENCE_ROWS && row < state->evidence_view.rows; row++)
    for (guint side = 0; side < 2; side++) {
      g_autofree char *sentence = lesson_evidence_sentence (state->parameters, row, side);
      g_string_append_printf (spoken, "%s%s", spoken->len > 0 ? " " : "", sentence);
    }
  return g_string_free (g_steal_pointer (&spoken), FALSE);
}

static char *
speak (const LessonState *state) {
  switch (state->evidence_view.subject) {
  case LESSON_EVIDENCE_SHIFT:
    return speak_shift (state);
  case LESSON_EVIDENCE_SHUFFLE:
    return speak_shuffle (state);
  case LESSON_EVIDENCE_CHART:
    return speak_chart (state);
  default:
    return speak_said (state);
  }
}

const LessonSceneClass lesson_evidence_class = {
  .name = "evidence",
  .title = N_ ("Not the value of each pixel"),
  .playground = N_ ("Choose an experiment and run it here: each seed adds a point to the chart."),
  .layers = LESSON_LAYER_NONE,
  .n_steps = N_STEPS,
  .steps = steps,
  .fill = fill,
  .speak = speak,
  .describe = describe,
};

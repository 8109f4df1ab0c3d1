/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filters are learned: networks train from random noise, first on hidden patterns, then on digits. The steps replay the runs
 * of the record; while a user drives the training, the scene shows the moment that he is at. */
#include "lesson-learned.h"

#include "lesson-scene-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Step of the training whose gradient is looked at: the first, when no step before it pushes the weight on. */
#define GRADIENT_STEP 0

enum { HIDDEN, NOISE, PATTERNS, DIGITS, GRADIENT, CLASSIFY, N_STEPS };

static const LessonQuestionText where_from = {
  N_ ("Which filters will the network have after training?"),
  NULL,
  { N_ ("Those an expert drew"), N_ ("Those it began with"), N_ ("Those that help it"), NULL },
  2,
};

static const LessonStepText steps[N_STEPS] = {
  { "hidden", 5.0, N_ ("In each image one of ten small patterns hides at a random place: its class."),
    N_ ("Let the class try first: it is hard to see. The networks get these images and their classes, and "
        "nothing "
        "else.") },
  { "noise", 4.0,
    N_ ("Before training all weights are random: the filters are noise, and so is every guess."),
    N_ ("Guessing is right once in ten times. Test images are never trained on: only what is right there "
        "counts."),
    &where_from },
  { "patterns", 10.0,
    N_ ("Training turns filter after filter into one of the patterns. The dense weights fail to."),
    N_ ("A pattern may hide anywhere. The shared filter sees it at every place; a dense node has to learn it "
        "for each "
        "place anew. The replay is slow at first and then ever faster: really it all takes a fraction of a "
        "second.") },
  { "digits", 10.0, N_ ("The same on handwritten digits: useful patterns, other ones in each run."),
    N_ ("Here nobody has hidden a pattern. The filters are what helps to tell digits apart; edges and "
        "strokes are among "
        "them, but not only. On centred digits all three networks do well: see what each of them pays for "
        "it.") },
  { "gradient", 9.0, N_ ("Each position says how the one weight should change; their sum decides."),
    N_ ("The weight is used at every position, so each has a part in its gradient, and the parts add up. The "
        "weight then "
        "moves against the sum, by as much as the learning rate says, and the steps before push it on.") },
  { "classify", 5.0, N_ ("What do the networks say to the image at hand? Draw on it, or open another."),
    N_ ("Draw a digit, then move it aside by a pixel or two: which network changes its mind?") },
};

/* Slow at first, so that one sees the filters form. */
static double
moment (const LessonState *state, double progress) {
  return pow (progress, 3) * (double) lesson_learned_steps (state);
}

/* The weight that goes farthest in that step: it has something to tell. Of colours only the first plane is in view. */
static void
find_moving (const LearningTrace *trace, LessonLearnedView *view) {
  const LearningLayer *layer = &trace->network->layers[0];
  guint now = learning_trace_find (trace, view->step);
  const float *before = learning_weights_of (trace->snapshots[now]->weights, 0);
  const float *after =
      learning_weights_of (trace->snapshots[MIN (now + 1, trace->n_snapshots - 1)]->weights, 0);
  gint64 taps = layer->n_weights / layer->spec.units;
  double most = -1;

  for (gint64 i = 0; i < layer->n_weights; i++)
    if (i % taps < layer->spec.size * layer->spec.size && fabs (after[i] - before[i]) > most) {
      most = fabs (after[i] - before[i]);
      view->filter = i / taps;
      view->tap = i % taps;
    }
}

static void
fill_gradient (LessonState *state, double progress) {
  LessonLearnedView *view = &state->learned_view;
  const LearningTrace *trace = lesson_learned_trace (state, LEARNING_CONVOLUTION);

  view->part = LESSON_LEARNED_GRADIENT;
  view->step = GRADIENT_STEP;
  view->gradients = lesson_ease (lesson_span (progress, 0.02, 0.15));
  view->flow = lesson_span (progress, 0.2, 0.8);
  view->update = lesson_ease (lesson_span (progress, 0.85, 1));
  if (trace != NULL)
    find_moving (trace, view);
}

static void
fill_live (LessonState *state) {
  LessonLearnedView *view = &state->learned_view;

  /* Who draws while the networks learn sees their answers change. */
  view->part = !state->free && state->id == CLASSIFY ? LESSON_LEARNED_CLASSIFY : LESSON_LEARNED_NETWORKS;
  view->course = state->parameters->live.course;
  view->curves = view->shown = 1;
  view->step =
      state->parameters->live.on ? state->parameters->live.step : (double) lesson_learned_steps (state);
}

static void
fill (LessonState *state, double progress) {
  LessonLearnedView *view = &state->learned_view;

  if (lesson_state_is_driven (state)) {
    fill_live (state);
    return;
  }
  view->course = state->id < DIGITS ? LEARNING_COURSE_PATTERNS : LEARNING_COURSE_DIGITS;
  switch (state->id) {
  case HIDDEN:
    view->part = LESSON_LEARNED_HIDDEN;
    view->shown = lesson_span (progress, 0.05, 0.95);
    break;
  case NOISE:
    view->part = LESSON_LEARNED_NETWORKS;
    view->curves = lesson_ease (lesson_span (progress, 0.5, 0.9));
    break;
  case GRADIENT:
    fill_gradient (state, progress);
    break;
  case CLASSIFY:
    view->part = LESSON_LEARNED_CLASSIFY;
    view->step = (double) lesson_learned_steps (state);
    view->shown = lesson_ease (lesson_span (progress, 0.1, 0.8));
    break;
  default:
    view->part = LESSON_LEARNED_NETWORKS;
    view->curves = 1;
    view->step = moment (state, progress);
    break;
  }
}

const LessonSceneClass lesson_learned_class = {
  .name = "learned",
  .title = N_ ("Filters are learned"),
  .playground = N_ ("Train the networks: start, pause, go back, and try again."),
  .layers = LESSON_LAYER_NONE,
  .n_steps = N_STEPS,
  .steps = steps,
  .fill = fill,
  .speak = lesson_learned_speak,
  .describe = lesson_learned_describe,
};

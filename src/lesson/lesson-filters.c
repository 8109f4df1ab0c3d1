/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many filters, one layer: the gallery of kernels and responses fills, beside the dense layer's total. */
#include "lesson-scene-private.h"

#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

enum { SECOND, ALL, WEIGHTS, MULTIPLICATIONS, N_STEPS };

static const LessonQuestionText what_cost = {
  N_ ("{weights} weights, and each is used {positions} times. What does it cost to use them so often?"),
  NULL,
  { N_ ("More memory"), N_ ("More multiplications"), N_ ("Nothing"), NULL },
  1,
};

static const LessonStepText steps[N_STEPS] = {
  { "second", 4.0, N_ ("Another filter: {filter_weights} more weights, and a response map of its own."),
    N_ ("The first filter is the one that slid over the image. The others are at their random start: "
        "filters are not "
        "designed, they are learned.") },
  { "all", 8.0,
    N_ ("{filters} filters with {filter_weights} weights each: {weights} weights make {outputs} outputs."),
    N_ ("Each map answers one question at every place of the image. Point at a filter to enlarge it.") },
  { "weights", 4.0,
    N_ ("The dense layer has {ratio} times as many weights: {dense_weights} against {weights}."),
    N_ ("With as many outputs as the convolution has, a dense layer would need {equal_weights} weights: "
        "{equal_ratio} "
        "times as many.") },
  { "multiplications", 4.0,
    N_ ("The price: {multiplication_ratio} times as many multiplications, {multiplications} against "
        "{dense_multiplications}."),
    N_ ("Each weight is used {positions} times. Parameters are traded for computation."), &what_cost },
};

static double
filters_at (guint step, double progress, double all) {
  switch (step) {
  case SECOND:
    return 1 + lesson_span (progress, 0.15, 0.9);
  case ALL:
    return 2 + (all - 2) * lesson_ease (progress);
  default:
    return all;
  }
}

static void
fill (LessonState *state, double progress) {
  const LessonParameters *parameters = state->parameters;
  LessonFiltersView *view = &state->filters_view;

  view->filters = filters_at (state->id, progress, parameters->settings.filters);
  view->comparison = state->id >= WEIGHTS ? lesson_ease (lesson_span (progress, 0, 0.6)) : 0;
  /* What was compared before goes first. */
  if (state->id == MULTIPLICATIONS) {
    view->multiplications = progress >= 0.2;
    view->comparison = lesson_ease (view->multiplications ? lesson_span (progress, 0.2, 0.7)
                                                          : 1 - lesson_span (progress, 0, 0.2));
  }

  gint64 complete = (gint64) view->filters;
  gint64 written = complete * parameters->one_filter.outputs
                   + (gint64) ((view->filters - complete) * parameters->one_filter.outputs);
  gint64 begun = complete + (view->filters > complete);
  lesson_counter_fill (&state->dense, &parameters->dense);
  state->convolution = (LessonCounter){
    .shown = TRUE,
    .weights = begun * parameters->one_filter.weights,
    .uses = parameters->convolution.uses_per_weight,
    .multiplications = written * parameters->one_filter.weights,
    .outputs = written,
  };
}

static char *
speak (const LessonState *state) {
  const LessonParameters *p = state->parameters;
  g_autofree char *begun = lesson_format_count ((gint64) ceil (state->filters_view.filters));
  g_autofree char *all = lesson_format_count (p->settings.filters);
  g_autofree char *rows = lesson_format_count (p->shape.out_height);
  g_autofree char *columns = lesson_format_count (p->shape.out_width);

  /* Translators: how many filters are there so far, and in all; rows and columns of a response */
  return g_strdup_printf (
      _ ("In the gallery stand %s of %s filters, each above its response of %s by %s outputs."), begun, all,
      rows, columns);
}

/* Nothing of a filter that is not there yet. */
static char *
describe (const LessonState *state, const LessonTarget *target) {
  gboolean known = target->part == LESSON_PART_FILTER_WEIGHT || target->part == LESSON_PART_FILTER_OUTPUT;

  return known && target->unit < state->filters_view.filters ? lesson_describe_shared (state, target) : NULL;
}

const LessonSceneClass lesson_filters_class = {
  .name = "filters",
  .title = N_ ("Many filters, one layer"),
  .playground = N_ ("{filters} filters, {weights} weights, {outputs} outputs: change how many there are."),
  .layers = LESSON_LAYER_DENSE | LESSON_LAYER_CONVOLUTION,
  .n_steps = N_STEPS,
  .steps = steps,
  .fill = fill,
  .speak = speak,
  .describe = describe,
};

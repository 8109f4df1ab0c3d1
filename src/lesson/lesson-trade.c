/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parameters for computation: weights and multiplications of three layers on one scale. */
#include "lesson-scene-private.h"
#include "lesson-text.h"
#include "lesson-trade.h"

#include <glib/gi18n-lib.h>
#include <math.h>

enum { WEIGHTS, MULTIPLICATIONS, USES, EQUAL, N_STEPS };

static const LessonStepText steps[N_STEPS] = {
  { "weights", 5.0, N_ ("Weights: {dense_weights} in the dense layer, {weights} in the convolution."),
    N_ ("The scale is logarithmic: each line across is ten times the one before it.") },
  { "multiplications", 5.0,
    N_ ("Multiplications: {dense_multiplications} in the dense layer, {multiplications} in the convolution."),
    N_ ("With same padding the convolution multiplies {same_multiplications} times, "
        "{same_multiplications_inside} of them on real pixels.") },
  { "uses", 5.0,
    N_ ("A dense weight is used once, a shared weight {positions} times: little to learn, much to do."),
    N_ ("Weights have to be stored and learned; multiplications have to be done, again for each image. On "
        "this "
        "scale a factor is a length: the same bar, moved on by the uses.") },
  { "equal-outputs", 6.0,
    N_ ("For as many outputs, {outputs}, a dense layer would need {equal_weights} weights and "
        "multiplications."),
    N_ ("Both comparisons are fair, and both are shown: with the {nodes} nodes that a dense layer usually "
        "has, and "
        "at equal outputs, where sharing saves weights and the small window saves multiplications.") },
};

/* On its way from one number to another: equal times are equal factors, as the scale is logarithmic. */
static gint64
grow (gint64 from, gint64 to, double grown) {
  double begin = (double) MAX (from, 1), end = (double) MAX (to, 1);

  return grown < 1 ? (gint64) (begin * pow (end / begin, grown)) : to;
}

LessonTradeBar
lesson_trade_bar (const LessonState *state, gint64 unit) {
  const LessonParameters *p = state->parameters;
  const LessonTradeView *view = &state->trade_view;
  const EngineCount *counts[LESSON_TRADE_LAYERS] = { &p->dense, &p->convolution, &p->dense_equal };
  gint64 layer = unit % LESSON_TRADE_LAYERS;
  gboolean weights = unit < LESSON_TRADE_LAYERS;
  gboolean equal = layer == 2;
  gint64 value = weights ? counts[layer]->weights : counts[layer]->multiplications;
  gint64 from = equal ? (weights ? p->dense.weights : p->dense.multiplications) : 1;
  double grown = equal ? view->equal : weights ? view->weights : view->multiplications;

  return (LessonTradeBar){
    .count = counts[layer],
    .value = value,
    .convolution = layer == 1,
    .grown = grown,
    .now = grown > 0 ? grow (from, value, grown) : 0,
  };
}

/* The dense card goes on to the layer with as many outputs as soon as that is drawn. */
static void
fill_counters (LessonState *state) {
  const LessonParameters *p = state->parameters;
  double equal = state->trade_view.equal;
  gint64 dense = equal > 0 ? 2 : 0;

  lesson_counter_fill (&state->dense, &p->dense);
  lesson_counter_fill (&state->convolution, &p->convolution);
  state->dense.outputs = grow (p->dense.outputs, p->dense_equal.outputs, equal);
  state->dense.weights = lesson_trade_bar (state, dense).now;
  state->dense.multiplications = lesson_trade_bar (state, LESSON_TRADE_LAYERS + dense).now;
  state->convolution.weights = lesson_trade_bar (state, 1).now;
  state->convolution.multiplications = lesson_trade_bar (state, LESSON_TRADE_LAYERS + 1).now;
  gint64 most_weights = MAX (p->dense.weights, p->convolution.weights);
  gint64 most_multiplications = MAX (p->dense.multiplications, p->convolution.multiplications);
  state->most_weights = grow (most_weights, MAX (most_weights, p->dense_equal.weights), equal);
  state->most_multiplications =
      grow (most_multiplications, MAX (most_multiplications, p->dense_equal.multiplications), equal);
}

static void
fill (LessonState *state, double progress) {
  LessonTradeView *view = &state->trade_view;
  double grown = lesson_ease (lesson_span (progress, 0, 0.8));

  view->weights = state->id > WEIGHTS ? 1 : grown;
  view->multiplications = state->id > MULTIPLICATIONS ? 1 : state->id == MULTIPLICATIONS ? grown : 0;
  view->uses = state->id > USES ? 1 : state->id == USES ? grown : 0;
  view->equal = state->id == EQUAL ? grown : 0;
  fill_counters (state);
}

static const char *
layer_name (gint64 layer) {
  return layer == 1   ? _ ("Convolution")
         : layer == 0 ? _ ("Dense layer")
                      : _ ("Dense layer with as many outputs");
}

static char *
describe (const LessonState *state, const LessonTarget *target) {
  if (target->part != LESSON_PART_BAR || target->unit < 0 || target->unit >= LESSON_TRADE_BARS)
    return NULL;
  LessonTradeBar bar = lesson_trade_bar (state, target->unit);
  if (bar.grown <= 0)
    return NULL;
  const char *name = layer_name (target->unit % LESSON_TRADE_LAYERS);
  g_autofree char *value = lesson_format_count (bar.value);
  g_autofree char *outputs = lesson_format_count (bar.count->outputs);
  if (target->unit < LESSON_TRADE_LAYERS)
    /* Translators: name of the layer, then numbers */
    return g_strdup_printf (_ ("%s: %s weights for %s outputs"), name, value, outputs);
  g_autofree char *uses = lesson_format_count (bar.count->uses_per_weight);
  return g_strdup_printf (ngettext ("%s: %s multiplications, each weight used %s time",
                                    "%s: %s multiplications, each weight used %s times",
                                    bar.count->uses_per_weight),
                          name, value, uses);
}

/* The counters tell how long the bars of the two layers are; of the dense one, that it stays beside the third. */
static char *
speak_equal (const LessonState *state) {
  const LessonParameters *p = state->parameters;
  g_autofree char *outputs = lesson_format_count (p->dense.outputs);
  g_autofree char *weights = lesson_format_count (p->dense.weights);
  g_autofree char *multiplications = lesson_format_count (p->dense.multiplications);

  /* Translators: outputs, weights and multiplications of the dense layer */
  return g_strdup_printf (_ ("Above them stay the bars of the dense layer with %s outputs: weights %s, "
                             "multiplications %s."),
                          outputs, weights, multiplications);
}

static char *
speak (const LessonState *state) {
  if (state->trade_view.equal > 0)
    return speak_equal (state);
  return state->trade_view.multiplications > 0
             ? g_strdup (_ ("Two bars of weights and two of multiplications on one logarithmic scale."))
             : g_strdup (_ ("Two bars of weights on a logarithmic scale."));
}

const LessonSceneClass lesson_trade_class = {
  .name = "trade",
  .title = N_ ("Parameters for computation"),
  .playground = NULL,
  .layers = LESSON_LAYER_DENSE | LESSON_LAYER_CONVOLUTION,
  .n_steps = N_STEPS,
  .steps = steps,
  .fill = fill,
  .speak = speak,
  .describe = describe,
};

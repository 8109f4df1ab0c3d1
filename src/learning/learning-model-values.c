/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-model-values.h"

#include <string.h>

gsize
learning_lanes_rounded (gsize n) {
  return (n + LEARNING_LANES - 1) / LEARNING_LANES * LEARNING_LANES;
}

float *
learning_floats_new (gsize n) {
  return g_aligned_alloc0 (n + LEARNING_SLACK, sizeof (float), 64);
}

static float *
new_values (gint64 features, gsize lanes) {
  return learning_floats_new (learning_lanes_rounded ((gsize) features) * lanes);
}

static gboolean
in_place (const LearningLayer *layer) {
  return layer->spec.kind == LEARNING_LAYER_RELU || layer->spec.kind == LEARNING_LAYER_FLATTEN;
}

static void
init_values (LearningValues *values, const LearningPlan *plan, guint i, gsize lanes) {
  const LearningLayer *layer = &plan->network->layers[i];

  values->in = i > 0 ? values[-1].out : new_values (layer->inputs, lanes);
  values->in_errors = i > 0 ? values[-1].out_errors : NULL;
  values->out = in_place (layer) ? values->in : new_values (layer->outputs, lanes);
  /* Up to the first weights nobody asks for a gradient. */
  if (in_place (layer))
    values->out_errors = values->in_errors;
  else if (i >= plan->first_weighted)
    values->out_errors = new_values (layer->outputs, lanes);
  if (layer->spec.kind == LEARNING_LAYER_MAX_POOL)
    values->winners =
        g_aligned_alloc0 (learning_lanes_rounded ((gsize) layer->outputs) * lanes, sizeof (gint32), 64);
}

LearningValues *
learning_values_new (const LearningPlan *plan, gsize lanes) {
  LearningValues *self = g_new0 (LearningValues, plan->network->n_layers);

  for (guint i = 0; i < plan->network->n_layers; i++)
    init_values (&self[i], plan, i, lanes);
  return self;
}

void
learning_values_free (LearningValues *self, const LearningPlan *plan) {
  g_aligned_free (self[0].in);
  for (guint i = 0; i < plan->network->n_layers; i++) {
    if (self[i].out != self[i].in)
      g_aligned_free (self[i].out);
    if (self[i].out_errors != self[i].in_errors)
      g_aligned_free (self[i].out_errors);
    g_aligned_free (self[i].winners);
  }
  g_free (self);
}

float *
learning_sums_new (const LearningPlan *plan) {
  gsize segments = 0;

  for (guint i = 0; i < plan->network->n_layers; i++) {
    const LearningPlanLayer *layer = &plan->layers[i];
    gboolean local = layer->layer->spec.kind == LEARNING_LAYER_LOCAL;

    segments = MAX (segments, local ? (layer->n_segments + 1) * layer->n_places : layer->n_segments);
  }
  return learning_floats_new (segments * 4);
}

gboolean
learning_relu_is_done (const LearningPlan *plan, guint layer) {
  return layer > 0 && plan->network->layers[layer - 1].n_weights > 0;
}

LearningSum
learning_sum_of (const LearningPlanLayer *plan, const LearningValues *values, const float *weights) {
  gboolean local = plan->layer->spec.kind == LEARNING_LAYER_LOCAL;

  return (LearningSum){
    .in = values->in,
    .places = plan->places,
    .taps = plan->taps,
    .n_units = (gsize) plan->layer->spec.units,
    .n_places = plan->n_places,
    .n_taps = plan->n_taps,
    .weights = weights + plan->layer->first_weight,
    .unit_weights = local ? plan->n_places * plan->n_taps : plan->n_taps,
    .place_weights = local ? plan->n_taps : 0,
    .tap_weights = 1,
    .biases = weights + plan->layer->first_bias,
    .unit_biases = local ? plan->n_places : 1,
    .place_biases = local,
    .relu = plan->relu,
    .out = values->out,
  };
}

LearningPool
learning_pool_of (const LearningPlanLayer *plan) {
  return (LearningPool){ plan->places, plan->taps, plan->n_places, plan->n_taps };
}

static void
put (float *to, float value, gboolean add) {
  *to = add ? *to + value : value;
}

/* Segments hold four taps, or fewer at the end of a row. */
static void
spread_any (const LearningPlanLayer *plan, const float *sums, float *weights, gboolean add) {
  for (gsize s = 0; s < plan->n_segments; s++)
    for (guint j = 0; j < plan->widths[s]; j++)
      put (&weights[plan->firsts[s] + j], sums[s * 4 + j], add);
}

/* The same where each holds three, without asking. */
static void
spread_threes (const LearningPlanLayer *plan, const float *sums, float *weights, gboolean add) {
  for (gsize s = 0; s < plan->n_segments; s++, weights += 3, sums += 4) {
    put (&weights[0], sums[0], add);
    put (&weights[1], sums[1], add);
    put (&weights[2], sums[2], add);
  }
}

static void
spread (const LearningPlanLayer *plan, const float *sums, float *weights, gboolean add) {
  if (plan->layer->spec.size == 3)
    spread_threes (plan, sums, weights, add);
  else
    spread_any (plan, sums, weights, add);
}

static void
local_back (const LearningKernel *kernel, const LearningPlanLayer *plan, const LearningGather *gather,
            gsize filter, float *sums, const LearningGradient *gradient) {
  gsize set = filter * plan->n_places, n_sums = (plan->n_segments + 1) * 4;
  float *weights = gradient->values + plan->layer->first_weight;
  float *biases = gradient->values + plan->layer->first_bias;

  memset (sums, 0, plan->n_places * n_sums * sizeof (float));
  kernel->gather_local (gather, sums);
  for (gsize p = 0; p < plan->n_places; p++, set++, sums += n_sums) {
    spread (plan, sums, weights + set * plan->n_taps, gradient->add);
    put (&biases[set], sums[plan->n_segments * 4], gradient->add);
  }
}

void
learning_filter_back (const LearningKernel *kernel, const LearningPlanLayer *plan,
                      const LearningGather *gather, gsize filter, float *sums,
                      const LearningGradient *gradient) {
  if (plan->layer->spec.kind == LEARNING_LAYER_LOCAL) {
    local_back (kernel, plan, gather, filter, sums, gradient);
    return;
  }
  kernel->gather (gather, sums);
  spread (plan, sums, gradient->values + plan->layer->first_weight + filter * plan->n_taps, gradient->add);
}

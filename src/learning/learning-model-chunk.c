/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-model-values.h"

#include <math.h>
#include <string.h>

struct _LearningChunk {
  const LearningPlan *plan;
  gsize n; /* images */
  guint labels[LEARNING_LANES];
  float *rows;                       /* (lane, input): the images */
  LearningValues *values;            /* of the layers */
  float *inner_rows;                 /* (lane, input) of a later layer */
  float *pair_values, *pair_weights; /* see LearningPairs */
  float *parts;                      /* (taps, lane): what one place adds to its window's gradient */
  float *sums;                       /* (segments, 4), of a local layer (places, segments, 4) */
  float exponentials[LEARNING_LANES], tops[LEARNING_LANES], logits[LEARNING_LANES];
  gint32 largest[LEARNING_LANES];
};

LearningChunk *
learning_chunk_new (const LearningPlan *plan) {
  LearningChunk *self = g_new0 (LearningChunk, 1);
  gint64 inner = 0;
  gsize taps = 0;

  self->plan = plan;
  self->rows = learning_floats_new (plan->row_stride * LEARNING_LANES);
  self->values = learning_values_new (plan, LEARNING_LANES);
  for (guint i = 0; i < plan->network->n_layers; i++) {
    if (i > 0 && plan->layers[i].layer->n_weights > 0)
      inner = MAX (inner, plan->layers[i].layer->inputs);
    taps = MAX (taps, plan->layers[i].filters ? plan->layers[i].n_taps : 0);
  }
  self->inner_rows = learning_floats_new (learning_lanes_rounded ((gsize) inner) * LEARNING_LANES);
  self->parts = learning_floats_new (taps * LEARNING_LANES);
  self->sums = learning_sums_new (plan);
  if (plan->pairs) {
    self->pair_values = learning_floats_new ((gsize) plan->network->inputs * 4 * LEARNING_LANES);
    self->pair_weights = learning_floats_new ((gsize) plan->network->layers[0].n_weights / 3 * 4);
  }
  return self;
}

void
learning_chunk_free (LearningChunk *self) {
  learning_values_free (self->values, self->plan);
  g_aligned_free (self->rows);
  g_aligned_free (self->inner_rows);
  g_aligned_free (self->parts);
  g_aligned_free (self->sums);
  g_aligned_free (self->pair_values);
  g_aligned_free (self->pair_weights);
  g_free (self);
}

const float *
learning_chunk_rows (const LearningChunk *self) {
  return self->rows;
}

static void
set_image (LearningChunk *self, gsize lane, const float *image) {
  memcpy (self->rows + lane * self->plan->row_stride, image,
          (gsize) self->plan->network->inputs * sizeof (float));
}

static void
finish_load (LearningChunk *self, gsize n) {
  gsize stride = self->plan->row_stride;

  self->n = n;
  memset (self->rows + n * stride, 0, (LEARNING_LANES - n) * stride * sizeof (float));
  self->plan->kernel->transpose (self->values[0].in, LEARNING_LANES, self->rows, stride, LEARNING_LANES,
                                 (gsize) self->plan->network->inputs);
}

void
learning_chunk_load (LearningChunk *self, const LearningSet *set, const guint32 *indices, gsize first,
                     gsize n) {
  for (gsize lane = 0; lane < n; lane++) {
    gsize index = indices ? indices[first + lane] : first + lane;

    set_image (self, lane, set->images + index * set->pixels);
    self->labels[lane] = set->labels[index];
  }
  finish_load (self, n);
}

void
learning_chunk_load_image (LearningChunk *self, const float *image) {
  set_image (self, 0, image);
  self->labels[0] = 0;
  finish_load (self, 1);
}

static void
run_sum (LearningChunk *self, guint i, const float *weights) {
  LearningSum sum = learning_sum_of (&self->plan->layers[i], &self->values[i], weights);

  self->plan->kernel->sum (&sum);
}

/* The first layer, and all up to the pool. */
static void
run_pooled_sum (LearningChunk *self, const float *weights, LearningPass pass) {
  const LearningPlan *plan = self->plan;
  const LearningLayer *first = &plan->network->layers[0];
  const LearningValues *pooled = &self->values[plan->pool];
  LearningPairs pairs = {
    .sum = learning_sum_of (&plan->layers[0], &self->values[0], weights),
    .pool = learning_pool_of (&plan->layers[plan->pool]),
    .columns = (gsize) plan->network->layers[plan->pool].window[1],
    .width = (gsize) first->in[2],
    .n_features = (gsize) (first->inputs - 3 * first->in[2]),
    .winners = pass == LEARNING_PASS_GRADIENT ? pooled->winners : NULL,
    .values = self->pair_values,
    .weights = self->pair_weights,
  };

  pairs.sum.out = pooled->out;
  if (plan->pairs)
    plan->kernel->pooled_pairs (&pairs);
  else
    plan->kernel->pooled_sum (&pairs.sum, &pairs.pool, pairs.winners);
}

static void
run_pool (LearningChunk *self, guint i) {
  const LearningPlanLayer *plan = &self->plan->layers[i];
  const LearningPool pool = learning_pool_of (plan);
  LearningValues *values = &self->values[i];
  gsize in_map = (gsize) (plan->layer->in[1] * plan->layer->in[2]) * LEARNING_LANES;
  gsize out_map = plan->n_places * LEARNING_LANES;

  for (gsize c = 0; c < (gsize) plan->layer->in[0]; c++)
    if (values->winners)
      self->plan->kernel->max_pool (&pool, values->in + c * in_map, values->out + c * out_map,
                                    values->winners + c * out_map);
    else
      self->plan->kernel->average_pool (&pool, values->in + c * in_map, values->out + c * out_map);
}

const float *
learning_chunk_forward (LearningChunk *self, const float *weights, LearningPass pass) {
  const LearningNetwork *network = self->plan->network;
  guint first = self->plan->pool > 0 && pass != LEARNING_PASS_MAP ? self->plan->pool + 1 : 0;

  if (first > 0)
    run_pooled_sum (self, weights, pass);
  for (guint i = first; i < network->n_layers; i++)
    switch (network->layers[i].spec.kind) {
    case LEARNING_LAYER_RELU:
      if (!learning_relu_is_done (self->plan, i))
        self->plan->kernel->relu (self->values[i].out, (gsize) network->layers[i].outputs);
      break;
    case LEARNING_LAYER_MAX_POOL:
    case LEARNING_LAYER_AVERAGE_POOL:
      run_pool (self, i);
      break;
    case LEARNING_LAYER_FLATTEN:
      break;
    default:
      run_sum (self, i, weights);
    }
  return self->values[network->n_layers - 1].out;
}

gsize
learning_chunk_correct (LearningChunk *self) {
  const LearningPlan *plan = self->plan;
  const LearningPlanLayer *last = &plan->layers[plan->network->n_layers - 1];
  /* The classes as the window of a pool. */
  const LearningPool classes = { last->places, last->taps, 1, (gsize) plan->network->classes };
  gsize correct = 0;

  plan->kernel->max_pool (&classes, self->values[plan->network->n_layers - 1].out, self->tops, self->largest);
  for (gsize lane = 0; lane < self->n; lane++)
    correct += (guint) self->largest[lane] == self->labels[lane];
  return correct;
}

const float *
learning_chunk_softmax (LearningChunk *self) {
  const LearningNetwork *network = self->plan->network;
  float *logits = self->values[network->n_layers - 1].out;

  for (gsize lane = 0; lane < self->n; lane++)
    self->logits[lane] = logits[self->labels[lane] * LEARNING_LANES + lane];
  self->plan->kernel->softmax (logits, (gsize) network->classes, self->exponentials, self->largest,
                               self->tops);
  return logits;
}

/* The logits' gradient is (probability - 1 for the label) / batch. */
static void
set_logit_errors (LearningChunk *self, const float *probabilities, gsize batch) {
  const LearningNetwork *network = self->plan->network;
  float *errors = self->values[network->n_layers - 1].out_errors;
  float scale = 1 / (float) batch;

  for (gsize i = 0; i < (gsize) network->classes * LEARNING_LANES; i++)
    errors[i] = probabilities[i] * scale;
  for (gsize lane = 0; lane < self->n; lane++) {
    gsize label = self->labels[lane] * LEARNING_LANES + lane;

    errors[label] = (probabilities[label] - 1) * scale;
  }
  for (gsize lane = self->n; lane < LEARNING_LANES; lane++)
    for (gsize c = 0; c < (gsize) network->classes; c++)
      errors[c * LEARNING_LANES + lane] = 0;
}

double
learning_chunk_loss (LearningChunk *self, gsize batch, gsize *correct) {
  double product = 1, loss = 0;

  set_logit_errors (self, learning_chunk_softmax (self), batch);
  /* A sum of exponentials is at least 1 and at most the number of classes: of sixteen, the product is far from what a double holds,
   * and one logarithm does. */
  for (gsize lane = 0; lane < self->n; lane++) {
    product *= (double) self->exponentials[lane];
    loss -= (double) (self->logits[lane] - self->tops[lane]);
    *correct += (guint) self->largest[lane] == self->labels[lane];
  }
  return loss + log (product);
}

/* (lane, input) of a layer's input, and how far its rows are apart. */
static const float *
rows_of (LearningChunk *self, guint i, gsize *stride) {
  gint64 inputs = self->plan->network->layers[i].inputs;

  *stride = learning_lanes_rounded ((gsize) inputs);
  if (i == 0)
    return self->rows;
  self->plan->kernel->transpose (self->inner_rows, *stride, self->values[i].in, LEARNING_LANES,
                                 (gsize) inputs, LEARNING_LANES);
  return self->inner_rows;
}

static void
dense_weights_back (LearningChunk *self, guint i, const LearningGradient *gradient) {
  const LearningLayer *layer = &self->plan->network->layers[i];
  const float *errors = self->values[i].out_errors;
  gsize stride;
  const float *rows = rows_of (self, i, &stride);

  self->plan->kernel->totals (gradient->values + layer->first_bias, errors, (gsize) layer->outputs, 1,
                              gradient->add);
  self->plan->kernel->outer (gradient->values + layer->first_weight, errors, (gsize) layer->outputs, rows,
                             stride, (gsize) layer->inputs, gradient->add);
}

/* Of a convolution or a local layer. Where `pool` is not NULL the errors are those of its outputs, each at its winner. */
static void
window_weights_back (LearningChunk *self, guint i, const LearningValues *pool, gsize n_windows,
                     const LearningGradient *gradient) {
  const LearningPlanLayer *plan = &self->plan->layers[i];
  const float *errors = pool ? pool->out_errors : self->values[i].out_errors;
  gsize map = n_windows * LEARNING_LANES;
  LearningGather gather = {
    .places = plan->places,
    .segments = plan->segments,
    .n = map,
    .n_segments = plan->n_segments,
  };

  gather.rows = rows_of (self, i, &gather.row_stride);
  for (gsize f = 0; f < (gsize) plan->layer->spec.units; f++) {
    gather.winners = pool ? pool->winners + f * map : plan->everywhere;
    gather.errors = errors + f * map;
    learning_filter_back (self->plan->kernel, plan, &gather, f, self->sums, gradient);
  }
  if (plan->layer->spec.kind == LEARNING_LAYER_CONVOLUTION)
    self->plan->kernel->totals (gradient->values + plan->layer->first_bias, errors,
                                (gsize) plan->layer->spec.units, n_windows, gradient->add);
}

static void
dense_inputs_back (LearningChunk *self, guint i, const float *weights) {
  const LearningPlanLayer *plan = &self->plan->layers[i];
  LearningSum sum = {
    .in = self->values[i].out_errors,
    .places = plan->places,
    .taps = plan->taps,
    .n_units = (gsize) plan->layer->inputs,
    .n_places = 1,
    .n_taps = (gsize) plan->layer->outputs,
    .weights = weights + plan->layer->first_weight,
    .unit_weights = 1,
    .tap_weights = (gsize) plan->layer->inputs,
    .out = self->values[i].in_errors,
  };

  self->plan->kernel->sum (&sum);
}

/* Each place adds, tap by tap, the sum over the filters to its window. */
static void
window_inputs_back (LearningChunk *self, guint i, const float *weights) {
  const LearningPlanLayer *plan = &self->plan->layers[i];
  gboolean local = plan->layer->spec.kind == LEARNING_LAYER_LOCAL;
  LearningSum sum = {
    .taps = plan->filters,
    .places = plan->places, /* the first is 0 */
    .n_units = plan->n_taps,
    .n_places = 1,
    .n_taps = (gsize) plan->layer->spec.units,
    .unit_weights = 1,
    .tap_weights = local ? plan->n_places * plan->n_taps : plan->n_taps,
    .out = self->parts,
  };

  memset (self->values[i].in_errors, 0, (gsize) plan->layer->inputs * LEARNING_LANES * sizeof (float));
  for (gsize p = 0; p < plan->n_places; p++) {
    float *window = self->values[i].in_errors + (gsize) plan->places[p] * LEARNING_LANES;

    sum.in = self->values[i].out_errors + p * LEARNING_LANES;
    sum.weights = weights + plan->layer->first_weight + (local ? p * plan->n_taps : 0);
    self->plan->kernel->sum (&sum);
    for (gsize t = 0; t < plan->n_taps; t++)
      self->plan->kernel->add (window + (gsize) plan->taps[t] * LEARNING_LANES,
                               self->parts + t * LEARNING_LANES, LEARNING_LANES);
  }
}

static void
pool_back (LearningChunk *self, guint i) {
  const LearningPlanLayer *plan = &self->plan->layers[i];
  const LearningPool pool = learning_pool_of (plan);
  LearningValues *values = &self->values[i];
  gsize in_map = (gsize) (plan->layer->in[1] * plan->layer->in[2]) * LEARNING_LANES;
  gsize out_map = plan->n_places * LEARNING_LANES;

  memset (values->in_errors, 0, (gsize) plan->layer->inputs * LEARNING_LANES * sizeof (float));
  for (gsize c = 0; c < (gsize) plan->layer->in[0]; c++)
    if (values->winners)
      self->plan->kernel->max_pool_back (&pool, values->out_errors + c * out_map,
                                         values->winners + c * out_map, values->in_errors + c * in_map);
    else
      self->plan->kernel->average_pool_back (&pool, values->out_errors + c * out_map,
                                             values->in_errors + c * in_map);
}

/* From the pool's errors straight to the weights of the first layer. What the ReLU between held back is 0 in the pool's output
 * too, since it was the largest of its window. */
static void
winners_back (LearningChunk *self, const LearningGradient *gradient) {
  const LearningPlan *plan = self->plan;
  const LearningValues *pool = &self->values[plan->pool];

  if (plan->layers[0].relu)
    plan->kernel->relu_back (pool->out_errors, pool->out, (gsize) plan->network->layers[plan->pool].outputs);
  window_weights_back (self, 0, pool, plan->layers[plan->pool].n_places, gradient);
}

static void
layer_back (LearningChunk *self, guint i, const float *weights, const LearningGradient *gradient) {
  const LearningLayer *layer = &self->plan->network->layers[i];
  gboolean first = i == self->plan->first_weighted;

  switch (layer->spec.kind) {
  case LEARNING_LAYER_DENSE:
    dense_weights_back (self, i, gradient);
    if (!first)
      dense_inputs_back (self, i, weights);
    break;
  case LEARNING_LAYER_CONVOLUTION:
  case LEARNING_LAYER_LOCAL:
    window_weights_back (self, i, NULL, self->plan->layers[i].n_places, gradient);
    if (!first)
      window_inputs_back (self, i, weights);
    break;
  case LEARNING_LAYER_RELU:
    self->plan->kernel->relu_back (self->values[i].out_errors, self->values[i].out, (gsize) layer->outputs);
    break;
  case LEARNING_LAYER_FLATTEN:
    break;
  default:
    pool_back (self, i);
  }
}

const float *
learning_chunk_backward (LearningChunk *self, const float *weights, const LearningGradient *gradient,
                         LearningPass pass) {
  gboolean map = pass == LEARNING_PASS_MAP;
  const LearningPlan *plan = self->plan;

  for (guint i = plan->network->n_layers; i-- > plan->first_weighted;) {
    if (i == 0 && map)
      break;
    if (i > 0 && i == plan->pool && !map) {
      winners_back (self, gradient);
      break;
    }
    layer_back (self, i, weights, gradient);
  }
  return self->values[0].out_errors;
}

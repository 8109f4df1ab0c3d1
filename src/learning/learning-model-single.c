/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One image on its way through a network, where there are not sixteen; see learning-kernel-single.h. */
#include "learning-kernel-single.h"
#include "learning-model-values.h"

#include <math.h>
#include <string.h>

struct _LearningSingle {
  const LearningPlan *plan;
  const LearningSingleKernel *kernel;
  guint label;
  LearningValues *values; /* of the layers, (feature) */
  /* Memory for one layer at a time. Lanes are channels, or filters. */
  float *map,
      *pooled; /* (block, place, lane): what a layer with windows leaves, or its errors; what a pool leaves of it */
  gint32 *winners; /* likewise, of a pool */
  float *weights;  /* (tap, filter): a convolution's */
  float *window;   /* (tap): what a local layer sees at one place */
  float *parts;    /* (block, place, lane): lanes are taps, what each place adds to its window's gradient */
  float *sums;     /* see learning_sums_new() */
};

static gboolean
has_lanes (const LearningLayer *layer) {
  return layer->window[0] > 0;
}

static void
init_lanes (LearningSingle *self) {
  const LearningNetwork *network = self->plan->network;
  gsize map = 0, weights = 0, taps = 0, parts = 0;

  for (guint i = 0; i < network->n_layers; i++) {
    const LearningPlanLayer *plan = &self->plan->layers[i];
    const LearningLayer *layer = plan->layer;
    gsize blocks = learning_lanes_rounded ((gsize) MAX (layer->in[0], layer->out[0]));

    if (!has_lanes (layer))
      continue;
    map = MAX (map, blocks * (gsize) MAX (layer->in[1] * layer->in[2], layer->out[1] * layer->out[2]));
    taps = MAX (taps, plan->n_taps);
    weights = MAX (weights, blocks * plan->n_taps);
    parts = MAX (parts, learning_lanes_rounded (plan->n_taps) * plan->n_places);
  }
  self->map = learning_floats_new (map);
  self->pooled = learning_floats_new (map);
  self->winners = g_aligned_alloc0 (map + 1, sizeof (gint32), 64);
  self->weights = learning_floats_new (weights);
  self->window = learning_floats_new (taps);
  self->parts = learning_floats_new (parts);
}

LearningSingle *
learning_single_new (const LearningPlan *plan) {
  LearningSingle *self = g_new0 (LearningSingle, 1);

  self->plan = plan;
  self->kernel = LEARNING_OF_LEVEL (learning_single_kernel);
  self->values = learning_values_new (plan, 1);
  self->sums = learning_sums_new (plan);
  init_lanes (self);
  return self;
}

void
learning_single_free (LearningSingle *self) {
  learning_values_free (self->values, self->plan);
  g_aligned_free (self->map);
  g_aligned_free (self->pooled);
  g_aligned_free (self->winners);
  g_aligned_free (self->weights);
  g_aligned_free (self->window);
  g_aligned_free (self->parts);
  g_aligned_free (self->sums);
  g_free (self);
}

void
learning_single_load (LearningSingle *self, const LearningSet *set, gsize index) {
  memcpy (self->values[0].in, set->images + index * set->pixels, set->pixels * sizeof (float));
  self->label = set->labels[index];
}

/* (channel, place) to (block, place, lane). */
static void
to_lanes (const LearningSingle *self, float *lanes, const float *values, gsize channels, gsize places) {
  for (gsize c = 0; c < channels; c += LEARNING_LANES)
    self->plan->kernel->transpose (lanes + c * places, LEARNING_LANES, values + c * places, places,
                                   MIN (channels - c, LEARNING_LANES), places);
}

/* And back. Winners, too: bits are moved, whatever they mean. */
static void
from_lanes (const LearningSingle *self, float *values, const float *lanes, gsize channels, gsize places) {
  for (gsize c = 0; c < channels; c += LEARNING_LANES)
    self->plan->kernel->transpose (values + c * places, places, lanes + c * places, LEARNING_LANES, places,
                                   MIN (channels - c, LEARNING_LANES));
}

static void
dense_forward (LearningSingle *self, guint i, const float *weights) {
  const LearningLayer *layer = self->plan->layers[i].layer;
  LearningRows rows = {
    .in = self->values[i].in,
    .weights = weights + layer->first_weight,
    .biases = weights + layer->first_bias,
    .n_units = (gsize) layer->outputs,
    .n_inputs = (gsize) layer->inputs,
    .unit_weights = (gsize) layer->inputs,
    .unit_biases = 1,
    .relu = self->plan->layers[i].relu,
    .out = self->values[i].out,
    .block = LEARNING_LANES,
  };

  self->kernel->along (&rows);
}

static void
convolution_forward (LearningSingle *self, guint i, const float *weights) {
  LearningSum sum = learning_sum_of (&self->plan->layers[i], &self->values[i], weights);

  sum.tap_weights = learning_lanes_rounded (sum.n_units);
  self->plan->kernel->transpose (self->weights, sum.tap_weights, sum.weights, sum.n_taps, sum.n_units,
                                 sum.n_taps);
  sum.weights = self->weights;
  sum.out = self->map;
  self->kernel->across (&sum);
}

static void
fill_window (LearningSingle *self, guint i, gsize place) {
  const LearningPlanLayer *plan = &self->plan->layers[i];
  const float *in = self->values[i].in + plan->places[place];

  for (gsize t = 0; t < plan->n_taps; t++)
    self->window[t] = in[plan->taps[t]];
}

static void
local_forward (LearningSingle *self, guint i, const float *weights) {
  LearningSum sum = learning_sum_of (&self->plan->layers[i], &self->values[i], weights);
  LearningRows rows = {
    .in = self->window,
    .n_units = sum.n_units,
    .n_inputs = sum.n_taps,
    .unit_weights = sum.unit_weights,
    .unit_biases = sum.unit_biases,
    .relu = sum.relu,
    .block = sum.n_places * LEARNING_LANES,
  };

  for (gsize p = 0; p < sum.n_places; p++) {
    fill_window (self, i, p);
    rows.weights = sum.weights + p * sum.place_weights;
    rows.biases = sum.biases + p * sum.place_biases;
    rows.out = self->map + p * LEARNING_LANES;
    self->kernel->along (&rows);
  }
}

/* A convolution or a local layer, up to (block, place, lane). */
static void
window_forward (LearningSingle *self, guint i, const float *weights) {
  if (self->plan->layers[i].layer->spec.kind == LEARNING_LAYER_CONVOLUTION)
    convolution_forward (self, i, weights);
  else
    local_forward (self, i, weights);
}

/* What stands in the map, to the pool's output. */
static void
pool_map (LearningSingle *self, guint i) {
  const LearningPlanLayer *plan = &self->plan->layers[i];
  const LearningPool pool = learning_pool_of (plan);
  const LearningValues *values = &self->values[i];
  gsize channels = (gsize) plan->layer->in[0], in_map = (gsize) (plan->layer->in[1] * plan->layer->in[2]);

  for (gsize c = 0; c < channels; c += LEARNING_LANES)
    if (values->winners)
      self->plan->kernel->max_pool (&pool, self->map + c * in_map, self->pooled + c * pool.n_places,
                                    self->winners + c * pool.n_places);
    else
      self->plan->kernel->average_pool (&pool, self->map + c * in_map, self->pooled + c * pool.n_places);
  from_lanes (self, values->out, self->pooled, channels, pool.n_places);
  if (values->winners)
    from_lanes (self, (float *) values->winners, (const float *) self->winners, channels, pool.n_places);
}

static void
layer_forward (LearningSingle *self, guint i, const float *weights) {
  const LearningLayer *layer = self->plan->layers[i].layer;
  const LearningValues *values = &self->values[i];

  switch (layer->spec.kind) {
  case LEARNING_LAYER_DENSE:
    dense_forward (self, i, weights);
    break;
  case LEARNING_LAYER_CONVOLUTION:
  case LEARNING_LAYER_LOCAL:
    window_forward (self, i, weights);
    from_lanes (self, values->out, self->map, (gsize) layer->out[0], self->plan->layers[i].n_places);
    break;
  case LEARNING_LAYER_RELU:
    if (!learning_relu_is_done (self->plan, i))
      self->plan->kernel->relu (values->out,
                                learning_lanes_rounded ((gsize) layer->outputs) / LEARNING_LANES);
    break;
  case LEARNING_LAYER_FLATTEN:
    break;
  default:
    to_lanes (self, self->map, values->in, (gsize) layer->in[0], (gsize) (layer->in[1] * layer->in[2]));
    pool_map (self, i);
  }
}

void
learning_single_forward (LearningSingle *self, const float *weights) {
  guint first = 0;

  /* The first layer's map need not leave its lanes. */
  if (self->plan->pool > 0) {
    window_forward (self, 0, weights);
    pool_map (self, self->plan->pool);
    first = self->plan->pool + 1;
  }
  for (guint i = first; i < self->plan->network->n_layers; i++)
    layer_forward (self, i, weights);
}

double
learning_single_loss (LearningSingle *self, gsize batch, gsize *correct) {
  const LearningNetwork *network = self->plan->network;
  const float *logits = self->values[network->n_layers - 1].out;
  float *errors = self->values[network->n_layers - 1].out_errors;
  gsize classes = (gsize) network->classes, largest = 0;
  float sum = 0;

  for (gsize c = 1; c < classes; c++)
    if (logits[c] > logits[largest])
      largest = c;
  for (gsize c = 0; c < classes; c++) {
    errors[c] = expf (logits[c] - logits[largest]);
    sum += errors[c];
  }
  for (gsize c = 0; c < classes; c++)
    errors[c] = (errors[c] / sum - (c == self->label ? 1 : 0)) / (float) batch;
  *correct += largest == self->label;
  return log ((double) sum) - (double) (logits[self->label] - logits[largest]);
}

static void
dense_back (LearningSingle *self, guint i, const float *weights, const LearningGradient *gradient) {
  const LearningPlanLayer *plan = &self->plan->layers[i];
  const LearningLayer *layer = plan->layer;
  const LearningValues *values = &self->values[i];
  const float one = 1;
  LearningSum sum = {
    .in = values->out_errors,
    .places = plan->places,
    .taps = plan->taps,
    .n_units = (gsize) layer->inputs,
    .n_places = 1,
    .n_taps = (gsize) layer->outputs,
    .weights = weights + layer->first_weight,
    .tap_weights = (gsize) layer->inputs,
    .out = values->in_errors,
  };

  self->kernel->product (gradient->values + layer->first_weight, values->out_errors, (gsize) layer->outputs,
                         values->in, (gsize) layer->inputs, gradient->add);
  self->kernel->product (gradient->values + layer->first_bias, &one, 1, values->out_errors,
                         (gsize) layer->outputs, gradient->add);
  if (i > self->plan->first_weighted)
    self->kernel->across (&sum);
}

/* A filter's bias: the sum of its n errors. */
static void
bias_back (const LearningPlanLayer *plan, gsize filter, const float *errors, gsize n,
           const LearningGradient *gradient) {
  float *bias = gradient->values + plan->layer->first_bias + filter;
  float sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += errors[i];
  *bias = gradient->add ? *bias + sum : sum;
}

/* From the places that won in `pool`, or all. */
static void
windows_back (LearningSingle *self, guint i, const LearningValues *pool, gsize n,
              const LearningGradient *gradient) {
  const LearningPlanLayer *plan = &self->plan->layers[i];
  const float *errors = pool ? pool->out_errors : self->values[i].out_errors;
  LearningGather gather = {
    .rows = self->values[i].in,
    .places = plan->places,
    .segments = plan->segments,
    .n = n,
    .n_segments = plan->n_segments,
  };

  for (gsize f = 0; f < (gsize) plan->layer->spec.units; f++) {
    gather.winners = pool ? pool->winners + f * n : plan->each;
    gather.errors = errors + f * n;
    learning_filter_back (self->plan->kernel, plan, &gather, f, self->sums, gradient);
    if (plan->layer->spec.kind == LEARNING_LAYER_CONVOLUTION)
      bias_back (plan, f, gather.errors, n, gradient);
  }
}

/* What each place adds to its window, (block of 16 taps, place, tap), is added. */
static void
add_parts (LearningSingle *self, guint i, gsize first, gsize n) {
  const LearningPlanLayer *plan = &self->plan->layers[i];

  for (gsize p = 0; p < n; p++) {
    float *window = self->values[i].in_errors + plan->places[first + p];

    for (gsize t = 0; t < plan->n_taps; t++)
      window[plan->taps[t]] +=
          self->parts[(t / LEARNING_LANES * n + p) * LEARNING_LANES + t % LEARNING_LANES];
  }
}

/* Tap by tap the sum over the filters; a local layer's filters have other weights at each place. */
static void
window_inputs_back (LearningSingle *self, guint i, const float *weights) {
  const LearningPlanLayer *plan = &self->plan->layers[i];
  const LearningValues *values = &self->values[i];
  gboolean local = plan->layer->spec.kind == LEARNING_LAYER_LOCAL;
  gsize together = local ? 1 : plan->n_places;
  LearningSum sum = {
    .places = (const guint32 *) plan->each,
    .taps = plan->filters,
    .n_units = plan->n_taps,
    .n_places = together,
    .n_taps = (gsize) plan->layer->spec.units,
    .tap_weights = local ? plan->n_places * plan->n_taps : plan->n_taps,
    .out = self->parts,
  };

  memset (values->in_errors, 0, (gsize) plan->layer->inputs * sizeof (float));
  for (gsize p = 0; p < plan->n_places; p += together) {
    sum.in = values->out_errors + p;
    sum.weights = weights + plan->layer->first_weight + (local ? p * plan->n_taps : 0);
    self->kernel->across (&sum);
    add_parts (self, i, p, together);
  }
}

static void
pool_back (LearningSingle *self, guint i) {
  const LearningPlanLayer *plan = &self->plan->layers[i];
  const LearningPool pool = learning_pool_of (plan);
  const LearningValues *values = &self->values[i];
  gsize channels = (gsize) plan->layer->in[0], in_map = (gsize) (plan->layer->in[1] * plan->layer->in[2]);

  memset (self->map, 0, learning_lanes_rounded (channels) * in_map * sizeof (float));
  to_lanes (self, self->pooled, values->out_errors, channels, pool.n_places);
  if (values->winners)
    to_lanes (self, (float *) self->winners, (const float *) values->winners, channels, pool.n_places);
  for (gsize c = 0; c < channels; c += LEARNING_LANES)
    if (values->winners)
      self->plan->kernel->max_pool_back (&pool, self->pooled + c * pool.n_places,
                                         self->winners + c * pool.n_places, self->map + c * in_map);
    else
      self->plan->kernel->average_pool_back (&pool, self->pooled + c * pool.n_places, self->map + c * in_map);
  from_lanes (self, values->in_errors, self->map, channels, in_map);
}

static void
relu_back (LearningSingle *self, float *errors, const float *values, gint64 n) {
  self->plan->kernel->relu_back (errors, values, learning_lanes_rounded ((gsize) n) / LEARNING_LANES);
}

static void
layer_back (LearningSingle *self, guint i, const float *weights, const LearningGradient *gradient) {
  const LearningLayer *layer = self->plan->layers[i].layer;

  switch (layer->spec.kind) {
  case LEARNING_LAYER_DENSE:
    dense_back (self, i, weights, gradient);
    break;
  case LEARNING_LAYER_CONVOLUTION:
  case LEARNING_LAYER_LOCAL:
    windows_back (self, i, NULL, self->plan->layers[i].n_places, gradient);
    if (i > self->plan->first_weighted)
      window_inputs_back (self, i, weights);
    break;
  case LEARNING_LAYER_RELU:
    relu_back (self, self->values[i].out_errors, self->values[i].out, layer->outputs);
    break;
  case LEARNING_LAYER_FLATTEN:
    break;
  default:
    pool_back (self, i);
  }
}

void
learning_single_backward (LearningSingle *self, const float *weights, const LearningGradient *gradient) {
  const LearningPlan *plan = self->plan;
  const LearningValues *pool = &self->values[plan->pool];

  for (guint i = plan->network->n_layers; i-- > MAX (plan->first_weighted, plan->pool + (plan->pool > 0));)
    layer_back (self, i, weights, gradient);
  if (plan->pool == 0)
    return;
  /* From the pool straight to the weights of the first layer, as in a chunk. */
  if (plan->layers[0].relu)
    relu_back (self, pool->out_errors, pool->out, plan->layers[plan->pool].layer->outputs);
  windows_back (self, 0, pool, plan->layers[plan->pool].n_places, gradient);
}

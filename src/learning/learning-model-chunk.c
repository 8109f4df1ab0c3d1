/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-model-private.h"

#include <math.h>
#include <string.h>

/* ReLU and flatten work in place: their values and errors are those of the layer before. */
typedef struct {
  float *in, *out;               /* (feature, lane) */
  float *in_errors, *out_errors; /* the loss's gradient; NULL where nobody needs it */
  gint32 *winners;               /* of a max pool */
} Values;

struct _LearningChunk {
  const LearningPlan *plan;
  gsize n; /* images */
  guint labels[LEARNING_LANES];
  float *rows;       /* (lane, input): the images */
  Values *values;    /* of the layers */
  float *inner_rows; /* (lane, input) of a later layer */
  float *parts;      /* (taps, lane): what one place adds to its window's gradient */
  float *sums;       /* (segments, 4), of a local layer (places, segments, 4) */
  float exponentials[LEARNING_LANES], tops[LEARNING_LANES], logits[LEARNING_LANES];
  gint32 largest[LEARNING_LANES];
};

static gsize
rounded (gint64 features) {
  return ((gsize) features + LEARNING_LANES - 1) / LEARNING_LANES * LEARNING_LANES;
}

static float *
new_floats (gsize n) {
  return g_aligned_alloc0 (n + LEARNING_SLACK, sizeof (float), 64);
}

static float *
new_values (gint64 features) {
  return new_floats (rounded (features) * LEARNING_LANES);
}

static gboolean
in_place (const LearningLayer *layer) {
  return layer->spec.kind == LEARNING_LAYER_RELU || layer->spec.kind == LEARNING_LAYER_FLATTEN;
}

static void
init_values (LearningChunk *self, guint i) {
  const LearningLayer *layer = &self->plan->network->layers[i];
  Values *values = &self->values[i];

  values->in = i > 0 ? values[-1].out : new_values (layer->inputs);
  values->in_errors = i > 0 ? values[-1].out_errors : NULL;
  values->out = in_place (layer) ? values->in : new_values (layer->outputs);
  /* Up to the first weights nobody asks for a gradient. */
  if (in_place (layer))
    values->out_errors = values->in_errors;
  else if (i >= self->plan->first_weighted)
    values->out_errors = new_values (layer->outputs);
  if (layer->spec.kind == LEARNING_LAYER_MAX_POOL)
    values->winners = g_aligned_alloc0 (rounded (layer->outputs) * LEARNING_LANES, sizeof (gint32), 64);
}

LearningChunk *
learning_chunk_new (const LearningPlan *plan) {
  LearningChunk *self = g_new0 (LearningChunk, 1);
  gint64 inner = 0;
  gsize taps = 0, segments = 0;

  self->plan = plan;
  self->rows = new_floats (plan->row_stride * LEARNING_LANES);
  self->values = g_new0 (Values, plan->network->n_layers);
  for (guint i = 0; i < plan->network->n_layers; i++) {
    const LearningPlanLayer *layer = &plan->layers[i];
    gboolean local = layer->layer->spec.kind == LEARNING_LAYER_LOCAL;

    init_values (self, i);
    if (i > 0 && layer->layer->n_weights > 0)
      inner = MAX (inner, layer->layer->inputs);
    taps = MAX (taps, layer->filters ? layer->n_taps : 0);
    segments = MAX (segments, layer->n_segments * (local ? layer->n_places : 1));
  }
  self->inner_rows = new_values (inner);
  self->parts = new_floats (taps * LEARNING_LANES);
  self->sums = new_floats (segments * 4);
  return self;
}

void
learning_chunk_free (LearningChunk *self) {
  guint n = self->plan->network->n_layers;

  g_aligned_free (self->values[0].in);
  for (guint i = 0; i < n; i++) {
    if (self->values[i].out != self->values[i].in)
      g_aligned_free (self->values[i].out);
    if (self->values[i].out_errors != self->values[i].in_errors)
      g_aligned_free (self->values[i].out_errors);
    g_aligned_free (self->values[i].winners);
  }
  g_free (self->values);
  g_aligned_free (self->rows);
  g_aligned_free (self->inner_rows);
  g_aligned_free (self->parts);
  g_aligned_free (self->sums);
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
                                 ((gsize) self->plan->network->inputs + 3) / 4 * 4);
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

/* One layout of weights for the three kinds: unit by unit, in a local layer place by place within. */
static LearningSum
sum_of (const LearningChunk *self, guint i, const float *weights) {
  const LearningPlanLayer *plan = &self->plan->layers[i];
  gboolean local = plan->layer->spec.kind == LEARNING_LAYER_LOCAL;

  return (LearningSum){
    .in = self->values[i].in,
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
    .out = self->values[i].out,
  };
}

static LearningPool
pool_of (const LearningPlanLayer *plan) {
  return (LearningPool){ plan->places, plan->taps, plan->n_places, plan->n_taps };
}

static void
run_sum (LearningChunk *self, guint i, const float *weights) {
  LearningSum sum = sum_of (self, i, weights);

  self->plan->kernel->sum (&sum);
}

/* The first layer, and all up to the pool. */
static void
run_pooled_sum (LearningChunk *self, const float *weights) {
  const Values *pooled = &self->values[self->plan->pool];
  LearningPool pool = pool_of (&self->plan->layers[self->plan->pool]);
  LearningSum sum = sum_of (self, 0, weights);

  sum.out = pooled->out;
  self->plan->kernel->pooled_sum (&sum, &pool, pooled->winners);
}

static void
run_pool (LearningChunk *self, guint i) {
  const LearningPlanLayer *plan = &self->plan->layers[i];
  const LearningPool pool = pool_of (plan);
  Values *values = &self->values[i];
  gsize in_map = (gsize) (plan->layer->in[1] * plan->layer->in[2]) * LEARNING_LANES;
  gsize out_map = plan->n_places * LEARNING_LANES;

  for (gsize c = 0; c < (gsize) plan->layer->in[0]; c++)
    if (values->winners)
      self->plan->kernel->max_pool (&pool, values->in + c * in_map, values->out + c * out_map,
                                    values->winners + c * out_map);
    else
      self->plan->kernel->average_pool (&pool, values->in + c * in_map, values->out + c * out_map);
}

/* A ReLU after a layer with weights has been done by it. */
static gboolean
relu_is_done (const LearningPlan *plan, guint i) {
  return i > 0 && plan->network->layers[i - 1].n_weights > 0;
}

const float *
learning_chunk_forward (LearningChunk *self, const float *weights, gboolean map) {
  const LearningNetwork *network = self->plan->network;
  guint first = self->plan->pool > 0 && !map ? self->plan->pool + 1 : 0;

  if (first > 0)
    run_pooled_sum (self, weights);
  for (guint i = first; i < network->n_layers; i++)
    switch (network->layers[i].spec.kind) {
    case LEARNING_LAYER_RELU:
      if (!relu_is_done (self->plan, i))
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

double
learning_chunk_loss (LearningChunk *self, gsize batch, gsize *correct) {
  const LearningNetwork *network = self->plan->network;
  const float *probabilities = learning_chunk_softmax (self);
  float *errors = self->values[network->n_layers - 1].out_errors;
  float scale = 1 / (float) batch;
  double loss = 0;

  for (gsize c = 0; c < (gsize) network->classes; c++)
    for (gsize lane = 0; lane < LEARNING_LANES; lane++)
      errors[c * LEARNING_LANES + lane] =
          lane < self->n ? probabilities[c * LEARNING_LANES + lane] * scale : 0;
  for (gsize lane = 0; lane < self->n; lane++) {
    gsize label = self->labels[lane] * LEARNING_LANES + lane;

    errors[label] = (probabilities[label] - 1) * scale;
    loss += log ((double) self->exponentials[lane]) - (double) (self->logits[lane] - self->tops[lane]);
    *correct += (guint) self->largest[lane] == self->labels[lane];
  }
  return loss;
}

/* (lane, input) of a layer's input, and how far its rows are apart. */
static const float *
rows_of (LearningChunk *self, guint i, gsize *stride) {
  gint64 inputs = self->plan->network->layers[i].inputs;

  *stride = rounded (inputs);
  if (i == 0)
    return self->rows;
  self->plan->kernel->transpose (self->inner_rows, *stride, self->values[i].in, LEARNING_LANES,
                                 ((gsize) inputs + 3) / 4 * 4, LEARNING_LANES);
  return self->inner_rows;
}

static void
dense_weights_back (LearningChunk *self, guint i, float *gradient) {
  const LearningLayer *layer = &self->plan->network->layers[i];
  const float *errors = self->values[i].out_errors;
  gsize stride;
  const float *rows = rows_of (self, i, &stride);

  for (gsize u = 0; u < (gsize) layer->outputs; u++)
    gradient[layer->first_bias + (gint64) u] += self->plan->kernel->total (errors + u * LEARNING_LANES, 1);
  self->plan->kernel->outer (gradient + layer->first_weight, errors, (gsize) layer->outputs, rows, stride,
                             (gsize) layer->inputs);
}

/* Segments hold four taps, or fewer at the end of a row. */
static void
spread_sums (const LearningPlanLayer *plan, const float *sums, float *weights) {
  for (gsize s = 0; s < plan->n_segments; s++)
    for (guint j = 0; j < plan->widths[s]; j++)
      weights[plan->firsts[s] + j] += sums[s * 4 + j];
}

static void
filter_back (LearningChunk *self, const LearningPlanLayer *plan, const LearningGather *gather, gsize filter,
             float *gradient) {
  const LearningKernel *kernel = self->plan->kernel;
  gsize sets = plan->layer->spec.kind == LEARNING_LAYER_LOCAL ? plan->n_places : 1;
  float *weights = gradient + plan->layer->first_weight + filter * sets * plan->n_taps;
  float *biases = gradient + plan->layer->first_bias + filter * sets;

  if (plan->layer->spec.kind == LEARNING_LAYER_CONVOLUTION) {
    kernel->gather (gather, self->sums);
    *biases += kernel->total (gather->errors, gather->n_windows);
  } else {
    memset (self->sums, 0, sets * plan->n_segments * 4 * sizeof (float));
    kernel->gather_local (gather, self->sums, biases);
  }
  for (gsize set = 0; set < sets; set++)
    spread_sums (plan, self->sums + set * plan->n_segments * 4, weights + set * plan->n_taps);
}

/* Of a convolution or a local layer. Where `pool` is not NULL the errors are those of its outputs, each at its winner. */
static void
window_weights_back (LearningChunk *self, guint i, const Values *pool, gsize n_windows, float *gradient) {
  const LearningPlanLayer *plan = &self->plan->layers[i];
  const float *errors = pool ? pool->out_errors : self->values[i].out_errors;
  gsize map = n_windows * LEARNING_LANES;
  LearningGather gather = {
    .places = plan->places,
    .segments = plan->segments,
    .n_windows = n_windows,
    .n_segments = plan->n_segments,
  };

  gather.rows = rows_of (self, i, &gather.row_stride);
  for (gsize f = 0; f < (gsize) plan->layer->spec.units; f++) {
    gather.winners = pool ? pool->winners + f * map : plan->everywhere;
    gather.errors = errors + f * map;
    filter_back (self, plan, &gather, f, gradient);
  }
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
  const LearningPool pool = pool_of (plan);
  Values *values = &self->values[i];
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
winners_back (LearningChunk *self, float *gradient) {
  const LearningPlan *plan = self->plan;
  const Values *pool = &self->values[plan->pool];

  if (plan->layers[0].relu)
    plan->kernel->relu_back (pool->out_errors, pool->out, (gsize) plan->network->layers[plan->pool].outputs);
  window_weights_back (self, 0, pool, plan->layers[plan->pool].n_places, gradient);
}

static void
layer_back (LearningChunk *self, guint i, const float *weights, float *gradient) {
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
learning_chunk_backward (LearningChunk *self, const float *weights, float *gradient, gboolean map) {
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

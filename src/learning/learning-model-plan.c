/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-model-private.h"

static gboolean
is_window (const LearningLayer *layer) {
  return layer->spec.kind == LEARNING_LAYER_CONVOLUTION || layer->spec.kind == LEARNING_LAYER_LOCAL;
}

static gboolean
is_pool (const LearningLayer *layer) {
  return layer->spec.kind == LEARNING_LAYER_MAX_POOL || layer->spec.kind == LEARNING_LAYER_AVERAGE_POOL;
}

/* 0, step, 2 * step, … */
static guint32 *
new_table (gsize n, gsize step) {
  guint32 *table = g_new (guint32, n);

  for (gsize i = 0; i < n; i++)
    table[i] = (guint32) (i * step);
  return table;
}

static void
plan_dense (LearningPlanLayer *self) {
  self->n_places = 1;
  self->n_taps = (gsize) self->layer->inputs;
  self->places = new_table (1, 0);
  self->taps = new_table ((gsize) MAX (self->layer->inputs, self->layer->outputs), 1);
}

/* Windows in a map as wide as the layer's input; their taps reach over `channels` of it. */
static void
plan_windows (LearningPlanLayer *self, gsize channels, gsize stride) {
  const LearningLayer *layer = self->layer;
  gsize rows = (gsize) layer->out[1], columns = (gsize) layer->out[2];
  gsize height = (gsize) layer->in[1], width = (gsize) layer->in[2];
  gsize n = 0;

  self->n_places = rows * columns;
  self->places = g_new (guint32, self->n_places);
  for (gsize p = 0; p < self->n_places; p++)
    self->places[p] = (guint32) (p / columns * stride * width + p % columns * stride);

  self->taps = g_new (guint32, channels * (gsize) (layer->window[0] * layer->window[1]));
  for (gsize c = 0; c < channels; c++)
    for (gsize i = 0; i < (gsize) layer->window[0]; i++)
      for (gsize j = 0; j < (gsize) layer->window[1]; j++)
        self->taps[n++] = (guint32) ((c * height + i) * width + j);
  self->n_taps = n;
}

static void
plan_segments (LearningPlanLayer *self) {
  gsize size = (gsize) self->layer->spec.size;
  gsize n = 0;

  self->n_segments = self->n_taps / size * ((size + 3) / 4);
  self->segments = g_new (guint32, self->n_segments);
  self->firsts = g_new (guint32, self->n_segments);
  self->widths = g_new (guint32, self->n_segments);
  for (gsize row = 0; row < self->n_taps; row += size)
    for (gsize j = 0; j < size; j += 4) {
      self->segments[n] = self->taps[row + j];
      self->firsts[n] = (guint32) (row + j);
      self->widths[n++] = (guint32) MIN (size - j, 4);
    }
}

static void
plan_layer (LearningPlanLayer *self, const LearningLayer *layer) {
  self->layer = layer;
  if (layer->spec.kind == LEARNING_LAYER_DENSE)
    plan_dense (self);
  else if (is_pool (layer))
    plan_windows (self, 1, (gsize) layer->spec.stride);
  else if (is_window (layer)) {
    plan_windows (self, (gsize) layer->in[0], 1);
    plan_segments (self);
    self->filters = new_table ((gsize) layer->spec.units, self->n_places);
    self->everywhere = g_new (gint32, self->n_places * LEARNING_LANES);
    for (gsize i = 0; i < self->n_places * LEARNING_LANES; i++)
      self->everywhere[i] = (gint32) (i / LEARNING_LANES);
    self->each = (gint32 *) new_table (self->n_places, 1);
  }
}

static guint
find_pool (const LearningNetwork *network) {
  guint next = 1;

  if (!is_window (&network->layers[0]))
    return 0;
  if (next < network->n_layers && network->layers[next].spec.kind == LEARNING_LAYER_RELU)
    next++;
  return next < network->n_layers && network->layers[next].spec.kind == LEARNING_LAYER_MAX_POOL ? next : 0;
}

static gboolean
has_pairs (const LearningPlan *self) {
  const LearningLayer *first = &self->network->layers[0], *pool = &self->network->layers[self->pool];

  return self->kernel->pooled_pairs != NULL && self->pool > 0
         && first->spec.kind == LEARNING_LAYER_CONVOLUTION && first->spec.size == 3
         && pool->window[0] % 2 == 0 && pool->window[1] <= LEARNING_PAIRS_MOST;
}

LearningPlan *
learning_plan_new (LearningNetwork *network) {
  LearningPlan *self = g_new0 (LearningPlan, 1);

  self->network = learning_network_ref (network);
  self->kernel = LEARNING_OF_LEVEL (learning_kernel);
  self->layers = g_new0 (LearningPlanLayer, network->n_layers);
  self->row_stride = ((gsize) network->inputs + LEARNING_LANES - 1) / LEARNING_LANES * LEARNING_LANES;
  self->pool = find_pool (network);
  self->pairs = has_pairs (self);
  for (guint i = 0; i < network->n_layers; i++)
    plan_layer (&self->layers[i], &network->layers[i]);
  for (guint i = 0; i + 1 < network->n_layers; i++)
    self->layers[i].relu = network->layers[i + 1].spec.kind == LEARNING_LAYER_RELU;
  while (network->layers[self->first_weighted].n_weights == 0)
    self->first_weighted++; /* the last layer has weights */
  return self;
}

void
learning_plan_free (LearningPlan *self) {
  for (guint i = 0; i < self->network->n_layers; i++) {
    LearningPlanLayer *layer = &self->layers[i];

    g_free (layer->places);
    g_free (layer->taps);
    g_free (layer->filters);
    g_free (layer->everywhere);
    g_free (layer->each);
    g_free (layer->segments);
    g_free (layer->firsts);
    g_free (layer->widths);
  }
  g_free (self->layers);
  learning_network_unref (self->network);
  g_free (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-weights.h"

#include "engine-tensor.h"
#include "learning-random.h"

#include <math.h>

#define SMALL 0.1

typedef struct {
  LearningWeights weights;
  EngineTensor *values;
  gatomicrefcount references;
} Shared;

LearningWeights *
learning_weights_new (LearningNetwork *network) {
  g_autoptr (GError) error = NULL;
  EngineTensor *values = engine_tensor_new (1, &network->n_parameters, &error);
  Shared *shared;

  if (values == NULL)
    g_error ("%s", error->message);
  shared = g_new0 (Shared, 1);
  g_atomic_ref_count_init (&shared->references);
  shared->values = values;
  shared->weights = (LearningWeights){ learning_network_ref (network), values->data };
  return &shared->weights;
}

LearningWeights *
learning_weights_ref (LearningWeights *self) {
  g_atomic_ref_count_inc (&((Shared *) self)->references);
  return self;
}

void
learning_weights_unref (LearningWeights *self) {
  if (!g_atomic_ref_count_dec (&((Shared *) self)->references))
    return;
  learning_network_unref (self->network);
  engine_tensor_unref (((Shared *) self)->values);
  g_free (self);
}

const float *
learning_weights_of (const LearningWeights *self, guint layer) {
  return self->values + self->network->layers[layer].first_weight;
}

const float *
learning_weights_biases_of (const LearningWeights *self, guint layer) {
  return self->values + self->network->layers[layer].first_bias;
}

/* Values that one output of the layer is computed from. */
static gint64
fan_in (const LearningLayer *layer) {
  if (layer->spec.kind == LEARNING_LAYER_DENSE)
    return layer->inputs;
  return layer->in[0] * layer->spec.size * layer->spec.size;
}

static void
fill_uniform (float *values, gint64 n, double bound, GRand *random) {
  for (gint64 i = 0; i < n; i++)
    values[i] = (float) learning_random_uniform (random, -bound, bound);
}

static void
fill_normal (float *values, gint64 n, double deviation, GRand *random) {
  for (gint64 i = 0; i < n; i++)
    values[i] = (float) (deviation * learning_random_normal (random));
}

/* Biases are 0 as they are. */
static void
start_layer (LearningWeights *self, const LearningLayer *layer, LearningStart start, GRand *random) {
  float *weights = self->values + layer->first_weight;
  float *biases = self->values + layer->first_bias;
  double bound = 1 / sqrt ((double) fan_in (layer));

  if (start == LEARNING_START_HE) {
    fill_normal (weights, layer->n_weights, G_SQRT2 * bound, random);
  } else if (start == LEARNING_START_SMALL && layer->first_weight == 0) {
    fill_uniform (weights, layer->n_weights, SMALL, random);
  } else {
    fill_uniform (weights, layer->n_weights, bound, random);
    if (start != LEARNING_START_PLAIN)
      fill_uniform (biases, layer->n_biases, bound, random);
  }
}

LearningWeights *
learning_weights_new_random (LearningNetwork *network, LearningStart start, guint32 seed) {
  LearningWeights *self = learning_weights_new (network);

  for (guint i = 0; i < network->n_layers; i++) {
    g_autoptr (GRand) random = NULL;

    if (network->layers[i].n_weights == 0)
      continue;
    random = learning_random_new (seed, LEARNING_STREAM_START, i);
    start_layer (self, &network->layers[i], start, random);
  }
  return self;
}

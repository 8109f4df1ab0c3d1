/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of networks and their gradients share. */
#pragma once

#include "learning-model-private.h"
#include "learning-model.h"

#include <math.h>
#include <string.h>

#define MAX_LAYERS 6

/* A network on images (channels, rows, columns). */
typedef struct {
  const char *name;
  gint64 in[3];
  LearningLayerSpec specs[MAX_LAYERS];
} NetworkCase;

#define DENSE(units_)                                                                                        \
  { .kind = LEARNING_LAYER_DENSE, .units = units_ }
#define CONV(units_, size_)                                                                                  \
  { .kind = LEARNING_LAYER_CONVOLUTION, .units = units_, .size = size_ }
#define LOCAL(units_, size_)                                                                                 \
  { .kind = LEARNING_LAYER_LOCAL, .units = units_, .size = size_ }
#define RELU                                                                                                 \
  { .kind = LEARNING_LAYER_RELU }
#define FLATTEN                                                                                              \
  { .kind = LEARNING_LAYER_FLATTEN }
#define MAXIMUM(size_)                                                                                       \
  { .kind = LEARNING_LAYER_MAX_POOL, .size = size_ }
#define MAXIMUM_STEP(size_, stride_)                                                                         \
  { .kind = LEARNING_LAYER_MAX_POOL, .size = size_, .stride = stride_ }
#define AVERAGE(size_)                                                                                       \
  { .kind = LEARNING_LAYER_AVERAGE_POOL, .size = size_ }

/* Every kind of layer, as the first and as a later one; odd sizes, rests, one to three channels. */
static const NetworkCase network_cases[] = {
  { "dense", { 1, 10, 10 }, { DENSE (32), RELU, DENSE (10) } },
  { "dense, odd", { 3, 5, 7 }, { DENSE (13), RELU, DENSE (7), RELU, DENSE (3) } },
  { "no hidden layer", { 1, 3, 3 }, { DENSE (2) } },
  { "convolution", { 1, 10, 10 }, { CONV (32, 3), RELU, MAXIMUM (4), DENSE (10) } },
  { "colour", { 3, 9, 11 }, { CONV (5, 3), RELU, MAXIMUM (2), FLATTEN, DENSE (4) } },
  { "whole map", { 1, 10, 12 }, { CONV (6, 3), RELU, MAXIMUM (0), DENSE (10) } },
  { "average", { 3, 8, 7 }, { CONV (7, 2), RELU, AVERAGE (3), DENSE (5) } },
  { "average of the whole map", { 1, 10, 10 }, { CONV (8, 3), RELU, AVERAGE (0), DENSE (10) } },
  { "windows that overlap", { 1, 10, 10 }, { CONV (9, 3), RELU, MAXIMUM_STEP (4, 2), DENSE (10) } },
  { "pool before ReLU", { 1, 9, 9 }, { CONV (4, 3), MAXIMUM (3), RELU, DENSE (3) } },
  { "no pool", { 1, 7, 6 }, { CONV (3, 5), RELU, DENSE (4) } },
  { "no ReLU", { 2, 7, 6 }, { CONV (3, 1), MAXIMUM (2), DENSE (4) } },
  { "large kernel", { 3, 12, 13 }, { CONV (2, 7), RELU, MAXIMUM (2), DENSE (3) } },
  { "two convolutions", { 3, 11, 10 }, { CONV (5, 3), RELU, CONV (6, 2), RELU, MAXIMUM (2), DENSE (10) } },
  { "a pool between", { 1, 13, 12 }, { CONV (5, 3), RELU, MAXIMUM (2), CONV (4, 3), RELU, DENSE (5) } },
  { "local", { 1, 10, 10 }, { LOCAL (8, 3), RELU, MAXIMUM (2), DENSE (10) } },
  { "local, no pool", { 3, 6, 5 }, { LOCAL (3, 3), RELU, DENSE (4) } },
  { "local later", { 1, 9, 9 }, { CONV (3, 3), RELU, LOCAL (4, 3), RELU, AVERAGE (2), DENSE (3) } },
  { "pool first", { 3, 9, 9 }, { MAXIMUM (2), CONV (4, 3), RELU, DENSE (3) } },
  { "average first", { 2, 9, 9 }, { AVERAGE (2), RELU, FLATTEN, DENSE (6), RELU, DENSE (3) } },
};

static inline LearningNetwork *
network_of (const NetworkCase *self) {
  g_autoptr (GError) error = NULL;
  LearningNetwork *network;
  guint n = 0;

  /* The list ends with the last dense layer: what follows is all zeros, a dense layer without units. */
  while (n < MAX_LAYERS && (self->specs[n].kind != LEARNING_LAYER_DENSE || self->specs[n].units > 0))
    n++;
  network = learning_network_new (self->in, self->specs, n, &error);
  g_assert_no_error (error);
  return network;
}

static inline float
uniform (GRand *random) {
  return (float) g_rand_double_range (random, -1, 1);
}

/* Weights that let every layer's values be of about the same size. */
static inline float *
random_weights (const LearningNetwork *network, guint32 seed) {
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  float *weights = g_new (float, network->n_parameters);

  for (guint i = 0; i < network->n_layers; i++) {
    const LearningLayer *layer = &network->layers[i];
    gint64 fan_in = layer->n_weights > 0 ? layer->count.multiplications / layer->outputs : 1;

    for (gint64 w = 0; w < layer->n_weights + layer->n_biases; w++)
      weights[layer->first_weight + w] = uniform (random) * sqrtf (3 / (float) fan_in);
  }
  return weights;
}

/* Images of random values, a third of them 0, so that equal values meet in a pool. */
static inline LearningSet *
random_set (const LearningNetwork *network, gsize n, guint32 seed) {
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (GError) error = NULL;
  LearningSet *set = learning_set_new (n, (gsize) network->in[0], (gsize) network->in[1],
                                       (gsize) network->in[2], (guint) network->classes, &error);

  g_assert_no_error (error);
  for (gsize i = 0; i < n * set->pixels; i++)
    set->images[i] = g_rand_int_range (random, 0, 3) == 0 ? 0 : uniform (random);
  for (gsize i = 0; i < n; i++)
    set->labels[i] = (guint16) g_rand_int_range (random, 0, (gint32) network->classes);
  return set;
}

static inline guint32 *
random_indices (gsize n, gsize of, guint32 seed) {
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  guint32 *indices = g_new (guint32, n);

  for (gsize i = 0; i < n; i++)
    indices[i] = (guint32) g_rand_int_range (random, 0, (gint32) of);
  return indices;
}

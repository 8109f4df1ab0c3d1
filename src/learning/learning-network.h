/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A network as a row of layers, without its weights: shapes, places of the weights, counts. The last layer's outputs are the
 * logits of the classes; softmax and cross-entropy come with the loss. */
#pragma once

#include "engine-count.h"

G_BEGIN_DECLS

typedef enum {
  LEARNING_LAYER_DENSE,       /* weights (units, inputs), biases (units) */
  LEARNING_LAYER_CONVOLUTION, /* weights (units, channels, size, size), biases (units); valid, stride 1 */
  LEARNING_LAYER_LOCAL, /* weights (units, positions, channels * size * size), biases (units, positions) */
  LEARNING_LAYER_RELU,
  LEARNING_LAYER_MAX_POOL,     /* size x size, stride `stride`, rests dropped; size 0: the whole map */
  LEARNING_LAYER_AVERAGE_POOL, /* likewise */
  LEARNING_LAYER_FLATTEN,      /* (channels, rows, columns) to (inputs, 1, 1), in this order */
} LearningLayerKind;

typedef struct {
  LearningLayerKind kind;
  gint64 units;  /* nodes or filters */
  gint64 size;   /* of the kernel or the pool */
  gint64 stride; /* of the pool; 0: its size */
} LearningLayerSpec;

typedef struct {
  LearningLayerSpec spec;         /* with the stride of a pool filled in */
  gint64 in[3], out[3];           /* channels, rows, columns */
  gint64 window[2];               /* rows and columns of the kernel or the pool; 0 without one */
  gint64 inputs, outputs;         /* their products */
  gint64 first_weight, n_weights; /* in the array of all parameters; its biases follow its weights */
  gint64 first_bias, n_biases;
  EngineCount count;
} LearningLayer;

/* Immutable, reference counted. */
typedef struct {
  guint n_layers;
  LearningLayer *layers;
  gint64 in[3]; /* channels, rows, columns of an image */
  gint64 inputs;
  gint64 classes;
  gint64 n_parameters;                     /* weights and biases: floats in a set of weights */
  gint64 weights, biases, multiplications; /* of all layers, forward for one image */
} LearningNetwork;

#define LEARNING_PARAMETERS_MAX (1 << 27) /* of a network, and multiplications for one image: 64 times that */
#define LEARNING_VALUES_MAX     (1 << 20) /* of a layer's output, for one image */

/* LEARNING_ERROR_NETWORK names the layer that does not fit, or is too large. The last layer must be dense. */
LearningNetwork *learning_network_new (const gint64 in[3], const LearningLayerSpec *specs, guint n_specs,
                                       GError **error);
LearningNetwork *learning_network_ref (LearningNetwork *self);
void learning_network_unref (LearningNetwork *self);
gboolean learning_network_equal (const LearningNetwork *a, const LearningNetwork *b);

/* The networks that the lesson compares. */
typedef enum {
  LEARNING_DENSE,       /* dense -> ReLU -> dense */
  LEARNING_LOCAL,       /* local -> ReLU -> pool -> dense */
  LEARNING_CONVOLUTION, /* convolution -> ReLU -> pool -> dense */
  LEARNING_N_KINDS
} LearningKind;

typedef struct {
  LearningKind kind;
  gint64 units;     /* nodes of the hidden layer, or filters */
  gint64 kernel;    /* 3: of 3x3 */
  gint64 pool;      /* 4: of 4x4, stride likewise; 0: over the whole map; 1: none */
  gboolean average; /* else the largest */
} LearningRecipe;

/* "dense", "local", "convolution": for files and the command line; and the name that people read, translated. */
const char *learning_kind_name (LearningKind kind);
const char *learning_kind_title (LearningKind kind);
/* dense with 32 nodes; local with 32 filters and a 2x2 max pool; convolution with 32 filters and a 4x4 max pool */
LearningRecipe learning_recipe (LearningKind kind);
LearningNetwork *learning_network_new_from_recipe (const LearningRecipe *recipe, const gint64 in[3],
                                                   gint64 classes, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LearningNetwork, learning_network_unref)

G_END_DECLS

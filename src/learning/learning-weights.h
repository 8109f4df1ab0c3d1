/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The weights and biases of a network at one moment; their random start; in and out of files. */
#pragma once

#include "learning-network.h"

G_BEGIN_DECLS

/* Reference counted. Filled by whoever made it and read-only from the moment it is handed on. */
typedef struct {
  LearningNetwork *network;
  float *values; /* (network->n_parameters) */
} LearningWeights;

typedef enum {
  LEARNING_START_HE,     /* normal, deviation sqrt (2 / fan in), biases 0 (He et al. 2015) */
  LEARNING_START_FAN_IN, /* weights and biases uniform in ±1 / sqrt (fan in), as PyTorch begins */
  LEARNING_START_SMALL,  /* the first layer uniform in ±0.1, biases 0; the others as FAN_IN */
  LEARNING_START_PLAIN,  /* as FAN_IN, but biases 0 */
  LEARNING_N_STARTS
} LearningStart;

/* All zeros, to be filled. */
LearningWeights *learning_weights_new (LearningNetwork *network);
LearningWeights *learning_weights_new_random (LearningNetwork *network, LearningStart start, guint32 seed);
LearningWeights *learning_weights_ref (LearningWeights *self);
void learning_weights_unref (LearningWeights *self);

/* The weights of a layer, as its kind has them. */
const float *learning_weights_of (const LearningWeights *self, guint layer);
const float *learning_weights_biases_of (const LearningWeights *self, guint layer);

/* w1.npy b1.npy w2.npy b2.npy … in a folder, which is made where it is missing; or one .safetensors file of those names. All
 * or none of the files are replaced. LEARNING_ERROR_WEIGHTS names the file whose shape is another network's, or whose numbers
 * are not finite; else the engine's errors. */
gboolean learning_weights_save (const LearningWeights *self, const char *path, GError **error);
LearningWeights *learning_weights_load (LearningNetwork *network, const char *path, GError **error);
/* The network that such files were saved from is told from the shapes of w1 and w2, for images (1, height, width) of at least
 * 1x1. They do not tell everything: a pool is taken to be one of maxima, and where several sizes would do, over the whole map
 * or without rests. */
LearningWeights *learning_weights_load_any (const char *path, gint64 height, gint64 width, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LearningWeights, learning_weights_unref)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forward and backward through a network: loss, gradients, logits. Holds the memory that this takes, so that a step allocates
 * nothing. Not to be used from two threads at once. Results are the same to the bit for any number of threads.
 *
 * The loss is the mean over the batch of the softmax cross-entropy. ReLU'(0) = 0; a pool's gradient goes to the first of equal
 * maxima in row-major order. */
#pragma once

#include "learning-network.h"
#include "learning-set.h"

G_BEGIN_DECLS

typedef struct _LearningModel LearningModel;

/* `threads` 0: as many as engine_threads(); small batches stay on one. */
LearningModel *learning_model_new (LearningNetwork *network, guint threads);
void learning_model_free (LearningModel *self);

/* Loss over the n images of the set at `indices`; `weights` (n_parameters). `gradient` (n_parameters) and `correct` may be
 * NULL. */
double learning_model_gradient (LearningModel *self, const float *weights, const LearningSet *set,
                                const guint32 *indices, gsize n, float *gradient, gsize *correct);
/* The part that each position has in the gradient of a filter of the first layer, which must be a convolution or local:
 * `gradients` (positions, channels * size * size), summed over the batch; its sum over the positions is the filter's gradient
 * in learning_model_gradient() where the weights are shared. */
void learning_model_position_gradients (LearningModel *self, const float *weights, const LearningSet *set,
                                        const guint32 *indices, gsize n, gsize filter, float *gradients);
/* Share (0…1) of the set that is classified right: the largest logit, the first of equals. */
double learning_model_accuracy (LearningModel *self, const float *weights, const LearningSet *set);
/* The same over the set moved by `distance` pixels into each of the eight directions. */
double learning_model_shift_accuracy (LearningModel *self, const float *weights, const LearningSet *set,
                                      int distance);
/* Softmax of the logits of one image, (channels, rows, columns): `probabilities` (classes). */
void learning_model_classify (LearningModel *self, const float *weights, const float *image,
                              float *probabilities);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LearningModel, learning_model_free)

G_END_DECLS

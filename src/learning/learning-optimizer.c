/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-optimizer.h"

#include "learning-kernel-update.h"

#include <math.h>
#include <string.h>

/* Kingma & Ba (2015), and PyTorch's defaults */
#define BETA1   0.9
#define BETA2   0.999
#define EPSILON 1e-8

void
learning_moments_reset (LearningMoments *self, LearningOptimizer kind, gsize n) {
  learning_moments_clear (self);
  *self = (LearningMoments){
    .kind = kind,
    .n = n,
    .first = g_aligned_alloc0 (n, sizeof (float), 64),
    .second = kind == LEARNING_ADAM ? g_aligned_alloc0 (n, sizeof (float), 64) : NULL,
  };
}

void
learning_moments_copy (LearningMoments *self, const LearningMoments *other) {
  if (self->kind != other->kind || self->n != other->n)
    learning_moments_reset (self, other->kind, other->n);
  self->steps = other->steps;
  memcpy (self->first, other->first, other->n * sizeof (float));
  if (other->second != NULL)
    memcpy (self->second, other->second, other->n * sizeof (float));
}

void
learning_moments_clear (LearningMoments *self) {
  g_clear_pointer (&self->first, g_aligned_free);
  g_clear_pointer (&self->second, g_aligned_free);
  *self = (LearningMoments){ 0 };
}

gsize
learning_moments_size (LearningOptimizer kind, gsize n) {
  return n * sizeof (float) * (kind == LEARNING_ADAM ? 2 : 1);
}

static gboolean
update_adam (LearningMoments *self, double rate, gsize first, const float *gradient, float *weights) {
  double steps = (double) self->steps;
  const LearningAdam adam = {
    .beta1 = (float) BETA1,
    .beta2 = (float) BETA2,
    .rest1 = (float) (1 - BETA1),
    .rest2 = (float) (1 - BETA2),
    .step = (float) (rate / (1 - pow (BETA1, steps))),
    .scale = (float) (1 / sqrt (1 - pow (BETA2, steps))),
    .epsilon = (float) EPSILON,
  };

  return LEARNING_OF_LEVEL (learning_update_kernel)
      ->adam (self->n - first, &adam, self->first + first, self->second + first, gradient + first,
              weights + first);
}

gboolean
learning_moments_update (LearningMoments *self, double rate, double momentum, gsize first,
                         const float *gradient, float *weights) {
  self->steps++;
  if (self->kind == LEARNING_ADAM)
    return update_adam (self, rate, first, gradient, weights);
  return LEARNING_OF_LEVEL (learning_update_kernel)
      ->sgd (self->n - first, (float) rate, (float) momentum, self->first + first, gradient + first,
             weights + first);
}

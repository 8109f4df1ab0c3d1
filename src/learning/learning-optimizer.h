/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a gradient does to the weights. Private to the trainer. */
#pragma once

#include "learning-trace.h"

G_BEGIN_DECLS

/* What an optimiser remembers of the gradients so far. Zero-initialised: nothing, of no weights. */
typedef struct {
  LearningOptimizer kind;
  gsize n;       /* weights */
  guint64 steps; /* since it began: Adam's correction needs them */
  float *first;  /* (n): SGD's velocity, or Adam's mean of the gradients */
  float *second; /* (n): Adam's mean of their squares; NULL for SGD */
} LearningMoments;

/* Forgets everything. */
void learning_moments_reset (LearningMoments *self, LearningOptimizer kind, gsize n);
void learning_moments_copy (LearningMoments *self, const LearningMoments *other);
void learning_moments_clear (LearningMoments *self);
/* Bytes for n weights. */
gsize learning_moments_size (LearningOptimizer kind, gsize n);

/* One step of the n weights from `first` on; those before stay where they are. `rate` is that of this step. FALSE where a
 * weight is no longer a finite number. */
gboolean learning_moments_update (LearningMoments *self, double rate, double momentum, gsize first,
                                  const float *gradient, float *weights);

G_END_DECLS

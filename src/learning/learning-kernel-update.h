/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The innermost loops of the optimisers, compiled once per CPU level from learning-kernel-update.c. */
#pragma once

#include "learning-kernel.h"

G_BEGIN_DECLS

/* mean = beta1 mean + rest1 g, square = beta2 square + rest2 g², each rest 1 - beta;
 * weight = weight - step mean / (scale sqrt (square) + epsilon) */
typedef struct {
  float beta1, beta2, rest1, rest2;
  float step;  /* the rate over 1 - beta1^t */
  float scale; /* 1 over the square root of 1 - beta2^t */
  float epsilon;
} LearningAdam;

/* All arrays (n), any n. FALSE where a weight is no longer a finite number. */
typedef struct {
  /* velocity = momentum velocity + gradient, weight = weight - rate velocity */
  gboolean (*sgd) (gsize n, float rate, float momentum, float *velocity, const float *gradient,
                   float *weights);
  gboolean (*adam) (gsize n, const LearningAdam *self, float *mean, float *square, const float *gradient,
                    float *weights);
} LearningUpdateKernel;

extern const LearningUpdateKernel learning_update_kernel_baseline;
#ifdef ENGINE_CPU_HAS_LEVELS
extern const LearningUpdateKernel learning_update_kernel_avx2;
extern const LearningUpdateKernel learning_update_kernel_avx512;
#endif

G_END_DECLS

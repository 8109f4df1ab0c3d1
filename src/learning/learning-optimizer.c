/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-optimizer.h"

#include <math.h>
#include <string.h>

/* Kingma & Ba (2015), and PyTorch's defaults */
#define BETA1   0.9
#define BETA2   0.999
#define EPSILON 1e-8

#define EXPONENT 0x7f800000u /* all of these bits: infinite, or no number */

void
learning_moments_reset (LearningMoments *self, LearningOptimizer kind, gsize n) {
  learning_moments_clear (self);
  *self = (LearningMoments){
    .kind = kind,
    .n = n,
    .first = g_new0 (float, n),
    .second = kind == LEARNING_ADAM ? g_new0 (float, n) : NULL,
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
  g_clear_pointer (&self->first, g_free);
  g_clear_pointer (&self->second, g_free);
  *self = (LearningMoments){ 0 };
}

gsize
learning_moments_size (LearningOptimizer kind, gsize n) {
  return n * sizeof (float) * (kind == LEARNING_ADAM ? 2 : 1);
}

static guint32
is_not_finite (float value) {
  guint32 bits;

  memcpy (&bits, &value, sizeof bits);
  return (bits & EXPONENT) == EXPONENT;
}

static gboolean
are_finite (const float *values, gsize n) {
  guint32 bad = 0;

  for (gsize i = 0; i < n; i++)
    bad |= is_not_finite (values[i]);
  return bad == 0;
}

static void
update_sgd (gsize n, float rate, float momentum, float *restrict velocity, const float *restrict gradient,
            float *restrict weights) {
  for (gsize i = 0; i < n; i++) {
    velocity[i] = momentum * velocity[i] + gradient[i];
    weights[i] -= rate * velocity[i];
  }
}

/* `step` is the rate over 1 - beta1^t, `root` the square root of 1 - beta2^t. */
static void
update_adam (gsize n, float step, float root, float *restrict mean, float *restrict square,
             const float *restrict gradient, float *restrict weights) {
  const float beta1 = (float) BETA1, beta2 = (float) BETA2;
  const float rest1 = (float) (1 - BETA1), rest2 = (float) (1 - BETA2);

  for (gsize i = 0; i < n; i++) {
    mean[i] = beta1 * mean[i] + rest1 * gradient[i];
    square[i] = beta2 * square[i] + rest2 * gradient[i] * gradient[i];
    weights[i] -= step * mean[i] / (sqrtf (square[i]) / root + (float) EPSILON);
  }
}

gboolean
learning_moments_update (LearningMoments *self, double rate, double momentum, gsize first,
                         const float *gradient, float *weights) {
  gsize n = self->n - first;

  self->steps++;
  if (self->kind == LEARNING_SGD) {
    update_sgd (n, (float) rate, (float) momentum, self->first + first, gradient + first, weights + first);
  } else {
    double steps = (double) self->steps;

    update_adam (n, (float) (rate / (1 - pow (BETA1, steps))), (float) sqrt (1 - pow (BETA2, steps)),
                 self->first + first, self->second + first, gradient + first, weights + first);
  }
  return are_finite (weights + first, n);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A step of the optimiser, in one pass over the weights: the memory decides how fast it is. Compiled once per CPU level; see
 * learning-vector.h. */
#include "learning-kernel-update.h"
#include "learning-vector.h"

#include <math.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

INLINE Vector
sqrt_of (Vector vector) {
#if defined __AVX512F__
  return (Vector) _mm512_sqrt_ps ((__m512) vector);
#elif defined __AVX2__
  return (Vector) _mm256_sqrt_ps ((__m256) vector);
#elif defined __SSE2__
  return (Vector) _mm_sqrt_ps ((__m128) vector);
#else
  for (guint i = 0; i < WIDTH; i++)
    vector[i] = sqrtf (vector[i]);
  return vector;
#endif
}

/* 0 times what is infinite or no number is no number, and so is each sum that it is in. */
INLINE gboolean
is_finite (Vector zeros) {
  return total_of (zeros) == 0;
}

static gboolean
sgd (gsize n, float rate, float momentum, float *velocity, const float *gradient, float *weights) {
  Vector zeros = { 0 };

  for (gsize i = 0; i < n; i += WIDTH) {
    gsize some = n - i;
    Vector speed = momentum * load_some (velocity + i, some) + load_some (gradient + i, some);
    Vector weight = load_some (weights + i, some) - rate * speed;

    store_some (velocity + i, speed, some);
    store_some (weights + i, weight, some);
    zeros += weight * 0;
  }
  return is_finite (zeros);
}

static gboolean
adam (gsize n, const LearningAdam *self, float *mean, float *square, const float *gradient, float *weights) {
  Vector zeros = { 0 };

  for (gsize i = 0; i < n; i += WIDTH) {
    gsize some = n - i;
    Vector slope = load_some (gradient + i, some);
    Vector first = self->beta1 * load_some (mean + i, some) + self->rest1 * slope;
    Vector second = self->beta2 * load_some (square + i, some) + self->rest2 * slope * slope;
    Vector weight =
        load_some (weights + i, some) - self->step * first / (sqrt_of (second) * self->scale + self->epsilon);

    store_some (mean + i, first, some);
    store_some (square + i, second, some);
    store_some (weights + i, weight, some);
    zeros += weight * 0;
  }
  return is_finite (zeros);
}

const LearningUpdateKernel OF_LEVEL (learning_update_kernel_) = { sgd, adam };

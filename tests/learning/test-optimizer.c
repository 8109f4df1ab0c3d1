/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-optimizer.h"

#include <math.h>

#define N 37 /* not a multiple of any vector */

/* Some gradient of that step. */
static void
fill_gradient (float *gradient, int step) {
  for (int i = 0; i < N; i++)
    gradient[i] = (float) sin (i * 1.7 + step);
}

/* The formulas of Kingma & Ba (2015), algorithm 1, in double. */
static void
test_adam (void) {
  LearningMoments moments = { 0 };
  float weights[N] = { 0 }, gradient[N];
  double w[N] = { 0 }, m[N] = { 0 }, v[N] = { 0 };

  learning_moments_reset (&moments, LEARNING_ADAM, N);
  for (int t = 1; t <= 50; t++) {
    fill_gradient (gradient, t);
    g_assert_true (learning_moments_update (&moments, 0.01, 0.9, 0, gradient, weights));
    for (int i = 0; i < N; i++) {
      m[i] = 0.9 * m[i] + 0.1 * gradient[i];
      v[i] = 0.999 * v[i] + 0.001 * (double) gradient[i] * gradient[i];
      w[i] -= 0.01 * (m[i] / (1 - pow (0.9, t))) / (sqrt (v[i] / (1 - pow (0.999, t))) + 1e-8);
    }
  }
  for (int i = 0; i < N; i++)
    g_assert_cmpfloat_with_epsilon (weights[i], w[i], 1e-5);
  learning_moments_clear (&moments);
}

/* v = 0.9 v + g, w = w - 0.1 v: with g = 1, w is -0.1, then -0.1 - 0.19, then -0.29 - 0.271 */
static void
test_sgd (void) {
  const double expected[] = { -0.1, -0.29, -0.561 };
  LearningMoments moments = { 0 };
  float weights[1] = { 0 };
  const float gradient[1] = { 1 };

  learning_moments_reset (&moments, LEARNING_SGD, 1);
  for (int t = 0; t < 3; t++) {
    learning_moments_update (&moments, 0.1, 0.9, 0, gradient, weights);
    g_assert_cmpfloat_with_epsilon (weights[0], expected[t], 1e-6);
  }
  learning_moments_clear (&moments);
}

static void
test_first_ones_rest (void) {
  LearningMoments moments = { 0 };
  float weights[N] = { 0 }, gradient[N];

  fill_gradient (gradient, 1);
  learning_moments_reset (&moments, LEARNING_ADAM, N);
  learning_moments_update (&moments, 0.1, 0.9, 20, gradient, weights);
  for (int i = 0; i < N; i++)
    g_assert_true ((weights[i] == 0) == (i < 20));
  learning_moments_clear (&moments);
}

static void
test_not_finite_is_told (void) {
  const float bad[] = { NAN, INFINITY, -INFINITY };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    LearningMoments moments = { 0 };
    float weights[N] = { 0 }, gradient[N];

    fill_gradient (gradient, 1);
    gradient[N - 1] = bad[i];
    learning_moments_reset (&moments, LEARNING_SGD, N);
    g_assert_false (learning_moments_update (&moments, 0.1, 0.9, 0, gradient, weights));
    learning_moments_clear (&moments);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learning/optimizer/adam-is-the-published-formula", test_adam);
  g_test_add_func ("/learning/optimizer/sgd-has-momentum", test_sgd);
  g_test_add_func ("/learning/optimizer/the-first-weights-may-rest", test_first_ones_rest);
  g_test_add_func ("/learning/optimizer/weights-that-are-no-numbers-are-told", test_not_finite_is_told);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-random.h"

#include <math.h>

static void
test_same_seed (void) {
  g_autoptr (GRand) a = learning_random_new (7, LEARNING_STREAM_START, 2);
  g_autoptr (GRand) b = learning_random_new (7, LEARNING_STREAM_START, 2);

  for (guint i = 0; i < 100; i++)
    g_assert_cmpfloat (learning_random_normal (a), ==, learning_random_normal (b));
}

static void
test_streams_differ (void) {
  g_autoptr (GRand) random = learning_random_new (7, LEARNING_STREAM_START, 0);
  g_autoptr (GRand) seed = learning_random_new (8, LEARNING_STREAM_START, 0);
  g_autoptr (GRand) stream = learning_random_new (7, LEARNING_STREAM_ORDER, 0);
  g_autoptr (GRand) part = learning_random_new (7, LEARNING_STREAM_START, 1);
  const guint32 first = g_rand_int (random);

  g_assert_cmpuint (first, !=, g_rand_int (seed));
  g_assert_cmpuint (first, !=, g_rand_int (stream));
  g_assert_cmpuint (first, !=, g_rand_int (part));
}

/* Moments of 100,000 deviates: their own errors are 0.003, 0.0045, 0.008 and 0.03; four times that is allowed. */
static void
test_normal (void) {
  g_autoptr (GRand) random = learning_random_new (1, LEARNING_STREAM_NOISE, 0);
  double moments[5] = { 0 };
  const guint n = 100000;

  for (guint i = 0; i < n; i++) {
    double value = learning_random_normal (random);

    for (guint power = 1; power <= 4; power++)
      moments[power] += pow (value, power) / n;
  }
  g_assert_cmpfloat_with_epsilon (moments[1], 0, 0.013);
  g_assert_cmpfloat_with_epsilon (moments[2], 1, 0.018);
  g_assert_cmpfloat_with_epsilon (moments[3], 0, 0.05);
  g_assert_cmpfloat_with_epsilon (moments[4], 3, 0.13);
}

static void
test_uniform (void) {
  g_autoptr (GRand) random = learning_random_new (1, LEARNING_STREAM_START, 0);
  double least = 1, most = -1, sum = 0;

  for (guint i = 0; i < 10000; i++) {
    double value = learning_random_uniform (random, -0.1, 0.3);

    least = MIN (least, value);
    most = MAX (most, value);
    sum += value / 10000;
  }
  g_assert_cmpfloat (least, >=, -0.1);
  g_assert_cmpfloat (most, <, 0.3);
  g_assert_cmpfloat (most - least, >, 0.39);
  g_assert_cmpfloat_with_epsilon (sum, 0.1, 0.005);
}

static void
test_permutation (void) {
  g_autoptr (GRand) random = learning_random_new (3, LEARNING_STREAM_ORDER, 0);
  g_autofree guint32 *order = learning_random_permutation (random, 1000);
  gboolean seen[1000] = { FALSE };
  guint in_place = 0;

  for (guint i = 0; i < 1000; i++) {
    g_assert_cmpuint (order[i], <, 1000);
    g_assert_false (seen[order[i]]);
    seen[order[i]] = TRUE;
    in_place += order[i] == i;
  }
  g_assert_cmpuint (in_place, <, 10);
}

/* Each of the six orders of three, 1,000 times give or take five deviations. */
static void
test_permutation_fair (void) {
  g_autoptr (GRand) random = learning_random_new (3, LEARNING_STREAM_ORDER, 0);
  guint counts[27] = { 0 }, orders = 0;

  for (guint i = 0; i < 6000; i++) {
    g_autofree guint32 *order = learning_random_permutation (random, 3);

    counts[order[0] * 9 + order[1] * 3 + order[2]]++;
  }
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    if (counts[i] > 0) {
      orders++;
      g_assert_cmpfloat_with_epsilon (counts[i], 1000, 145);
    }
  g_assert_cmpuint (orders, ==, 6);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learning/random/same-seed-gives-same-numbers", test_same_seed);
  g_test_add_func ("/learning/random/streams-differ", test_streams_differ);
  g_test_add_func ("/learning/random/normal-has-the-moments", test_normal);
  g_test_add_func ("/learning/random/uniform-fills-its-range", test_uniform);
  g_test_add_func ("/learning/random/permutation-has-each-once", test_permutation);
  g_test_add_func ("/learning/random/permutations-are-all-as-likely", test_permutation_fair);
  return g_test_run ();
}

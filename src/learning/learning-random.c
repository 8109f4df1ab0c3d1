/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-random.h"

#include <math.h>

GRand *
learning_random_new (guint32 seed, LearningStream stream, guint32 part) {
  const guint32 seeds[] = { seed, stream, part };

  return g_rand_new_with_seed_array (seeds, G_N_ELEMENTS (seeds));
}

/* Box and Muller (1958); GRand is the same on every machine. */
double
learning_random_normal (GRand *random) {
  double radius = sqrt (-2 * log (1 - g_rand_double (random)));

  return radius * cos (2 * G_PI * g_rand_double (random));
}

double
learning_random_uniform (GRand *random, double low, double high) {
  return g_rand_double_range (random, low, high);
}

/* Fisher and Yates (1938) */
guint32 *
learning_random_permutation (GRand *random, gsize n) {
  guint32 *order = g_new (guint32, n);

  for (gsize i = 0; i < n; i++) {
    gsize j = (gsize) g_rand_int_range (random, 0, (gint32) i + 1);

    order[i] = order[j];
    order[j] = (guint32) i;
  }
  return order;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random numbers that follow from a seed: the same on every machine and for any number of threads. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What numbers are drawn for: each use has its own stream, so that one does not disturb the others of the same seed. */
typedef enum {
  LEARNING_STREAM_PATTERNS,    /* images of the hidden patterns; part 0: training, 1: test */
  LEARNING_STREAM_NOISE,       /* laid over a set */
  LEARNING_STREAM_PERMUTATION, /* of the pixels */
  LEARNING_STREAM_FEW,         /* which images are kept */
  LEARNING_STREAM_HELD_OUT,    /* which images are set aside for the test */
  LEARNING_STREAM_START,       /* random weights; part: the layer */
  LEARNING_STREAM_ORDER,       /* of the images; part: the epoch */
} LearningStream;

/* `part` keeps apart what is drawn for one use several times; 0 where there is only one. Free with g_rand_free(). */
GRand *learning_random_new (guint32 seed, LearningStream stream, guint32 part);
/* From the normal distribution of mean 0 and deviation 1. */
double learning_random_normal (GRand *random);
/* From `low` up to, but without, `high`. */
double learning_random_uniform (GRand *random, double low, double high);
/* The numbers 0 … n - 1 (n at most G_MAXINT32) in random order. Free with g_free(). */
guint32 *learning_random_permutation (GRand *random, gsize n);

G_END_DECLS

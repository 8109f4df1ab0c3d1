/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hidden patterns: noise with one of ten small patterns in a random place. */
#include "learning-data.h"
#include "learning-random.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define TAPS      (LEARNING_PATTERN_SIZE * LEARNING_PATTERN_SIZE)
#define SIZE      10 /* rows and columns of an image */
#define PLACES    (SIZE - LEARNING_PATTERN_SIZE + 1)
#define NOISE     0.25
#define AMPLITUDE 1.6

static const struct {
  const char *name; /* how it looks, a line or a border that rises or falls from left to right */
  signed char taps[TAPS];
} patterns[LEARNING_PATTERNS] = {
  { N_ ("Vertical edge"), { -1, 0, 1, -1, 0, 1, -1, 0, 1 } },
  { N_ ("Horizontal edge"), { -1, -1, -1, 0, 0, 0, 1, 1, 1 } },
  { N_ ("Falling edge"), { 0, 1, 1, -1, 0, 1, -1, -1, 0 } },
  { N_ ("Rising edge"), { 1, 1, 0, 1, 0, -1, 0, -1, -1 } },
  { N_ ("Vertical line"), { 0, 1, 0, 0, 1, 0, 0, 1, 0 } },
  { N_ ("Horizontal line"), { 0, 0, 0, 1, 1, 1, 0, 0, 0 } },
  { N_ ("Rising line"), { 0, 0, 1, 0, 1, 0, 1, 0, 0 } },
  { N_ ("Falling line"), { 1, 0, 0, 0, 1, 0, 0, 0, 1 } },
  { N_ ("Dot"), { 0, 0, 0, 0, 1, 0, 0, 0, 0 } },
  { N_ ("Plus"), { 0, 1, 0, 1, 1, 1, 0, 1, 0 } },
};

/* Of zero mean and unit norm: any pattern then stands out as much as any other. */
static void
normalize (const signed char *taps, float *values) {
  double sum = 0, squares = 0;

  for (guint i = 0; i < TAPS; i++) {
    sum += taps[i];
    squares += taps[i] * taps[i];
  }
  for (guint i = 0; i < TAPS; i++)
    values[i] = (float) ((taps[i] - sum / TAPS) / sqrt (squares - sum * sum / TAPS));
}

const float *
learning_data_patterns (void) {
  static float values[LEARNING_PATTERNS * TAPS];
  static gsize ready = 0;

  if (g_once_init_enter (&ready)) {
    for (guint i = 0; i < LEARNING_PATTERNS; i++)
      normalize (patterns[i].taps, values + i * TAPS);
    g_once_init_leave (&ready, 1);
  }
  return values;
}

static void
draw_image (GRand *random, guint pattern, float *image) {
  const float *taps = learning_data_patterns () + pattern * TAPS;
  gint32 row = g_rand_int_range (random, 0, PLACES);
  gint32 column = g_rand_int_range (random, 0, PLACES);

  for (guint i = 0; i < SIZE * SIZE; i++)
    image[i] = (float) (NOISE * learning_random_normal (random));
  for (gint32 i = 0; i < TAPS; i++)
    image[(row + i / LEARNING_PATTERN_SIZE) * SIZE + column + i % LEARNING_PATTERN_SIZE] +=
        (float) AMPLITUDE * taps[i];
}

static LearningSet *
draw_set (gsize n, guint32 seed, guint32 part) {
  g_autoptr (GRand) random = learning_random_new (seed, LEARNING_STREAM_PATTERNS, part);
  g_autoptr (GError) error = NULL;
  LearningSet *set = learning_set_new (n, 1, SIZE, SIZE, LEARNING_PATTERNS, &error);

  if (set == NULL)
    g_error ("%s", error->message);
  for (gsize i = 0; i < n; i++) {
    set->labels[i] = (guint16) g_rand_int_range (random, 0, LEARNING_PATTERNS);
    draw_image (random, set->labels[i], set->images + i * set->pixels);
  }
  return set;
}

LearningData *
learning_data_new_patterns (gsize train, gsize test, guint32 seed) {
  g_autoptr (LearningSet) train_set = draw_set (train, seed, 0);
  g_autoptr (LearningSet) test_set = draw_set (test, seed, 1);
  const char *names[LEARNING_PATTERNS + 1] = { NULL };

  for (guint i = 0; i < LEARNING_PATTERNS; i++)
    names[i] = _ (patterns[i].name);
  return learning_data_new (_ ("Hidden patterns"), train_set, test_set, names, NULL);
}

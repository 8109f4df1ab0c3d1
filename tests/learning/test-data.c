/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-data.h"
#include "learning-test.h"

#include <math.h>

static char *folder; /* for the files of each test */

static LearningData *
load_digits (void) {
  g_autofree char *digits = g_build_filename (g_getenv ("NINE_WEIGHTS_DATA_DIR"), "digits", NULL);
  g_autoptr (GError) error = NULL;
  LearningData *data = learning_data_new_digits (digits, &error);

  g_assert_no_error (error);
  return data;
}

static void
assert_counts (const LearningSet *set, const guint *expected) {
  g_autofree guint *counts = g_new0 (guint, set->classes);

  for (gsize i = 0; i < set->n; i++)
    counts[set->labels[i]]++;
  for (guint i = 0; i < set->classes; i++)
    g_assert_cmpuint (counts[i], ==, expected[i]);
}

static void
test_digit_counts (void) {
  static const guint train[] = { 376, 389, 380, 389, 387, 376, 377, 387, 380, 382 };
  static const guint test[] = { 178, 182, 177, 183, 181, 182, 181, 179, 174, 180 };
  g_autoptr (LearningData) data = load_digits ();

  g_assert_cmpuint (data->train->n, ==, 3823);
  g_assert_cmpuint (data->test->n, ==, 1797);
  g_assert_cmpuint (data->train->height, ==, 10);
  g_assert_cmpuint (data->train->width, ==, 10);
  g_assert_cmpuint (data->train->classes, ==, 10);
  g_assert_cmpstr (data->class_names[9], ==, "9");
  g_assert_null (data->class_names[10]);
  g_assert_null (data->skipped[0]);
  assert_counts (data->train, train);
  assert_counts (data->test, test);
}

/* Sums in which each pixel and label has its own factor, computed from the reference's arrays. */
static void
assert_sums (const LearningSet *set, guint64 pixels, guint64 labels) {
  guint64 sum = 0;

  for (gsize i = 0; i < set->n * set->pixels; i++) {
    guint value = (guint) (set->images[i] * 16);

    g_assert_cmpfloat (set->images[i], ==, value / 16.0f);
    sum += value * (i % 9973 + 1);
  }
  g_assert_cmpuint (sum, ==, pixels);
  sum = 0;
  for (gsize i = 0; i < set->n; i++)
    sum += set->labels[i] * (i % 9973 + 1);
  g_assert_cmpuint (sum, ==, labels);
}

static void
test_digit_pixels (void) {
  g_autoptr (LearningData) data = load_digits ();

  assert_sums (data->train, G_GUINT64_CONSTANT (5972314361), 32834620);
  assert_sums (data->test, G_GUINT64_CONSTANT (2797982337), 7272861);
}

static void
test_digits_missing (void) {
  g_autoptr (GError) error = NULL;

  g_assert_null (learning_data_new_digits (folder, &error));
  g_assert_nonnull (strstr (error->message, "uci-train-images8-idx3.gz"));
}

/* Rows of the reference's patterns.npy: an edge, a line, the dot and the plus by their values. */
static void
test_patterns_are_the_reference (void) {
  static const float values[][9] = {
    { -0.40824828f, 0, 0.40824828f, -0.40824828f, 0, 0.40824828f, -0.40824828f, 0, 0.40824828f },
    { -0.40824828f, -0.40824828f, -0.40824828f, 0, 0, 0, 0.40824828f, 0.40824828f, 0.40824828f },
    { 0, 0.40824828f, 0.40824828f, -0.40824828f, 0, 0.40824828f, -0.40824828f, -0.40824828f, 0 },
    { 0.40824828f, 0.40824828f, 0, 0.40824828f, 0, -0.40824828f, 0, -0.40824828f, -0.40824828f },
    { -0.23570228f, 0.47140455f, -0.23570228f, -0.23570228f, 0.47140455f, -0.23570228f, -0.23570228f,
      0.47140455f, -0.23570228f },
    { -0.23570228f, -0.23570228f, -0.23570228f, 0.47140455f, 0.47140455f, 0.47140455f, -0.23570228f,
      -0.23570228f, -0.23570228f },
    { -0.23570228f, -0.23570228f, 0.47140455f, -0.23570228f, 0.47140455f, -0.23570228f, 0.47140455f,
      -0.23570228f, -0.23570228f },
    { 0.47140455f, -0.23570228f, -0.23570228f, -0.23570228f, 0.47140455f, -0.23570228f, -0.23570228f,
      -0.23570228f, 0.47140455f },
    { -0.11785114f, -0.11785114f, -0.11785114f, -0.11785114f, 0.94280910f, -0.11785114f, -0.11785114f,
      -0.11785114f, -0.11785114f },
    { -0.37267801f, 0.29814237f, -0.37267801f, 0.29814237f, 0.29814237f, 0.29814237f, -0.37267801f,
      0.29814237f, -0.37267801f },
  };
  const float *patterns = learning_data_patterns ();

  for (guint i = 0; i < 90; i++)
    g_assert_cmpfloat_with_epsilon (patterns[i], values[i / 9][i % 9], 6e-8);
}

static void
test_patterns_are_normal (void) {
  for (guint i = 0; i < LEARNING_PATTERNS; i++) {
    const float *taps = learning_data_patterns () + 9 * i;
    double sum = 0, squares = 0;

    for (guint j = 0; j < 9; j++) {
      sum += taps[j];
      squares += taps[j] * (double) taps[j];
    }
    g_assert_cmpfloat_with_epsilon (sum, 0, 1e-6);
    g_assert_cmpfloat_with_epsilon (squares, 1, 1e-6);
  }
}

/* The best match of the pattern anywhere in the image. */
static double
best_match (const float *image, const float *taps) {
  double best = -INFINITY;

  for (guint place = 0; place < 64; place++) {
    double sum = 0;

    for (guint i = 0; i < 9; i++)
      sum += taps[i] * image[(place / 8 + i / 3) * 10 + place % 8 + i % 3];
    best = MAX (best, sum);
  }
  return best;
}

/* At amplitude 1.6, among noise of 0.25 a place, the label's pattern is nearly always the best of all. */
static void
test_patterns_are_hidden (void) {
  g_autoptr (LearningData) data = learning_data_new_patterns (1000, 200, 3);
  double sum = 0;
  guint right = 0;

  g_assert_cmpuint (data->train->n, ==, 1000);
  g_assert_cmpuint (data->test->n, ==, 200);
  for (gsize i = 0; i < 1000; i++) {
    const float *image = learning_set_image (data->train, i);
    double own = best_match (image, learning_data_patterns () + 9 * data->train->labels[i]);
    gboolean best = TRUE;

    for (guint k = 0; k < LEARNING_PATTERNS; k++)
      best = best && best_match (image, learning_data_patterns () + 9 * k) <= own;
    right += best;
    sum += own / 1000;
  }
  g_assert_cmpuint (right, >, 970);
  g_assert_cmpfloat_with_epsilon (sum, 1.6, 0.05);
}

static void
test_patterns_noise (void) {
  g_autoptr (LearningData) data = learning_data_new_patterns (1000, 1, 4);
  double squares = 0;

  for (gsize i = 0; i < 100000; i++)
    squares += data->train->images[i] * data->train->images[i];
  /* 100 pixels of noise and one pattern in each image */
  g_assert_cmpfloat_with_epsilon (squares / 1000, 100 * 0.25 * 0.25 + 1.6 * 1.6, 0.1);
}

static gboolean
same_images (const LearningSet *a, const LearningSet *b) {
  return memcmp (a->images, b->images, MIN (a->n, b->n) * a->pixels * sizeof (float)) == 0;
}

static void
test_patterns_seed (void) {
  g_autoptr (LearningData) a = learning_data_new_patterns (50, 50, 1);
  g_autoptr (LearningData) b = learning_data_new_patterns (50, 50, 1);
  g_autoptr (LearningData) c = learning_data_new_patterns (50, 50, 2);

  g_assert_true (same_images (a->train, b->train) && same_images (a->test, b->test));
  g_assert_false (same_images (a->train, c->train));
  g_assert_false (same_images (a->train, a->test));
}

static void
test_patterns_classes (void) {
  g_autoptr (LearningData) data = learning_data_new_patterns (5000, 1, 1);
  guint counts[10] = { 0 };

  for (gsize i = 0; i < 5000; i++)
    counts[data->train->labels[i]]++;
  for (guint i = 0; i < 10; i++)
    g_assert_cmpfloat_with_epsilon (counts[i], 500, 110);
  g_assert_cmpuint (g_strv_length (data->class_names), ==, 10);
}

static void
test_permuted (void) {
  g_autoptr (LearningData) data = load_digits ();
  g_autoptr (LearningData) permuted = learning_data_permuted (data, 5);
  g_autoptr (LearningSet) test = learning_set_permuted (data->test, 5);

  g_assert_false (same_images (permuted->train, data->train));
  g_assert_true (same_images (permuted->test, test));
  g_assert_cmpmem (permuted->train->labels, 3823 * 2, data->train->labels, 3823 * 2);
  g_assert_cmpstr (permuted->class_names[3], ==, "3");
  g_assert_cmpstr (permuted->name, ==, data->name);
}

static void
test_few (void) {
  g_autoptr (LearningData) data = load_digits ();
  g_autoptr (LearningData) few = learning_data_few (data, 5, 1);
  const guint five[] = { 5, 5, 5, 5, 5, 5, 5, 5, 5, 5 };

  assert_counts (few->train, five);
  g_assert_true (few->test == data->test);
}

int
main (int argc, char **argv) {
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("nine-weights-data-XXXXXX", NULL);
  g_test_add_func ("/learning/data/digits-of-each-class", test_digit_counts);
  g_test_add_func ("/learning/data/digits-are-the-reference", test_digit_pixels);
  g_test_add_func ("/learning/data/missing-digits-are-named", test_digits_missing);
  g_test_add_func ("/learning/data/patterns-are-the-reference", test_patterns_are_the_reference);
  g_test_add_func ("/learning/data/patterns-have-no-mean-and-unit-norm", test_patterns_are_normal);
  g_test_add_func ("/learning/data/each-image-hides-its-pattern", test_patterns_are_hidden);
  g_test_add_func ("/learning/data/noise-is-as-loud-as-said", test_patterns_noise);
  g_test_add_func ("/learning/data/patterns-follow-from-the-seed", test_patterns_seed);
  g_test_add_func ("/learning/data/patterns-are-all-as-likely", test_patterns_classes);
  g_test_add_func ("/learning/data/training-and-test-are-permuted-alike", test_permuted);
  g_test_add_func ("/learning/data/few-images-of-each-class", test_few);
  result = g_test_run ();
  remove_folder (folder);
  g_free (folder);
  return result;
}

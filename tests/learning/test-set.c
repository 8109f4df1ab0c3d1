/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-error.h"
#include "learning-set-private.h"

#include <math.h>
#include <string.h>

/* Values that say where they are: image * 1000 + plane * 100 + row * 10 + column + 1; label: image % classes. */
static LearningSet *
make_set (gsize n, gsize channels, gsize height, gsize width, guint classes) {
  g_autoptr (GError) error = NULL;
  LearningSet *set = learning_set_new (n, channels, height, width, classes, &error);
  float *value = set->images;

  g_assert_no_error (error);
  for (gsize image = 0; image < n; image++) {
    set->labels[image] = (guint16) (image % classes);
    for (gsize plane = 0; plane < channels; plane++)
      for (gsize row = 0; row < height; row++)
        for (gsize column = 0; column < width; column++)
          *value++ = (float) (image * 1000 + plane * 100 + row * 10 + column + 1);
  }
  return set;
}

static void
count_classes (const LearningSet *set, guint *counts) {
  memset (counts, 0, set->classes * sizeof *counts);
  for (gsize i = 0; i < set->n; i++)
    counts[set->labels[i]]++;
}

static void
test_new (void) {
  g_autoptr (LearningSet) set = learning_set_new (7, 3, 5, 4, 9, NULL);

  g_assert_cmpuint (set->pixels, ==, 60);
  g_assert_cmpuint ((gsize) set->images % 64, ==, 0);
  for (gsize i = 0; i < set->n * set->pixels; i++)
    g_assert_cmpfloat (set->images[i], ==, 0);
  for (gsize i = 0; i < set->n; i++)
    g_assert_cmpuint (set->labels[i], ==, 0);
  g_assert_true (learning_set_image (set, 2) == set->images + 120);
}

static void
test_impossible_sizes (void) {
  static const gsize sizes[][5] = {
    { 0, 1, 1, 1, 2 },
    { 1, 0, 1, 1, 2 },
    { 1, 1, 0, 1, 2 },
    { 1, 1, 1, 0, 2 },
    { 1, 1, 1, 1, 0 },
    { G_MAXSIZE, 1, 1, 1, 2 },
    { 1, 1, (gsize) G_MAXINT32 + 1, 1, 2 },
    { G_MAXINT32, G_MAXINT32, G_MAXINT32, G_MAXINT32, 2 },
    { G_MAXINT32, 1, 1000, 1000, 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    const gsize *s = sizes[i];
    g_autoptr (GError) error = NULL;

    g_assert_null (learning_set_new (s[0], s[1], s[2], s[3], (guint) s[4], &error));
    g_assert_error (error, LEARNING_ERROR, LEARNING_ERROR_DATA);
  }
}

static void
assert_shifted (int rows, int columns) {
  g_autoptr (LearningSet) set = make_set (3, 2, 4, 5, 3);
  g_autoptr (LearningSet) moved = learning_set_shifted (set, rows, columns);

  g_assert_cmpmem (moved->labels, 3 * sizeof (guint16), set->labels, 3 * sizeof (guint16));
  for (int i = 0; i < 6 * 20; i++) {
    int row = i / 5 % 4 - rows, column = i % 5 - columns;
    gboolean inside = row >= 0 && row < 4 && column >= 0 && column < 5;

    g_assert_cmpfloat (moved->images[i], ==, inside ? set->images[i / 20 * 20 + row * 5 + column] : 0);
  }
}

static void
test_shifted (void) {
  for (int rows = -2; rows <= 2; rows++)
    for (int columns = -2; columns <= 2; columns++)
      assert_shifted (rows, columns);
}

static void
test_shifted_away (void) {
  static const int far[][2] = { { 4, 0 }, { -4, 0 }, { 0, 5 }, { 0, -5 }, { G_MAXINT, G_MININT } };
  g_autoptr (LearningSet) set = make_set (2, 1, 4, 5, 2);

  for (guint i = 0; i < G_N_ELEMENTS (far); i++) {
    g_autoptr (LearningSet) moved = learning_set_shifted (set, far[i][0], far[i][1]);

    for (gsize j = 0; j < moved->n * moved->pixels; j++)
      g_assert_cmpfloat (moved->images[j], ==, 0);
  }
}

static void
test_bordered (void) {
  g_autoptr (LearningSet) set = make_set (2, 1, 2, 3, 2);
  g_autoptr (LearningSet) larger = learning_set_bordered (set, 1);
  const float second[] = { 0, 0, 0, 0, 0, 0, 1001, 1002, 1003, 0, 0, 1011, 1012, 1013, 0, 0, 0, 0, 0, 0 };

  g_assert_cmpuint (larger->height, ==, 4);
  g_assert_cmpuint (larger->width, ==, 5);
  g_assert_cmpmem (learning_set_image (larger, 1), sizeof second, second, sizeof second);
}

static void
test_noisy (void) {
  g_autoptr (LearningSet) set = make_set (100, 1, 10, 10, 2);
  g_autoptr (LearningSet) noisy = learning_set_noisy (set, 0.5, 4);
  g_autoptr (LearningSet) again = learning_set_noisy (set, 0.5, 4);
  g_autoptr (LearningSet) other = learning_set_noisy (set, 0.5, 5);
  gsize n = set->n * set->pixels;
  double sum = 0, squares = 0;

  for (gsize i = 0; i < n; i++) {
    double difference = noisy->images[i] - set->images[i];

    sum += difference / n;
    squares += difference * difference / n;
  }
  g_assert_cmpfloat_with_epsilon (sum, 0, 0.02);
  g_assert_cmpfloat_with_epsilon (sqrt (squares), 0.5, 0.02);
  g_assert_cmpmem (noisy->images, n * sizeof (float), again->images, n * sizeof (float));
  g_assert_cmpint (memcmp (noisy->images, other->images, n * sizeof (float)), !=, 0);
}

/* Pixel i of every image and channel, in sets of other sizes too, comes from the same place. */
static void
test_permuted (void) {
  g_autoptr (LearningSet) few = make_set (2, 1, 6, 7, 2), many = make_set (5, 3, 6, 7, 5);
  g_autoptr (LearningSet) few_permuted = learning_set_permuted (few, 9);
  g_autoptr (LearningSet) many_permuted = learning_set_permuted (many, 9);
  guint moved = 0;
  float sum = 0;

  for (gsize i = 0; i < 42; i++) {
    float from = few_permuted->images[i];

    moved += from != few->images[i];
    sum += from;
    g_assert_cmpfloat (few_permuted->images[42 + i], ==, from + 1000);
    for (gsize plane = 0; plane < 15; plane++)
      g_assert_cmpfloat (many_permuted->images[plane * 42 + i], ==,
                         from + (float) (plane / 3 * 1000 + plane % 3 * 100));
  }
  g_assert_cmpuint (moved, >, 30);
  g_assert_cmpfloat (sum, ==, 42 * (51 + 7) / 2.0f);
}

static void
test_few (void) {
  g_autoptr (LearningSet) set = make_set (100, 1, 2, 2, 4);
  g_autoptr (LearningSet) few = learning_set_few (set, 3, 1), again = learning_set_few (set, 3, 1);
  g_autoptr (LearningSet) other = learning_set_few (set, 3, 2), all = learning_set_few (set, 26, 1);
  guint counts[4];

  g_assert_cmpuint (few->n, ==, 12);
  count_classes (few, counts);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpuint (counts[i], ==, 3);
  for (gsize i = 0; i < few->n; i++)
    g_assert_cmpuint ((guint) learning_set_image (few, i)[0] / 1000 % 4, ==, few->labels[i]);
  g_assert_cmpmem (few->images, 48 * sizeof (float), again->images, 48 * sizeof (float));
  g_assert_cmpint (memcmp (few->images, other->images, 48 * sizeof (float)), !=, 0);
  g_assert_cmpuint (all->n, ==, 100);
}

/* More images of a class contain the fewer ones, so that a curve over their number compares like with like. */
static void
test_few_are_nested (void) {
  g_autoptr (LearningSet) set = make_set (200, 1, 1, 1, 4);
  g_autoptr (LearningSet) few = learning_set_few (set, 3, 1), more = learning_set_few (set, 10, 1);

  for (gsize i = 0; i < few->n; i++) {
    gboolean found = FALSE;

    for (gsize j = 0; j < more->n; j++)
      found = found || more->images[j] == few->images[i];
    g_assert_true (found);
  }
}

static void
test_hold_out (void) {
  g_autoptr (LearningSet) set = make_set (120, 1, 1, 1, 4);
  g_autoptr (LearningSet) train = NULL, test = NULL;
  gboolean seen[120] = { FALSE };
  guint counts[4];

  g_assert_true (learning_set_hold_out (set, 1, &train, &test, NULL));
  g_assert_cmpuint (train->n, ==, 100);
  g_assert_cmpuint (test->n, ==, 20);
  count_classes (test, counts);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpuint (counts[i], ==, 5);
  for (gsize i = 0; i < 120; i++) {
    const LearningSet *part = i < 100 ? train : test;
    guint image = (guint) part->images[i < 100 ? i : i - 100] / 1000;

    g_assert_false (seen[image]);
    seen[image] = TRUE;
    g_assert_cmpuint (part->labels[i < 100 ? i : i - 100], ==, image % 4);
  }
}

static void
test_hold_out_little (void) {
  g_autoptr (LearningSet) set = make_set (5, 1, 1, 1, 3); /* two, two, and one */
  g_autoptr (LearningSet) train = NULL, test = NULL;
  guint counts[3];

  g_assert_true (learning_set_hold_out (set, 1, &train, &test, NULL));
  count_classes (train, counts);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (counts[i], ==, 1);
  count_classes (test, counts);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (counts[i], ==, i < 2);
}

static void
test_hold_out_none (void) {
  g_autoptr (LearningSet) set = make_set (3, 1, 1, 1, 3);
  g_autoptr (LearningSet) train = NULL, test = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (learning_set_hold_out (set, 1, &train, &test, &error));
  g_assert_error (error, LEARNING_ERROR, LEARNING_ERROR_DATA);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learning/set/new-is-black-and-aligned", test_new);
  g_test_add_func ("/learning/set/impossible-sizes-are-refused", test_impossible_sizes);
  g_test_add_func ("/learning/set/shift-moves-and-lets-zeros-in", test_shifted);
  g_test_add_func ("/learning/set/shift-out-of-the-image-leaves-nothing", test_shifted_away);
  g_test_add_func ("/learning/set/border-is-zero-all-round", test_bordered);
  g_test_add_func ("/learning/set/noise-has-its-deviation", test_noisy);
  g_test_add_func ("/learning/set/one-permutation-for-all", test_permuted);
  g_test_add_func ("/learning/set/few-of-each-class", test_few);
  g_test_add_func ("/learning/set/more-contain-the-fewer", test_few_are_nested);
  g_test_add_func ("/learning/set/a-sixth-of-each-class-is-held-out", test_hold_out);
  g_test_add_func ("/learning/set/two-images-are-one-and-one", test_hold_out_little);
  g_test_add_func ("/learning/set/nothing-to-hold-out-is-refused", test_hold_out_none);
  return g_test_run ();
}

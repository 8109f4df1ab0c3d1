/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-npy.h"
#include "engine-tensor.h"
#include "learning-test.h"
#include "learning-weights.h"

#include <math.h>

static char *folder; /* removed at the end */

static LearningNetwork *
new_network (LearningKind kind, gint64 units, gint64 pool) {
  const gint64 in[] = { 1, 10, 10 };
  LearningRecipe recipe = { kind, units, 3, pool, FALSE };
  g_autoptr (GError) error = NULL;
  LearningNetwork *network = learning_network_new_from_recipe (&recipe, in, 10, &error);

  g_assert_no_error (error);
  return network;
}

static gboolean
same (const LearningWeights *a, const LearningWeights *b) {
  return memcmp (a->values, b->values, (gsize) a->network->n_parameters * sizeof (float)) == 0;
}

static double
root_mean_square (const float *values, gint64 n) {
  double sum = 0;

  for (gint64 i = 0; i < n; i++)
    sum += (double) values[i] * values[i];
  return sqrt (sum / (double) n);
}

static double
largest (const float *values, gint64 n) {
  double most = 0;

  for (gint64 i = 0; i < n; i++)
    most = MAX (most, fabs (values[i]));
  return most;
}

static void
test_he (void) {
  g_autoptr (LearningNetwork) network = new_network (LEARNING_DENSE, 64, 1);
  g_autoptr (LearningWeights) weights = learning_weights_new_random (network, LEARNING_START_HE, 1);
  const LearningLayer *layer = &network->layers[0];

  g_assert_cmpfloat_with_epsilon (root_mean_square (weights->values, layer->n_weights), sqrt (2.0 / 100),
                                  0.004);
  g_assert_cmpfloat (largest (learning_weights_biases_of (weights, 0), layer->n_biases), ==, 0);
}

/* A bound of ±b has a root mean square of b / √3. */
static void
test_uniform (void) {
  static const struct {
    LearningStart start;
    double bound, bias;
  } cases[] = {
    { LEARNING_START_FAN_IN, 1.0 / 3, 1.0 / 3 },
    { LEARNING_START_PLAIN, 1.0 / 3, 0 },
    { LEARNING_START_SMALL, 0.1, 0 },
  };
  g_autoptr (LearningNetwork) network = new_network (LEARNING_CONVOLUTION, 64, 4);
  gint64 n = network->layers[0].n_weights;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (LearningWeights) weights = learning_weights_new_random (network, cases[i].start, 1);

    g_assert_cmpfloat (largest (weights->values, n), <=, cases[i].bound);
    g_assert_cmpfloat_with_epsilon (root_mean_square (weights->values, n) / cases[i].bound, 1 / sqrt (3),
                                    0.05);
    g_assert_cmpfloat (largest (learning_weights_biases_of (weights, 0), 64), <=, cases[i].bias);
    g_assert_true ((largest (learning_weights_biases_of (weights, 0), 64) > 0) == (cases[i].bias > 0));
  }
}

static void
test_round_trip (void) {
  static const char *const names[] = { "npy", "one.safetensors" };
  static const gint64 pools[] = { 0, 1, 2, 4 };

  for (guint i = 0; i < G_N_ELEMENTS (names) * LEARNING_N_KINDS * G_N_ELEMENTS (pools); i++) {
    g_autofree char *path = g_build_filename (folder, names[i % 2], NULL);
    g_autoptr (LearningNetwork) network =
        new_network ((LearningKind) (i / 2 % LEARNING_N_KINDS), 5, pools[i / 2 / LEARNING_N_KINDS]);
    g_autoptr (LearningWeights) saved = learning_weights_new_random (network, LEARNING_START_FAN_IN, i);
    g_autoptr (LearningWeights) loaded = NULL, guessed = NULL;
    g_autoptr (GError) error = NULL;

    g_assert_true (learning_weights_save (saved, path, &error));
    g_assert_no_error (error);
    loaded = learning_weights_load (network, path, &error);
    g_assert_no_error (error);
    g_assert_true (same (saved, loaded));
    guessed = learning_weights_load_any (path, 10, 10, &error);
    g_assert_no_error (error);
    g_assert_true (learning_network_equal (guessed->network, network));
    g_assert_true (same (saved, guessed));
  }
}

static void
test_other_network (void) {
  g_autofree char *path = g_build_filename (folder, "other", NULL);
  g_autoptr (LearningNetwork) four = new_network (LEARNING_CONVOLUTION, 4, 4);
  g_autoptr (LearningNetwork) five = new_network (LEARNING_CONVOLUTION, 5, 4);
  g_autoptr (LearningWeights) weights = learning_weights_new_random (four, LEARNING_START_HE, 1);
  g_autoptr (LearningWeights) loaded = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (learning_weights_save (weights, path, NULL));
  loaded = learning_weights_load (five, path, &error);
  g_assert_null (loaded);
  g_assert_error (error, LEARNING_ERROR, LEARNING_ERROR_WEIGHTS);
  g_assert_nonnull (strstr (error->message, "w1.npy"));
  g_assert_nonnull (strstr (error->message, "(4, 1, 3, 3)"));
  g_assert_nonnull (strstr (error->message, "(5, 1, 3, 3)"));
}

static void
test_not_finite (void) {
  g_autofree char *path = g_build_filename (folder, "bad.safetensors", NULL);
  g_autoptr (LearningNetwork) network = new_network (LEARNING_LOCAL, 4, 4);
  g_autoptr (LearningWeights) weights = learning_weights_new_random (network, LEARNING_START_HE, 1);
  g_autoptr (LearningWeights) loaded = NULL;
  g_autoptr (GError) error = NULL;

  weights->values[network->n_parameters - 1] = NAN;
  g_assert_true (learning_weights_save (weights, path, NULL));
  loaded = learning_weights_load (network, path, &error);
  g_assert_null (loaded);
  g_assert_error (error, LEARNING_ERROR, LEARNING_ERROR_WEIGHTS);
  g_assert_nonnull (strstr (error->message, "b2"));
}

static void
test_nothing_like_it (void) {
  static const gint64 shapes[][4] = {
    { 4, 99 }, { 4, 1, 3, 2 }, { 4, 1, 11, 11 }, { 4, 63, 9 }, { 4, 64, 8 }
  };
  static const guint ranks[] = { 2, 4, 4, 3, 3 };
  g_autofree char *path = g_build_filename (folder, "any", NULL);
  g_autofree char *w1 = g_build_filename (path, "w1.npy", NULL);
  g_autoptr (LearningNetwork) network = new_network (LEARNING_DENSE, 4, 1);
  g_autoptr (LearningWeights) weights = learning_weights_new_random (network, LEARNING_START_HE, 1);

  g_assert_true (learning_weights_save (weights, path, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++) {
    g_autoptr (EngineTensor) tensor = engine_tensor_new (ranks[i], shapes[i], NULL);
    g_autoptr (LearningWeights) loaded = NULL;
    g_autoptr (GError) error = NULL;

    g_assert_true (engine_npy_save (w1, tensor, NULL));
    loaded = learning_weights_load_any (path, 10, 10, &error);
    g_assert_null (loaded);
    g_assert_error (error, LEARNING_ERROR, LEARNING_ERROR_WEIGHTS);
  }
}

/* The last file cannot take its place: a folder is there. */
static void
test_all_or_none (void) {
  g_autofree char *path = g_build_filename (folder, "whole", NULL);
  g_autofree char *b2 = g_build_filename (path, "b2.npy", NULL);
  g_autoptr (LearningNetwork) network = new_network (LEARNING_DENSE, 4, 1);
  g_autoptr (LearningWeights) first = learning_weights_new_random (network, LEARNING_START_HE, 1);
  g_autoptr (LearningWeights) second = learning_weights_new_random (network, LEARNING_START_HE, 2);
  g_autoptr (LearningWeights) loaded = NULL;
  g_autoptr (EngineTensor) bias = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;
  guint files = 0;

  g_assert_true (learning_weights_save (first, path, NULL));
  bias = engine_npy_load (b2, NULL);
  g_assert_cmpint (g_unlink (b2), ==, 0);
  g_assert_cmpint (g_mkdir (b2, 0700), ==, 0);
  g_assert_false (learning_weights_save (second, path, &error));
  g_assert_nonnull (error);
  g_assert_cmpint (g_rmdir (b2), ==, 0);
  g_assert_true (engine_npy_save (b2, bias, NULL));

  loaded = learning_weights_load (network, path, NULL);
  g_assert_true (same (loaded, first));
  dir = g_dir_open (path, 0, NULL);
  while (g_dir_read_name (dir) != NULL)
    files++;
  g_assert_cmpuint (files, ==, 4);
}

int
main (int argc, char **argv) {
  int failed;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("nine-weights-XXXXXX", NULL);
  g_test_add_func ("/learning/weights/he-start", test_he);
  g_test_add_func ("/learning/weights/uniform-starts", test_uniform);
  g_test_add_func ("/learning/weights/files-give-back-what-was-saved", test_round_trip);
  g_test_add_func ("/learning/weights/another-network-is-refused-by-name", test_other_network);
  g_test_add_func ("/learning/weights/what-is-no-number-is-refused-by-name", test_not_finite);
  g_test_add_func ("/learning/weights/shapes-of-no-network-are-refused", test_nothing_like_it);
  g_test_add_func ("/learning/weights/all-files-are-replaced-or-none", test_all_or_none);
  failed = g_test_run ();
  remove_folder (folder);
  g_free (folder);
  return failed;
}

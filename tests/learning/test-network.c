/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-error.h"
#include "model-test.h"

static const gint64 image[] = { 1, 10, 10 };

static LearningNetwork *
lesson_network (LearningKind kind, gint64 pool, gboolean average) {
  LearningRecipe recipe = learning_recipe (kind);
  g_autoptr (GError) error = NULL;
  LearningNetwork *network;

  recipe.average = average;
  if (kind != LEARNING_DENSE)
    recipe.pool = pool;
  network = learning_network_new_from_recipe (&recipe, image, 10, &error);
  g_assert_no_error (error);
  return network;
}

/* Weights of all layers; with biases, parameters. */
static void
test_counts (void) {
  g_autoptr (LearningNetwork) dense = lesson_network (LEARNING_DENSE, 0, FALSE);
  g_autoptr (LearningNetwork) conv = lesson_network (LEARNING_CONVOLUTION, 4, FALSE);
  g_autoptr (LearningNetwork) whole = lesson_network (LEARNING_CONVOLUTION, 0, FALSE);
  g_autoptr (LearningNetwork) local = lesson_network (LEARNING_LOCAL, 2, FALSE);

  g_assert_cmpint (dense->weights, ==, 3520);
  g_assert_cmpint (dense->n_parameters, ==, 3520 + 42);
  g_assert_cmpint (dense->multiplications, ==, 3520);
  g_assert_cmpint (conv->weights, ==, 1568);
  g_assert_cmpint (conv->n_parameters, ==, 1568 + 42);
  g_assert_cmpint (conv->multiplications, ==, 18432 + 1280);
  g_assert_cmpint (whole->weights, ==, 608);
  g_assert_cmpint (local->weights, ==, 18432 + 5120);
  g_assert_cmpint (local->biases, ==, 2048 + 10);
}

static void
test_an_average_multiplies (void) {
  g_autoptr (LearningNetwork) largest = lesson_network (LEARNING_CONVOLUTION, 4, FALSE);
  g_autoptr (LearningNetwork) average = lesson_network (LEARNING_CONVOLUTION, 4, TRUE);

  g_assert_cmpint (average->multiplications, ==, largest->multiplications + 128);
}

static void
test_weights_lie_one_after_the_other (void) {
  for (guint i = 0; i < G_N_ELEMENTS (network_cases); i++) {
    g_autoptr (LearningNetwork) network = network_of (&network_cases[i]);
    gint64 at = 0;

    for (guint l = 0; l < network->n_layers; l++) {
      const LearningLayer *layer = &network->layers[l];

      g_assert_cmpint (layer->first_weight, ==, at);
      g_assert_cmpint (layer->first_bias, ==, at + layer->n_weights);
      g_assert_cmpint (layer->outputs, ==, layer->out[0] * layer->out[1] * layer->out[2]);
      if (l > 0)
        g_assert_cmpmem (layer->in, sizeof layer->in, layer[-1].out, sizeof layer->out);
      at += layer->n_weights + layer->n_biases;
    }
    g_assert_cmpint (at, ==, network->n_parameters);
  }
}

static void
test_shapes (void) {
  const NetworkCase a_case = { "shapes",
                               { 3, 11, 13 },
                               { CONV (5, 3), MAXIMUM_STEP (3, 2), MAXIMUM (0), DENSE (4) } };
  g_autoptr (LearningNetwork) network = network_of (&a_case);

  g_assert_cmpmem (network->layers[0].out, 24, ((gint64[]){ 5, 9, 11 }), 24);
  g_assert_cmpmem (network->layers[1].out, 24, ((gint64[]){ 5, 4, 5 }), 24);
  g_assert_cmpmem (network->layers[2].window, 16, ((gint64[]){ 4, 5 }), 16);
  g_assert_cmpmem (network->layers[2].out, 24, ((gint64[]){ 5, 1, 1 }), 24);
  g_assert_cmpint (network->layers[3].n_weights, ==, 20);
}

static void
test_equal (void) {
  for (guint i = 0; i < G_N_ELEMENTS (network_cases); i++)
    for (guint j = 0; j < G_N_ELEMENTS (network_cases); j++) {
      g_autoptr (LearningNetwork) a = network_of (&network_cases[i]);
      g_autoptr (LearningNetwork) b = network_of (&network_cases[j]);

      g_assert_cmpint (learning_network_equal (a, b), ==, i == j);
    }
}

static void
test_references (void) {
  g_autoptr (LearningNetwork) network = lesson_network (LEARNING_DENSE, 0, FALSE);
  LearningNetwork *same = learning_network_ref (network);

  g_assert_true (same == network);
  learning_network_unref (same);
  g_assert_cmpint (network->classes, ==, 10);
}

static void
assert_refused (const gint64 in[3], const LearningLayerSpec *specs, guint n, const char *message) {
  g_autoptr (GError) error = NULL;

  g_assert_null (learning_network_new (in, specs, n, &error));
  g_assert_error (error, LEARNING_ERROR, LEARNING_ERROR_NETWORK);
  g_assert_cmpstr (error->message, ==, message);
}

#define ASSERT_REFUSED(in, message, ...)                                                                     \
  assert_refused (in, (const LearningLayerSpec[]){ __VA_ARGS__ },                                            \
                  sizeof ((const LearningLayerSpec[]){ __VA_ARGS__ }) / sizeof (LearningLayerSpec), message)

static void
test_what_does_not_fit_is_named (void) {
  ASSERT_REFUSED (
      image,
      "layer 3 (convolution): kernel: 5x5 is larger than the padded image of 4x4; use a kernel of at "
      "most 4x4",
      CONV (2, 3), MAXIMUM (2), CONV (2, 5), DENSE (10));
  ASSERT_REFUSED (image, "layer 1 (dense): outputs: 0 is not positive; use at least 1", DENSE (0));
  ASSERT_REFUSED (
      image,
      "network: its last layer is not dense; end it with a dense layer of as many units as there are "
      "classes",
      DENSE (3), RELU);
  ASSERT_REFUSED (((const gint64[]){ 1, 0, 10 }), "image: it has no pixels; use at least one channel of 1x1",
                  DENSE (3));
  ASSERT_REFUSED (((const gint64[]){ G_MAXINT64, 3, 3 }),
                  "image: it has too many values for a network; use at most 1048576", DENSE (3));
}

static void
test_what_no_memory_holds_is_refused (void) {
  ASSERT_REFUSED (((const gint64[]){ 1, 1024, 1024 }),
                  "layer 1 (dense): weights: 1048576000 are too many; use at most 134217728", DENSE (1000));
  ASSERT_REFUSED (((const gint64[]){ 1, 512, 512 }),
                  "layer 1 (convolution): values: 8388608 are too many; use at most 1048576", CONV (32, 1),
                  DENSE (2));
  ASSERT_REFUSED (image, "layer 1 (dense): weights: the number passes 64 bits; use smaller sizes",
                  DENSE (G_MAXINT64 / 2 + 1));
}

static void
test_kinds_have_names (void) {
  g_assert_cmpstr (learning_kind_name (LEARNING_DENSE), ==, "dense");
  g_assert_cmpstr (learning_kind_name (LEARNING_LOCAL), ==, "local");
  g_assert_cmpstr (learning_kind_name (LEARNING_CONVOLUTION), ==, "convolution");
  g_assert_cmpstr (learning_kind_title (LEARNING_CONVOLUTION), ==, "Convolution");
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learning/network/lesson-networks-are-counted", test_counts);
  g_test_add_func ("/learning/network/an-average-multiplies", test_an_average_multiplies);
  g_test_add_func ("/learning/network/weights-lie-one-after-the-other", test_weights_lie_one_after_the_other);
  g_test_add_func ("/learning/network/shapes-follow", test_shapes);
  g_test_add_func ("/learning/network/equal-only-to-itself", test_equal);
  g_test_add_func ("/learning/network/references-are-counted", test_references);
  g_test_add_func ("/learning/network/what-does-not-fit-is-named", test_what_does_not_fit_is_named);
  g_test_add_func ("/learning/network/what-no-memory-holds-is-refused", test_what_no_memory_holds_is_refused);
  g_test_add_func ("/learning/network/kinds-have-names", test_kinds_have_names);
  return g_test_run ();
}

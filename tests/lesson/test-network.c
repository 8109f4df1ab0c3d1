/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lesson-error.h"
#include "lesson-network.h"
#include "lesson-test.h"

#include <glib/gstdio.h>

static LessonNetwork *
load_shipped (const char *name) {
  g_autoptr (GError) error = NULL;
  LessonNetwork *network = lesson_network_shipped (name, &error);

  g_assert_no_error (error);
  return network;
}

/* The network in a file of that text. */
static LessonNetwork *
load_text (const char *text, GError **error) {
  g_autofree char *folder = g_dir_make_tmp ("network-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "own.network", NULL);
  LessonNetwork *network;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  network = lesson_network_load (path, error);
  g_unlink (path);
  g_rmdir (folder);
  return network;
}

static void
assert_refused (const char *layers, const char *part) {
  g_autofree char *text = g_strconcat ("[Network]\nTitle=Own\nInput=8;8;3\n", layers, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (LessonNetwork) network = load_text (text, &error);

  g_test_message ("%s", layers);
  g_assert_null (network);
  g_assert_error (error, LESSON_ERROR, LESSON_ERROR_FILE);
  assert_sentence (error);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, part));
}

static const LessonNetworkLayer *
find_layer (const LessonNetwork *network, const char *name) {
  for (guint i = 0; i < network->n_layers; i++)
    if (strcmp (network->layers[i].name, name) == 0)
      return &network->layers[i];
  g_assert_not_reached ();
}

static void
assert_output (const LessonNetwork *network, const char *name, gint64 rows, gint64 columns, gint64 channels) {
  const LessonNetworkLayer *layer = find_layer (network, name);

  g_test_message ("%s", name);
  g_assert_cmpint (layer->output[0], ==, rows);
  g_assert_cmpint (layer->output[1], ==, columns);
  g_assert_cmpint (layer->output[2], ==, channels);
}

static void
test_lenet (void) {
  g_autoptr (LessonNetwork) network = load_shipped ("lenet-5");

  g_assert_cmpint (network->all.parameters, ==, 61706);
  g_assert_cmpint (network->convolutions.parameters, ==, 2572);
  g_assert_cmpint (network->dense.parameters, ==, 59134);
  g_assert_cmpint (network->year, ==, 1998);
  assert_output (network, "s2", 14, 14, 6);
  assert_output (network, "s4", 5, 5, 16);
  assert_output (network, "flatten", 1, 1, 400);
}

static void
test_alexnet (void) {
  g_autoptr (LessonNetwork) network = load_shipped ("alexnet");

  g_assert_cmpint (network->all.parameters, ==, 61100840);
  g_assert_cmpint (network->convolutions.parameters, ==, 2469696);
  g_assert_cmpint (network->dense.parameters, ==, 58631144);
  assert_output (network, "conv1", 55, 55, 64);
  assert_output (network, "pool1", 27, 27, 64);
  assert_output (network, "pool5", 6, 6, 256);
}

static void
test_vgg (void) {
  g_autoptr (LessonNetwork) network = load_shipped ("vgg-16");

  g_assert_cmpint (network->all.parameters, ==, 138357544);
  g_assert_cmpint (network->convolutions.parameters, ==, 14714688);
  g_assert_cmpint (network->dense.parameters, ==, 123642856);
  g_assert_cmpint (network->convolutions.multiplications, ==, G_GINT64_CONSTANT (15346630656));
  g_assert_cmpint (network->dense.multiplications, ==, 123633664);
  assert_output (network, "pool5", 7, 7, 512);
  assert_output (network, "flatten", 1, 1, 25088);
  assert_output (network, "fc8", 1, 1, 1000);
}

static void
test_resnet (void) {
  g_autoptr (LessonNetwork) network = load_shipped ("resnet-50");

  g_assert_cmpint (network->all.parameters, ==, 25557032);
  g_assert_cmpint (network->convolutions.parameters, ==, 23454912);
  g_assert_cmpint (network->dense.parameters, ==, 2049000);
  assert_output (network, "pool1", 56, 56, 64);
  assert_output (network, "conv3_1-shortcut", 28, 28, 512);
  assert_output (network, "relu5_3", 7, 7, 2048);
  assert_output (network, "average", 1, 1, 2048);
}

static void
test_shipped (void) {
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) networks = lesson_networks_shipped (&error);

  g_assert_no_error (error);
  g_assert_cmpuint (networks->len, ==, 4);
  g_assert_null (lesson_network_shipped ("vgg-17", &error));
  g_assert_error (error, LESSON_ERROR, LESSON_ERROR_FILE);
  assert_sentence (error);
  g_assert_nonnull (strstr (error->message, "vgg-16"));
}

static void
test_own (void) {
  g_autoptr (GError) error = NULL;
  g_autoptr (LessonNetwork) network =
      load_text ("[Network]\nTitle=Own\nInput=9;9;4\n"
                 "[Layer a]\nType=convolution\nFilters=8\nKernel=3;1\nDilation=2\nGroups=2\nBias=false\n"
                 "[Layer b]\nType=max-pool\nKernel=3\nStride=2\nPadding=1\n"
                 "[Layer c]\nType=batch-norm\n"
                 "[Layer d]\nType=add\nFrom=b;c\n"
                 "[Layer e]\nType=global-average-pool\n"
                 "[Layer f]\nType=dense\nOutputs=5\n"
                 "[Layer g]\nType=convolution\nFilters=1\nKernel=2\nPadding=same\nStride=3;1\nFrom=input\n",
                 &error);

  g_assert_no_error (error);
  assert_output (network, "a", 5, 9, 8);
  g_assert_cmpint (find_layer (network, "a")->count.weights, ==, 3 * 2 * 8);
  assert_output (network, "b", 3, 5, 8);
  assert_output (network, "d", 3, 5, 8);
  assert_output (network, "f", 1, 1, 5);
  assert_output (network, "g", 3, 9, 1);
  g_assert_cmpint (network->all.parameters, ==, 48 + 16 + 45 + 17);
}

static void
test_broken (void) {
  assert_refused ("", "[Network]: ");
  assert_refused ("[Other]\nType=relu\n", "[Other]: ");
  assert_refused ("[Layer a]\n", "[Layer a] Type");
  assert_refused ("[Layer a]\nType=lstm\n", "lstm");
  assert_refused ("[Layer a]\nType=convolution\nKernel=3\n", "[Layer a] Filters");
  assert_refused ("[Layer a]\nType=convolution\nFilters=0\nKernel=3\n", "[Layer a] Filters");
  assert_refused ("[Layer a]\nType=convolution\nFilters=1000001\nKernel=3\n", "[Layer a] Filters");
  assert_refused ("[Layer a]\nType=convolution\nFilters=4\nKernel=3;3;3\n", "[Layer a] Kernel");
  assert_refused ("[Layer a]\nType=convolution\nFilters=4\nKernel=3\nStrde=2\n", "[Layer a] Strde");
  assert_refused ("[Layer a]\nType=convolution\nFilters=4\nKernel=3\nBias=maybe\n", "[Layer a] Bias");
  assert_refused ("[Layer a]\nType=convolution\nFilters=4\nKernel=3\nPadding=full\n", "[Layer a] Padding");
  assert_refused ("[Layer a]\nType=convolution\nFilters=4\nKernel=9\n", "[Layer a] Type");
  assert_refused ("[Layer a]\nType=dense\nOutputs=4\n", "flatten");
  assert_refused ("[Layer a]\nType=relu\nFrom=b\n", "[Layer a] From");
  assert_refused ("[Layer a]\nType=relu\nFrom=a\n", "[Layer a] From");
  assert_refused ("[Layer a]\nType=add\nFrom=input\n", "[Layer a] From");
  assert_refused ("[Layer a]\nType=max-pool\nKernel=2\n[Layer b]\nType=add\nFrom=a;input\n",
                  "[Layer b] From");
}

static void
test_not_a_network (void) {
  static const char *const texts[] = { "[Lesson]\nTitle=x\n", "[Network]\nInput=1;1;1\n",
                                       "[Network]\nTitle=x\n", "no key file", "\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (load_text (texts[i], &error));
    g_assert_error (error, LESSON_ERROR, LESSON_ERROR_FILE);
    assert_sentence (error);
  }
}

static void
test_too_many (void) {
  g_autoptr (GString) layers = g_string_new (NULL);

  for (int i = 0; i <= 1000; i++)
    g_string_append_printf (layers, "[Layer %d]\nType=relu\n", i);
  assert_refused (layers->str, "[Layer 1000]: ");
}

/* Each layer fits, their sum does not. */
static void
test_overflow (void) {
  g_autoptr (GString) layers = g_string_new (NULL);

  for (int i = 0; i < 10; i++)
    g_string_append_printf (layers,
                            "[Layer %d]\nType=convolution\nFilters=1000000\nKernel=1000;1000\n"
                            "Padding=same\nFrom=input\n",
                            i);
  for (int i = 0; i < 9; i++)
    g_string_append_printf (layers,
                            "[Layer x%d]\nType=convolution\nFilters=1000000\nKernel=1000000;10\n"
                            "Padding=same\nFrom=0\n",
                            i);
  assert_refused (layers->str, "64");
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson/network/lenet-5-has-61706-parameters", test_lenet);
  g_test_add_func ("/lesson/network/alexnet-has-61100840-parameters", test_alexnet);
  g_test_add_func ("/lesson/network/vgg-16-has-138357544-parameters", test_vgg);
  g_test_add_func ("/lesson/network/resnet-50-has-25557032-parameters", test_resnet);
  g_test_add_func ("/lesson/network/four-ship-and-are-found-by-name", test_shipped);
  g_test_add_func ("/lesson/network/a-file-of-ones-own-is-counted", test_own);
  g_test_add_func ("/lesson/network/a-mistake-is-named-with-group-and-key", test_broken);
  g_test_add_func ("/lesson/network/what-is-not-a-network-is-refused", test_not_a_network);
  g_test_add_func ("/lesson/network/more-than-a-thousand-layers-are-refused", test_too_many);
  g_test_add_func ("/lesson/network/sums-past-64-bits-are-refused", test_overflow);
  return g_test_run ();
}

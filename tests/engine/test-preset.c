/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-conv.h"
#include "engine-preset.h"
#include "engine-test.h"

#include <string.h>

static void
test_names (void) {
  static const char *const names[] = { "identity", "box-blur",  "gaussian", "sharpen",     "sobel-x",
                                       "sobel-y",  "laplacian", "emboss",   "prewitt-x",   "prewitt-y",
                                       "diagonal", "line",      "gabor",    "motion-blur", "unsharp" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_assert_cmpstr (engine_presets ()[i].name, ==, names[i]);
    g_assert_true (engine_preset_find (names[i]) == engine_presets () + i);
    g_assert_cmpuint (strlen (engine_presets ()[i].title), >, 0);
  }
  g_assert_null (engine_presets ()[G_N_ELEMENTS (names)].name);
  g_assert_null (engine_preset_find ("Sobel-X"));
  g_assert_null (engine_preset_find (""));
}

static double
weight_sum (const char *name) {
  double sum = 0;

  for (int i = 0; i < 9; i++)
    sum += engine_preset_find (name)->weights[i];
  return sum;
}

/* Blurring and sharpening keep the brightness of an even picture, edge detectors give zero. */
static void
test_sums (void) {
  static const char *const keeping[] = { "identity", "box-blur",    "gaussian", "sharpen",
                                         "emboss",   "motion-blur", "unsharp" };
  static const char *const edges[] = { "sobel-x",   "sobel-y",  "laplacian", "prewitt-x",
                                       "prewitt-y", "diagonal", "line",      "gabor" };

  /* Each preset is one or the other. */
  g_assert_null (engine_presets ()[G_N_ELEMENTS (keeping) + G_N_ELEMENTS (edges)].name);
  for (guint i = 0; i < G_N_ELEMENTS (keeping); i++)
    g_assert_cmpfloat_with_epsilon (weight_sum (keeping[i]), 1, 1e-6);
  for (guint i = 0; i < G_N_ELEMENTS (edges); i++)
    g_assert_cmpfloat (weight_sum (edges[i]), ==, 0);
}

/* On a picture that gets lighter by 1 a column, and one that does so by row. */
static void
test_sobel_directions (void) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  g_autoptr (EngineTensor) rightwards = engine_tensor_new_image (10, 10, 1, NULL);
  g_autoptr (EngineTensor) downwards = engine_tensor_new_image (10, 10, 1, NULL);
  g_autoptr (EngineTensor) weights = engine_tensor_new (4, (const gint64[]){ 2, 3, 3, 1 }, NULL);
  g_autoptr (EngineTensor) of_rightwards = NULL;
  g_autoptr (EngineTensor) of_downwards = NULL;
  EngineConvShape shape;

  spec.filters = 2;
  shape = make_shape (&spec);
  memcpy (weights->data, engine_preset_find ("sobel-x")->weights, 9 * sizeof (float));
  memcpy (weights->data + 9, engine_preset_find ("sobel-y")->weights, 9 * sizeof (float));
  for (int i = 0; i < 100; i++) {
    rightwards->data[i] = (float) (i % 10);
    downwards->data[i] = (float) (i / 10);
  }

  of_rightwards = engine_conv_forward (&shape, rightwards, weights, NULL, NULL);
  of_downwards = engine_conv_forward (&shape, downwards, weights, NULL, NULL);
  for (int i = 0; i < 64; i++) {
    g_assert_cmpfloat (of_rightwards->data[2 * i], ==, 8);
    g_assert_cmpfloat (of_rightwards->data[2 * i + 1], ==, 0);
    g_assert_cmpfloat (of_downwards->data[2 * i], ==, 0);
    g_assert_cmpfloat (of_downwards->data[2 * i + 1], ==, 8);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/preset/is-found-by-its-name", test_names);
  g_test_add_func ("/engine/preset/weights-keep-brightness-or-cancel", test_sums);
  g_test_add_func ("/engine/preset/sobel-answers-positively-to-light-on-the-right-and-below",
                   test_sobel_directions);
  return g_test_run ();
}

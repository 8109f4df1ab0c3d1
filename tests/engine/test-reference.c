/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What another framework computed; see reference/README.md. */
#include "engine-conv.h"
#include "engine-cpu-private.h"
#include "engine-layers.h"
#include "engine-npy.h"
#include "engine-test.h"

typedef EngineTensor *(*ConvFunc) (const EngineConvShape *shape, const EngineTensor *input,
                                   const EngineTensor *weights, const EngineTensor *bias, GError **error);

static EngineTensor *
load (const char *folder, const char *file) {
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autoptr (GError) error = NULL;
  EngineTensor *tensor = engine_npy_load (path, &error);

  g_assert_no_error (error);
  return tensor;
}

static void
get_integers (GKeyFile *file, const char *key, gint64 *values, gsize n) {
  g_autoptr (GError) error = NULL;
  g_autofree int *list = g_key_file_get_integer_list (file, "case", key, &n, &error);

  g_assert_no_error (error);
  for (gsize i = 0; i < n; i++)
    values[i] = list[i];
}

static EngineConvSpec
read_spec (GKeyFile *file) {
  g_autofree char *padding = g_key_file_get_string (file, "case", "padding", NULL);
  EngineConvSpec spec = { .padding = ENGINE_PADDING_SAME };
  gint64 image[3];

  get_integers (file, "image", image, 3);
  spec.height = image[0];
  spec.width = image[1];
  spec.channels = image[2];
  spec.filters = g_key_file_get_integer (file, "case", "filters", NULL);
  spec.groups = g_key_file_get_integer (file, "case", "groups", NULL);
  spec.bias = g_key_file_get_boolean (file, "case", "bias", NULL);
  get_integers (file, "kernel", spec.kernel, 2);
  get_integers (file, "stride", spec.stride, 2);
  get_integers (file, "dilation", spec.dilation, 2);
  if (!g_str_equal (padding, "same")) {
    spec.padding = ENGINE_PADDING_EXPLICIT;
    get_integers (file, "padding", spec.padding_size, 2);
  }
  return spec;
}

static EngineTensor *
forward (GKeyFile *file, const char *folder, ConvFunc conv) {
  EngineConvSpec spec = read_spec (file);
  EngineConvShape shape = make_shape (&spec);
  g_autofree char *pool = g_key_file_get_string (file, "case", "pool", NULL);
  g_autoptr (EngineTensor) input = load (folder, "input.npy");
  g_autoptr (EngineTensor) weights = load (folder, "weights.npy");
  g_autoptr (EngineTensor) bias = spec.bias ? load (folder, "bias.npy") : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (EngineTensor) output = conv (&shape, input, weights, bias, &error);

  g_assert_no_error (error);
  if (g_key_file_get_boolean (file, "case", "relu", NULL)) {
    g_autoptr (EngineTensor) linear = g_steal_pointer (&output);

    output = engine_relu_forward (linear, &error);
    g_assert_no_error (error);
  }
  if (pool) {
    g_autoptr (EngineTensor) whole = g_steal_pointer (&output);

    output = engine_pool_forward (g_str_equal (pool, "max") ? ENGINE_POOL_MAX : ENGINE_POOL_AVERAGE,
                                  g_key_file_get_integer (file, "case", "pool-size", NULL), whole, &error);
    g_assert_no_error (error);
  }
  return g_steal_pointer (&output);
}

static void
check_folder (const char *folder, ConvFunc conv) {
  g_autofree char *path = g_build_filename (folder, "case.ini", NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (EngineTensor) expected = load (folder, "output.npy");
  g_autoptr (EngineTensor) output = NULL;

  g_assert_true (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL));
  output = forward (file, folder, conv);
  g_assert_true (engine_tensor_has_shape (output, expected->rank, expected->shape));
  for (gint64 i = 0; i < output->length; i++)
    g_assert_cmpfloat_with_epsilon (output->data[i], expected->data[i], 2e-6);
}

static void
test_case (gconstpointer folder) {
  check_folder (folder, engine_conv_forward_naive);
  for (EngineCpuLevel level = ENGINE_CPU_BASELINE; level <= engine_cpu_best_level (); level++) {
    engine_cpu_set_level (level);
    check_folder (folder, engine_conv_forward);
  }
}

int
main (int argc, char **argv) {
  static const char *const cases[] = {
    "average-pool",
    "depthwise",
    "dilated",
    "grouped",
    "kernel-5x1",
    "kernel-is-image",
    "one-pixel",
    "relu-maxpool",
    "rgb-stride2",
    "seed-10x10-32",
    "seed-10x10-32-same-bias",
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/engine/reference/%s-equals-the-recorded-output", cases[i]);

    g_test_add_data_func_full (
        path, g_test_build_filename (G_TEST_DIST, "engine", "reference", cases[i], NULL), test_case, g_free);
  }
  return g_test_run ();
}

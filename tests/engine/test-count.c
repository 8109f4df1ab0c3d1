/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-count.h"
#include "engine-test.h"

static EngineCount
count_conv (const EngineConvSpec *spec) {
  EngineConvShape shape = make_shape (spec);
  g_autoptr (GError) error = NULL;
  EngineCount count;

  engine_count_conv (&count, &shape, &error);
  g_assert_no_error (error);
  return count;
}

static EngineCount
count_dense (gint64 inputs, gint64 outputs, gboolean bias) {
  g_autoptr (GError) error = NULL;
  EngineCount count;

  engine_count_dense (&count, inputs, outputs, bias, &error);
  g_assert_no_error (error);
  return count;
}

static void
test_dense (void) {
  EngineCount count = count_dense (100, 32, FALSE);

  g_assert_cmpint (count.outputs, ==, 32);
  g_assert_cmpint (count.weights, ==, 3200);
  g_assert_cmpint (count.biases, ==, 0);
  g_assert_cmpint (count.multiplications, ==, 3200);
  g_assert_cmpint (count.multiplications_inside, ==, 3200);
  g_assert_cmpint (count.uses_per_weight, ==, 1);
  g_assert_cmpint (count.bytes, ==, 12800);

  count = count_dense (100, 32, TRUE);
  g_assert_cmpint (count.weights, ==, 3200);
  g_assert_cmpint (count.biases, ==, 32);
  g_assert_cmpint (count.bytes, ==, 12928);
}

static void
test_conv (void) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  EngineCount count = count_conv (&spec);

  g_assert_cmpint (count.outputs, ==, 2048);
  g_assert_cmpint (count.weights, ==, 288);
  g_assert_cmpint (count.biases, ==, 0);
  g_assert_cmpint (count.multiplications, ==, 18432);
  g_assert_cmpint (count.multiplications_inside, ==, 18432);
  g_assert_cmpint (count.uses_per_weight, ==, 64);
  g_assert_cmpint (count.bytes, ==, 1152);

  spec.bias = TRUE;
  count = count_conv (&spec);
  g_assert_cmpint (count.weights, ==, 288);
  g_assert_cmpint (count.biases, ==, 32);
  g_assert_cmpint (count.bytes, ==, 1280);
}

static void
test_same (void) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  EngineCount count;

  spec.padding = ENGINE_PADDING_SAME;
  count = count_conv (&spec);
  g_assert_cmpint (count.outputs, ==, 3200);
  g_assert_cmpint (count.multiplications, ==, 28800);
  g_assert_cmpint (count.multiplications_inside, ==, 25088);
  g_assert_cmpint (count.uses_per_weight, ==, 100);
}

static void
test_local (void) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  EngineConvShape shape;
  EngineCount count;

  spec.padding = ENGINE_PADDING_SAME;
  spec.bias = TRUE;
  shape = make_shape (&spec);
  g_assert_true (engine_count_local (&count, &shape, NULL));
  g_assert_cmpint (count.outputs, ==, 3200);
  g_assert_cmpint (count.weights, ==, 28800);
  g_assert_cmpint (count.biases, ==, 3200);
  g_assert_cmpint (count.multiplications, ==, 28800);
  g_assert_cmpint (count.multiplications_inside, ==, 25088);
  g_assert_cmpint (count.uses_per_weight, ==, 1);
  g_assert_cmpint (count.bytes, ==, 128000);
}

/* The thirteen convolutions and three dense layers of configuration D in K. Simonyan, A. Zisserman, "Very
 * deep convolutional networks for large-scale image recognition" (2014), which tells 138 million
 * parameters. */
static void
test_vgg16 (void) {
  static const gint64 layers[][3] = { { 224, 3, 64 },   { 224, 64, 64 },  { 112, 64, 128 }, { 112, 128, 128 },
                                      { 56, 128, 256 }, { 56, 256, 256 }, { 56, 256, 256 }, { 28, 256, 512 },
                                      { 28, 512, 512 }, { 28, 512, 512 }, { 14, 512, 512 }, { 14, 512, 512 },
                                      { 14, 512, 512 } };
  gint64 parameters = 0, multiplications = 0;

  for (guint i = 0; i < G_N_ELEMENTS (layers); i++) {
    EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
    EngineCount count;

    spec.height = spec.width = layers[i][0];
    spec.channels = layers[i][1];
    spec.filters = layers[i][2];
    spec.padding = ENGINE_PADDING_SAME;
    spec.bias = TRUE;
    count = count_conv (&spec);
    parameters += count.weights + count.biases;
    multiplications += count.multiplications;
  }
  g_assert_cmpint (parameters, ==, 14714688);
  g_assert_cmpint (multiplications, ==, 15346630656);

  parameters += count_dense (7 * 7 * 512, 4096, TRUE).bytes / 4 + count_dense (4096, 4096, TRUE).bytes / 4
                + count_dense (4096, 1000, TRUE).bytes / 4;
  g_assert_cmpint (parameters, ==, 138357544);
}

static void
test_depthwise (void) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  EngineCount count;

  spec.channels = spec.filters = spec.groups = 6;
  count = count_conv (&spec);
  g_assert_cmpint (count.weights, ==, 54);
  g_assert_cmpint (count.multiplications, ==, 3456);
}

/* Along one axis, tap by tap. */
static gint64
pairs_one_by_one (gint64 size, gint64 pad, gint64 outputs, gint64 stride, gint64 taps, gint64 dilation) {
  gint64 pairs = 0;

  for (gint64 y = 0; y < outputs; y++)
    for (gint64 i = 0; i < taps; i++) {
      gint64 row = y * stride + i * dilation - pad;

      pairs += row >= 0 && row < size;
    }
  return pairs;
}

static void
check_inside (const EngineConvSpec *spec) {
  EngineConvShape shape;
  gint64 expected;

  if (!engine_conv_shape_init (&shape, spec, NULL))
    return;
  expected = pairs_one_by_one (spec->height, shape.pad_top, shape.out_height, spec->stride[0],
                               spec->kernel[0], spec->dilation[0])
             * pairs_one_by_one (spec->width, shape.pad_left, shape.out_width, spec->stride[1],
                                 spec->kernel[1], spec->dilation[1]);
  g_assert_cmpint (count_conv (spec).multiplications_inside, ==, expected * 32);
}

static void
test_inside (void) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;

  for (spec.height = 1; spec.height <= 11; spec.height++)
    for (spec.kernel[0] = 1; spec.kernel[0] <= 7; spec.kernel[0]++)
      for (spec.stride[0] = 1; spec.stride[0] <= 5; spec.stride[0]++)
        for (spec.dilation[0] = 1; spec.dilation[0] <= 5; spec.dilation[0]++) {
          spec.padding = ENGINE_PADDING_SAME;
          check_inside (&spec);
          spec.padding = ENGINE_PADDING_EXPLICIT;
          for (spec.padding_size[0] = 0; spec.padding_size[0] <= 20; spec.padding_size[0]++)
            check_inside (&spec);
        }
}

/* 10^9 rows and columns, and a window of 10^9: what is not a formula does not end. */
static void
test_inside_of_large (void) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  const gint64 n = 1000000000;

  spec.filters = 1;
  spec.height = spec.width = n;
  spec.padding = ENGINE_PADDING_SAME;
  g_assert_cmpint (count_conv (&spec).multiplications_inside, ==, (3 * n - 2) * (3 * n - 2));

  /* Window as high as the image: overlaps grow from n/2 to n and shrink again, 3/4 n² in all. */
  spec.width = spec.kernel[1] = 1;
  spec.kernel[0] = n;
  g_assert_cmpint (count_conv (&spec).multiplications_inside, ==, n * n / 4 * 3);
}

static void
assert_overflow (const EngineConvSpec *spec) {
  EngineConvShape shape = make_shape (spec);
  EngineCount count = { .weights = 7 };
  g_autoptr (GError) error = NULL;

  g_assert_false (engine_count_conv (&count, &shape, &error));
  assert_refused (error, ENGINE_ERROR_OVERFLOW);
  g_assert_false (engine_count_local (&count, &shape, &error));
  assert_refused (error, ENGINE_ERROR_OVERFLOW);
  g_assert_cmpint (count.weights, ==, 7);
}

static void
test_overflow (void) {
  const EngineConvSpec good = ENGINE_CONV_SPEC_INIT;
  EngineConvSpec spec;
  EngineCount count;
  g_autoptr (GError) error = NULL;

  spec = good, spec.height = spec.width = G_GINT64_CONSTANT (1) << 32;
  assert_overflow (&spec);
  spec = good, spec.filters = G_MAXINT64 / 8;
  assert_overflow (&spec);
  spec = good, spec.channels = G_MAXINT64 / 9 + 1, spec.filters = 1;
  assert_overflow (&spec);
  /* The weights fit, their bytes do not. */
  spec = good, spec.height = spec.width = 3, spec.filters = 1, spec.channels = G_MAXINT64 / 9;
  assert_overflow (&spec);
  /* The multiplications pass 64 bits, nothing else does. */
  spec = good, spec.height = spec.width = 2000000000, spec.filters = 1;
  assert_overflow (&spec);

  g_assert_false (engine_count_dense (&count, G_MAXINT64, 2, FALSE, &error));
  assert_message (error, ENGINE_ERROR_OVERFLOW, "weights: the number passes 64 bits; use smaller sizes");
  g_assert_false (engine_count_dense (&count, G_MAXINT64 / 4 + 1, 1, FALSE, &error));
  assert_message (error, ENGINE_ERROR_OVERFLOW, "bytes: the number passes 64 bits; use smaller sizes");
  g_assert_false (engine_count_dense (&count, 1, G_MAXINT64 / 4, TRUE, &error));
  assert_refused (error, ENGINE_ERROR_OVERFLOW);
  g_assert_false (engine_count_pool (&count, G_MAXINT64, 2, 2, 1, FALSE, &error));
  assert_refused (error, ENGINE_ERROR_OVERFLOW);
}

/* The largest layers that still count, to the last unit. */
static void
test_limits (void) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  EngineCount count = count_dense (G_MAXINT64 / 4, 1, FALSE);

  g_assert_cmpint (count.bytes, ==, G_MAXINT64 - 3);

  spec.filters = 1;
  spec.kernel[0] = spec.kernel[1] = 1;
  spec.height = G_MAXINT64;
  spec.width = 1;
  count = count_conv (&spec);
  g_assert_cmpint (count.multiplications, ==, G_MAXINT64);
  g_assert_cmpint (count.multiplications_inside, ==, G_MAXINT64);
}

static void
test_not_positive (void) {
  EngineCount count;
  g_autoptr (GError) error = NULL;

  g_assert_false (engine_count_dense (&count, 0, 1, FALSE, &error));
  assert_message (error, ENGINE_ERROR_SHAPE, "inputs: 0 is not positive; use at least 1");
  g_assert_false (engine_count_dense (&count, 1, -1, FALSE, &error));
  assert_message (error, ENGINE_ERROR_SHAPE, "outputs: -1 is not positive; use at least 1");
  g_assert_false (engine_count_relu (&count, 0, &error));
  assert_refused (error, ENGINE_ERROR_SHAPE);
  g_assert_false (engine_count_pool (&count, 4, 4, 0, 2, FALSE, &error));
  assert_refused (error, ENGINE_ERROR_SHAPE);
  g_assert_false (engine_count_pool (&count, 4, 0, 1, 2, FALSE, &error));
  assert_refused (error, ENGINE_ERROR_SHAPE);
  g_assert_false (engine_count_pool (&count, 4, 4, 1, 0, FALSE, &error));
  assert_refused (error, ENGINE_ERROR_SHAPE);
  g_assert_false (engine_count_pool (&count, 10, 4, 1, 5, FALSE, &error));
  assert_message (error, ENGINE_ERROR_SHAPE,
                  "pool: a window of 5x5 is larger than the image of 10x4; use a size of at most 4");
}

static void
test_relu_and_pool (void) {
  EngineCount count;

  g_assert_true (engine_count_relu (&count, 2048, NULL));
  g_assert_cmpint (count.outputs, ==, 2048);
  g_assert_cmpint (count.weights + count.biases + count.multiplications + count.bytes, ==, 0);

  g_assert_true (engine_count_pool (&count, 9, 8, 32, 2, FALSE, NULL));
  g_assert_cmpint (count.outputs, ==, 512);
  g_assert_cmpint (count.weights + count.biases + count.multiplications + count.bytes, ==, 0);

  g_assert_true (engine_count_pool (&count, 9, 8, 32, 2, TRUE, NULL));
  g_assert_cmpint (count.weights, ==, 0);
  g_assert_cmpint (count.multiplications, ==, 512);
}

static void
test_pool_shape (void) {
  /* As in ResNet: 112x112x64, windows of 3x3, stride 2, a zero on each side. */
  EngineConvSpec spec = { 112,      112, 64, 64, { 3, 3 }, { 2, 2 }, { 1, 1 }, ENGINE_PADDING_EXPLICIT,
                          { 1, 1 }, 64 };
  EngineConvShape shape = make_shape (&spec);
  EngineCount count;

  g_assert_true (engine_count_pool_shape (&count, &shape, FALSE, NULL));
  g_assert_cmpint (count.outputs, ==, 56 * 56 * 64);
  g_assert_cmpint (count.weights + count.biases + count.multiplications + count.bytes, ==, 0);

  g_assert_true (engine_count_pool_shape (&count, &shape, TRUE, NULL));
  g_assert_cmpint (count.multiplications, ==, 56 * 56 * 64);
}

static void
test_batch_norm (void) {
  g_autoptr (GError) error = NULL;
  EngineCount count;

  g_assert_true (engine_count_batch_norm (&count, 56, 56, 256, NULL));
  g_assert_cmpint (count.weights, ==, 256);
  g_assert_cmpint (count.biases, ==, 256);
  g_assert_cmpint (count.uses_per_weight, ==, 3136);
  g_assert_cmpint (count.outputs, ==, 802816);
  g_assert_cmpint (count.multiplications, ==, 802816);
  g_assert_cmpint (count.bytes, ==, 2048);
  g_assert_false (engine_count_batch_norm (&count, 56, 56, 0, &error));
  g_assert_error (error, ENGINE_ERROR, ENGINE_ERROR_SHAPE);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/count/dense-has-3200-weights", test_dense);
  g_test_add_func ("/engine/count/convolution-has-288-weights", test_conv);
  g_test_add_func ("/engine/count/same-padding-multiplies-25088-times-inside", test_same);
  g_test_add_func ("/engine/count/local-has-a-weight-for-every-connection", test_local);
  g_test_add_func ("/engine/count/vgg16-has-138357544-parameters", test_vgg16);
  g_test_add_func ("/engine/count/depthwise-sees-one-channel", test_depthwise);
  g_test_add_func ("/engine/count/products-inside-equal-those-counted-one-by-one", test_inside);
  g_test_add_func ("/engine/count/products-inside-of-a-billion-rows-are-counted-at-once",
                   test_inside_of_large);
  g_test_add_func ("/engine/count/numbers-past-64-bits-are-refused", test_overflow);
  g_test_add_func ("/engine/count/largest-layers-are-counted", test_limits);
  g_test_add_func ("/engine/count/numbers-that-are-not-positive-are-refused", test_not_positive);
  g_test_add_func ("/engine/count/relu-and-pool-have-no-weights", test_relu_and_pool);
  g_test_add_func ("/engine/count/pool-may-have-steps-and-padding-of-its-own", test_pool_shape);
  g_test_add_func ("/engine/count/batch-normalisation-has-two-parameters-a-channel", test_batch_norm);
  return g_test_run ();
}

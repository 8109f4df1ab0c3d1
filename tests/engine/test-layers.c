/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dense, ReLU, pooling and the convolution without sharing. */
#include "engine-conv.h"
#include "engine-layers.h"
#include "engine-test.h"
#include "engine-threads-private.h"

#include <math.h>
#include <string.h>

static void
check_dense (gint64 inputs, gint64 outputs) {
  g_autoptr (EngineTensor) input = random_tensor (1, 1, &inputs);
  g_autoptr (EngineTensor) weights = random_tensor (2, 2, (const gint64[]){ outputs, inputs });
  g_autoptr (EngineTensor) bias = random_tensor (3, 1, &outputs);
  g_autoptr (EngineTensor) alone = NULL;
  g_autoptr (EngineTensor) together = NULL;

  engine_threads_set (1);
  alone = engine_dense_forward (input, weights, bias, NULL);
  engine_threads_set (5);
  together = engine_dense_forward (input, weights, bias, NULL);

  g_assert_true (engine_tensor_has_shape (alone, 1, &outputs));
  g_assert_cmpmem (alone->data, (gsize) outputs * 4, together->data, (gsize) outputs * 4);
  for (gint64 n = 0; n < outputs; n++) {
    double sum = bias->data[n];

    for (gint64 i = 0; i < inputs; i++)
      sum += (double) weights->data[n * inputs + i] * input->data[i];
    g_assert_cmpfloat_with_epsilon (alone->data[n], sum, 1e-7 * (double) (inputs + 2));
  }
}

static void
test_dense (void) {
  static const gint64 sizes[] = { 1, 2, 15, 16, 17, 100, 1000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint o = 0; o < G_N_ELEMENTS (sizes); o++)
      check_dense (sizes[i], sizes[o]);
}

static void
test_dense_reads_images (void) {
  g_autoptr (EngineTensor) input = random_tensor (1, 3, (const gint64[]){ 2, 3, 2 });
  g_autoptr (EngineTensor) weights = engine_tensor_new (2, (const gint64[]){ 12, 12 }, NULL);
  g_autoptr (EngineTensor) output = NULL;

  for (gint64 i = 0; i < 12; i++)
    weights->data[i * 12 + i] = 1;
  output = engine_dense_forward (input, weights, NULL, NULL);
  g_assert_cmpmem (output->data, 48, input->data, 48);
}

static void
test_dense_refuses (void) {
  g_autoptr (EngineTensor) input = random_tensor (1, 3, (const gint64[]){ 10, 10, 1 });
  g_autoptr (EngineTensor) weights = random_tensor (1, 2, (const gint64[]){ 32, 99 });
  g_autoptr (EngineTensor) fitting = random_tensor (1, 2, (const gint64[]){ 32, 100 });
  g_autoptr (EngineTensor) bias = random_tensor (1, 1, (const gint64[]){ 31 });
  g_autoptr (GError) error = NULL;

  g_assert_null (engine_dense_forward (input, weights, NULL, &error));
  assert_message (error, ENGINE_ERROR_SHAPE, "weights: the shape is (32, 99); use (32, 100)");
  g_assert_null (engine_dense_forward (input, input, NULL, &error));
  assert_refused (error, ENGINE_ERROR_SHAPE);
  g_assert_null (engine_dense_forward (input, fitting, bias, &error));
  assert_message (error, ENGINE_ERROR_SHAPE, "bias: the shape is (31,); use (32,)");
}

static void
test_relu (void) {
  static const float values[] = { -1, 1, -0.0f, 0, INFINITY, -INFINITY, NAN, 1e-40f };
  static const float expected[] = { 0, 1, 0, 0, INFINITY, 0, NAN, 1e-40f };
  g_autoptr (EngineTensor) input = engine_tensor_new (3, (const gint64[]){ 2, 2, 2 }, NULL);
  g_autoptr (EngineTensor) output = NULL;

  memcpy (input->data, values, sizeof values);
  output = engine_relu_forward (input, NULL);
  g_assert_true (engine_tensor_has_shape (output, 3, input->shape));
  for (int i = 0; i < 8; i++) {
    g_assert_true (output->data[i] == expected[i] || (isnan (output->data[i]) && i == 6));
    g_assert_false (signbit (output->data[i]) && i != 6);
  }
}

static void
test_relu_in_parts (void) {
  g_autoptr (EngineTensor) input = random_tensor (1, 1, (const gint64[]){ 2000003 });
  g_autoptr (EngineTensor) output = NULL;

  engine_threads_set (3);
  output = engine_relu_forward (input, NULL);
  for (gint64 i = 0; i < input->length; i++)
    g_assert_cmpfloat (output->data[i], ==, MAX (input->data[i], 0));
}

static void
check_pool (gint64 height, gint64 width, gint64 channels, gint64 size) {
  g_autoptr (EngineTensor) input = random_tensor (1, 3, (const gint64[]){ height, width, channels });
  g_autoptr (EngineTensor) max = engine_pool_forward (ENGINE_POOL_MAX, size, input, NULL);
  g_autoptr (EngineTensor) average = engine_pool_forward (ENGINE_POOL_AVERAGE, size, input, NULL);

  g_assert_true (engine_tensor_has_shape (max, 3, (const gint64[]){ height / size, width / size, channels }));
  g_assert_true (engine_tensor_has_shape (average, 3, max->shape));
  for (gint64 n = 0; n < max->length; n++) {
    gint64 y = n / channels / (width / size), x = n / channels % (width / size), c = n % channels;
    double largest = -INFINITY, sum = 0;

    for (gint64 row = y * size; row < (y + 1) * size; row++)
      for (gint64 column = x * size; column < (x + 1) * size; column++) {
        float value = input->data[(row * width + column) * channels + c];

        largest = MAX (largest, value);
        sum += value;
      }
    g_assert_cmpfloat (max->data[n], ==, largest);
    g_assert_cmpfloat_with_epsilon (average->data[n], sum / (double) (size * size), 1e-7);
  }
}

static void
test_pool (void) {
  for (gint64 size = 1; size <= 5; size++)
    for (gint64 height = size; height <= 11; height += 3)
      for (gint64 channels = 1; channels <= 7; channels += 3)
        check_pool (height, 12, channels, size);
  check_pool (700, 500, 3, 2);
}

static void
test_pool_refuses (void) {
  g_autoptr (EngineTensor) image = random_tensor (1, 3, (const gint64[]){ 4, 6, 1 });
  g_autoptr (EngineTensor) vector = random_tensor (1, 1, (const gint64[]){ 4 });
  g_autoptr (GError) error = NULL;

  g_assert_null (engine_pool_forward (ENGINE_POOL_MAX, 5, image, &error));
  assert_message (error, ENGINE_ERROR_SHAPE,
                  "pool: a window of 5x5 is larger than the image of 4x6; use a size of at most 4");
  g_assert_null (engine_pool_forward (ENGINE_POOL_MAX, 0, image, &error));
  assert_message (error, ENGINE_ERROR_SHAPE, "pool: 0 is not positive; use at least 1");
  g_assert_null (engine_pool_forward (ENGINE_POOL_AVERAGE, 2, vector, &error));
  assert_message (error, ENGINE_ERROR_SHAPE,
                  "pool: the input is (4,); use an image of height, width and channels");
}

static void
test_pool_not_a_number (void) {
  for (int place = 0; place < 4; place++) {
    g_autoptr (EngineTensor) image = random_tensor (1, 3, (const gint64[]){ 2, 2, 1 });
    g_autoptr (EngineTensor) output = NULL;

    image->data[place] = NAN;
    output = engine_pool_forward (ENGINE_POOL_MAX, 2, image, NULL);
    g_assert_true (isnan (output->data[0]));
  }
}

/* Weights of the convolution (K, …), and a bias (K), at every one of n positions. */
static EngineTensor *
repeat (const EngineTensor *tensor, gint64 n, guint rank, const gint64 *shape) {
  EngineTensor *repeated = engine_tensor_new (rank, shape, NULL);

  for (gint64 i = 0; i < n; i++)
    memcpy (repeated->data + i * tensor->length, tensor->data, (gsize) tensor->length * sizeof (float));
  return repeated;
}

static void
check_local (const EngineConvSpec *spec) {
  EngineConvShape shape = make_shape (spec);
  gint64 n = shape.out_height * shape.out_width;
  gint64 extents[] = { shape.out_height, shape.out_width, spec->filters,
                       spec->kernel[0],  spec->kernel[1], shape.group_channels };
  g_autoptr (EngineTensor) input =
      random_tensor (1, 3, (const gint64[]){ spec->height, spec->width, spec->channels });
  g_autoptr (EngineTensor) weights = random_tensor (2, 4, extents + 2);
  g_autoptr (EngineTensor) bias = random_tensor (3, 1, extents + 2);
  g_autoptr (EngineTensor) local_weights = repeat (weights, n, 6, extents);
  g_autoptr (EngineTensor) local_bias = repeat (bias, n, 3, extents);
  g_autoptr (EngineTensor) shared = engine_conv_forward_naive (&shape, input, weights, bias, NULL);
  g_autoptr (EngineTensor) local = engine_local_forward (&shape, input, local_weights, local_bias, NULL);

  g_assert_true (engine_tensor_has_shape (local, 3, extents));
  g_assert_cmpmem (local->data, (gsize) local->length * 4, shared->data, (gsize) shared->length * 4);
}

static void
test_local (void) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;

  check_local (&spec);
  spec.channels = 4;
  spec.groups = 2;
  spec.filters = 6;
  spec.stride[1] = 2;
  spec.dilation[0] = 2;
  spec.padding = ENGINE_PADDING_SAME;
  spec.height = 40;
  spec.width = 50;
  check_local (&spec);
}

/* Every position has a weight of its own: position i has i + 1. */
static void
test_local_is_not_shared (void) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  EngineConvShape shape;
  g_autoptr (EngineTensor) input = random_tensor (1, 3, (const gint64[]){ 10, 10, 1 });
  g_autoptr (EngineTensor) weights = engine_tensor_new (6, (const gint64[]){ 10, 10, 1, 1, 1, 1 }, NULL);
  g_autoptr (EngineTensor) output = NULL;

  spec.filters = spec.kernel[0] = spec.kernel[1] = 1;
  shape = make_shape (&spec);
  for (int i = 0; i < 100; i++)
    weights->data[i] = (float) (i + 1);
  output = engine_local_forward (&shape, input, weights, NULL, NULL);
  for (int i = 0; i < 100; i++)
    g_assert_cmpfloat (output->data[i], ==, (float) (i + 1) * input->data[i]);
}

static void
test_local_refuses (void) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  EngineConvShape shape = make_shape (&spec);
  g_autoptr (EngineTensor) input = random_tensor (1, 3, (const gint64[]){ 10, 10, 1 });
  g_autoptr (EngineTensor) weights = random_tensor (1, 4, (const gint64[]){ 32, 3, 3, 1 });
  g_autoptr (GError) error = NULL;

  g_assert_null (engine_local_forward (&shape, input, weights, NULL, &error));
  assert_message (error, ENGINE_ERROR_SHAPE, "weights: the shape is (32, 3, 3, 1); use (8, 8, 32, 3, 3, 1)");
  g_assert_null (engine_local_forward (&shape, weights, weights, NULL, &error));
  assert_refused (error, ENGINE_ERROR_SHAPE);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/dense/equals-the-formula-with-any-threads", test_dense);
  g_test_add_func ("/engine/dense/reads-an-image-row-by-row", test_dense_reads_images);
  g_test_add_func ("/engine/dense/weights-of-another-shape-are-refused", test_dense_refuses);
  g_test_add_func ("/engine/relu/keeps-what-is-positive-or-not-a-number", test_relu);
  g_test_add_func ("/engine/relu/parts-join-without-seams", test_relu_in_parts);
  g_test_add_func ("/engine/pool/equals-the-formula-and-drops-rests", test_pool);
  g_test_add_func ("/engine/pool/window-larger-than-the-image-is-refused", test_pool_refuses);
  g_test_add_func ("/engine/pool/max-does-not-hide-what-is-not-a-number", test_pool_not_a_number);
  g_test_add_func ("/engine/local/repeated-weights-equal-the-convolution", test_local);
  g_test_add_func ("/engine/local/every-position-has-its-own-weights", test_local_is_not_shared);
  g_test_add_func ("/engine/local/weights-of-a-convolution-are-refused", test_local_refuses);
  return g_test_run ();
}

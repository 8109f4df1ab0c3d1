/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The convolution and the prepared layer on shapes drawn by lot, at every level of the processor and with several threads, against the
 * formulas. Seeds are fixed; another number of shapes is NINE_WEIGHTS_PROPERTY_SAMPLES, a single one again NINE_WEIGHTS_PROPERTY_SEED. */
#include "conv-layer-test.h"

#define N_SAMPLES     1000
#define MOST_PRODUCTS 2000000 /* of one sample: the loop nest takes some milliseconds */

static guint32
number_from (const char *name, guint32 otherwise) {
  const char *text = g_getenv (name);

  return text != NULL ? (guint32) g_ascii_strtoull (text, NULL, 10) : otherwise;
}

/* 1…largest, small numbers as often as large ones. */
static gint64
random_extent (GRand *random, double largest) {
  return (gint64) pow (largest + 1, g_rand_double (random));
}

static void
draw_groups (GRand *random, EngineConvSpec *spec) {
  spec->groups = g_rand_int_range (random, 0, 4) ? 1 : random_extent (random, 4);
  spec->channels = spec->groups * random_extent (random, 5);
  spec->filters = spec->groups * random_extent (random, 12);
}

/* Half of them are what is fast: 3x3 with stride 1. */
static void
draw_kernel (GRand *random, EngineConvSpec *spec) {
  if (g_rand_boolean (random))
    return;
  for (int i = 0; i < 2; i++) {
    spec->kernel[i] = g_rand_int_range (random, 1, 8);
    spec->stride[i] = random_extent (random, 4);
    spec->dilation[i] = random_extent (random, 3);
  }
}

static EngineConvSpec
draw_spec (GRand *random) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;

  draw_kernel (random, &spec);
  draw_groups (random, &spec);
  spec.height = random_extent (random, 60);
  spec.width = random_extent (random, g_rand_int_range (random, 0, 8) ? 140 : 1500);
  spec.padding = (EnginePadding) g_rand_int_range (random, 0, 3);
  for (int i = 0; i < 2; i++)
    spec.padding_size[i] = spec.padding == ENGINE_PADDING_EXPLICIT ? g_rand_int_range (random, 0, 5) : 0;
  spec.bias = g_rand_boolean (random);
  return spec;
}

static gboolean
is_small_enough (const EngineConvShape *shape) {
  const EngineConvSpec *spec = &shape->spec;

  return shape->out_height * shape->out_width * spec->filters * spec->kernel[0] * spec->kernel[1]
             * shape->group_channels
         <= MOST_PRODUCTS;
}

/* Until one fits. */
static EngineConvShape
draw_shape (GRand *random) {
  EngineConvShape shape;

  for (;;) {
    EngineConvSpec spec = draw_spec (random);

    if (engine_conv_shape_init (&shape, &spec, NULL) && is_small_enough (&shape))
      return shape;
  }
}

static void
tell (guint32 seed, const LayerCase *self) {
  const EngineConvSpec *spec = &self->shape.spec;

  g_test_message ("NINE_WEIGHTS_PROPERTY_SEED=%u: %dx%dx%d, %d filters %dx%d in %d groups, stride %d %d, "
                  "dilation %d %d, padding %d "
                  "(%d %d), bias %d, ReLU %d, pool %d",
                  seed, (int) spec->height, (int) spec->width, (int) spec->channels, (int) spec->filters,
                  (int) spec->kernel[0], (int) spec->kernel[1], (int) spec->groups, (int) spec->stride[0],
                  (int) spec->stride[1], (int) spec->dilation[0], (int) spec->dilation[1], spec->padding,
                  (int) spec->padding_size[0], (int) spec->padding_size[1], spec->bias, self->relu,
                  (int) self->pool);
}

static void
draw_case (LayerCase *self, guint32 seed) {
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  EngineConvShape shape = draw_shape (random);
  gint64 largest_pool = MIN (MIN (shape.out_height, shape.out_width), 4);

  layer_case_init (self, &shape.spec, g_rand_boolean (random),
                   g_rand_int_range (random, 1, (gint32) largest_pool + 1), seed);
  tell (seed, self);
}

static void
for_each_case (void (*check) (const LayerCase *self)) {
  gboolean one = g_getenv ("NINE_WEIGHTS_PROPERTY_SEED") != NULL;
  guint32 first = number_from ("NINE_WEIGHTS_PROPERTY_SEED", 1);
  guint32 n = number_from ("NINE_WEIGHTS_PROPERTY_SAMPLES", one ? 1 : N_SAMPLES);

  for (guint32 i = 0; i < n; i++) {
    LayerCase self;

    draw_case (&self, first + i);
    check (&self);
    layer_case_clear (&self);
  }
}

static void
test_layer (void) {
  for_each_case (layer_case_check);
}

static EngineTensor *
forward (const LayerCase *self, EngineCpuLevel level, guint threads) {
  g_autoptr (GError) error = NULL;
  EngineTensor *output;

  engine_cpu_set_level (level);
  engine_threads_set (threads);
  output = engine_conv_forward (&self->shape, self->image, self->weights, self->bias, &error);
  g_assert_no_error (error);
  return output;
}

static void
assert_close_tensor (const LayerCase *self, const EngineTensor *output, const EngineTensor *wanted) {
  gint64 filters = self->shape.spec.filters;

  g_assert_true (engine_tensor_has_shape (output, wanted->rank, wanted->shape));
  for (gint64 f = 0; f < filters; f++) {
    double tolerance = layer_case_tolerance (self, f, FLT_MAX);

    for (gint64 i = f; i < output->length; i += filters)
      assert_close_value (output->data[i], wanted->data[i], tolerance);
  }
}

static void
check_forward (const LayerCase *self) {
  static const guint threads[] = { 2, 3, 7 };
  g_autoptr (EngineTensor) wanted =
      engine_conv_forward_naive (&self->shape, self->image, self->weights, self->bias, NULL);

  for (EngineCpuLevel level = ENGINE_CPU_BASELINE; level <= engine_cpu_best_level (); level++) {
    g_autoptr (EngineTensor) alone = forward (self, level, 1);

    assert_close_tensor (self, alone, wanted);
    for (guint i = 0; i < G_N_ELEMENTS (threads); i++) {
      g_autoptr (EngineTensor) together = forward (self, level, threads[i]);

      g_assert_cmpmem (together->data, (gsize) together->length * sizeof (float), alone->data,
                       (gsize) alone->length * sizeof (float));
    }
  }
}

static void
test_forward (void) {
  for_each_case (check_forward);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/conv-property/forward-equals-the-formulas-at-every-level-and-number-of-threads",
                   test_forward);
  g_test_add_func ("/engine/conv-property/layer-equals-the-formulas-at-every-level-and-number-of-threads",
                   test_layer);
  return g_test_run ();
}

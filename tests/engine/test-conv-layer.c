/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The prepared layer: what it promises beside its values, and the sizes at which its ways of computing meet their edges. Shapes drawn
 * by lot are in test-conv-property.c. */
#include "conv-layer-test.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

static void
test_lesson (void) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;

  for (gint64 pool = 1; pool <= 4; pool++)
    for (int i = 0; i < 4; i++) {
      spec.bias = i & 1;
      check_layer (&spec, i & 2, pool);
    }
}

/* Around the widths of vectors, and of what is worked on at once. */
static void
test_widths (void) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;

  spec.filters = 5;
  spec.height = 5;
  for (gint64 width = 3; width <= 70; width++) {
    spec.width = width;
    spec.padding = width % 2 ? ENGINE_PADDING_SAME : ENGINE_PADDING_VALID;
    spec.channels = 1 + width % 3;
    check_layer (&spec, TRUE, 1 + width % 2);
  }
}

/* Pairs of rows, an odd one at the end, and fewer rows than a pair needs. */
static void
test_heights (void) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;

  spec.filters = 3;
  spec.width = 37;
  for (gint64 height = 1; height <= 40; height++)
    for (gint64 pool = 1; pool <= MIN (height, 3); pool++) {
      spec.height = height;
      spec.padding = ENGINE_PADDING_SAME;
      check_layer (&spec, pool == 2, pool);
      if (height < 2 + pool)
        continue;
      spec.padding = ENGINE_PADDING_VALID;
      check_layer (&spec, pool == 2, pool);
    }
}

static void
test_filters_and_channels (void) {
  static const gint64 channels[] = { 1, 2, 3, 4, 17, 64 };
  static const gint64 filters[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 32, 33 };
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;

  spec.height = 6;
  spec.width = 35;
  spec.bias = TRUE;
  for (guint c = 0; c < G_N_ELEMENTS (channels); c++)
    for (guint f = 0; f < G_N_ELEMENTS (filters); f++) {
      spec.channels = channels[c];
      spec.filters = filters[f];
      check_layer (&spec, f % 2, 1 + f % 3);
    }
}

static void
test_one_pixel (void) {
  static const gint64 sides[] = { 1, 2, 3, 5, 7 };
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;

  spec.height = spec.width = 1;
  spec.padding = ENGINE_PADDING_SAME;
  for (guint i = 0; i < G_N_ELEMENTS (sides); i++) {
    spec.kernel[0] = sides[i];
    spec.kernel[1] = sides[G_N_ELEMENTS (sides) - 1 - i];
    check_layer (&spec, TRUE, 1);
  }
}

/* Filters that share no channel with another: a single one, and as many as groups. */
static void
test_filters_alone (void) {
  static const gint64 widths[] = { 31, 33, 34, 63, 64, 65, 66, 98, 130 };
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;

  for (gint64 height = 1; height <= 13; height++)
    for (guint w = 0; w < G_N_ELEMENTS (widths); w++) {
      spec.height = height;
      spec.width = widths[w];
      spec.padding = height < 3 || w % 2 ? ENGINE_PADDING_SAME : ENGINE_PADDING_VALID;
      spec.bias = height % 2;
      spec.filters = spec.groups = 1 + w % 3;
      spec.channels = spec.groups * (1 + height % 3);
      check_layer (&spec, height % 4 < 2, 1);
    }
}

/* Wider than what is worked on at once, of many channels and of few. */
static void
test_long_rows (void) {
  static const gint64 widths[] = { 2047, 2048, 2049, 2050, 2081, 4098, 4131 };
  static const gint64 channels[] = { 1, 3, 20 };
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;

  spec.height = 4;
  for (guint w = 0; w < G_N_ELEMENTS (widths); w++)
    for (guint c = 0; c < G_N_ELEMENTS (channels); c++)
      for (gint64 filters = 1; filters <= 3; filters++) {
        spec.width = widths[w];
        spec.channels = channels[c];
        spec.filters = filters;
        spec.padding = filters % 2 ? ENGINE_PADDING_SAME : ENGINE_PADDING_VALID;
        check_layer (&spec, TRUE, 1 + filters % 2);
      }
}

/* Rows, columns, filters and the pool of results that the caches could not hold: they are written past them. */
static const gint64 large_sizes[][4] = {
  { 1026, 1026, 6, 1 }, { 1025, 1029, 6, 1 }, { 2049, 2055, 1, 1 }, { 4100, 1024, 1, 1 },
  { 900, 1030, 22, 2 }, { 60000, 23, 4, 1 },  { 140000, 61, 2, 2 },
};

static void
test_large (void) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;

  for (guint i = 0; i < G_N_ELEMENTS (large_sizes); i++) {
    spec.height = large_sizes[i][0];
    spec.width = large_sizes[i][1];
    spec.filters = large_sizes[i][2];
    spec.padding = i == 3 ? ENGINE_PADDING_SAME : ENGINE_PADDING_VALID;
    check_layer (&spec, i % 2, large_sizes[i][3]);
  }
}

/* Rows of a page each, and image and result at the same place of a page: writing past the caches is slow there, and must be right. */
static void
test_aliasing (void) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  LayerCase self;

  spec.height = 40;
  spec.width = 1024;
  spec.filters = 2;
  spec.padding = ENGINE_PADDING_SAME;
  layer_case_init (&self, &spec, FALSE, 1, 1);
  g_autoptr (EngineTensor) wanted = layer_case_naive (&self);
  g_autoptr (WalledPlanes) input = walled_planes_new_from_image (self.image);
  for (EngineCpuLevel level = ENGINE_CPU_BASELINE; level <= engine_cpu_best_level (); level++)
    for (guint offset = 0; offset <= 32; offset += 16) {
      g_autoptr (EngineConvLayer) layer = layer_case_new_layer (&self, level, 2);
      g_autoptr (WalledPlanes) output = layer_case_new_output (&self, offset);

      g_assert_cmpuint ((guintptr) input->planes.data % 4096, ==, 0);
      g_assert_cmpuint ((guintptr) output->planes.data % 4096, ==, 4 * offset);
      g_assert_true (engine_conv_layer_run (layer, &input->planes, &output->planes, NULL, NULL));
      assert_walls_stand (output);
      layer_case_assert_close (&self, &output->planes, wanted);
    }
  layer_case_clear (&self);
}

/* What a layer keeps between runs must not show: the first image again gives the first bits again, with other threads too. */
static void
test_runs_again (void) {
  static const guint threads[] = { 1, 7, 2, 1 };
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  LayerCase one, other;

  spec.height = 61;
  spec.width = 67;
  spec.filters = 9;
  spec.padding = ENGINE_PADDING_SAME;
  layer_case_init (&one, &spec, TRUE, 2, 1);
  layer_case_init (&other, &spec, TRUE, 2, 2);
  g_autoptr (EngineConvLayer) layer = layer_case_new_layer (&one, engine_cpu_best_level (), 2);
  g_autoptr (EnginePlanes) first = layer_case_run_plainly (&one, engine_cpu_best_level (), 1);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++) {
    g_autoptr (EnginePlanes) another = engine_planes_new_from_image (other.image, NULL);
    g_autoptr (EnginePlanes) input = engine_planes_new_from_image (one.image, NULL);
    g_autoptr (EnginePlanes) output = engine_conv_layer_new_output (layer, NULL);

    engine_threads_set (threads[i]);
    g_assert_true (engine_conv_layer_run (layer, another, output, NULL, NULL));
    g_assert_true (engine_conv_layer_run (layer, input, output, NULL, NULL));
    assert_same_planes (output, first);
  }
  layer_case_clear (&one);
  layer_case_clear (&other);
}

/* A value of these, in a row at a time: what sees it is what the formulas say, and what does not see it is untouched. */
static void
check_strange_value (const EngineConvSpec *spec, float value, gboolean relu, gint64 pool) {
  LayerCase self;

  layer_case_init (&self, spec, relu, pool, 1);
  for (gint64 i = spec->width / 2; i < self.image->length; i += 3 * spec->width + 7)
    self.image->data[i] = value;
  layer_case_check (&self);
  layer_case_clear (&self);
}

static void
test_strange_values (void) {
  static const float values[] = { INFINITY, -INFINITY, NAN, FLT_MAX / 16, -FLT_MAX / 16, FLT_MIN / 8 };
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;

  spec.height = 30;
  spec.width = 71;
  spec.filters = 8;
  spec.padding = ENGINE_PADDING_SAME;
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    for (gint64 pool = 1; pool <= 3; pool++) {
      check_strange_value (&spec, values[i], FALSE, pool);
      check_strange_value (&spec, values[i], TRUE, pool);
    }
}

/* Zero times infinity is not a number, in the padding too. */
static void
test_infinite_weight (void) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  LayerCase self;

  spec.width = 40;
  spec.filters = 4;
  spec.padding = ENGINE_PADDING_SAME;
  layer_case_init (&self, &spec, FALSE, 1, 1);
  self.weights->data[0] = INFINITY;
  layer_case_check (&self);
  layer_case_clear (&self);
}

static void
test_narrow_image (void) {
  static const gint64 sizes[][2] = { { 2, 10 }, { 10, 2 }, { 1, 1 } };
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  EngineConvShape shape;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (GError) error = NULL;

    spec.height = sizes[i][0];
    spec.width = sizes[i][1];
    g_assert_false (engine_conv_shape_init (&shape, &spec, &error));
    assert_refused (error, ENGINE_ERROR_SHAPE);
  }
}

static void
assert_no_layer (const LayerCase *self, const EngineTensor *weights, const EngineTensor *bias, gint64 pool) {
  g_autoptr (GError) error = NULL;

  g_assert_null (engine_conv_layer_new (&self->shape, weights, bias, FALSE, pool, &error));
  assert_refused (error, ENGINE_ERROR_SHAPE);
}

static void
test_refused (void) {
  static const gint64 pools[] = { 0, -1, G_MININT64, 9, G_MAXINT64 };
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  g_autoptr (EngineTensor) other = random_tensor (1, 3, (const gint64[]){ 3, 3, 1 });
  LayerCase self;

  spec.bias = TRUE;
  layer_case_init (&self, &spec, FALSE, 1, 1);
  assert_no_layer (&self, other, self.bias, 1);
  assert_no_layer (&self, self.weights, other, 1);
  for (guint i = 0; i < G_N_ELEMENTS (pools); i++)
    assert_no_layer (&self, self.weights, self.bias, pools[i]);
  layer_case_clear (&self);
}

/* Planes that do not fit are a mistake of the program's, told as one. */
static void
assert_not_run (EngineConvLayer *layer, const EnginePlanes *input, EnginePlanes *output) {
  g_autoptr (GError) error = NULL;

  g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, "*engine_conv_layer_run*assertion*failed*");
  g_assert_false (engine_conv_layer_run (layer, input, output, NULL, &error));
  g_test_assert_expected_messages ();
  g_assert_no_error (error);
}

static void
test_wrong_planes (void) {
  static const gint64 wrong[][3] = { { 1, 10, 11 }, { 1, 9, 10 }, { 2, 10, 10 }, { 32, 8, 8 } };
  static const gint64 wrong_outputs[][3] = {
    { 32, 8, 8 }, { 32, 4, 5 }, { 32, 3, 4 }, { 31, 4, 4 }, { 33, 4, 4 }
  };
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  LayerCase self;

  layer_case_init (&self, &spec, TRUE, 2, 1);
  g_autoptr (EngineConvLayer) layer = layer_case_new_layer (&self, engine_cpu_best_level (), 1);
  g_autoptr (WalledPlanes) input = walled_planes_new_from_image (self.image);
  g_autoptr (WalledPlanes) output = layer_case_new_output (&self, 0);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (EnginePlanes) planes = engine_planes_new (wrong[i][0], wrong[i][1], wrong[i][2], NULL);

    assert_not_run (layer, planes, &output->planes);
  }
  for (guint i = 0; i < G_N_ELEMENTS (wrong_outputs); i++) {
    const gint64 *size = wrong_outputs[i];
    g_autoptr (EnginePlanes) planes = engine_planes_new (size[0], size[1], size[2], NULL);

    assert_not_run (layer, &input->planes, planes);
  }
  layer_case_clear (&self);
}

static void
test_output_fits (void) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  LayerCase self;

  spec.height = 17;
  spec.width = 50;
  layer_case_init (&self, &spec, TRUE, 3, 1);
  g_autoptr (EngineConvLayer) layer = layer_case_new_layer (&self, engine_cpu_best_level (), 1);
  g_autoptr (EnginePlanes) output = engine_conv_layer_new_output (layer, NULL);
  g_assert_cmpint (output->n, ==, 32);
  g_assert_cmpint (output->height, ==, 5);
  g_assert_cmpint (output->width, ==, 16);
  layer_case_clear (&self);
}

#if defined __GLIBC__ && !defined __SANITIZE_ADDRESS__ /* which has an allocator of its own */
static gsize
bytes_allocated (void) {
  struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
}

/* A photo's width, and as many filters as the lesson has: weights, and what lies between the image and the result. */
static void
test_memory (void) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  LayerCase self;

  spec.height = 64;
  spec.width = 4000;
  layer_case_init (&self, &spec, TRUE, 2, 1);
  for (guint threads = 1; threads <= 4; threads++) {
    gsize before = bytes_allocated ();
    g_autoptr (EngineConvLayer) layer = layer_case_new_layer (&self, engine_cpu_best_level (), threads);

    g_assert_cmpuint (bytes_allocated () - before, <, threads << 20);
  }
  layer_case_clear (&self);
}
#endif

/* Cancellation. */

static void
assert_cancelled (EngineConvLayer *layer, const EnginePlanes *input, EnginePlanes *output,
                  GCancellable *cancellable) {
  g_autoptr (GError) error = NULL;

  g_assert_false (engine_conv_layer_run (layer, input, output, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_cancelled_before (void) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  LayerCase self;

  layer_case_init (&self, &spec, TRUE, 2, 1);
  g_autoptr (EngineConvLayer) layer = layer_case_new_layer (&self, engine_cpu_best_level (), 2);
  g_autoptr (EnginePlanes) input = engine_planes_new_from_image (self.image, NULL);
  g_autoptr (EnginePlanes) output = engine_conv_layer_new_output (layer, NULL);
  g_autoptr (EngineTensor) wanted = layer_case_naive (&self);
  g_cancellable_cancel (cancellable);
  assert_cancelled (layer, input, output, cancellable);
  /* It is none the worse for it. */
  g_cancellable_reset (cancellable);
  g_assert_true (engine_conv_layer_run (layer, input, output, cancellable, NULL));
  layer_case_assert_close (&self, output, wanted);
  layer_case_clear (&self);
}

static gpointer
cancel_soon_cb (gpointer data) {
  g_usleep (1000);
  g_cancellable_cancel (data);
  return NULL;
}

static void
assert_untouched (const float *values, gint64 n) {
  static const guint32 stone = WALL_STONE;

  for (gint64 i = 0; i < n; i++)
    g_assert_cmpmem (values + i, sizeof stone, &stone, sizeof stone);
}

/* Work of seconds, cancelled after a millisecond: its last row is not written any more. On a machine so busy that the canceller does
 * not get its turn within seconds the run may end before: then again. */
static void
check_cancelled_meanwhile (guint threads) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  gboolean done = TRUE;
  LayerCase self;

  spec.height = spec.width = 512;
  spec.channels = 24;
  spec.filters = 48;
  spec.kernel[0] = spec.kernel[1] = 7;
  layer_case_init (&self, &spec, FALSE, 1, 1);
  g_autoptr (EngineConvLayer) layer = layer_case_new_layer (&self, ENGINE_CPU_BASELINE, threads);
  g_autoptr (EnginePlanes) input = engine_planes_new_from_image (self.image, NULL);
  for (int attempt = 0; done && attempt < 5; attempt++) {
    g_autoptr (WalledPlanes) output = layer_case_new_output (&self, 0);
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_autoptr (GError) error = NULL;
    GThread *thread = g_thread_new ("canceller", cancel_soon_cb, cancellable);

    done = engine_conv_layer_run (layer, input, &output->planes, cancellable, &error);
    g_thread_join (thread);
    if (done)
      continue;
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    assert_untouched (planes_row (&output->planes, output->planes.n - 1, output->planes.height - 1),
                      output->planes.width);
    assert_walls_stand (output);
  }
  g_assert_false (done);
  layer_case_clear (&self);
}

static void
test_cancelled_meanwhile (void) {
  check_cancelled_meanwhile (1);
  check_cancelled_meanwhile (3);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/conv-layer/of-the-lesson-equals-the-formulas", test_lesson);
  g_test_add_func ("/engine/conv-layer/every-width-equals-the-formulas", test_widths);
  g_test_add_func ("/engine/conv-layer/every-height-equals-the-formulas", test_heights);
  g_test_add_func ("/engine/conv-layer/filters-and-channels-equal-the-formulas", test_filters_and_channels);
  g_test_add_func ("/engine/conv-layer/one-pixel-equals-the-formulas", test_one_pixel);
  g_test_add_func ("/engine/conv-layer/filters-alone-equal-the-formulas", test_filters_alone);
  g_test_add_func ("/engine/conv-layer/long-rows-equal-the-formulas", test_long_rows);
  g_test_add_func ("/engine/conv-layer/large-images-equal-the-formulas", test_large);
  g_test_add_func ("/engine/conv-layer/rows-of-a-page-equal-the-formulas", test_aliasing);
  g_test_add_func ("/engine/conv-layer/a-second-run-knows-nothing-of-the-first", test_runs_again);
  g_test_add_func ("/engine/conv-layer/strange-pixels-equal-the-formulas", test_strange_values);
  g_test_add_func ("/engine/conv-layer/infinite-weight-on-padding-is-not-a-number", test_infinite_weight);
  g_test_add_func ("/engine/conv-layer/image-narrower-than-the-kernel-is-refused", test_narrow_image);
  g_test_add_func ("/engine/conv-layer/what-does-not-fit-is-refused", test_refused);
  g_test_add_func ("/engine/conv-layer/planes-of-another-size-are-a-mistake", test_wrong_planes);
  g_test_add_func ("/engine/conv-layer/output-has-the-extents-of-the-result", test_output_fits);
#if defined __GLIBC__ && !defined __SANITIZE_ADDRESS__
  g_test_add_func ("/engine/conv-layer/takes-less-than-a-megabyte-a-thread", test_memory);
#endif
  g_test_add_func ("/engine/conv-layer/cancelled-before-it-begins-fails-and-runs-again",
                   test_cancelled_before);
  g_test_add_func ("/engine/conv-layer/cancelled-meanwhile-ends-before-it-is-done", test_cancelled_meanwhile);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fast convolution against the loop nest, at every CPU level and several numbers of threads. */
#include "engine-conv.h"
#include "engine-cpu-private.h"
#include "engine-test.h"
#include "engine-threads-private.h"

#include <float.h>
#include <math.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

typedef struct {
  EngineConvShape shape;
  EngineTensor *input, *weights, *bias;
} Case;

static void
case_init (Case *self, const EngineConvSpec *spec) {
  self->shape = make_shape (spec);
  self->input = random_tensor (1, 3, (const gint64[]){ spec->height, spec->width, spec->channels });
  self->weights = random_tensor (
      2, 4, (const gint64[]){ spec->filters, spec->kernel[0], spec->kernel[1], self->shape.group_channels });
  self->bias = spec->bias ? random_tensor (3, 1, &spec->filters) : NULL;
}

static void
case_clear (Case *self) {
  engine_tensor_unref (self->input);
  engine_tensor_unref (self->weights);
  g_clear_pointer (&self->bias, engine_tensor_unref);
}

static EngineTensor *
case_forward (const Case *self, EngineCpuLevel level, guint threads) {
  g_autoptr (GError) error = NULL;
  EngineTensor *output;

  engine_cpu_set_level (level);
  engine_threads_set (threads);
  output = engine_conv_forward (&self->shape, self->input, self->weights, self->bias, &error);
  g_assert_no_error (error);
  return output;
}

/* Of a float32 sum of n random terms within -1…1 the partial sums grow like the root of n, and so do the
 * roundings of those that add up: together like n. (N. J. Higham, "Accuracy and Stability of Numerical
 * Algorithms", 4.2.) */
static void
assert_close (const Case *self, const EngineTensor *fast, const EngineTensor *naive) {
  double n_terms = (double) (self->weights->length / self->shape.spec.filters + 1);
  double tolerance = FLT_EPSILON * (2 + n_terms);

  g_assert_true (engine_tensor_has_shape (fast, naive->rank, naive->shape));
  for (gint64 i = 0; i < naive->length; i++)
    g_assert_cmpfloat_with_epsilon (fast->data[i], naive->data[i], tolerance);
}

static void
assert_same_bits (const EngineTensor *a, const EngineTensor *b) {
  g_assert_cmpmem (a->data, (gsize) a->length * sizeof (float), b->data, (gsize) b->length * sizeof (float));
}

static void
check_spec (const EngineConvSpec *spec) {
  static const guint threads[] = { 2, 3, 8 };
  g_autoptr (GError) error = NULL;
  g_autoptr (EngineTensor) naive = NULL;
  Case self;

  case_init (&self, spec);
  naive = engine_conv_forward_naive (&self.shape, self.input, self.weights, self.bias, &error);
  g_assert_no_error (error);

  for (EngineCpuLevel level = ENGINE_CPU_BASELINE; level <= engine_cpu_best_level (); level++) {
    g_autoptr (EngineTensor) alone = case_forward (&self, level, 1);

    assert_close (&self, alone, naive);
    for (guint i = 0; i < G_N_ELEMENTS (threads); i++) {
      g_autoptr (EngineTensor) together = case_forward (&self, level, threads[i]);

      assert_same_bits (together, alone);
    }
  }
  case_clear (&self);
}

static void
check_sizes (EngineConvSpec spec) {
  static const gint64 sizes[][2] = { { 1, 1 },   { 1, 9 },   { 9, 1 },   { 5, 7 },
                                     { 10, 10 }, { 13, 31 }, { 17, 33 }, { 64, 97 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    spec.height = sizes[i][0];
    spec.width = sizes[i][1];
    check_spec (&spec);
  }
}

static void
test_paddings (void) {
  static const gint64 kernels[][2] = { { 1, 1 }, { 2, 2 }, { 3, 3 }, { 1, 4 }, { 5, 1 }, { 4, 7 } };
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;

  spec.filters = 5;
  for (guint k = 0; k < G_N_ELEMENTS (kernels); k++) {
    memcpy (spec.kernel, kernels[k], sizeof spec.kernel);
    spec.padding = ENGINE_PADDING_SAME;
    check_sizes (spec);
    spec.padding = ENGINE_PADDING_EXPLICIT;
    spec.padding_size[0] = 5;
    spec.padding_size[1] = 3;
    check_sizes (spec);
    spec.padding = ENGINE_PADDING_VALID;
    spec.height = 19;
    spec.width = 23;
    check_spec (&spec);
  }
}

static void
test_strides_and_dilations (void) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;

  spec.filters = 3;
  spec.channels = 2;
  spec.padding = ENGINE_PADDING_SAME;
  for (gint64 stride = 1; stride <= 4; stride++)
    for (gint64 dilation = 1; dilation <= 4; dilation++) {
      spec.stride[0] = stride;
      spec.stride[1] = stride + dilation % 2;
      spec.dilation[0] = dilation;
      spec.dilation[1] = 5 - dilation;
      check_sizes (spec);
    }
}

static void
test_strides_beyond_the_image (void) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;

  spec.padding = ENGINE_PADDING_EXPLICIT;
  for (gint64 stride = 7; stride < 1000; stride *= 3)
    for (gint64 padding = 1; padding <= 625; padding *= 25) {
      spec.stride[0] = stride;
      spec.stride[1] = 2 * stride;
      spec.padding_size[0] = padding;
      spec.padding_size[1] = 3 * padding;
      check_spec (&spec);
    }
}

static void
test_channels_and_filters (void) {
  static const gint64 channels[] = { 1, 2, 3, 8, 17 };
  static const gint64 filters[] = { 1, 2, 3, 4, 5, 15, 16, 17, 32, 35 };
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;

  spec.height = 7;
  spec.width = 21;
  spec.bias = TRUE;
  for (guint c = 0; c < G_N_ELEMENTS (channels); c++)
    for (guint f = 0; f < G_N_ELEMENTS (filters); f++) {
      spec.channels = channels[c];
      spec.filters = filters[f];
      check_spec (&spec);
    }
}

static void
test_groups (void) {
  static const gint64 groups[] = { 1, 2, 3, 6, 12 };
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;

  spec.channels = 12;
  spec.bias = TRUE;
  spec.padding = ENGINE_PADDING_SAME;
  for (gint64 filters = 12; filters <= 84; filters += 24)
    for (guint g = 0; g < G_N_ELEMENTS (groups); g++) {
      spec.filters = filters;
      spec.groups = groups[g];
      check_spec (&spec);
    }
}

/* Rows longer than a chunk, and more of them than a band. */
static void
test_long_rows (void) {
  static const gint64 widths[] = { 191, 192, 193, 207, 208, 209, 383, 385, 1000 };
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;

  spec.height = 5;
  spec.padding = ENGINE_PADDING_SAME;
  for (guint w = 0; w < G_N_ELEMENTS (widths); w++)
    for (gint64 filters = 1; filters <= 4; filters++) {
      spec.width = widths[w];
      spec.filters = filters;
      check_spec (&spec);
    }
  spec.height = 500;
  spec.width = 900;
  spec.channels = 3;
  spec.filters = 2;
  check_spec (&spec);
}

static void
test_long_sums (void) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;

  spec.height = spec.width = 9;
  spec.channels = 512;
  spec.filters = 6;
  check_spec (&spec);
  spec.channels = 3;
  spec.height = spec.width = 60;
  spec.kernel[0] = spec.kernel[1] = 41;
  check_spec (&spec);
}

static void
test_kernel_is_image (void) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;

  spec.kernel[0] = spec.kernel[1] = 10;
  spec.bias = TRUE;
  check_spec (&spec);
}

/* All 27 positions of a one in a 3x3x3 kernel copy their pixel, and no other. */
static void
test_no_flip (void) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  Case self;

  spec.channels = 3;
  spec.filters = 27;
  case_init (&self, &spec);
  memset (self.weights->data, 0, sizeof (float) * 27 * 27);
  for (gint64 k = 0; k < 27; k++)
    self.weights->data[k * 27 + k] = 1;

  for (EngineCpuLevel level = ENGINE_CPU_BASELINE; level <= engine_cpu_best_level (); level++) {
    g_autoptr (EngineTensor) output = case_forward (&self, level, 0);

    for (gint64 i = 0; i < 8 * 8 * 27; i++) {
      gint64 y = i / 27 / 8 + i % 27 / 9, x = i / 27 % 8 + i % 27 / 3 % 3, c = i % 3;

      g_assert_cmpfloat (output->data[i], ==, self.input->data[(y * 10 + x) * 3 + c]);
    }
  }
  case_clear (&self);
}

static void
test_odd_zero (void) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  Case self;

  spec.filters = 1;
  spec.kernel[0] = spec.kernel[1] = 2;
  spec.padding = ENGINE_PADDING_SAME;
  case_init (&self, &spec);
  /* Sees only the pixel below and to the right. */
  memcpy (self.weights->data, (const float[]){ 0, 0, 0, 1 }, 4 * sizeof (float));
  {
    g_autoptr (EngineTensor) output = case_forward (&self, engine_cpu_best_level (), 0);

    for (gint64 i = 0; i < 100; i++)
      g_assert_cmpfloat (output->data[i], ==, i % 10 == 9 || i >= 90 ? 0 : self.input->data[i + 11]);
  }
  case_clear (&self);
}

/* Zero times infinity is not a number, in the padding too: the formula decides, not what is convenient. */
static void
test_infinite_weight (void) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  g_autoptr (GError) error = NULL;
  Case self;

  spec.filters = 1;
  spec.padding = ENGINE_PADDING_SAME;
  case_init (&self, &spec);
  self.weights->data[0] = INFINITY;
  {
    g_autoptr (EngineTensor) naive =
        engine_conv_forward_naive (&self.shape, self.input, self.weights, NULL, &error);
    g_autoptr (EngineTensor) fast = case_forward (&self, engine_cpu_best_level (), 0);

    g_assert_no_error (error);
    for (gint64 i = 0; i < 100; i++) {
      gboolean beside_padding = i < 10 || i % 10 == 0;

      g_assert_cmpint (isnan (naive->data[i]), ==, beside_padding);
      g_assert_cmpint (isnan (fast->data[i]), ==, beside_padding);
    }
  }
  case_clear (&self);
}

static void
test_wrong_tensors (void) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  g_autoptr (GError) error = NULL;
  g_autoptr (EngineTensor) other = random_tensor (1, 3, (const gint64[]){ 3, 3, 1 });
  Case self;

  case_init (&self, &spec);
  g_assert_null (engine_conv_forward (&self.shape, other, self.weights, NULL, &error));
  assert_message (error, ENGINE_ERROR_SHAPE, "image: the shape is (3, 3, 1); use (10, 10, 1)");
  g_assert_null (engine_conv_forward (&self.shape, self.input, other, NULL, &error));
  assert_message (error, ENGINE_ERROR_SHAPE, "weights: the shape is (3, 3, 1); use (32, 3, 3, 1)");
  g_assert_null (engine_conv_forward (&self.shape, self.input, self.weights, other, &error));
  assert_message (error, ENGINE_ERROR_SHAPE, "bias: the shape is (3, 3, 1); use (32,)");
  g_assert_null (engine_conv_forward_naive (&self.shape, other, self.weights, NULL, &error));
  assert_refused (error, ENGINE_ERROR_SHAPE);
  case_clear (&self);
}

static void
test_too_large (void) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  g_autoptr (GError) error = NULL;
  Case self;

  spec.padding = ENGINE_PADDING_EXPLICIT;
  spec.padding_size[0] = spec.padding_size[1] = G_GINT64_CONSTANT (1) << 40;
  case_init (&self, &spec);
  g_assert_null (engine_conv_forward (&self.shape, self.input, self.weights, NULL, &error));
  assert_refused (error, ENGINE_ERROR_TOO_LARGE);
  case_clear (&self);
}

#ifndef __SANITIZE_ADDRESS__ /* which needs all the address space there is */
static gsize
address_space_used (void) {
  g_autofree char *statm = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &statm, NULL, NULL));
  return (gsize) g_ascii_strtoull (statm, NULL, 10) * (gsize) sysconf (_SC_PAGESIZE);
}

/* Image and kernel of 16 MiB each; the work needs as much for the weights, then more for rows and taps. */
static void
test_out_of_memory (gconstpointer spare_bytes) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  g_autoptr (GError) error = NULL;
  struct rlimit limit;
  Case self;

  if (!g_test_subprocess ()) {
    g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
    g_test_trap_assert_passed ();
    return;
  }

  spec.height = spec.width = spec.kernel[0] = spec.kernel[1] = 2048;
  spec.filters = 1;
  case_init (&self, &spec);
  limit.rlim_cur = limit.rlim_max = address_space_used () + GPOINTER_TO_SIZE (spare_bytes);
  g_assert_cmpint (setrlimit (RLIMIT_AS, &limit), ==, 0);
  g_assert_null (engine_conv_forward (&self.shape, self.input, self.weights, NULL, &error));
  assert_refused (error, ENGINE_ERROR_TOO_LARGE);
  g_assert_null (engine_tensor_new_image (4096, 4096, 1, &error));
  assert_refused (error, ENGINE_ERROR_TOO_LARGE);
  case_clear (&self);
}
#endif

/* The window spans 2^41 columns, of which it meets three. */
static void
test_far_taps (void) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;

  spec.padding = ENGINE_PADDING_SAME;
  spec.dilation[0] = spec.dilation[1] = G_GINT64_CONSTANT (1) << 40;
  check_spec (&spec);
  spec.stride[0] = spec.stride[1] = (G_GINT64_CONSTANT (1) << 40) + 1;
  check_spec (&spec);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/conv/paddings-equal-the-loop-nest", test_paddings);
  g_test_add_func ("/engine/conv/strides-and-dilations-equal-the-loop-nest", test_strides_and_dilations);
  g_test_add_func ("/engine/conv/strides-beyond-the-image-equal-the-loop-nest",
                   test_strides_beyond_the_image);
  g_test_add_func ("/engine/conv/channels-and-filters-equal-the-loop-nest", test_channels_and_filters);
  g_test_add_func ("/engine/conv/groups-equal-the-loop-nest", test_groups);
  g_test_add_func ("/engine/conv/long-rows-equal-the-loop-nest", test_long_rows);
  g_test_add_func ("/engine/conv/long-sums-equal-the-loop-nest", test_long_sums);
  g_test_add_func ("/engine/conv/kernel-as-large-as-the-image-equals-the-loop-nest", test_kernel_is_image);
  g_test_add_func ("/engine/conv/far-taps-equal-the-loop-nest", test_far_taps);
  g_test_add_func ("/engine/conv/kernel-is-not-flipped", test_no_flip);
  g_test_add_func ("/engine/conv/same-padding-puts-the-odd-zero-below-and-right", test_odd_zero);
  g_test_add_func ("/engine/conv/infinite-weight-on-padding-is-not-a-number", test_infinite_weight);
  g_test_add_func ("/engine/conv/tensors-of-another-shape-are-refused", test_wrong_tensors);
  g_test_add_func ("/engine/conv/output-larger-than-memory-is-refused", test_too_large);
#ifndef __SANITIZE_ADDRESS__
  g_test_add_data_func ("/engine/conv/no-memory-for-weights-is-an-error", GSIZE_TO_POINTER (8 << 20),
                        test_out_of_memory);
  g_test_add_data_func ("/engine/conv/no-memory-for-rows-is-an-error", GSIZE_TO_POINTER (40 << 20),
                        test_out_of_memory);
#endif
  return g_test_run ();
}

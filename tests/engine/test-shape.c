/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-test.h"

static void
test_running_example (void) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  EngineConvShape shape = make_shape (&spec);

  g_assert_cmpint (shape.out_height, ==, 8);
  g_assert_cmpint (shape.out_width, ==, 8);
  g_assert_cmpint (shape.pad_top, ==, 0);
  g_assert_cmpint (shape.window[0], ==, 3);
  g_assert_cmpint (shape.group_channels, ==, 1);
}

/* One axis counted out: the last place where the window still fits. */
static gint64
count_places (gint64 padded, gint64 window, gint64 stride) {
  gint64 places = 0;

  for (gint64 begin = 0; begin + window <= padded; begin += stride)
    places++;
  return places;
}

static void
test_sizes (void) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;

  spec.padding = ENGINE_PADDING_EXPLICIT;
  for (spec.width = 1; spec.width <= 12; spec.width++)
    for (spec.kernel[1] = 1; spec.kernel[1] <= 5; spec.kernel[1]++)
      for (spec.stride[1] = 1; spec.stride[1] <= 5; spec.stride[1]++)
        for (spec.dilation[1] = 1; spec.dilation[1] <= 4; spec.dilation[1]++)
          for (spec.padding_size[1] = 0; spec.padding_size[1] <= 3; spec.padding_size[1]++) {
            gint64 window = spec.dilation[1] * (spec.kernel[1] - 1) + 1;
            gint64 padded = spec.width + 2 * spec.padding_size[1];
            EngineConvShape shape;

            g_assert_cmpint (engine_conv_shape_init (&shape, &spec, NULL), ==, window <= padded);
            if (window > padded)
              continue;
            g_assert_cmpint (shape.window[1], ==, window);
            g_assert_cmpint (shape.out_width, ==, count_places (padded, window, spec.stride[1]));
          }
}

static void
test_same (void) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;

  spec.padding = ENGINE_PADDING_SAME;
  for (spec.height = 1; spec.height <= 12; spec.height++)
    for (spec.kernel[0] = 1; spec.kernel[0] <= 14; spec.kernel[0]++)
      for (spec.stride[0] = 1; spec.stride[0] <= 5; spec.stride[0]++)
        for (spec.dilation[0] = 1; spec.dilation[0] <= 3; spec.dilation[0]++) {
          EngineConvShape shape = make_shape (&spec);
          gint64 padded = spec.height + shape.pad_top + shape.pad_bottom;

          g_assert_cmpint (shape.out_height, ==, (spec.height + spec.stride[0] - 1) / spec.stride[0]);
          g_assert_cmpint (shape.out_height, ==, count_places (padded, shape.window[0], spec.stride[0]));
          g_assert_cmpint (shape.pad_bottom - shape.pad_top, >=, 0);
          g_assert_cmpint (shape.pad_bottom - shape.pad_top, <=, 1);
        }
}

static void
assert_message_of (const EngineConvSpec *spec, EngineError code, const char *message) {
  EngineConvShape shape;
  g_autoptr (GError) error = NULL;

  g_assert_false (engine_conv_shape_init (&shape, spec, &error));
  assert_message (error, (gint) code, message);
}

static void
test_kernel_too_large (void) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;

  spec.kernel[0] = spec.kernel[1] = 12;
  assert_message_of (&spec, ENGINE_ERROR_SHAPE,
                     "kernel: 12x12 is larger than the padded image of 10x10; use a kernel of at most 10x10");
  spec.kernel[0] = 3;
  spec.padding = ENGINE_PADDING_EXPLICIT;
  spec.padding_size[0] = 1;
  assert_message_of (&spec, ENGINE_ERROR_SHAPE,
                     "kernel: 3x12 is larger than the padded image of 12x10; use a kernel of at most 12x10");
  spec.kernel[1] = 4;
  spec.dilation[1] = 4;
  assert_message_of (
      &spec, ENGINE_ERROR_SHAPE,
      "kernel: 3x4 spans 3x13 by its dilation, larger than the padded image of 12x10; use a kernel "
      "of at most 12x3, or less dilation");
}

static void
test_not_positive (void) {
  EngineConvSpec good = ENGINE_CONV_SPEC_INIT;
  EngineConvSpec spec;

  spec = good, spec.height = 0;
  assert_message_of (&spec, ENGINE_ERROR_SHAPE, "image height: 0 is not positive; use at least 1");
  spec = good, spec.width = -3;
  assert_message_of (&spec, ENGINE_ERROR_SHAPE, "image width: -3 is not positive; use at least 1");
  spec = good, spec.channels = 0;
  assert_message_of (&spec, ENGINE_ERROR_SHAPE, "channels: 0 is not positive; use at least 1");
  spec = good, spec.filters = G_MININT64;
  assert_message_of (&spec, ENGINE_ERROR_SHAPE,
                     "filters: -9223372036854775808 is not positive; use at least 1");
  spec = good, spec.groups = 0;
  assert_message_of (&spec, ENGINE_ERROR_SHAPE, "groups: 0 is not positive; use at least 1");
  spec = good, spec.kernel[0] = 0;
  assert_message_of (&spec, ENGINE_ERROR_SHAPE, "kernel: 0x3 is not positive; use at least 1x1");
  spec = good, spec.stride[1] = -1;
  assert_message_of (&spec, ENGINE_ERROR_SHAPE, "stride: 1x-1 is not positive; use at least 1x1");
  spec = good, spec.dilation[0] = 0;
  assert_message_of (&spec, ENGINE_ERROR_SHAPE, "dilation: 0x1 is not positive; use at least 1x1");
  spec = good, spec.padding = ENGINE_PADDING_EXPLICIT, spec.padding_size[1] = -1;
  assert_message_of (&spec, ENGINE_ERROR_SHAPE, "padding: 0x-1 is negative; use at least 0x0");
}

static void
test_groups (void) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;

  spec.channels = 12;
  spec.groups = 3;
  assert_message_of (&spec, ENGINE_ERROR_SHAPE,
                     "groups: 3 does not divide both channels (12) and filters (32); use a divisor of 4");
  spec.groups = 4;
  g_assert_cmpint (make_shape (&spec).group_channels, ==, 3);
}

static void
test_overflow (void) {
  EngineConvSpec good = ENGINE_CONV_SPEC_INIT;
  EngineConvSpec spec;

  spec = good, spec.dilation[0] = G_MAXINT64;
  assert_message_of (&spec, ENGINE_ERROR_OVERFLOW, "dilation: the number passes 64 bits; use smaller sizes");
  spec = good, spec.dilation[1] = G_MAXINT64 / 2 + 1;
  assert_message_of (&spec, ENGINE_ERROR_OVERFLOW, "dilation: the number passes 64 bits; use smaller sizes");
  spec = good, spec.padding = ENGINE_PADDING_EXPLICIT, spec.padding_size[0] = G_MAXINT64;
  assert_message_of (&spec, ENGINE_ERROR_OVERFLOW, "padding: the number passes 64 bits; use smaller sizes");
  spec = good, spec.padding = ENGINE_PADDING_EXPLICIT, spec.padding_size[1] = G_MAXINT64 / 2;
  assert_message_of (&spec, ENGINE_ERROR_OVERFLOW, "padding: the number passes 64 bits; use smaller sizes");
  spec = good, spec.padding = ENGINE_PADDING_SAME, spec.height = G_MAXINT64;
  assert_message_of (&spec, ENGINE_ERROR_OVERFLOW, "padding: the number passes 64 bits; use smaller sizes");
}

/* The largest numbers that are not refused. */
static void
test_limits (void) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;

  spec.height = G_MAXINT64;
  spec.width = G_MAXINT64;
  g_assert_cmpint (make_shape (&spec).out_height, ==, G_MAXINT64 - 2);
  spec.stride[0] = spec.stride[1] = G_MAXINT64;
  g_assert_cmpint (make_shape (&spec).out_width, ==, 1);
  spec.kernel[0] = spec.kernel[1] = 1;
  spec.dilation[0] = spec.dilation[1] = G_MAXINT64;
  spec.padding = ENGINE_PADDING_SAME;
  g_assert_cmpint (make_shape (&spec).out_height, ==, 1);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/shape/ten-by-ten-gives-eight-by-eight", test_running_example);
  g_test_add_func ("/engine/shape/output-has-every-place-where-the-window-fits", test_sizes);
  g_test_add_func ("/engine/shape/same-padding-keeps-the-size", test_same);
  g_test_add_func ("/engine/shape/kernel-larger-than-the-padded-image-is-refused", test_kernel_too_large);
  g_test_add_func ("/engine/shape/numbers-that-are-not-positive-are-refused", test_not_positive);
  g_test_add_func ("/engine/shape/groups-must-divide-channels-and-filters", test_groups);
  g_test_add_func ("/engine/shape/sizes-past-64-bits-are-refused", test_overflow);
  g_test_add_func ("/engine/shape/largest-sizes-are-computed", test_limits);
  return g_test_run ();
}

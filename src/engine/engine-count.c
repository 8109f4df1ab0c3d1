/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-count.h"

#include "engine-error-private.h"

#include <glib/gi18n-lib.h>

/* The product of `n` factors, none negative. */
static gboolean
multiply (gint64 *product, const char *what, guint n, const gint64 *factors, GError **error) {
  *product = 1;
  for (guint i = 0; i < n; i++)
    if (__builtin_mul_overflow (*product, factors[i], product))
      return engine_error_overflow (what, error);
  return TRUE;
}

#define MULTIPLY(product, what, error, ...)                                                                  \
  multiply (product, what, sizeof ((const gint64[]){ __VA_ARGS__ }) / sizeof (gint64),                       \
            (const gint64[]){ __VA_ARGS__ }, error)

static gboolean
set_bytes (EngineCount *self, GError **error) {
  if (__builtin_add_overflow (self->weights, self->biases, &self->bytes)
      || __builtin_mul_overflow (self->bytes, (gint64) sizeof (float), &self->bytes))
    return engine_error_overflow (_ ("bytes"), error);
  return TRUE;
}

gboolean
engine_count_dense (EngineCount *self, gint64 inputs, gint64 outputs, gboolean bias, GError **error) {
  EngineCount count = { .outputs = outputs, .biases = bias ? outputs : 0, .uses_per_weight = 1 };

  if (!engine_error_check_positive (_ ("inputs"), inputs, error)
      || !engine_error_check_positive (_ ("outputs"), outputs, error)
      || !MULTIPLY (&count.weights, _ ("weights"), error, inputs, outputs) || !set_bytes (&count, error))
    return FALSE;

  count.multiplications = count.multiplications_inside = count.weights;
  *self = count;
  return TRUE;
}

/* Sum over 0 <= i < n of floor ((a * i + b) / m), by the steps of Euclid's algorithm (R. L. Graham, D. E.
 * Knuth, O. Patashnik, "Concrete Mathematics", 3.5). Unsigned numbers may wrap on the way; where the sum
 * itself fits, the result is right all the same. */
static guint64
sum_of_floors (guint64 n, guint64 m, guint64 a, guint64 b) {
  guint64 sum = 0;

  while (n > 0) {
    guint64 pairs = n % 2 == 0 ? n / 2 * (n - 1) : (n - 1) / 2 * n;
    guint64 top;

    sum += pairs * (a / m) + n * (b / m);
    a %= m;
    top = a * n + b % m;
    /* Count the same points by columns instead of rows. */
    n = top / m;
    b = top % m;
    top = m;
    m = a;
    a = top;
  }
  return sum;
}

/* Pairs of an output 0 <= y < outputs and a tap 0 <= i < taps with y * stride + i * dilation <= bound. */
static gint64
pairs_up_to (gint64 bound, gint64 outputs, gint64 stride, gint64 taps, gint64 dilation) {
  gint64 full = 0; /* taps that are within the bound at every output */
  gint64 any = 0;  /* taps that are within it at one output at least */
  gint64 rest = bound - (outputs - 1) * stride;

  if (bound < 0)
    return 0;

  if (rest >= 0)
    full = MIN (rest / dilation + 1, taps);
  any = MIN (bound / dilation + 1, taps);
  /* Taps full…any-1 have floor ((bound - i * dilation) / stride) + 1 outputs each, summed here from the
   * last. */
  return full * outputs + (any - full)
         + (gint64) sum_of_floors ((guint64) (any - full), (guint64) stride, (guint64) dilation,
                                   any > full ? (guint64) (bound - (any - 1) * dilation) : 0);
}

/* Pairs of an output and a tap that meet inside the image, along one axis. */
static gint64
pairs_inside (gint64 size, gint64 pad, gint64 outputs, gint64 stride, gint64 taps, gint64 dilation) {
  return pairs_up_to (pad + size - 1, outputs, stride, taps, dilation)
         - pairs_up_to (pad - 1, outputs, stride, taps, dilation);
}

static gint64
rows_inside (const EngineConvShape *shape) {
  return pairs_inside (shape->spec.height, shape->pad_top, shape->out_height, shape->spec.stride[0],
                       shape->spec.kernel[0], shape->spec.dilation[0]);
}

static gint64
columns_inside (const EngineConvShape *shape) {
  return pairs_inside (shape->spec.width, shape->pad_left, shape->out_width, shape->spec.stride[1],
                       shape->spec.kernel[1], shape->spec.dilation[1]);
}

gboolean
engine_count_conv (EngineCount *self, const EngineConvShape *shape, GError **error) {
  const EngineConvSpec *spec = &shape->spec;
  EngineCount count = { .biases = spec->bias ? spec->filters : 0 };

  if (!MULTIPLY (&count.uses_per_weight, _ ("outputs"), error, shape->out_height, shape->out_width)
      || !MULTIPLY (&count.outputs, _ ("outputs"), error, count.uses_per_weight, spec->filters)
      || !MULTIPLY (&count.weights, _ ("weights"), error, spec->kernel[0], spec->kernel[1],
                    shape->group_channels, spec->filters)
      || !MULTIPLY (&count.multiplications, _ ("multiplications"), error, count.weights,
                    count.uses_per_weight)
      || !set_bytes (&count, error))
    return FALSE;

  /* Never more than `multiplications`, which fits. */
  count.multiplications_inside =
      rows_inside (shape) * columns_inside (shape) * shape->group_channels * spec->filters;
  *self = count;
  return TRUE;
}

gboolean
engine_count_local (EngineCount *self, const EngineConvShape *shape, GError **error) {
  EngineCount count;

  if (!engine_count_conv (&count, shape, error))
    return FALSE;

  count.weights = count.multiplications;
  count.biases = shape->spec.bias ? count.outputs : 0;
  count.uses_per_weight = 1;
  if (!set_bytes (&count, error))
    return FALSE;

  *self = count;
  return TRUE;
}

gboolean
engine_count_relu (EngineCount *self, gint64 values, GError **error) {
  if (!engine_error_check_positive (_ ("values"), values, error))
    return FALSE;

  *self = (EngineCount){ .outputs = values, .uses_per_weight = 1 };
  return TRUE;
}

gboolean
engine_count_pool (EngineCount *self, gint64 height, gint64 width, gint64 channels, gint64 size,
                   gboolean average, GError **error) {
  EngineCount count = { .uses_per_weight = 1 };

  if (!engine_error_check_pool (height, width, size, error)
      || !engine_error_check_positive (_ ("channels"), channels, error)
      || !MULTIPLY (&count.outputs, _ ("outputs"), error, height / size, width / size, channels))
    return FALSE;

  count.multiplications = count.multiplications_inside = average ? count.outputs : 0;
  *self = count;
  return TRUE;
}

gboolean
engine_count_pool_shape (EngineCount *self, const EngineConvShape *shape, gboolean average, GError **error) {
  EngineCount count = { .uses_per_weight = 1 };

  if (!MULTIPLY (&count.outputs, _ ("outputs"), error, shape->out_height, shape->out_width,
                 shape->spec.channels))
    return FALSE;

  count.multiplications = count.multiplications_inside = average ? count.outputs : 0;
  *self = count;
  return TRUE;
}

gboolean
engine_count_batch_norm (EngineCount *self, gint64 height, gint64 width, gint64 channels, GError **error) {
  EngineCount count = { .weights = channels, .biases = channels };

  if (!engine_error_check_positive (_ ("image height"), height, error)
      || !engine_error_check_positive (_ ("image width"), width, error)
      || !engine_error_check_positive (_ ("channels"), channels, error)
      || !MULTIPLY (&count.uses_per_weight, _ ("values"), error, height, width)
      || !MULTIPLY (&count.outputs, _ ("values"), error, count.uses_per_weight, channels)
      || !set_bytes (&count, error))
    return FALSE;

  count.multiplications = count.multiplications_inside = count.outputs;
  *self = count;
  return TRUE;
}

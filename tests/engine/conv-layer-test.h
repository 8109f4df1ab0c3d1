/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A layer with its image, what the formulas make of it, and planes that notice who writes where nothing is to be written. */
#pragma once

#include "engine-conv-layer.h"
#include "engine-conv.h"
#include "engine-cpu-private.h"
#include "engine-layers.h"
#include "engine-test.h"
#include "engine-threads-private.h"

#include <float.h>
#include <math.h>
#include <string.h>

typedef struct {
  EngineConvShape shape;
  gboolean relu;
  gint64 pool;
  EngineTensor *image, *weights, *bias; /* bias: NULL for none */
} LayerCase;

static inline void
layer_case_init (LayerCase *self, const EngineConvSpec *spec, gboolean relu, gint64 pool, guint32 seed) {
  *self = (LayerCase){ make_shape (spec), relu, pool, NULL, NULL, NULL };
  self->image = random_tensor (3 * seed, 3, (const gint64[]){ spec->height, spec->width, spec->channels });
  self->weights = random_tensor (
      3 * seed + 1, 4,
      (const gint64[]){ spec->filters, spec->kernel[0], spec->kernel[1], self->shape.group_channels });
  self->bias = spec->bias ? random_tensor (3 * seed + 2, 1, &spec->filters) : NULL;
}

static inline void
layer_case_clear (LayerCase *self) {
  engine_tensor_unref (self->image);
  engine_tensor_unref (self->weights);
  g_clear_pointer (&self->bias, engine_tensor_unref);
}

/* By the loop nest, then ReLU, then the pool. */
static inline EngineTensor *
layer_case_naive (const LayerCase *self) {
  g_autoptr (GError) error = NULL;
  g_autoptr (EngineTensor) sums =
      engine_conv_forward_naive (&self->shape, self->image, self->weights, self->bias, &error);

  g_assert_no_error (error);
  if (self->relu) {
    EngineTensor *positive = engine_relu_forward (sums, &error);

    g_assert_no_error (error);
    engine_tensor_unref (sums);
    sums = positive;
  }
  if (self->pool > 1) {
    EngineTensor *pooled = engine_pool_forward (ENGINE_POOL_MAX, self->pool, sums, &error);

    g_assert_no_error (error);
    engine_tensor_unref (sums);
    sums = pooled;
  }
  return g_steal_pointer (&sums);
}

static inline EngineConvLayer *
layer_case_new_layer (const LayerCase *self, EngineCpuLevel level, guint threads) {
  g_autoptr (GError) error = NULL;
  EngineConvLayer *layer;

  engine_cpu_set_level (level);
  engine_threads_set (threads);
  layer = engine_conv_layer_new (&self->shape, self->weights, self->bias, self->relu, self->pool, &error);
  g_assert_no_error (error);
  return layer;
}

/* The largest size of a value, of those that are ordinary ones up to `most`. */
static inline double
largest_size (const float *values, gint64 n, double most) {
  double largest = 0;

  for (gint64 i = 0; i < n; i++)
    if (fabs ((double) values[i]) <= most)
      largest = MAX (largest, fabs ((double) values[i]));
  return largest;
}

#define ORDINARY 1e6 /* values and sums that are larger come from pixels that were made so */

/* How far a value of a filter may lie from the exact one. With u half of FLT_EPSILON, the n terms of a plain sum bring an error of
 * at most (n + 1) u times the sum of |weight| times the largest |pixel| (N. J. Higham, "Accuracy and Stability of Numerical
 * Algorithms", 4.2). Where two rows are computed at once from the sums and differences of four (Winograd's F(2,3), down the rows), an
 * output is made of three sums of n / 3 products, of weights halved and pixels doubled: together four times as large, each with 6
 * more roundings. ReLU and the maximum bring no error, and do not enlarge one. */
static inline double
layer_case_tolerance (const LayerCase *self, gint64 filter, double most_pixel) {
  gint64 n = self->weights->length / self->shape.spec.filters;
  double pixel = largest_size (self->image->data, self->image->length, most_pixel);
  double size = self->bias ? fabs ((double) self->bias->data[filter]) : 0;

  for (gint64 i = 0; i < n; i++) {
    double weight = fabs ((double) self->weights->data[filter * n + i]);

    size += isfinite (weight) ? weight * pixel : 0;
  }
  return FLT_EPSILON * (2.0 / 3 * (double) n + 12) * size;
}

/* Planes whose memory has a wall on each side. All that is not a value is a certain NaN: it may be read, and must change nothing. */
#define WALL       4096 /* floats: whole pages, so that `data` lies where the caller wants it */
#define BEYOND     64   /* floats that may be read after the last row, as in memory of the planes' own */
#define WALL_STONE 0x7fc0beefu

typedef struct {
  EnginePlanes *own; /* whose strides are used */
  EnginePlanes planes;
  guint32 *stones; /* all of the memory */
  gint64 first, n; /* of `stones`: where `data` is, and how many there are */
} WalledPlanes;

/* `data` lies `offset` floats after the beginning of a page. */
static inline WalledPlanes *
walled_planes_new (gint64 n, gint64 height, gint64 width, gint64 offset) {
  g_autoptr (GError) error = NULL;
  WalledPlanes *self = g_new0 (WalledPlanes, 1);
  void *memory = NULL;

  self->own = engine_planes_new (n, height, width, &error);
  g_assert_no_error (error);
  self->first = WALL + offset;
  self->n = self->first + n * self->own->plane_stride + BEYOND + WALL;
  g_assert_cmpint (posix_memalign (&memory, 4096, (gsize) self->n * sizeof (float)), ==, 0);
  self->stones = memory;
  for (gint64 i = 0; i < self->n; i++)
    self->stones[i] = WALL_STONE;
  self->planes = *self->own;
  self->planes.data = (float *) memory + self->first;
  return self;
}

static inline void
walled_planes_free (WalledPlanes *self) {
  engine_planes_free (self->own);
  free (self->stones);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WalledPlanes, walled_planes_free)

static inline WalledPlanes *
walled_planes_new_from_image (const EngineTensor *image) {
  WalledPlanes *self = walled_planes_new (image->shape[2], image->shape[0], image->shape[1], 0);

  for (gint64 i = 0; i < image->length; i++) {
    gint64 pixel = i / self->planes.n, p = i % self->planes.n;

    self->planes.data[p * self->planes.plane_stride + pixel / self->planes.width * self->planes.row_stride
                      + pixel % self->planes.width] = image->data[i];
  }
  return self;
}

static inline void
assert_wall_stands (const WalledPlanes *self, gint64 begin, gint64 end) {
  for (gint64 i = begin; i < end; i++)
    if (self->stones[i] != WALL_STONE)
      g_error ("%" G_GINT64_FORMAT " floats from the first value of %" G_GINT64_FORMAT " planes was written",
               i - self->first, self->planes.n);
}

/* Rows may be written from end to end, with their padding; nothing else, neither between planes nor around them. */
static inline void
assert_walls_stand (const WalledPlanes *self) {
  const EnginePlanes *planes = &self->planes;
  gint64 wall = 0;

  for (gint64 p = 0; p < planes->n; p++) {
    gint64 plane = self->first + p * planes->plane_stride;

    assert_wall_stands (self, wall, plane);
    wall = plane + planes->height * planes->row_stride;
  }
  assert_wall_stands (self, wall, self->n);
}

static inline const float *
planes_row (const EnginePlanes *planes, gint64 plane, gint64 row) {
  return planes->data + plane * planes->plane_stride + row * planes->row_stride;
}

static inline void
assert_same_planes (const EnginePlanes *a, const EnginePlanes *b) {
  g_assert_true (a->n == b->n && a->height == b->height && a->width == b->width);
  for (gint64 p = 0; p < a->n; p++)
    for (gint64 y = 0; y < a->height; y++)
      g_assert_cmpmem (planes_row (a, p, y), (gsize) a->width * sizeof (float), planes_row (b, p, y),
                       (gsize) b->width * sizeof (float));
}

/* What is not finite is so in both. */
static inline void
assert_close_value (double value, double wanted, double tolerance) {
  if (isnan (wanted))
    g_assert_true (isnan (value));
  else if (isinf (wanted))
    g_assert_cmpfloat (value, ==, wanted);
  else
    g_assert_cmpfloat_with_epsilon (value, wanted, tolerance);
}

/* `wanted` is (rows, columns, filters). */
static inline void
layer_case_assert_close (const LayerCase *self, const EnginePlanes *planes, const EngineTensor *wanted) {
  g_assert_true (
      engine_tensor_has_shape (wanted, 3, (const gint64[]){ planes->height, planes->width, planes->n }));
  for (gint64 p = 0; p < planes->n; p++) {
    double ordinary = layer_case_tolerance (self, p, ORDINARY), any = layer_case_tolerance (self, p, FLT_MAX);

    for (gint64 i = 0; i < planes->height * planes->width; i++) {
      double value = wanted->data[i * planes->n + p];

      assert_close_value (planes_row (planes, p, i / planes->width)[i % planes->width], value,
                          fabs (value) <= ORDINARY ? ordinary : any);
    }
  }
}

static inline WalledPlanes *
layer_case_new_output (const LayerCase *self, gint64 offset) {
  return walled_planes_new (self->shape.spec.filters, self->shape.out_height / self->pool,
                            self->shape.out_width / self->pool, offset);
}

/* Between walls, at that level and with so many threads. */
static inline WalledPlanes *
layer_case_run (const LayerCase *self, EngineCpuLevel level, guint threads) {
  g_autoptr (GError) error = NULL;
  g_autoptr (EngineConvLayer) layer = layer_case_new_layer (self, level, threads);
  g_autoptr (WalledPlanes) input = walled_planes_new_from_image (self->image);
  WalledPlanes *output = layer_case_new_output (self, 0);

  g_assert_true (engine_conv_layer_run (layer, &input->planes, &output->planes, NULL, &error));
  g_assert_no_error (error);
  assert_walls_stand (output);
  return output;
}

/* In planes of the engine's own making, where a checker of memory notices what is read beyond them. */
static inline EnginePlanes *
layer_case_run_plainly (const LayerCase *self, EngineCpuLevel level, guint threads) {
  g_autoptr (GError) error = NULL;
  g_autoptr (EngineConvLayer) layer = layer_case_new_layer (self, level, threads);
  g_autoptr (EnginePlanes) input = engine_planes_new_from_image (self->image, &error);
  EnginePlanes *output = engine_conv_layer_new_output (layer, &error);

  g_assert_no_error (error);
  g_assert_true (engine_conv_layer_run (layer, input, output, NULL, &error));
  g_assert_no_error (error);
  return output;
}

/* Every level within the tolerance, and every number of threads with the same bits. */
static inline void
layer_case_check (const LayerCase *self) {
  static const guint threads[] = { 2, 3, 7 };
  g_autoptr (EngineTensor) wanted = layer_case_naive (self);

  for (EngineCpuLevel level = ENGINE_CPU_BASELINE; level <= engine_cpu_best_level (); level++) {
    g_autoptr (EnginePlanes) alone = layer_case_run_plainly (self, level, 1);

    layer_case_assert_close (self, alone, wanted);
    for (guint i = 0; i < G_N_ELEMENTS (threads); i++) {
      g_autoptr (WalledPlanes) together = layer_case_run (self, level, threads[i]);

      assert_same_planes (&together->planes, alone);
    }
  }
}

static inline void
check_layer (const EngineConvSpec *spec, gboolean relu, gint64 pool) {
  LayerCase self;

  layer_case_init (&self, spec, relu, pool, 1);
  layer_case_check (&self);
  layer_case_clear (&self);
}

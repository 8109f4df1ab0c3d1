/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a layer costs, as exact integers. The one place where weights and multiplications are counted. */
#pragma once

#include "engine-shape.h"

G_BEGIN_DECLS

typedef struct {
  gint64 outputs;
  gint64 weights; /* without biases */
  gint64 biases;
  gint64 multiplications;        /* every product of the padded window */
  gint64 multiplications_inside; /* only those on real pixels, not on padding */
  gint64 uses_per_weight;        /* positions that share one weight; 1 where nothing is shared */
  gint64 bytes;                  /* of weights and biases in float32 */
} EngineCount;

/* All return FALSE with ENGINE_ERROR_OVERFLOW where a number passes 64 bits, with ENGINE_ERROR_SHAPE where
 * one is not positive. */
gboolean engine_count_dense (EngineCount *self, gint64 inputs, gint64 outputs, gboolean bias, GError **error);
gboolean engine_count_conv (EngineCount *self, const EngineConvShape *shape, GError **error);
/* Locally connected: the convolution's connections, but every position has weights (and biases) of its
 * own. */
gboolean engine_count_local (EngineCount *self, const EngineConvShape *shape, GError **error);
gboolean engine_count_relu (EngineCount *self, gint64 values, GError **error);
/* Windows of size x size with stride size over (height, width, channels), rests dropped. Neither pool has
 * weights; the average pool multiplies each output once, by 1 / size². */
gboolean engine_count_pool (EngineCount *self, gint64 height, gint64 width, gint64 channels, gint64 size,
                            gboolean average, GError **error);
/* The same with windows, steps and padding of their own: `shape` has as many filters and groups as channels. */
gboolean engine_count_pool_shape (EngineCount *self, const EngineConvShape *shape, gboolean average,
                                  GError **error);
/* Two parameters a channel, a factor and a shift, counted as weight and bias. What it averages in training is not counted: it
 * is measured, not learned. */
gboolean engine_count_batch_norm (EngineCount *self, gint64 height, gint64 width, gint64 channels,
                                  GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-conv-private.h"

#include "engine-tensor-private.h"
#include "engine-threads.h"

#include <glib/gi18n-lib.h>

#define GRAIN_PRODUCTS 65536 /* multiplications worth waking a thread for */

typedef struct {
  const EngineConvShape *shape;
  const EngineTensor *input, *weights, *bias;
  EngineTensor *output;
} Local;

static gboolean
check_weights (const EngineConvShape *shape, const EngineTensor *weights, const EngineTensor *bias,
               GError **error) {
  const EngineConvSpec *spec = &shape->spec;
  const gint64 extents[] = { shape->out_height, shape->out_width, spec->filters,
                             spec->kernel[0],   spec->kernel[1],  shape->group_channels };

  return engine_tensor_check_shape (weights, _ ("weights"), 6, extents, error)
         && (!bias || engine_tensor_check_shape (bias, _ ("bias"), 3, extents, error));
}

static void
forward_rows_cb (gint64 begin, gint64 end, gpointer data) {
  const Local *self = data;
  const EngineConvSpec *spec = &self->shape->spec;
  gint64 n_taps = spec->kernel[0] * spec->kernel[1] * self->shape->group_channels;
  gint64 group_filters = spec->filters / spec->groups;

  for (gint64 y = begin; y < end; y++)
    for (gint64 x = 0; x < self->shape->out_width; x++)
      for (gint64 k = 0; k < spec->filters; k++) {
        gint64 i = (y * self->shape->out_width + x) * spec->filters + k;
        double sum = engine_conv_window_sum (self->shape, self->input->data, self->weights->data + i * n_taps,
                                             y, x, k / group_filters * self->shape->group_channels);

        self->output->data[i] = (float) (sum + (self->bias ? self->bias->data[i] : 0));
      }
}

EngineTensor *
engine_local_forward (const EngineConvShape *shape, const EngineTensor *input, const EngineTensor *weights,
                      const EngineTensor *bias, GError **error) {
  const gint64 extents[] = { shape->out_height, shape->out_width, shape->spec.filters };
  Local self = { .shape = shape, .input = input, .weights = weights, .bias = bias };

  if (!engine_conv_check_input (shape, input, error) || !check_weights (shape, weights, bias, error))
    return NULL;
  self.output = engine_tensor_new_unset (3, extents, error);
  if (!self.output)
    return NULL;

  engine_parallel_for (shape->out_height, GRAIN_PRODUCTS / (weights->length / shape->out_height) + 1,
                       forward_rows_cb, &self);
  return self.output;
}

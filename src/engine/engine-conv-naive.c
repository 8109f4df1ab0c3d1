/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-conv-private.h"
#include "engine-tensor-private.h"

EngineTensor *
engine_conv_forward_naive (const EngineConvShape *shape, const EngineTensor *input,
                           const EngineTensor *weights, const EngineTensor *bias, GError **error) {
  const EngineConvSpec *spec = &shape->spec;
  gint64 n_taps = spec->kernel[0] * spec->kernel[1] * shape->group_channels;
  gint64 group_filters = spec->filters / spec->groups;
  const gint64 extents[] = { shape->out_height, shape->out_width, spec->filters };
  EngineTensor *output;
  float *out;

  if (!engine_conv_check_input (shape, input, error)
      || !engine_conv_check_weights (shape, weights, bias, error)
      || !(output = engine_tensor_new_unset (3, extents, error)))
    return NULL;

  out = output->data;
  for (gint64 y = 0; y < shape->out_height; y++)
    for (gint64 x = 0; x < shape->out_width; x++)
      for (gint64 k = 0; k < spec->filters; k++) {
        gint64 first_channel = k / group_filters * shape->group_channels;
        double sum =
            engine_conv_window_sum (shape, input->data, weights->data + k * n_taps, y, x, first_channel);

        *out++ = (float) (sum + (bias ? bias->data[k] : 0));
      }
  return output;
}

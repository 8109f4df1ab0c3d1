/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine-conv.h"

G_BEGIN_DECLS

/* Whether the tensors fit `shape`; `bias` may be NULL. */
gboolean engine_conv_check_input (const EngineConvShape *shape, const EngineTensor *input, GError **error);
gboolean engine_conv_check_weights (const EngineConvShape *shape, const EngineTensor *weights,
                                    const EngineTensor *bias, GError **error);

/* The formula's sum for one output: `weights` (kh, kw, C / groups) on the window of output (y, x), without
 * bias. */
static inline double
engine_conv_window_sum (const EngineConvShape *shape, const float *input, const float *weights, gint64 y,
                        gint64 x, gint64 first_channel) {
  const EngineConvSpec *spec = &shape->spec;
  double sum = 0;

  for (gint64 i = 0; i < spec->kernel[0]; i++)
    for (gint64 j = 0; j < spec->kernel[1]; j++) {
      gint64 row = y * spec->stride[0] + i * spec->dilation[0] - shape->pad_top;
      gint64 column = x * spec->stride[1] + j * spec->dilation[1] - shape->pad_left;
      gboolean inside = row >= 0 && row < spec->height && column >= 0 && column < spec->width;

      for (gint64 c = 0; c < shape->group_channels; c++) {
        float value = inside ? input[(row * spec->width + column) * spec->channels + first_channel + c] : 0;

        sum += (double) *weights++ * value;
      }
    }
  return sum;
}

G_END_DECLS

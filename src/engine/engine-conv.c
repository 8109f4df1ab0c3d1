/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-conv-layer.h"
#include "engine-conv-private.h"
#include "engine-tensor-private.h"

#include <glib/gi18n-lib.h>

gboolean
engine_conv_check_input (const EngineConvShape *shape, const EngineTensor *input, GError **error) {
  const EngineConvSpec *spec = &shape->spec;

  return engine_tensor_check_shape (input, _ ("image"), 3,
                                    (const gint64[]){ spec->height, spec->width, spec->channels }, error);
}

gboolean
engine_conv_check_weights (const EngineConvShape *shape, const EngineTensor *weights,
                           const EngineTensor *bias, GError **error) {
  const EngineConvSpec *spec = &shape->spec;
  const gint64 extents[] = { spec->filters, spec->kernel[0], spec->kernel[1], shape->group_channels };

  return engine_tensor_check_shape (weights, _ ("weights"), 4, extents, error)
         && (!bias || engine_tensor_check_shape (bias, _ ("bias"), 1, extents, error));
}

EngineTensor *
engine_conv_forward (const EngineConvShape *shape, const EngineTensor *input, const EngineTensor *weights,
                     const EngineTensor *bias, GError **error) {
  g_autoptr (EngineConvLayer) layer = NULL;
  g_autoptr (EnginePlanes) planes = NULL, result = NULL;

  if (!engine_conv_check_input (shape, input, error)
      || !(layer = engine_conv_layer_new (shape, weights, bias, FALSE, 1, error))
      || !(result = engine_conv_layer_new_output (layer, error))
      || !(planes = engine_planes_new_from_image (input, error))
      || !engine_conv_layer_run (layer, planes, result, NULL, error))
    return NULL;
  return engine_planes_to_image (result, error);
}

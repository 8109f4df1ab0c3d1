/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A convolutional layer made ready to run often: convolution as in engine-conv.h, bias, then ReLU and a max pool where they are
 * asked for, in one pass over the image. What lies between is never written. */
#pragma once

#include "engine-planes.h"
#include "engine-shape.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _EngineConvLayer EngineConvLayer;

/* `weights` and `bias` (or NULL) as in engine_conv_forward(). `pool` is the side of the max pool's windows, which do not overlap and
 * whose rests are dropped; 1 for none. ENGINE_ERROR_SHAPE where something does not fit. */
EngineConvLayer *engine_conv_layer_new (const EngineConvShape *shape, const EngineTensor *weights,
                                        const EngineTensor *bias, gboolean relu, gint64 pool, GError **error);
void engine_conv_layer_free (EngineConvLayer *self);

/* What engine_conv_layer_run() fills: (filters, H' / pool, W' / pool). */
EnginePlanes *engine_conv_layer_new_output (const EngineConvLayer *self, GError **error);
/* From the image's planes (C, H, W). Uses engine_threads() threads where it is worth it, and gives the same bits with any number. It
 * allocates nothing; one layer is not to be run by two threads at once. FALSE only when cancelled (G_IO_ERROR_CANCELLED, within
 * 50 ms); then the output is unset. */
gboolean engine_conv_layer_run (EngineConvLayer *self, const EnginePlanes *input, EnginePlanes *output,
                                GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EngineConvLayer, engine_conv_layer_free)

G_END_DECLS

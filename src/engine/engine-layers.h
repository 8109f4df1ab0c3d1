/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The layers beside the convolution, forward. */
#pragma once

#include "engine-tensor.h"

G_BEGIN_DECLS

typedef enum { ENGINE_POOL_MAX, ENGINE_POOL_AVERAGE } EnginePool;

/* output[n] = bias[n] + sum over i of weights[n, i] * input[i]. The input may have any shape and is read in C
 * order; weights (N, inputs), bias (N) or NULL, output (N). */
EngineTensor *engine_dense_forward (const EngineTensor *input, const EngineTensor *weights,
                                    const EngineTensor *bias, GError **error);
/* max(0, x) of every value; any shape. */
EngineTensor *engine_relu_forward (const EngineTensor *input, GError **error);
/* Windows of size x size, stride size, rests dropped: (H, W, C) to (H / size, W / size, C). */
EngineTensor *engine_pool_forward (EnginePool kind, gint64 size, const EngineTensor *input, GError **error);

G_END_DECLS

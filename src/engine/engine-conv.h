/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two-dimensional convolution as deep learning means it (cross-correlation: the kernel is not flipped).
 *
 *   output[y, x, k] = bias[k] + sum over i, j, c of
 *     weights[k, i, j, c]
 *     * input[y * stride + i * dilation - pad_top, x * stride + j * dilation - pad_left, g(k) + c]
 *
 * input (H, W, C), weights (K, kh, kw, C / groups), bias (K) or NULL, output (H', W', K). Outside the input
 * stand zeros; g(k) is the first channel of filter k's group. V. Dumoulin, F. Visin, "A guide to convolution
 * arithmetic for deep learning" (2016), sections 2 and 5. */
#pragma once

#include "engine-shape.h"
#include "engine-tensor.h"

G_BEGIN_DECLS

/* ENGINE_ERROR_SHAPE where a tensor is not of the shape's extents, ENGINE_ERROR_TOO_LARGE where the output
 * does not fit. */
EngineTensor *engine_conv_forward (const EngineConvShape *shape, const EngineTensor *input,
                                   const EngineTensor *weights, const EngineTensor *bias, GError **error);
/* The loop nest of the formula, summed in double: reference for the one above. */
EngineTensor *engine_conv_forward_naive (const EngineConvShape *shape, const EngineTensor *input,
                                         const EngineTensor *weights, const EngineTensor *bias,
                                         GError **error);

/* The same connections without sharing: weights (H', W', K, kh, kw, C / groups), bias (H', W', K) or NULL. */
EngineTensor *engine_local_forward (const EngineConvShape *shape, const EngineTensor *input,
                                    const EngineTensor *weights, const EngineTensor *bias, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Images as planes, one a channel: what is drawn, and what the convolution works on. */
#pragma once

#include "engine-tensor.h"

G_BEGIN_DECLS

/* The value of plane p, row y, column x is data[p * plane_stride + y * row_stride + x]. Rows of 32 values and more are padded so that
 * each begins at 64 bytes; what stands in the padding is nobody's business. */
typedef struct {
  gint64 n, height, width;
  gint64 row_stride, plane_stride; /* floats */
  float *data;
  EngineTensor *memory; /* where `data` lies */
} EnginePlanes;

/* Unset. ENGINE_ERROR_SHAPE where an extent is not positive, ENGINE_ERROR_TOO_LARGE where they do not fit into memory. */
EnginePlanes *engine_planes_new (gint64 n, gint64 height, gint64 width, GError **error);
/* Of an image (H, W, C), and back. */
EnginePlanes *engine_planes_new_from_image (const EngineTensor *image, GError **error);
EngineTensor *engine_planes_to_image (const EnginePlanes *self, GError **error);
void engine_planes_free (EnginePlanes *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EnginePlanes, engine_planes_free)

G_END_DECLS

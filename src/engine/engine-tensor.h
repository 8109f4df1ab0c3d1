/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dense float32 arrays with a checked shape, row-major ("C order"). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ENGINE_TENSOR_MAX_RANK 6

/* Reference counted. A tensor is filled by whoever made it and read-only from the moment it is handed on.
 * `data` is aligned to 64 bytes; extents beyond `rank` are 1. A pixel image is (H, W, C). */
typedef struct {
  guint rank;
  gint64 shape[ENGINE_TENSOR_MAX_RANK];
  gint64 length; /* product of the extents */
  float *data;
} EngineTensor;

/* What this machine could hold at the very most. Beyond it an allocation may still succeed, and the process
 * be killed when it uses what it got. */
guint64 engine_memory_size (void);

/* A tensor of zeros. Every extent must be positive (ENGINE_ERROR_SHAPE) and the bytes must fit into memory
 * (ENGINE_ERROR_TOO_LARGE). */
EngineTensor *engine_tensor_new (guint rank, const gint64 *shape, GError **error);
/* The same for an (height, width, channels) image. */
EngineTensor *engine_tensor_new_image (gint64 height, gint64 width, gint64 channels, GError **error);
EngineTensor *engine_tensor_ref (EngineTensor *self);
void engine_tensor_unref (EngineTensor *self);

gboolean engine_tensor_has_shape (const EngineTensor *self, guint rank, const gint64 *shape);
/* The shape as people write it: "(10, 10, 1)", "(5,)". Free with g_free(). */
char *engine_tensor_shape_to_string (const EngineTensor *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EngineTensor, engine_tensor_unref)

G_END_DECLS

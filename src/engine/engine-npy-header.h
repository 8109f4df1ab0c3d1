/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The header of an .npy file: magic, version, length, and a Python dictionary with the keys descr,
 * fortran_order and shape. */
#pragma once

#include "engine-tensor.h"

G_BEGIN_DECLS

typedef enum { ENGINE_NPY_FLOAT32, ENGINE_NPY_FLOAT64, ENGINE_NPY_UINT8, ENGINE_NPY_INT32 } EngineNpyType;

typedef struct {
  EngineNpyType type;
  guint rank;
  gint64 shape[ENGINE_TENSOR_MAX_RANK];
  gsize size; /* of the header; the values follow */
} EngineNpyHeader;

/* `name` is what messages call the data. */
gboolean engine_npy_header_parse (EngineNpyHeader *self, const guint8 *data, gsize length, const char *name,
                                  GError **error);

G_END_DECLS

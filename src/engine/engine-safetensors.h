/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of named tensors in the safetensors format: the length of a header (8 bytes, little-endian), the
 * header (JSON), the values. Format: https://github.com/huggingface/safetensors. Values of F32, F64, F16 and
 * BF16 are read, F32 is written. A file that lies about itself is refused with ENGINE_ERROR_FORMAT, a sound one
 * of another kind with ENGINE_ERROR_UNSUPPORTED. */
#pragma once

#include "engine-tensor.h"

G_BEGIN_DECLS

/* Where a tensor stands in a file, and what it is. */
typedef struct {
  char *name;
  char *type; /* as the format calls it: "F32" */
  guint rank; /* may pass ENGINE_TENSOR_MAX_RANK; reading refuses that */
  gint64 shape[ENGINE_TENSOR_MAX_RANK];
  gint64 length;      /* product of all extents; 0 if one of them is */
  guint64 begin, end; /* bytes, from the end of the header */
} EngineSafetensorsEntry;

/* An open file; its header has been checked, its values are read when asked for. Not to be shared by threads. */
typedef struct {
  char *name;   /* what messages call the file */
  char *origin; /* "format" of its metadata: "pt" for PyTorch; NULL where there is none */
  guint n_entries;
  EngineSafetensorsEntry *entries; /* by their place in the file */
  int fd;
  guint64 values; /* where in the file they begin */
} EngineSafetensors;

EngineSafetensors *engine_safetensors_open (const char *path, GError **error);
void engine_safetensors_free (EngineSafetensors *self);
/* NULL if there is none. */
const EngineSafetensorsEntry *engine_safetensors_find (const EngineSafetensors *self, const char *name);
/* ENGINE_ERROR_UNSUPPORTED for other types, for none or more than six axes, and for values beyond float32. Not
 * a number and infinity are read as they are. */
EngineTensor *engine_safetensors_read (const EngineSafetensors *self, const EngineSafetensorsEntry *entry,
                                       GError **error);

typedef struct {
  const char *name; /* UTF-8; each once */
  const EngineTensor *tensor;
} EngineSafetensorsItem;

/* In this order. Complete or untouched, as engine_file_write(). */
gboolean engine_safetensors_save (const char *path, const EngineSafetensorsItem *items, guint n_items,
                                  GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EngineSafetensors, engine_safetensors_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* IDX files, as MNIST comes: the sizes of up to four axes, and the values, all big-endian; gzipped or not. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LEARNING_IDX_MAX_RANK 4

typedef enum { /* as the file names them */
               LEARNING_IDX_UINT8 = 0x08,
               LEARNING_IDX_INT8 = 0x09,
               LEARNING_IDX_INT16 = 0x0b,
               LEARNING_IDX_INT32 = 0x0c,
               LEARNING_IDX_FLOAT32 = 0x0d,
               LEARNING_IDX_FLOAT64 = 0x0e,
} LearningIdxType;

typedef struct {
  char *name; /* of the file, for sentences */
  LearningIdxType type;
  guint rank;
  gsize shape[LEARNING_IDX_MAX_RANK]; /* beyond the rank: 1 */
  gsize length;                       /* values: the product of the extents, never 0 */
  guint8 *bytes;                      /* the values as in the file */
} LearningIdx;

/* Reads the whole file; whether it is gzipped is told from its first bytes. It takes no more memory than the bytes that are
 * there. LEARNING_ERROR_DATA where it is no IDX file, lies about its sizes or cannot be unpacked; the engine's errors where it
 * cannot be read. */
LearningIdx *learning_idx_load (const char *path, GError **error);
void learning_idx_free (LearningIdx *self);
gboolean learning_idx_is_float (const LearningIdx *self);
double learning_idx_value (const LearningIdx *self, gsize index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LearningIdx, learning_idx_free)

G_END_DECLS

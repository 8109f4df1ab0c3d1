/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The arrays that a network's weights are kept in: w1, b1, w2, b2 … in a folder or in one file. Private to the files of
 * weights. */
#pragma once

#include "engine-tensor.h"
#include "learning-weights.h"

G_BEGIN_DECLS

typedef struct {
  char name[16]; /* "w1" */
  guint rank;
  gint64 shape[ENGINE_TENSOR_MAX_RANK];
  gint64 first, length; /* in the array of all parameters */
} LearningPart;

/* (LearningPart), the weights and then the biases of each layer that has some. */
GArray *learning_parts_new (const LearningNetwork *network);

/* Where they are: ….safetensors is a file, all else a folder of .npy files. */
gboolean learning_parts_is_file (const char *path);
/* What messages call that part: the file's name, or the part's and the file's. */
char *learning_parts_display_name (const char *path, const char *name);
/* NULL with LEARNING_ERROR_WEIGHTS where a file does not have it, or with the engine's errors. */
EngineTensor *learning_parts_read (const char *path, const char *name, GError **error);
/* All of the tensors, which are those of `parts` in that order, or none. */
gboolean learning_parts_write (const char *path, const GArray *parts, EngineTensor *const *tensors,
                               GError **error);

G_END_DECLS

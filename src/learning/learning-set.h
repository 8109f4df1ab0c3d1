/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Images with their classes, and the variants of them that tests of a network need. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Reference counted. Filled by whoever made it and read-only from the moment it is handed on. */
typedef struct {
  gsize n;                       /* images */
  gsize channels, height, width; /* of each */
  gsize pixels;                  /* channels * height * width: values of each */
  guint classes;
  float *images;   /* (n, channels, height, width): planes, as networks read them; aligned to 64 bytes */
  guint16 *labels; /* (n), each below `classes` */
} LearningSet;

/* Black images of class 0. LEARNING_ERROR_DATA where a size is 0 or memory does not hold it. */
LearningSet *learning_set_new (gsize n, gsize channels, gsize height, gsize width, guint classes,
                               GError **error);
LearningSet *learning_set_ref (LearningSet *self);
void learning_set_unref (LearningSet *self);

const float *learning_set_image (const LearningSet *self, gsize index);

/* These cannot fail but for memory, and then abort as g_malloc() does. */

/* Each image moved down by `rows` and to the right by `columns`, zeros in. */
LearningSet *learning_set_shifted (const LearningSet *self, int rows, int columns);
/* Normal noise of that standard deviation added to each value. */
LearningSet *learning_set_noisy (const LearningSet *self, double deviation, guint32 seed);
/* One permutation of the pixels, the same for all images (and all channels) and for every set of this size and seed. */
LearningSet *learning_set_permuted (const LearningSet *self, guint32 seed);
/* Up to `a_class` images of each class, drawn from the seed. */
LearningSet *learning_set_few (const LearningSet *self, gsize a_class, guint32 seed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LearningSet, learning_set_unref)

G_END_DECLS

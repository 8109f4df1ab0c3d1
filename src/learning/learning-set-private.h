/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "learning-set.h"

G_BEGIN_DECLS

/* The n (at least 1) images at `indices`, in that order. */
LearningSet *learning_set_take (const LearningSet *self, const guint32 *indices, gsize n);
/* Each image with `border` rows and columns of zeros at each side. */
LearningSet *learning_set_bordered (const LearningSet *self, gsize border);
/* About one image in six of each class goes to `test`, drawn from the seed; at least one where a class has two, and never
 * the last one. Order is kept. LEARNING_ERROR_DATA where no class has two. */
gboolean learning_set_hold_out (const LearningSet *self, guint32 seed, LearningSet **train,
                                LearningSet **test, GError **error);

G_END_DECLS

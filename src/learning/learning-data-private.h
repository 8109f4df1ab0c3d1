/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "learning-data.h"

G_BEGIN_DECLS

/* Images and labels of training and test, the latter NULL where both test paths are. `first_label` is that of class 0. */
gboolean learning_data_read_idx (const char *train_images, const char *train_labels, const char *test_images,
                                 const char *test_labels, LearningSet **train, LearningSet **test,
                                 guint *first_label, GError **error);

G_END_DECLS

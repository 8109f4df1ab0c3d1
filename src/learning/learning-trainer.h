/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trains a network and keeps the record of it. Synchronous; belongs to one thread at a time. */
#pragma once

#include "learning-data.h"
#include "learning-trace.h"

G_BEGIN_DECLS

typedef struct _LearningTrainer LearningTrainer;

/* Starts from `start`, or at random from the settings' seed where that is NULL. */
LearningTrainer *learning_trainer_new (LearningKind kind, LearningNetwork *network, LearningData *data,
                                       const LearningSettings *settings, const LearningWeights *start,
                                       guint threads, GError **error);
void learning_trainer_free (LearningTrainer *self);

/* The images of each step instead of random ones: (steps, batch), indices of training images. At its end it begins anew. */
gboolean learning_trainer_set_order (LearningTrainer *self, const gint32 *order, gsize steps, gsize batch,
                                     GError **error);
/* From the next step on. The seed and the start only matter to a new trainer; where an order is set, its batch stays. */
gboolean learning_trainer_set_settings (LearningTrainer *self, const LearningSettings *settings,
                                        GError **error);
/* Does up to `steps` steps, fewer if cancelled. LEARNING_ERROR_DIVERGED where the loss or a weight is no longer a number: the
 * record then says so, and the trainer stands at its last snapshot, before that. It runs again once it is rewound. */
gboolean learning_trainer_run (LearningTrainer *self, guint64 steps, GCancellable *cancellable,
                               GError **error);
guint64 learning_trainer_step (const LearningTrainer *self);
/* Before the update of the last step: its loss, and how many of its batch were right; of the first batch before any step. */
double learning_trainer_loss (const LearningTrainer *self, gsize *correct);
/* The weights as they are now, a copy. */
LearningWeights *learning_trainer_weights (const LearningTrainer *self);
/* What has happened so far, with a snapshot of this moment as its last: cheap enough for every frame. Test accuracies are
 * those of the whole test set where that is cheap, else of images from it at even distances. */
LearningTrace *learning_trainer_trace (LearningTrainer *self);
/* Back to a snapshot of the record, as learning_trainer_trace() gave it last: what came after it is forgotten, and training
 * goes on from there as it did, to the bit. The settings stay as they are now. */
void learning_trainer_rewind (LearningTrainer *self, guint snapshot);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LearningTrainer, learning_trainer_free)

G_END_DECLS

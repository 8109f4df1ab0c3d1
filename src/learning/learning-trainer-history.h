/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a trainer remembers of its run: all that a record shows, and all that it takes to go on from any moment of it.
 * Private to the trainer. */
#pragma once

#include "learning-optimizer.h"

G_BEGIN_DECLS

/* A moment to which a trainer can go back. Reference counted; only `snapshot` is ever exchanged. */
typedef struct {
  LearningSnapshot *snapshot;
  LearningMoments moments;
  double loss_sum; /* of all steps before it */
  double loss;     /* of the last of them, and how many of its batch were right */
  gsize correct;
  gatomicrefcount references;
} LearningMoment;

typedef struct {
  GPtrArray *moments; /* (LearningMoment), by rising step */
  guint most;         /* so many at most */
  GArray *sums;       /* (double) losses, the sum of each `stride` steps */
  guint64 stride;
  guint64 steps;
  double loss_sum; /* of all steps */
  double part;     /* of those since the last sum */
} LearningHistory;

void learning_history_init (LearningHistory *self);
void learning_history_clear (LearningHistory *self);
/* `bytes`: of a snapshot and what belongs to it, from now on. At most LEARNING_SNAPSHOTS_MAX are kept, and fewer where they
 * would take more than 256 MiB, but never fewer than 8. */
void learning_history_limit (LearningHistory *self, gsize bytes);

/* The first step after `step` that is to be kept: each at first, then about 5 % apart. */
guint64 learning_history_next (guint64 step);
/* The moment now, without its loss; `values` as in learning_snapshot_new(). */
LearningMoment *learning_history_moment (const LearningHistory *self, const LearningSnapshot *values,
                                         const LearningMoments *moments);
/* Takes over `moment`. Where there are too many then, every other one goes, but for the first and this one. */
void learning_history_keep (LearningHistory *self, LearningMoment *moment);
void learning_history_add_loss (LearningHistory *self, double loss);
/* Forgets what came after. */
void learning_history_rewind (LearningHistory *self, const LearningMoment *moment);

/* All moments, and `now` at the end where that is later. */
GPtrArray *learning_history_list (const LearningHistory *self, LearningMoment *now);
/* Mean of each `stride` steps that are complete. */
void learning_history_losses (const LearningHistory *self, float *losses);
guint learning_history_n_losses (const LearningHistory *self);

LearningMoment *learning_moment_ref (LearningMoment *self);
void learning_moment_unref (LearningMoment *self);

G_END_DECLS

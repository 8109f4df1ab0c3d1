/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "learning-trace.h"

G_BEGIN_DECLS

/* Of these numbers, with references of its own to weights and batch. */
LearningSnapshot *learning_snapshot_new (const LearningSnapshot *values);
/* With places for so many snapshots (NULL yet) and losses (0 yet); the rest is zero and to be filled. */
LearningTrace *learning_trace_new (LearningKind kind, LearningNetwork *network, const char *data_name,
                                   guint n_snapshots, guint n_losses);

G_END_DECLS

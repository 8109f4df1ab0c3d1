/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs the experiments whose results are learning-findings.h. */
#pragma once

#include "learning-data.h"
#include "learning-findings.h"

G_BEGIN_DECLS

/* One seed of one network in an experiment, all its cases: the findings with the accuracies added. Blocks (0.1 to 2 s);
 * NULL with G_IO_ERROR_CANCELLED, or the errors of what it trains. */
LearningFindings *learning_experiment_run (LearningExperiment experiment, LearningKind kind, guint32 seed,
                                           const LearningFindings *findings, LearningData *digits,
                                           GCancellable *cancellable, GError **error);

G_END_DECLS

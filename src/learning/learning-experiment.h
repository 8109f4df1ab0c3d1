/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs the experiments whose results are learning-findings.h. */
#pragma once

#include "learning-data.h"
#include "learning-findings.h"

G_BEGIN_DECLS

/* One seed of one network, all cases of the experiment: `accuracies` (learning_experiment_cases(), 0…1). Blocks (0.1 to some
 * seconds) on one thread, so that several can run side by side. FALSE with G_IO_ERROR_CANCELLED, or the errors of what it
 * trains. `digits` as learning_data_new_digits() makes them; the patterns it makes itself. */
gboolean learning_experiment_run (LearningExperiment experiment, LearningKind kind, guint32 seed,
                                  LearningData *digits, double accuracies[LEARNING_CASES_MAX],
                                  GCancellable *cancellable, GError **error);

G_END_DECLS

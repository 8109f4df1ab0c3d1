/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Experiments that a user runs: networks trained seed by seed in the background, two at a time. A model without widgets. */
#pragma once

#include "learning-findings.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define APP_EXPERIMENTS_SEEDS 5 /* of a run, where nobody chooses */

#define APP_TYPE_EXPERIMENTS (app_experiments_get_type ())

/* Signals:
 * - "changed": a seed of a network is done, or the run has begun or ended.
 * - "failed" (const char *): a sentence for people. The run has ended; what was found stays. */
G_DECLARE_FINAL_TYPE (AppExperiments, app_experiments, APP, EXPERIMENTS, GObject)

AppExperiments *app_experiments_new (void);

/* So many seeds more of each network, others than those that were recorded; past LEARNING_SEEDS_MAX it begins anew. With
 * LEARNING_EXPERIMENT_SHUFFLE_DIGITS the patterns are shuffled too. Ends a run that is under way. */
void app_experiments_start (AppExperiments *self, LearningExperiment experiment, guint seeds);
/* At once; what is half done is dropped. */
void app_experiments_stop (AppExperiments *self);
/* Stops, and forgets what was found here. */
void app_experiments_clear (AppExperiments *self);

gboolean app_experiments_get_running (AppExperiments *self);
/* How many seeds of each network there will be at the end of the run; 0 while none runs. */
guint app_experiments_get_wanted (AppExperiments *self);
LearningFindings *app_experiments_get_findings (AppExperiments *self);

G_END_DECLS

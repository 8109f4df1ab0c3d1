/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Three networks that learn side by side, in a thread of their own. Whoever holds it asks for things, which happen soon, and
 * takes the newest there is whenever it suits. Without any widget. */
#pragma once

#include "app-training-pace.h"
#include "app-training-plan.h"

G_BEGIN_DECLS

typedef struct _AppTrainingRun AppTrainingRun;

/* How it stands. */
typedef struct {
  LearningTrace *traces[LEARNING_N_KINDS]; /* references; NULL before the first */
  guint64 step;                            /* done by the networks; those that diverged stay behind */
  gboolean running;
  double seconds;           /* that it has run, the waiting for its pace included */
  double images_per_second; /* of all networks together; 0 where it does not run */
  char *problem;            /* a sentence, where a network diverged since the last time; NULL */
  guint asked;              /* the number of what was asked for last and is done */
} AppTrainingNews;

void app_training_news_clear (AppTrainingNews *self);

#define APP_TRAINING_STEPS_MAX 20000 /* it pauses there */

/* Takes the trainers. At rest. */
AppTrainingRun *app_training_run_new (LearningTrainer *trainers[LEARNING_N_KINDS], LearningData *data);
/* Ends it. The thread is gone within the time of a step; nobody waits for it. */
void app_training_run_free (AppTrainingRun *self);

LearningData *app_training_run_get_data (AppTrainingRun *self);

/* Each of these answers with the number by which the news tell that it is done. */
guint app_training_run_start (AppTrainingRun *self);
guint app_training_run_pause (AppTrainingRun *self);
/* One step, and at rest. */
guint app_training_run_step (AppTrainingRun *self);
/* Back to that step: what came after it is forgotten. */
guint app_training_run_rewind (AppTrainingRun *self, guint64 step);
/* From the next step on; seed and start stay. They have been checked. */
guint app_training_run_set_settings (AppTrainingRun *self, const LearningSettings *settings);
guint app_training_run_set_speed (AppTrainingRun *self, AppTrainingSpeed speed);

/* FALSE where there is nothing new; else replaces `news`. */
gboolean app_training_run_take (AppTrainingRun *self, AppTrainingNews *news);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AppTrainingRun, app_training_run_free)

G_END_DECLS

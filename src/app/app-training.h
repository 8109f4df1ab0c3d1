/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A training that a user drives: what is wanted, and the newest that is there of it. A model without widgets; all work is done
 * by other threads, and whatever is out of date by the time it is done is dropped. */
#pragma once

#include "app-training-run.h"

G_BEGIN_DECLS

#define APP_TYPE_TRAINING (app_training_get_type ())

/* Signals:
 * - "changed": it stands elsewhere; at most 30 times a second.
 * - "begun": other networks or images are there, at their start.
 * - "failed" (const char *): a sentence for people. What was there before stays, and so does its plan.
 * - "diverged" (const char *): likewise, of a network whose loss is huge, or no number any more. */
G_DECLARE_FINAL_TYPE (AppTraining, app_training, APP, TRAINING, GObject)

AppTraining *app_training_new (void);

/* What is wanted. Settings count from the next step of a running training; anything else begins another one, which runs if the
 * last one did. Before the first start nothing happens. */
void app_training_set_plan (AppTraining *self, const AppTrainingPlan *plan);
const AppTrainingPlan *app_training_get_plan (AppTraining *self);
void app_training_set_speed (AppTraining *self, AppTrainingSpeed speed);

/* Makes networks and images, where there are none; at rest. */
void app_training_prepare (AppTraining *self);
void app_training_start (AppTraining *self);
void app_training_pause (AppTraining *self);
void app_training_step (AppTraining *self);
/* Rests, and shows that step, which was done already; what comes next goes on from there. */
void app_training_seek (AppTraining *self, guint64 step);
/* From the same start once more. */
void app_training_again (AppTraining *self);

/* Steps are being done, or will be once it has begun. */
gboolean app_training_get_running (AppTraining *self);
/* Networks and images are being made. */
gboolean app_training_get_loading (AppTraining *self);
/* The step that is shown, and the last one there is. */
guint64 app_training_get_step (AppTraining *self);
guint64 app_training_get_steps (AppTraining *self);
double app_training_get_seconds (AppTraining *self);
double app_training_get_images_per_second (AppTraining *self);
/* NULL before it has begun. */
LearningTrace *app_training_get_trace (AppTraining *self, LearningKind kind);
/* Another one's, to be looked at, at its end. What is started next begins anew. */
void app_training_show (AppTraining *self, LearningKind kind, LearningTrace *trace);
/* What it learns from; NULL before it has begun. */
LearningData *app_training_get_data (AppTraining *self);

G_END_DECLS

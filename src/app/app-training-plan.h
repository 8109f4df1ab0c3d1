/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the networks of a live training are, what they learn from, and how: everything that a user can choose about it. */
#pragma once

#include "learning-course.h"

G_BEGIN_DECLS

typedef enum {
  APP_TRAINING_PATTERNS, /* hidden patterns, made on the spot */
  APP_TRAINING_DIGITS,   /* those that ship */
  APP_TRAINING_IDX,      /* a file of images; those of labels and of tests stand beside it */
  APP_TRAINING_FOLDER,   /* with a subfolder a class */
} AppTrainingSource;

#define APP_TRAINING_POOL_USUAL (-1) /* the one that the lesson's networks have */

typedef struct {
  AppTrainingSource source;
  char *path;                /* of the file or folder; else NULL */
  LearningChoices choices;   /* nodes, filters, seed */
  gint64 pool;               /* as in LearningRecipe, of both layers with windows */
  guint a_class;             /* only so many training images of each class; 0: all */
  LearningSettings settings; /* of all three networks; its seed is that of the choices */
} AppTrainingPlan;

/* As the lesson trains, on that course. */
void app_training_plan_init (AppTrainingPlan *self, LearningCourse course, const LearningChoices *choices);
void app_training_plan_copy (AppTrainingPlan *self, const AppTrainingPlan *other);
void app_training_plan_clear (AppTrainingPlan *self);

/* In whose place of the lesson its runs are shown. */
LearningCourse app_training_plan_course (const AppTrainingPlan *self);
/* What a running training of the one needs to become the other is nothing but other settings. */
gboolean app_training_plan_continues (const AppTrainingPlan *self, const AppTrainingPlan *other);
/* Both learn from the same images, the number of them aside. */
gboolean app_training_plan_same_data (const AppTrainingPlan *self, const AppTrainingPlan *other);

/* These block. All images of the source; errors are sentences for people. */
LearningData *app_training_plan_load (const AppTrainingPlan *self, GCancellable *cancellable, GError **error);
/* The trainers of all kinds, or none of them. */
gboolean app_training_plan_begin (const AppTrainingPlan *self, LearningData *data,
                                  LearningTrainer *trainers[LEARNING_N_KINDS], GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The runs that the lesson shows, and how they are made: one definition for window, command line and tests. */
#pragma once

#include "learning-data.h"
#include "learning-record.h"
#include "learning-trainer.h"

G_BEGIN_DECLS

/* What can be chosen about them. */
typedef struct {
  guint32 seed;
  gint64 nodes, filters;
} LearningChoices;

/* The network of that kind in that course: on the patterns the convolution has a pool over the whole map. */
LearningRecipe learning_course_recipe (LearningCourse course, LearningKind kind,
                                       const LearningChoices *choices);
/* How it is trained there, and for how many steps in the lesson. */
LearningSettings learning_course_settings (LearningCourse course, LearningKind kind,
                                           const LearningChoices *choices);
guint64 learning_course_steps (LearningCourse course);
/* `folder` holds the digits' files. */
LearningData *learning_course_data (LearningCourse course, const LearningChoices *choices, const char *folder,
                                    GError **error);
/* The record with all six runs anew, several at a time: some tenths of a second. Blocks. */
LearningRecord *learning_course_run (const LearningRecord *record, const LearningChoices *choices,
                                     const char *folder, GCancellable *cancellable, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that a lesson shows of training: a run of each network on each data set, and what the experiments found. Immutable and
 * reference counted. */
#pragma once

#include "learning-findings.h"
#include "learning-trace.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  LEARNING_COURSE_PATTERNS, /* hidden patterns */
  LEARNING_COURSE_DIGITS,   /* handwritten digits, or a user's own data */
  LEARNING_N_COURSES
} LearningCourse;

typedef struct {
  LearningTrace *traces[LEARNING_N_COURSES][LEARNING_N_KINDS]; /* NULL where it has not been run */
  LearningFindings *recorded;                                  /* shipped: found beforehand */
  LearningFindings *live;                                      /* found here */
} LearningRecord;

/* Without runs and findings. */
LearningRecord *learning_record_new (void);
LearningRecord *learning_record_ref (LearningRecord *self);
void learning_record_unref (LearningRecord *self);
LearningRecord *learning_record_with_trace (const LearningRecord *self, LearningCourse course,
                                            LearningKind kind, LearningTrace *trace);
LearningRecord *learning_record_with_live (const LearningRecord *self, LearningFindings *live);
LearningRecord *learning_record_with_recorded (const LearningRecord *self, LearningFindings *recorded);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LearningRecord, learning_record_unref)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-record.h"

typedef struct {
  LearningRecord record;
  gatomicrefcount references;
} Shared;

LearningRecord *
learning_record_new (void) {
  Shared *shared = g_new0 (Shared, 1);

  g_atomic_ref_count_init (&shared->references);
  shared->record.recorded = learning_findings_new ();
  shared->record.live = learning_findings_new ();
  return &shared->record;
}

LearningRecord *
learning_record_ref (LearningRecord *self) {
  g_atomic_ref_count_inc (&((Shared *) self)->references);
  return self;
}

void
learning_record_unref (LearningRecord *self) {
  if (!g_atomic_ref_count_dec (&((Shared *) self)->references))
    return;
  for (int course = 0; course < LEARNING_N_COURSES; course++)
    for (int kind = 0; kind < LEARNING_N_KINDS; kind++)
      g_clear_pointer (&self->traces[course][kind], learning_trace_unref);
  learning_findings_unref (self->recorded);
  learning_findings_unref (self->live);
  g_free (self);
}

static LearningRecord *
copy (const LearningRecord *self) {
  Shared *shared = g_new0 (Shared, 1);
  LearningRecord *other = &shared->record;

  g_atomic_ref_count_init (&shared->references);
  *other = *self;
  for (int course = 0; course < LEARNING_N_COURSES; course++)
    for (int kind = 0; kind < LEARNING_N_KINDS; kind++)
      if (other->traces[course][kind] != NULL)
        learning_trace_ref (other->traces[course][kind]);
  learning_findings_ref (other->recorded);
  learning_findings_ref (other->live);
  return other;
}

LearningRecord *
learning_record_with_trace (const LearningRecord *self, LearningCourse course, LearningKind kind,
                            LearningTrace *trace) {
  LearningRecord *other = copy (self);

  g_clear_pointer (&other->traces[course][kind], learning_trace_unref);
  other->traces[course][kind] = trace != NULL ? learning_trace_ref (trace) : NULL;
  return other;
}

LearningRecord *
learning_record_with_live (const LearningRecord *self, LearningFindings *live) {
  LearningRecord *other = copy (self);

  learning_findings_unref (other->live);
  other->live = learning_findings_ref (live);
  return other;
}

LearningRecord *
learning_record_with_recorded (const LearningRecord *self, LearningFindings *recorded) {
  LearningRecord *other = copy (self);

  learning_findings_unref (other->recorded);
  other->recorded = learning_findings_ref (recorded);
  return other;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-findings.h"

#include <math.h>

typedef struct {
  LearningFindings findings;
  gatomicrefcount references;
} Shared;

LearningFindings *
learning_findings_new (void) {
  Shared *shared = g_new0 (Shared, 1);

  g_atomic_ref_count_init (&shared->references);
  return &shared->findings;
}

LearningFindings *
learning_findings_ref (LearningFindings *self) {
  g_atomic_ref_count_inc (&((Shared *) self)->references);
  return self;
}

void
learning_findings_unref (LearningFindings *self) {
  if (g_atomic_ref_count_dec (&((Shared *) self)->references))
    g_free (self);
}

double
learning_finding_mean (const LearningFinding *self) {
  double sum = 0;

  for (guint i = 0; i < self->n; i++)
    sum += self->accuracies[i];
  return self->n > 0 ? sum / self->n : 0;
}

double
learning_finding_deviation (const LearningFinding *self) {
  double mean = learning_finding_mean (self), sum = 0;

  for (guint i = 0; i < self->n; i++)
    sum += (self->accuracies[i] - mean) * (self->accuracies[i] - mean);
  return self->n > 1 ? sqrt (sum / (self->n - 1)) : 0;
}

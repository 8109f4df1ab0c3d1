/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-trace.h"

typedef struct {
  LearningTrace trace;
  gatomicrefcount references;
} Shared;

LearningTrace *
learning_trace_ref (LearningTrace *self) {
  g_atomic_ref_count_inc (&((Shared *) self)->references);
  return self;
}

void
learning_trace_unref (LearningTrace *self) {
  if (!g_atomic_ref_count_dec (&((Shared *) self)->references))
    return;
  g_free (self);
}

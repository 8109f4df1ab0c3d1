/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-data.h"

typedef struct {
  LearningData data;
  gatomicrefcount references;
} Shared;

static const char *const none[] = { NULL };

LearningData *
learning_data_new (const char *name, LearningSet *train, LearningSet *test, const char *const *class_names,
                   const char *const *skipped) {
  Shared *shared = g_new0 (Shared, 1);

  shared->data = (LearningData){
    .name = g_strdup (name),
    .train = learning_set_ref (train),
    .test = learning_set_ref (test),
    .class_names = g_strdupv ((char **) class_names),
    .skipped = g_strdupv ((char **) (skipped != NULL ? skipped : none)),
  };
  g_atomic_ref_count_init (&shared->references);
  return &shared->data;
}

LearningData *
learning_data_ref (LearningData *self) {
  g_atomic_ref_count_inc (&((Shared *) self)->references);
  return self;
}

void
learning_data_unref (LearningData *self) {
  if (self == NULL || !g_atomic_ref_count_dec (&((Shared *) self)->references))
    return;
  g_free (self->name);
  learning_set_unref (self->train);
  learning_set_unref (self->test);
  g_strfreev (self->class_names);
  g_strfreev (self->skipped);
  g_free (self);
}

static LearningData *
with_sets (const LearningData *self, LearningSet *train, LearningSet *test) {
  return learning_data_new (self->name, train, test, (const char *const *) self->class_names,
                            (const char *const *) self->skipped);
}

LearningData *
learning_data_permuted (const LearningData *self, guint32 seed) {
  g_autoptr (LearningSet) train = learning_set_permuted (self->train, seed);
  g_autoptr (LearningSet) test = learning_set_permuted (self->test, seed);

  return with_sets (self, train, test);
}

LearningData *
learning_data_few (const LearningData *self, gsize a_class, guint32 seed) {
  g_autoptr (LearningSet) train = learning_set_few (self->train, a_class, seed);

  return with_sets (self, train, self->test);
}

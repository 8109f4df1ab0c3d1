/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-findings.h"

#include <math.h>

typedef struct {
  LearningFindings findings;
  gatomicrefcount references;
} Shared;

/* What an experiment is like. Cases end with NULL. */
typedef struct {
  const char *name;
  const char *cases[LEARNING_CASES_MAX + 1];
} Experiment;

static const Experiment experiments[LEARNING_N_EXPERIMENTS] = {
  [LEARNING_EXPERIMENT_SHIFT] = { "shift", { "moved-0", "moved-1", "moved-2" } },
  [LEARNING_EXPERIMENT_SHUFFLE_DIGITS] = { "shuffle-digits", { "as-they-are", "shuffled" } },
  [LEARNING_EXPERIMENT_SHUFFLE_PATTERNS] = { "shuffle-patterns", { "as-they-are", "shuffled" } },
  [LEARNING_EXPERIMENT_FEW] = { "few", { "images-5", "images-10", "images-20", "images-50", "images-100" } },
  [LEARNING_EXPERIMENT_FROZEN] = { "frozen",
                                   { "filters-32", "filters-32-frozen", "filters-4", "filters-4-frozen",
                                     "filters-32-global", "filters-32-global-frozen" } },
};

static const gsize few[] = { 5, 10, 20, 50, 100 };

/* Of the frozen filters: where the readout is large they do nearly as well as learned ones, where it is small they do not. */
static const LearningRecipe readouts[] = {
  { LEARNING_CONVOLUTION, 32, 3, 4, FALSE },
  { LEARNING_CONVOLUTION, 4, 3, 4, FALSE },
  { LEARNING_CONVOLUTION, 32, 3, 0, FALSE },
};

const char *
learning_experiment_name (LearningExperiment experiment) {
  return experiments[experiment].name;
}

const char *
learning_experiment_case_name (LearningExperiment experiment, guint a_case) {
  return experiments[experiment].cases[a_case];
}

guint
learning_experiment_cases (LearningExperiment experiment) {
  guint n = 0;

  while (experiments[experiment].cases[n] != NULL)
    n++;
  return n;
}

gboolean
learning_experiment_has (LearningExperiment experiment, LearningKind kind) {
  return experiment != LEARNING_EXPERIMENT_FROZEN || kind == LEARNING_CONVOLUTION;
}

/* On the digits the local layer has the convolution's pool where the two are compared by that: sharing is the one difference
 * then. */
LearningRecipe
learning_experiment_recipe (LearningExperiment experiment, LearningKind kind, guint a_case) {
  LearningRecipe recipe = learning_recipe (kind);

  if (experiment == LEARNING_EXPERIMENT_FROZEN)
    return readouts[a_case / 2];
  if (experiment == LEARNING_EXPERIMENT_SHUFFLE_PATTERNS && kind == LEARNING_CONVOLUTION)
    recipe.pool = 0;
  if (kind == LEARNING_LOCAL
      && (experiment == LEARNING_EXPERIMENT_SHIFT || experiment == LEARNING_EXPERIMENT_SHUFFLE_DIGITS))
    recipe.pool = 4;
  return recipe;
}

gsize
learning_experiment_images (guint a_case) {
  return few[a_case];
}

gboolean
learning_experiment_is_frozen (guint a_case) {
  return a_case % 2 == 1;
}

LearningFindings *
learning_findings_new (void) {
  Shared *shared = g_new0 (Shared, 1);

  g_atomic_ref_count_init (&shared->references);
  return &shared->findings;
}

LearningFindings *
learning_findings_with (const LearningFindings *self, LearningExperiment experiment, LearningKind kind,
                        const double *accuracies) {
  LearningFindings *other = learning_findings_new ();
  LearningFinding *cases = other->findings[experiment][kind];

  *other = *self;
  for (guint i = 0; i < learning_experiment_cases (experiment); i++)
    if (cases[i].n < LEARNING_SEEDS_MAX)
      cases[i].accuracies[cases[i].n++] = accuracies[i];
  return other;
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

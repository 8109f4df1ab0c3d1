/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What experiments with the networks found: test accuracies over several seeds. Immutable and reference counted. */
#pragma once

#include "learning-network.h"

G_BEGIN_DECLS

typedef enum {
  LEARNING_EXPERIMENT_SHIFT,            /* digits; cases: moved by 0, 1, 2 pixels */
  LEARNING_EXPERIMENT_SHUFFLE_DIGITS,   /* cases: as they are, pixels permuted (and trained anew) */
  LEARNING_EXPERIMENT_SHUFFLE_PATTERNS, /* likewise, hidden patterns */
  LEARNING_EXPERIMENT_FEW,              /* digits; cases: 5, 10, 20, 50, 100 images a class */
  LEARNING_EXPERIMENT_FROZEN, /* digits, convolution only; cases: three networks, each learned, then its filters frozen */
  LEARNING_N_EXPERIMENTS
} LearningExperiment;

/* The permutation of the pixels is the same in all runs, and in the lesson's picture of it. */
#define LEARNING_SHUFFLE_SEED 1

#define LEARNING_CASES_MAX 8
#define LEARNING_SEEDS_MAX 20

typedef struct {
  guint n;                               /* seeds that have been run */
  double accuracies[LEARNING_SEEDS_MAX]; /* 0…1 */
} LearningFinding;

/* All cases of an experiment with a network have been run with the same seeds. */
typedef struct {
  LearningFinding findings[LEARNING_N_EXPERIMENTS][LEARNING_N_KINDS][LEARNING_CASES_MAX];
} LearningFindings;

LearningFindings *learning_findings_new (void);
LearningFindings *learning_findings_ref (LearningFindings *self);
void learning_findings_unref (LearningFindings *self);

/* "shift", "shuffle-digits", …; "moved-1", "shuffled", "images-20", …: for files and the command line. Static. */
const char *learning_experiment_name (LearningExperiment experiment);
const char *learning_experiment_case_name (LearningExperiment experiment, guint a_case);
guint learning_experiment_cases (LearningExperiment experiment);
/* Whether that network takes part, and what it is like there. */
gboolean learning_experiment_has (LearningExperiment experiment, LearningKind kind);
LearningRecipe learning_experiment_recipe (LearningExperiment experiment, LearningKind kind, guint a_case);
/* Training images a class in that case of LEARNING_EXPERIMENT_FEW; whether the filters are frozen in that of …_FROZEN. */
gsize learning_experiment_images (guint a_case);
gboolean learning_experiment_is_frozen (guint a_case);

/* The same with one more seed of that network: an accuracy for each case. Past LEARNING_SEEDS_MAX nothing is added. */
LearningFindings *learning_findings_with (const LearningFindings *self, LearningExperiment experiment,
                                          LearningKind kind, const double *accuracies);

/* Of the seeds so far; the standard deviation is the sample's, and 0 below two. */
double learning_finding_mean (const LearningFinding *self);
double learning_finding_deviation (const LearningFinding *self);

/* A key file, checked on loading: LEARNING_ERROR_DATA. */
gboolean learning_findings_save (const LearningFindings *self, const char *path, GError **error);
LearningFindings *learning_findings_load (const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LearningFindings, learning_findings_unref)

G_END_DECLS

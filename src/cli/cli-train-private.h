/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of `train` share: what was asked for, what it was opened as, and what came out. */
#pragma once

#include "learning-data.h"
#include "learning-trainer.h"

G_BEGIN_DECLS

/* As given; NULL where they were not. */
typedef struct {
  char *network, *filters, *nodes, *pool, *data, *size, *seed, *start, *epochs, *steps, *batch, *rate,
      *momentum, *optimizer, *decay, *init, *order, *permute, *save, *log, *trace, *threads;
  gboolean average, frozen, json;
} CliTrainOptions;

typedef enum {
  CLI_TRAIN_DIGITS,   /* that ship */
  CLI_TRAIN_PATTERNS, /* made from the seed */
  CLI_TRAIN_IDX,
  CLI_TRAIN_FOLDER,
} CliTrainSource;

/* What was asked for, read and checked as far as it can be without opening a file. */
typedef struct {
  const CliTrainOptions *options;
  CliTrainSource source;
  char **files; /* of IDX: images, labels, and perhaps the same for the test */
  gint64 size;  /* to which the pictures of a folder are reduced */
  LearningRecipe recipe;
  LearningSettings settings; /* its decay is only known with the data */
  gboolean falls;            /* the rate falls to 0 with the last step */
  gint64 steps, epochs;      /* one of them is 0 */
  gboolean permuted;
  gint64 permutation; /* its seed */
  guint threads;      /* 0 for as many as there are */
} CliTrainPlan;

/* The same with everything that it needs. */
typedef struct {
  const CliTrainPlan *plan;
  LearningData *plain, *data; /* before and after the permutation: the same where there is none */
  LearningNetwork *network;
  LearningTrainer *trainer;
  guint64 steps;
} CliTrainJob;

/* What has happened to it. */
typedef struct {
  guint64 steps;
  LearningTrace *trace;     /* its last snapshot is the end, or from before the rate was too high */
  LearningWeights *weights; /* likewise */
  GString *log;             /* NULL where none is asked for */
  int signal;               /* that stopped it; 0 for none */
} CliTrainResult;

/* Leaves what it allocates to the clear functions below, also where it fails. */
gboolean cli_train_plan_init (CliTrainPlan *self, const CliTrainOptions *options, GError **error);
void cli_train_plan_clear (CliTrainPlan *self);

/* Opens data, start and order; what could not be used of a folder is named on standard error. */
gboolean cli_train_job_init (CliTrainJob *self, const CliTrainPlan *plan, GError **error);
void cli_train_job_clear (CliTrainJob *self);

/* Trains until the steps are done, a signal stops it, or the loss is no longer a number (LEARNING_ERROR_DIVERGED). In each of
 * these cases there is a result. */
gboolean cli_train_run (CliTrainJob *job, CliTrainResult *self, GError **error);
void cli_train_result_clear (CliTrainResult *self);

/* Writes the files that were asked for; each is tried, and the first error reported. */
gboolean cli_train_save (const CliTrainJob *job, const CliTrainResult *result, GError **error);
/* Tests the network and prints what it is and how good it has become. */
void cli_train_report (const CliTrainJob *job, const CliTrainResult *result);
double cli_train_samples_per_second (const LearningTrace *trace);

/* One line on standard error that is drawn over itself, where that is a terminal. */
typedef struct {
  gboolean on;
  gint64 next; /* when to draw, in microseconds of the monotonic clock */
} CliTrainProgress;

void cli_train_progress_init (CliTrainProgress *self);
void cli_train_progress_show (CliTrainProgress *self, const CliTrainJob *job, guint64 step);
void cli_train_progress_clear (CliTrainProgress *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliTrainPlan, cli_train_plan_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliTrainJob, cli_train_job_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliTrainResult, cli_train_result_clear)

G_END_DECLS

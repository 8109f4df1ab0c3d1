/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The record of a training run: what a lesson sees of it. Immutable and reference counted; the trainer makes a new one as it
 * goes on, which shares all but what is new. */
#pragma once

#include "learning-set.h"
#include "learning-weights.h"

G_BEGIN_DECLS

typedef enum { LEARNING_SGD, LEARNING_ADAM } LearningOptimizer;

/* How to train. Plain value. */
typedef struct {
  guint32 seed; /* of the random start, and of the order of the images */
  LearningStart start;
  LearningOptimizer optimizer;
  double rate;     /* learning rate */
  double momentum; /* of SGD: v = momentum * v + gradient, w = w - rate * v */
  guint64 decay;   /* the rate falls linearly to 0 over so many steps; 0: it stays */
  guint batch;     /* images a step */
  gboolean frozen; /* the first layer stays at its start */
} LearningSettings;

#define LEARNING_BATCH_MAX 4096

/* SGD, rate 0.1, momentum 0.9, batch 32, He, seed 1. */
void learning_settings_init (LearningSettings *self);
/* LEARNING_ERROR_SETTINGS names the choice that is out of range. */
gboolean learning_settings_check (const LearningSettings *self, GError **error);

/* One moment of a run. Immutable, reference counted. */
typedef struct {
  guint64 step;         /* so many steps were done; 0: the random start */
  guint64 images;       /* so many images were seen */
  double loss;          /* mean over the steps since the snapshot before; of the first batch at step 0 */
  double test_accuracy; /* 0…1 */
  LearningWeights *weights;
  LearningSet *batch; /* the images of the step that comes next */
} LearningSnapshot;

LearningSnapshot *learning_snapshot_ref (LearningSnapshot *self);
void learning_snapshot_unref (LearningSnapshot *self);
/* Its loss is more than ten times that of guessing: with so high a rate nodes die, and it will not come back. */
gboolean learning_snapshot_is_astray (const LearningSnapshot *self);
/* The part of each position in the gradient of a filter at that step, (positions, taps), as
 * learning_model_position_gradients(). Computed, not kept: the same every time. Free with g_free(). */
float *learning_snapshot_position_gradients (const LearningSnapshot *self, gsize filter);
/* Its answer to an image, (channels, rows, columns): `probabilities` (classes). */
void learning_snapshot_classify (const LearningSnapshot *self, const float *image, float *probabilities);

/* The class of the largest value, the first of equals. */
gint64 learning_likeliest (const float *probabilities, gint64 classes);

typedef struct {
  char *data_name;
  LearningKind kind;
  LearningNetwork *network;
  LearningSettings settings; /* the last ones */
  guint n_snapshots;         /* at least one; by rising step */
  LearningSnapshot **snapshots;
  guint n_losses; /* the loss of every `loss_stride` steps, their mean: at most LEARNING_LOSSES_MAX points */
  guint64 loss_stride;
  float *losses;
  double seconds;    /* of computing so far, steps only */
  gboolean diverged; /* the loss is no longer a number: the last snapshot is from before that */
} LearningTrace;

#define LEARNING_LOSSES_MAX    2048
#define LEARNING_SNAPSHOTS_MAX 256

LearningTrace *learning_trace_ref (LearningTrace *self);
void learning_trace_unref (LearningTrace *self);

guint64 learning_trace_steps (const LearningTrace *self);
/* It diverged, or its loss was astray by that snapshot and is no better than guessing there: nodes are dead, and what is left
 * of it only guesses. */
gboolean learning_trace_is_lost (const LearningTrace *self, guint snapshot);
/* The last snapshot that is not after `step`. */
guint learning_trace_find (const LearningTrace *self, double step);
/* Multiplications that the training took up to that snapshot, forward and backward, from the engine's counts: the forward
 * ones, once more for the weights' gradients, and once more for the inputs' of all layers but the first. */
gint64 learning_trace_multiplications (const LearningTrace *self, guint snapshot);

/* One file. LEARNING_ERROR_TRACE says what is wrong with one that is cut short, altered or no trace. */
gboolean learning_trace_save (const LearningTrace *self, const char *path, GError **error);
LearningTrace *learning_trace_load (const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LearningSnapshot, learning_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LearningTrace, learning_trace_unref)

G_END_DECLS

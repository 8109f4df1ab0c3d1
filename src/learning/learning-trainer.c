/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-trainer.h"

#include "learning-error.h"
#include "learning-model.h"
#include "learning-set-private.h"
#include "learning-trace-private.h"
#include "learning-trainer-history.h"
#include "learning-trainer-order.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Multiplications that a snapshot's test accuracy may take, and the images it takes at least. */
#define TEST_MULTIPLICATIONS 200000000
#define TEST_FEWEST          500

struct _LearningTrainer {
  LearningKind kind;
  LearningNetwork *network;
  LearningData *data;
  LearningSet *test; /* what accuracies are told from: of a large test set only a part */
  LearningSettings settings;
  LearningModel *model;
  LearningOrder order;
  LearningHistory history;

  guint64 step, images;
  LearningWeights *weights; /* changed in place, never handed on */
  LearningMoments moments;
  float *gradient; /* (n_parameters) */
  guint32 *batch;  /* (batch_size): images of the next step */
  gsize batch_size;
  double loss; /* of the last step; of the first batch before any */
  gsize correct;
  double seconds;
  gboolean diverged;

  LearningMoment *now; /* the last one made for a record that is not in the history; NULL: none */
  GPtrArray *recorded; /* (LearningMoment) of the last record: what rewinding counts in */
};

/* What a snapshot and what belongs to it take in memory. */
static gsize
snapshot_size (const LearningTrainer *self) {
  gsize n = (gsize) self->network->n_parameters;
  gsize batch = self->order.given != NULL ? self->order.given_batch : self->settings.batch;

  return n * sizeof (float) + learning_moments_size (self->settings.optimizer, n)
         + batch * self->data->train->pixels * sizeof (float);
}

/* All of it where that is cheap, as in the lesson's networks; else images at even distances. */
static LearningSet *
new_test_set (const LearningNetwork *network, LearningSet *set) {
  gsize n = MAX (TEST_FEWEST, (gsize) (TEST_MULTIPLICATIONS / MAX (network->multiplications, 1)));
  g_autofree guint32 *indices = NULL;

  if (n >= set->n)
    return learning_set_ref (set);
  indices = g_new (guint32, n);
  for (gsize i = 0; i < n; i++)
    indices[i] = (guint32) ((guint64) i * set->n / n);
  return learning_set_take (set, indices, n);
}

static void
prepare_batch (LearningTrainer *self) {
  self->batch_size = self->order.given != NULL ? self->order.given_batch : self->settings.batch;
  self->batch = g_renew (guint32, self->batch, self->batch_size);
  learning_order_fill (&self->order, self->step, self->images, self->batch_size, self->batch);
}

static LearningWeights *
copy_weights (const LearningWeights *weights) {
  LearningWeights *copy = learning_weights_new (weights->network);

  memcpy (copy->values, weights->values, (gsize) weights->network->n_parameters * sizeof (float));
  return copy;
}

static LearningMoment *
new_moment (LearningTrainer *self) {
  g_autoptr (LearningWeights) weights = copy_weights (self->weights);
  g_autoptr (LearningSet) batch = learning_set_take (self->data->train, self->batch, self->batch_size);
  LearningSnapshot values = {
    .step = self->step,
    .images = self->images,
    .loss = self->loss,
    .test_accuracy = learning_model_accuracy (self->model, weights->values, self->test),
    .weights = weights,
    .batch = batch,
  };

  LearningMoment *moment = learning_history_moment (&self->history, &values, &self->moments);

  moment->loss = self->loss;
  moment->correct = self->correct;
  return moment;
}

/* The first moment, anew where its batch changes. */
static void
begin (LearningTrainer *self) {
  learning_history_clear (&self->history);
  learning_history_init (&self->history);
  learning_history_limit (&self->history, snapshot_size (self));
  prepare_batch (self);
  self->loss = learning_model_gradient (self->model, self->weights->values, self->data->train, self->batch,
                                        self->batch_size, NULL, &self->correct);
  learning_history_keep (&self->history, new_moment (self));
}

static char *
shape_text (gint64 channels, gint64 height, gint64 width) {
  return g_strdup_printf ("%" G_GINT64_FORMAT "×%" G_GINT64_FORMAT "×%" G_GINT64_FORMAT, channels, height,
                          width);
}

static gboolean
check_data (const LearningNetwork *network, const LearningSet *set, GError **error) {
  const gint64 shape[] = { (gint64) set->channels, (gint64) set->height, (gint64) set->width };
  g_autofree char *wanted = NULL;
  g_autofree char *given = NULL;

  if (memcmp (network->in, shape, sizeof shape) == 0 && network->classes == (gint64) set->classes)
    return TRUE;
  wanted = shape_text (network->in[0], network->in[1], network->in[2]);
  given = shape_text (shape[0], shape[1], shape[2]);
  g_set_error (
      error, LEARNING_ERROR, LEARNING_ERROR_NETWORK,
      _ ("the network takes images of %s and tells %d classes, and the data are of %s in %d classes; "
         "choose one that fits the other"),
      wanted, (int) network->classes, given, (int) set->classes);
  return FALSE;
}

static gboolean
check_start (const LearningNetwork *network, const LearningWeights *start, GError **error) {
  if (start == NULL || learning_network_equal (network, start->network))
    return TRUE;
  g_set_error_literal (error, LEARNING_ERROR, LEARNING_ERROR_WEIGHTS,
                       _ ("start: the weights are another network’s; choose those of this one"));
  return FALSE;
}

LearningTrainer *
learning_trainer_new (LearningKind kind, LearningNetwork *network, LearningData *data,
                      const LearningSettings *settings, const LearningWeights *start, guint threads,
                      GError **error) {
  LearningTrainer *self;

  if (!learning_settings_check (settings, error) || !check_data (network, data->train, error)
      || !check_data (network, data->test, error) || !check_start (network, start, error))
    return NULL;

  self = g_new0 (LearningTrainer, 1);
  self->kind = kind;
  self->network = learning_network_ref (network);
  self->data = learning_data_ref (data);
  self->test = new_test_set (network, data->test);
  self->settings = *settings;
  self->model = learning_model_new (network, threads);
  self->weights = start != NULL ? copy_weights (start)
                                : learning_weights_new_random (network, settings->start, settings->seed);
  self->gradient = g_aligned_alloc0 ((gsize) network->n_parameters, sizeof (float), 64);
  learning_moments_reset (&self->moments, settings->optimizer, (gsize) network->n_parameters);
  learning_order_init (&self->order, data->train->n, settings->seed);
  begin (self);
  if (!isfinite (self->loss)) {
    learning_trainer_free (self);
    g_set_error_literal (error, LEARNING_ERROR, LEARNING_ERROR_WEIGHTS,
                         _ ("start: the weights are so large that the loss is no number; use smaller ones"));
    return NULL;
  }
  return self;
}

void
learning_trainer_free (LearningTrainer *self) {
  g_clear_pointer (&self->recorded, g_ptr_array_unref);
  g_clear_pointer (&self->now, learning_moment_unref);
  learning_history_clear (&self->history);
  learning_order_clear (&self->order);
  learning_moments_clear (&self->moments);
  learning_model_free (self->model);
  learning_weights_unref (self->weights);
  learning_set_unref (self->test);
  learning_data_unref (self->data);
  learning_network_unref (self->network);
  g_aligned_free (self->gradient);
  g_free (self->batch);
  g_free (self);
}

/* The images of the next step are others now, and they are part of this moment. */
static void
renew_batch (LearningTrainer *self) {
  g_clear_pointer (&self->now, learning_moment_unref);
  if (self->step == 0)
    begin (self);
  else
    prepare_batch (self);
}

gboolean
learning_trainer_set_order (LearningTrainer *self, const gint32 *order, gsize steps, gsize batch,
                            GError **error) {
  if (steps < 1 || batch < 1 || batch > LEARNING_BATCH_MAX) {
    g_set_error (
        error, LEARNING_ERROR, LEARNING_ERROR_SETTINGS,
        _ ("the order of the images has no step, or steps of too many images or none; use at least one "
           "step, and 1 to %d images"),
        LEARNING_BATCH_MAX);
    return FALSE;
  }
  if (!learning_order_give (&self->order, order, steps, batch, error))
    return FALSE;
  self->settings.batch = (guint) batch;
  renew_batch (self);
  return TRUE;
}

gboolean
learning_trainer_set_settings (LearningTrainer *self, const LearningSettings *settings, GError **error) {
  gboolean other_batch = settings->batch != self->settings.batch && self->order.given == NULL;
  LearningSettings given = self->settings;

  if (!learning_settings_check (settings, error))
    return FALSE;
  self->settings = *settings;
  self->settings.seed = given.seed;
  self->settings.start = given.start;
  if (self->order.given != NULL)
    self->settings.batch = given.batch;
  if (settings->optimizer != given.optimizer)
    learning_moments_reset (&self->moments, settings->optimizer, (gsize) self->network->n_parameters);
  if (other_batch)
    renew_batch (self);
  learning_history_limit (&self->history, snapshot_size (self));
  return TRUE;
}

static double
rate_now (const LearningTrainer *self) {
  const LearningSettings *settings = &self->settings;

  if (settings->decay == 0)
    return settings->rate;
  return settings->rate * MAX (0, 1 - (double) self->step / (double) settings->decay);
}

/* Weights before this one stay where they are. */
static gsize
first_moving (const LearningTrainer *self) {
  const LearningNetwork *network = self->network;

  for (guint i = 0; self->settings.frozen && i < network->n_layers; i++)
    if (network->layers[i].n_weights > 0)
      return (gsize) (network->layers[i].first_bias + network->layers[i].n_biases);
  return 0;
}

static void
restore (LearningTrainer *self, const LearningMoment *moment) {
  const LearningSnapshot *snapshot = moment->snapshot;

  learning_history_rewind (&self->history, moment);
  g_clear_pointer (&self->now, learning_moment_unref);
  memcpy (self->weights->values, snapshot->weights->values,
          (gsize) self->network->n_parameters * sizeof (float));
  if (moment->moments.kind == self->settings.optimizer)
    learning_moments_copy (&self->moments, &moment->moments);
  else
    learning_moments_reset (&self->moments, self->settings.optimizer, (gsize) self->network->n_parameters);
  self->step = snapshot->step;
  self->images = snapshot->images;
  self->loss = moment->loss;
  self->correct = moment->correct;
  self->diverged = FALSE;
  prepare_batch (self);
}

/* Back to the last moment that was kept: all of its numbers are finite. */
static gboolean
diverge (LearningTrainer *self, GError **error) {
  g_autofree char *step = g_strdup_printf ("%" G_GUINT64_FORMAT, self->step + 1);
  g_autoptr (GPtrArray) moments = g_ptr_array_ref (self->history.moments);

  restore (self, g_ptr_array_index (moments, moments->len - 1));
  self->diverged = TRUE;
  g_set_error (
      error, LEARNING_ERROR, LEARNING_ERROR_DIVERGED,
      _ ("training: at step %s the loss is no longer a number, as the learning rate of %g is too high; "
         "use a lower one"),
      step, self->settings.rate);
  return FALSE;
}

static gboolean
train_step (LearningTrainer *self, GError **error) {
  gint64 begun = g_get_monotonic_time ();
  gsize correct;
  double loss = learning_model_gradient (self->model, self->weights->values, self->data->train, self->batch,
                                         self->batch_size, self->gradient, &correct);

  if (!isfinite (loss)
      || !learning_moments_update (&self->moments, rate_now (self), self->settings.momentum,
                                   first_moving (self), self->gradient, self->weights->values))
    return diverge (self, error);

  self->loss = loss;
  self->correct = correct;
  self->step++;
  self->images += self->batch_size;
  learning_history_add_loss (&self->history, loss);
  prepare_batch (self);
  self->seconds += (double) (g_get_monotonic_time () - begun) / G_USEC_PER_SEC;
  return TRUE;
}

gboolean
learning_trainer_run (LearningTrainer *self, guint64 steps, GCancellable *cancellable, GError **error) {
  guint64 next = learning_history_next (self->step);

  if (self->diverged)
    return diverge (self, error);
  for (guint64 i = 0; i < steps && !g_cancellable_is_cancelled (cancellable); i++) {
    if (!train_step (self, error))
      return FALSE;
    if (self->step < next)
      continue;
    learning_history_keep (&self->history, new_moment (self));
    next = learning_history_next (self->step);
  }
  return TRUE;
}

guint64
learning_trainer_step (const LearningTrainer *self) {
  return self->step;
}

double
learning_trainer_loss (const LearningTrainer *self, gsize *correct) {
  if (correct != NULL)
    *correct = self->correct;
  return self->loss;
}

LearningWeights *
learning_trainer_weights (const LearningTrainer *self) {
  return copy_weights (self->weights);
}

/* This moment: one that is kept, or one made for the record, but only once for each. */
static LearningMoment *
moment_now (LearningTrainer *self) {
  GPtrArray *moments = self->history.moments;
  LearningMoment *last = g_ptr_array_index (moments, moments->len - 1);

  if (last->snapshot->step == self->step)
    return last;
  if (self->now == NULL || self->now->snapshot->step != self->step) {
    g_clear_pointer (&self->now, learning_moment_unref);
    self->now = new_moment (self);
  }
  return self->now;
}

LearningTrace *
learning_trainer_trace (LearningTrainer *self) {
  GPtrArray *moments = learning_history_list (&self->history, moment_now (self));
  LearningTrace *trace = learning_trace_new (self->kind, self->network, self->data->name, moments->len,
                                             learning_history_n_losses (&self->history));

  for (guint i = 0; i < moments->len; i++)
    trace->snapshots[i] =
        learning_snapshot_ref (((LearningMoment *) g_ptr_array_index (moments, i))->snapshot);
  learning_history_losses (&self->history, trace->losses);
  trace->loss_stride = self->history.stride;
  trace->settings = self->settings;
  trace->seconds = self->seconds;
  trace->diverged = self->diverged;

  g_clear_pointer (&self->recorded, g_ptr_array_unref);
  self->recorded = moments;
  return trace;
}

void
learning_trainer_rewind (LearningTrainer *self, guint snapshot) {
  g_autoptr (GPtrArray) moments =
      g_ptr_array_ref (self->recorded != NULL ? self->recorded : self->history.moments);

  restore (self, g_ptr_array_index (moments, MIN (snapshot, moments->len - 1)));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-command.h"
#include "cli-error.h"
#include "cli-text.h"
#include "cli-train-private.h"
#include "engine-npy.h"
#include "lesson-data.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Every whole number up to it is a float. */
#define MOST_EXACT 16777216

static LearningData *
open_digits (GError **error) {
  g_autofree char *folder = lesson_data_path ("digits");

  return learning_data_new_digits (folder, error);
}

static LearningData *
open_files (char **files, guint32 seed, GError **error) {
  gboolean tested = g_strv_length (files) == 4;

  return learning_data_new_idx (files[0], files[1], tested ? files[2] : NULL, tested ? files[3] : NULL, seed,
                                error);
}

static LearningData *
open_data (const CliTrainPlan *plan, GError **error) {
  guint32 seed = plan->settings.seed;

  switch (plan->source) {
  case CLI_TRAIN_PATTERNS:
    return learning_data_new_patterns (LEARNING_PATTERNS_TRAIN, LEARNING_PATTERNS_TEST, seed);
  case CLI_TRAIN_IDX:
    return open_files (plan->files, seed, error);
  case CLI_TRAIN_FOLDER:
    return learning_data_new_folder (plan->options->data, (gsize) plan->size, seed, NULL, error);
  case CLI_TRAIN_DIGITS:
  default:
    return open_digits (error);
  }
}

static void
warn_of_skipped (const LearningData *data) {
  for (char **sentence = data->skipped; sentence && *sentence; sentence++) {
    g_autofree char *line = cli_text_one_line (*sentence);

    g_printerr (_ ("%s: warning: %s\n"), CLI_PROGRAM, line);
  }
}

/* What does not fit was asked for: the images are what they are. */
static LearningNetwork *
make_network (const CliTrainPlan *plan, const LearningSet *set, GError **error) {
  const gint64 in[3] = { (gint64) set->channels, (gint64) set->height, (gint64) set->width };
  LearningNetwork *network = learning_network_new_from_recipe (&plan->recipe, in, set->classes, error);

  if (network == NULL)
    cli_error_blame_usage (error);
  return network;
}

/* As a batch may reach over the end of an epoch, only the last one is rounded up. */
static gboolean
count_steps (CliTrainJob *self, GError **error) {
  const CliTrainPlan *plan = self->plan;
  guint64 batch = plan->settings.batch, images;

  self->steps = (guint64) plan->steps;
  if (plan->epochs == 0)
    return TRUE;
  if (__builtin_mul_overflow ((guint64) self->data->train->n, (guint64) plan->epochs, &images))
    return cli_error_usage (error, _ ("--epochs: %s of them are too many images; use a smaller number"),
                            plan->options->epochs);
  self->steps = images / batch + (images % batch > 0);
  return TRUE;
}

/* Step by step, images of the training set. */
typedef struct {
  gint32 *images;
  gsize steps, batch;
} Order;

static void
order_clear (Order *self) {
  g_free (self->images);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Order, order_clear)

static gboolean
fill_order (Order *self, const EngineTensor *array, GError **error) {
  self->steps = (gsize) array->shape[0];
  self->batch = (gsize) array->shape[1];
  self->images = g_new (gint32, self->steps * self->batch);
  for (gint64 i = 0; i < array->length; i++) {
    if (!(array->data[i] >= 0 && array->data[i] <= MOST_EXACT && floorf (array->data[i]) == array->data[i])) {
      g_set_error (error, CLI_ERROR, CLI_ERROR_DATA,
                   _ ("order: %g in step %d is not an image's index; use whole numbers from 0"),
                   (double) array->data[i], (int) (i / array->shape[1]) + 1);
      return FALSE;
    }
    self->images[i] = (gint32) array->data[i];
  }
  return TRUE;
}

static gboolean
load_order (Order *self, const char *path, GError **error) {
  g_autoptr (EngineTensor) array = engine_npy_load (path, error);

  if (array == NULL)
    return FALSE;
  if (array->rank != 2 || array->shape[1] > LEARNING_BATCH_MAX) {
    g_autofree char *shape = engine_tensor_shape_to_string (array);

    g_set_error (error, CLI_ERROR, CLI_ERROR_DATA,
                 _ ("order: its shape is %s; save it as (steps, batch), at most %d images a step"), shape,
                 LEARNING_BATCH_MAX);
    return FALSE;
  }
  return fill_order (self, array, error);
}

static gboolean
set_order (CliTrainJob *self, const Order *order, GError **error) {
  if (learning_trainer_set_order (self->trainer, order->images, order->steps, order->batch, error))
    return TRUE;
  g_prefix_error (error, "%s: ", self->plan->options->order);
  return FALSE;
}

/* The batch and the number of steps as an order has them, before the trainer is made with them. */
static gboolean
read_order (CliTrainJob *self, Order *order, LearningSettings *settings, GError **error) {
  const CliTrainOptions *options = self->plan->options;

  if (options->order == NULL)
    return count_steps (self, error);
  if (!load_order (order, options->order, error))
    return FALSE;
  settings->batch = (guint) order->batch;
  self->steps = self->plan->steps > 0 ? (guint64) self->plan->steps : order->steps;
  if (self->steps <= order->steps)
    return TRUE;
  return cli_error_usage (error, _ ("--steps: the order has only %d; use up to as many"), (int) order->steps);
}

static gboolean
make_trainer (CliTrainJob *self, GError **error) {
  const CliTrainPlan *plan = self->plan;
  g_autoptr (LearningWeights) start = NULL;
  g_auto (Order) order = { NULL };
  LearningSettings settings = plan->settings;

  if (!read_order (self, &order, &settings, error)
      || (plan->options->init
          && !(start = learning_weights_load (self->network, plan->options->init, error))))
    return FALSE;
  settings.decay = plan->falls ? self->steps : 0;
  self->trainer = learning_trainer_new (plan->recipe.kind, self->network, self->data, &settings, start,
                                        plan->threads, error);
  return self->trainer != NULL && (order.images == NULL || set_order (self, &order, error));
}

gboolean
cli_train_job_init (CliTrainJob *self, const CliTrainPlan *plan, GError **error) {
  *self = (CliTrainJob){ .plan = plan, .plain = open_data (plan, error) };
  if (self->plain == NULL)
    return FALSE;
  warn_of_skipped (self->plain);
  self->data = plan->permuted ? learning_data_permuted (self->plain, (guint32) plan->permutation)
                              : learning_data_ref (self->plain);
  self->network = make_network (plan, self->data->train, error);
  return self->network != NULL && make_trainer (self, error);
}

void
cli_train_job_clear (CliTrainJob *self) {
  g_clear_pointer (&self->trainer, learning_trainer_free);
  g_clear_pointer (&self->network, learning_network_unref);
  g_clear_pointer (&self->data, learning_data_unref);
  g_clear_pointer (&self->plain, learning_data_unref);
}

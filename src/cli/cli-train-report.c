/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-count-private.h"
#include "cli-json.h"
#include "cli-train-private.h"
#include "learning-model.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>

/* Standard deviation of the noise that is added to each value of the test images: that of the hidden patterns. */
#define NOISE 0.25

/* Shares, 0…1. */
typedef struct {
  double test, train, shift1, shift2, noise;
} Accuracies;

double
cli_train_samples_per_second (const LearningTrace *trace) {
  const LearningSnapshot *last = trace->snapshots[trace->n_snapshots - 1];

  return trace->seconds > 0 ? (double) last->images / trace->seconds : 0;
}

/* The images are moved first, and their pixels permuted then, as the network knows them. */
static double
permuted_shift_accuracy (const CliTrainJob *job, LearningModel *model, const float *weights, int distance) {
  guint32 seed = (guint32) job->plan->permutation;
  double sum = 0;

  for (int direction = 0; direction < 9; direction++) {
    int rows = direction / 3 - 1, columns = direction % 3 - 1;

    if (rows == 0 && columns == 0)
      continue;
    g_autoptr (LearningSet) moved =
        learning_set_shifted (job->plain->test, rows * distance, columns * distance);
    g_autoptr (LearningSet) permuted = learning_set_permuted (moved, seed);
    sum += learning_model_accuracy (model, weights, permuted);
  }
  return sum / 8;
}

static double
shift_accuracy (const CliTrainJob *job, LearningModel *model, const float *weights, int distance) {
  if (job->plan->permuted)
    return permuted_shift_accuracy (job, model, weights, distance);
  return learning_model_shift_accuracy (model, weights, job->data->test, distance);
}

static double
noise_accuracy (const CliTrainJob *job, LearningModel *model, const float *weights) {
  g_autoptr (LearningSet) noisy = learning_set_noisy (job->data->test, NOISE, job->plan->settings.seed);

  return learning_model_accuracy (model, weights, noisy);
}

static Accuracies
measure (const CliTrainJob *job, const CliTrainResult *result) {
  g_autoptr (LearningModel) model = learning_model_new (job->network, job->plan->threads);
  const float *weights = result->weights->values;

  return (Accuracies){
    .test = learning_model_accuracy (model, weights, job->data->test),
    .train = learning_model_accuracy (model, weights, job->data->train),
    .shift1 = shift_accuracy (job, model, weights, 1),
    .shift2 = shift_accuracy (job, model, weights, 2),
    .noise = noise_accuracy (job, model, weights),
  };
}

static void
print_json (const CliTrainJob *job, const CliTrainResult *result, const Accuracies *accuracies) {
  g_auto (CliJson) json;

  cli_json_init (&json);
  cli_json_begin_object (&json, NULL);
  cli_json_integer (&json, "weights", job->network->weights);
  cli_json_integer (&json, "biases", job->network->biases);
  cli_json_number (&json, "test_accuracy", accuracies->test);
  cli_json_number (&json, "train_accuracy", accuracies->train);
  cli_json_number (&json, "shift1_accuracy", accuracies->shift1);
  cli_json_number (&json, "shift2_accuracy", accuracies->shift2);
  cli_json_number (&json, "seconds", result->trace->seconds);
  cli_json_number (&json, "samples_per_second", cli_train_samples_per_second (result->trace));
  cli_json_end_object (&json);
  cli_json_print (&json);
}

static void
add_row (GPtrArray *cells, const char *label, char *value) {
  g_ptr_array_add (cells, g_strdup (label));
  g_ptr_array_add (cells, value);
}

static char *
percent (double share) {
  return g_strdup_printf (_ ("%.2f %%"), 100 * share);
}

static void
print_table (const CliTrainJob *job, const CliTrainResult *result, const Accuracies *accuracies) {
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *noise = g_strdup_printf (_ ("right, test images with noise of deviation %.2f"), NOISE);

  add_row (cells, _ ("weights"), lesson_format_count (job->network->weights));
  add_row (cells, _ ("biases"), lesson_format_count (job->network->biases));
  add_row (cells, _ ("steps"), lesson_format_count ((gint64) result->steps));
  add_row (cells, _ ("seconds"), g_strdup_printf ("%.2f", result->trace->seconds));
  add_row (cells, _ ("images a second"),
           lesson_format_count ((gint64) cli_train_samples_per_second (result->trace)));
  add_row (cells, _ ("right, test images"), percent (accuracies->test));
  add_row (cells, _ ("right, training images"), percent (accuracies->train));
  add_row (cells, _ ("right, test images moved by 1 pixel"), percent (accuracies->shift1));
  add_row (cells, _ ("right, test images moved by 2 pixels"), percent (accuracies->shift2));
  add_row (cells, noise, percent (accuracies->noise));
  g_print (_ ("%s network, %s\n\n"), learning_kind_title (job->plan->recipe.kind), job->data->name);
  cli_count_print_cells (cells, 2, 1);
}

void
cli_train_report (const CliTrainJob *job, const CliTrainResult *result) {
  Accuracies accuracies = measure (job, result);

  if (job->plan->options->json)
    print_json (job, result, &accuracies);
  else
    print_table (job, result, &accuracies);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The networks are trained as the tables of their accuracies were made: batches of 32, Adam with a rate that falls linearly to 0,
 * weights and biases uniform in ±1 / sqrt (fan in). All that differs between seeds is that start, the order of the images,
 * and, where there are few, which ones they are. */
#include "learning-experiment.h"

#include "learning-model.h"
#include "learning-trainer.h"

#define SMALL_POOL    2     /* more outputs to read: a lower rate */
#define RATE          0.01  /* Adam's */
#define SMALL_RATE    0.003 /* likewise, with the small pool over digits */
#define DIGIT_STEPS   3600
#define PATTERN_STEPS 2500
#define FEW_STEPS     2000
#define CHUNK         25 /* steps until somebody who has given up is heard: some milliseconds */
#define PATTERN_SEED  1
#define WATCHED       1 /* images a class that the trainer itself tests with: the real test comes at the end */

/* One run. */
typedef struct {
  LearningExperiment experiment;
  LearningKind kind;
  guint32 seed;
  GCancellable *cancellable;
} Run;

static guint64
steps_of (LearningExperiment experiment) {
  switch (experiment) {
  case LEARNING_EXPERIMENT_SHUFFLE_PATTERNS:
    return PATTERN_STEPS;
  case LEARNING_EXPERIMENT_FEW:
    return FEW_STEPS;
  default:
    return DIGIT_STEPS;
  }
}

static LearningSettings
settings_of (const Run *run, const LearningRecipe *recipe, guint a_case) {
  gboolean digits = run->experiment != LEARNING_EXPERIMENT_SHUFFLE_PATTERNS;
  LearningSettings settings;

  learning_settings_init (&settings);
  settings.seed = run->seed;
  settings.start = LEARNING_START_FAN_IN;
  settings.optimizer = LEARNING_ADAM;
  settings.rate = digits && recipe->kind != LEARNING_DENSE && recipe->pool == SMALL_POOL ? SMALL_RATE : RATE;
  settings.decay = steps_of (run->experiment);
  settings.frozen = run->experiment == LEARNING_EXPERIMENT_FROZEN && learning_experiment_is_frozen (a_case);
  return settings;
}

static LearningTrainer *
new_trainer (const Run *run, guint a_case, LearningData *data, GError **error) {
  const gint64 in[] = { (gint64) data->train->channels, (gint64) data->train->height,
                        (gint64) data->train->width };
  LearningRecipe recipe = learning_experiment_recipe (run->experiment, run->kind, a_case);
  LearningSettings settings = settings_of (run, &recipe, a_case);
  g_autoptr (LearningNetwork) network =
      learning_network_new_from_recipe (&recipe, in, data->train->classes, error);
  g_autoptr (LearningSet) watched = learning_set_few (data->test, WATCHED, run->seed);
  g_autoptr (LearningData) seen =
      learning_data_new (data->name, data->train, watched, (const char *const *) data->class_names, NULL);

  return network != NULL ? learning_trainer_new (run->kind, network, seen, &settings, NULL, 1, error) : NULL;
}

/* The weights after all steps. */
static LearningWeights *
train (const Run *run, guint a_case, LearningData *data, GError **error) {
  g_autoptr (LearningTrainer) trainer = new_trainer (run, a_case, data, error);
  guint64 steps = steps_of (run->experiment);

  if (trainer == NULL)
    return NULL;
  for (guint64 step = 0; step < steps; step += CHUNK)
    if (g_cancellable_set_error_if_cancelled (run->cancellable, error)
        || !learning_trainer_run (trainer, MIN (CHUNK, steps - step), run->cancellable, error))
      return NULL;
  return g_cancellable_set_error_if_cancelled (run->cancellable, error) ? NULL
                                                                        : learning_trainer_weights (trainer);
}

static gboolean
train_and_test (const Run *run, guint a_case, LearningData *data, double *accuracy, GError **error) {
  g_autoptr (LearningWeights) weights = train (run, a_case, data, error);

  if (weights == NULL)
    return FALSE;
  g_autoptr (LearningModel) model = learning_model_new (weights->network, 1);
  *accuracy = learning_model_accuracy (model, weights->values, data->test);
  return TRUE;
}

/* One training, tested with the images as they are and moved. */
static gboolean
run_shift (const Run *run, LearningData *digits, double *accuracies, GError **error) {
  g_autoptr (LearningWeights) weights = train (run, 0, digits, error);

  if (weights == NULL)
    return FALSE;
  g_autoptr (LearningModel) model = learning_model_new (weights->network, 1);
  accuracies[0] = learning_model_accuracy (model, weights->values, digits->test);
  for (int distance = 1; distance <= 2; distance++)
    accuracies[distance] = learning_model_shift_accuracy (model, weights->values, digits->test, distance);
  return TRUE;
}

static gboolean
run_shuffle (const Run *run, LearningData *data, double *accuracies, GError **error) {
  g_autoptr (LearningData) permuted = learning_data_permuted (data, LEARNING_SHUFFLE_SEED);

  return train_and_test (run, 0, data, &accuracies[0], error)
         && train_and_test (run, 1, permuted, &accuracies[1], error);
}

static gboolean
run_few (const Run *run, LearningData *digits, double *accuracies, GError **error) {
  for (guint i = 0; i < learning_experiment_cases (run->experiment); i++) {
    g_autoptr (LearningData) few = learning_data_few (digits, learning_experiment_images (i), run->seed);
    if (!train_and_test (run, i, few, &accuracies[i], error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
run_frozen (const Run *run, LearningData *digits, double *accuracies, GError **error) {
  for (guint i = 0; i < learning_experiment_cases (run->experiment); i++)
    if (!train_and_test (run, i, digits, &accuracies[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
run_patterns (const Run *run, double *accuracies, GError **error) {
  g_autoptr (LearningData) patterns =
      learning_data_new_patterns (LEARNING_PATTERNS_TRAIN, LEARNING_PATTERNS_TEST, PATTERN_SEED);

  return run_shuffle (run, patterns, accuracies, error);
}

gboolean
learning_experiment_run (LearningExperiment experiment, LearningKind kind, guint32 seed, LearningData *digits,
                         double accuracies[LEARNING_CASES_MAX], GCancellable *cancellable, GError **error) {
  Run run = { experiment, kind, seed, cancellable };

  g_return_val_if_fail (learning_experiment_has (experiment, kind), FALSE);

  switch (experiment) {
  case LEARNING_EXPERIMENT_SHIFT:
    return run_shift (&run, digits, accuracies, error);
  case LEARNING_EXPERIMENT_SHUFFLE_PATTERNS:
    return run_patterns (&run, accuracies, error);
  case LEARNING_EXPERIMENT_FEW:
    return run_few (&run, digits, accuracies, error);
  case LEARNING_EXPERIMENT_FROZEN:
    return run_frozen (&run, digits, accuracies, error);
  default:
    return run_shuffle (&run, digits, accuracies, error);
  }
}

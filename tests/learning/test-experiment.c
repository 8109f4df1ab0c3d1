/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-experiment.h"

#include <string.h>

#define SOON 0.3 /* seconds until a cancelled run has ended */

static LearningData *
load_digits (void) {
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_build_filename (g_getenv ("NINE_WEIGHTS_DATA_DIR"), "digits", NULL);
  LearningData *digits = learning_data_new_digits (folder, &error);

  g_assert_no_error (error);
  return digits;
}

static void
run (LearningExperiment experiment, LearningKind kind, guint32 seed, double *accuracies) {
  g_autoptr (LearningData) digits = load_digits ();
  g_autoptr (GError) error = NULL;

  g_assert_true (learning_experiment_run (experiment, kind, seed, digits, accuracies, NULL, &error));
  g_assert_no_error (error);
}

/* The shipped file is what the program itself finds, up to what another processor rounds otherwise. */
static void
test_recorded (void) {
  g_autoptr (GError) error = NULL;
  g_autofree char *path =
      g_build_filename (g_getenv ("NINE_WEIGHTS_DATA_DIR"), "learning", "findings.ini", NULL);
  g_autoptr (LearningFindings) recorded = learning_findings_load (path, &error);
  double accuracies[LEARNING_CASES_MAX];

  g_assert_no_error (error);
  run (LEARNING_EXPERIMENT_SHIFT, LEARNING_DENSE, 1, accuracies);
  for (guint i = 0; i < learning_experiment_cases (LEARNING_EXPERIMENT_SHIFT); i++)
    g_assert_cmpfloat_with_epsilon (
        accuracies[i], recorded->findings[LEARNING_EXPERIMENT_SHIFT][LEARNING_DENSE][i].accuracies[0], 0.02);
}

static void
test_same_seed (void) {
  double first[LEARNING_CASES_MAX] = { 0 }, again[LEARNING_CASES_MAX] = { 0 };
  double other[LEARNING_CASES_MAX] = { 0 };

  run (LEARNING_EXPERIMENT_FEW, LEARNING_DENSE, 3, first);
  run (LEARNING_EXPERIMENT_FEW, LEARNING_DENSE, 3, again);
  run (LEARNING_EXPERIMENT_FEW, LEARNING_DENSE, 4, other);
  g_assert_cmpmem (first, sizeof first, again, sizeof again);
  g_assert_cmpint (memcmp (first, other, sizeof first), !=, 0);
  g_assert_cmpfloat (first[0], <, first[4]);
}

static void
test_patterns (void) {
  double convolution[LEARNING_CASES_MAX], dense[LEARNING_CASES_MAX];

  run (LEARNING_EXPERIMENT_SHUFFLE_PATTERNS, LEARNING_CONVOLUTION, 1, convolution);
  run (LEARNING_EXPERIMENT_SHUFFLE_PATTERNS, LEARNING_DENSE, 1, dense);
  g_assert_cmpfloat (convolution[0], >, 0.97);
  g_assert_cmpfloat (convolution[1], <, 0.35);
  g_assert_cmpfloat_with_epsilon (dense[0], dense[1], 0.06);
}

static void
test_frozen (void) {
  double accuracies[LEARNING_CASES_MAX];

  run (LEARNING_EXPERIMENT_FROZEN, LEARNING_CONVOLUTION, 1, accuracies);
  g_assert_cmpfloat (accuracies[0] - accuracies[1], <, 0.06);
  g_assert_cmpfloat (accuracies[4] - accuracies[5], >, 0.12);
}

static gpointer
cancel_soon (gpointer cancellable) {
  g_usleep (G_USEC_PER_SEC / 20);
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_cancel (void) {
  g_autoptr (LearningData) digits = load_digits ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  double accuracies[LEARNING_CASES_MAX];
  GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);
  gint64 begin = g_get_monotonic_time ();

  g_assert_false (learning_experiment_run (LEARNING_EXPERIMENT_FEW, LEARNING_LOCAL, 1, digits, accuracies,
                                           cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpfloat ((double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC, <, SOON);
  g_thread_join (thread);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learning/experiment/what-is-recorded-is-found-again", test_recorded);
  g_test_add_func ("/learning/experiment/a-seed-says-it-all", test_same_seed);
  g_test_add_func ("/learning/experiment/shuffled-patterns-are-lost-to-a-convolution", test_patterns);
  g_test_add_func ("/learning/experiment/frozen-filters-are-missed-by-small-readouts", test_frozen);
  g_test_add_func ("/learning/experiment/can-be-cancelled", test_cancel);
  return g_test_run ();
}

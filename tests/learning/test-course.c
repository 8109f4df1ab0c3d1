/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lesson's runs, and the accuracies that its networks reach. */
#include "learning-course.h"
#include "learning-model.h"

#include <math.h>

#define SEEDS 3

static char *
digits_folder (void) {
  return g_build_filename (g_getenv ("NINE_WEIGHTS_DATA_DIR"), "digits", NULL);
}

static LearningRecord *
run_course (guint32 seed) {
  g_autofree char *folder = digits_folder ();
  g_autoptr (LearningRecord) empty = learning_record_new ();
  LearningChoices choices = { seed, 32, 32 };
  g_autoptr (GError) error = NULL;
  LearningRecord *record = learning_course_run (empty, &choices, folder, NULL, &error);

  g_assert_no_error (error);
  return record;
}

static double
end_accuracy (const LearningRecord *record, LearningCourse course, LearningKind kind) {
  const LearningTrace *trace = record->traces[course][kind];

  return trace->snapshots[trace->n_snapshots - 1]->test_accuracy;
}

/* Cosine after the means are removed. */
static double
correlation (const float *a, const float *b) {
  double mean_a = 0, mean_b = 0, ab = 0, aa = 0, bb = 0;

  for (int i = 0; i < 9; i++) {
    mean_a += a[i] / 9.0;
    mean_b += b[i] / 9.0;
  }
  for (int i = 0; i < 9; i++) {
    ab += (a[i] - mean_a) * (b[i] - mean_b);
    aa += (a[i] - mean_a) * (a[i] - mean_a);
    bb += (b[i] - mean_b) * (b[i] - mean_b);
  }
  return ab / sqrt (aa * bb);
}

/* Patterns that some filter has become. */
static int
count_found (const LearningTrace *trace, double step) {
  const LearningSnapshot *snapshot = trace->snapshots[learning_trace_find (trace, step)];
  int found = 0;

  for (int pattern = 0; pattern < LEARNING_PATTERNS; pattern++) {
    double best = 0;

    for (int filter = 0; filter < 32; filter++)
      best = MAX (best, correlation (snapshot->weights->values + filter * 9,
                                     learning_data_patterns () + pattern * 9));
    found += best > 0.9;
  }
  return found;
}

static void
test_lesson (void) {
  for (guint32 seed = 1; seed <= SEEDS; seed++) {
    g_autoptr (LearningRecord) record = run_course (seed);
    const LearningTrace *filters = record->traces[LEARNING_COURSE_PATTERNS][LEARNING_CONVOLUTION];

    g_test_message ("seed %u: patterns %.4f %.4f %.4f, found %d, %d; digits %.4f %.4f %.4f", seed,
                    end_accuracy (record, LEARNING_COURSE_PATTERNS, LEARNING_DENSE),
                    end_accuracy (record, LEARNING_COURSE_PATTERNS, LEARNING_LOCAL),
                    end_accuracy (record, LEARNING_COURSE_PATTERNS, LEARNING_CONVOLUTION),
                    count_found (filters, 0), count_found (filters, 400),
                    end_accuracy (record, LEARNING_COURSE_DIGITS, LEARNING_DENSE),
                    end_accuracy (record, LEARNING_COURSE_DIGITS, LEARNING_LOCAL),
                    end_accuracy (record, LEARNING_COURSE_DIGITS, LEARNING_CONVOLUTION));
    g_assert_cmpint (count_found (filters, 0), <=, 2);
    g_assert_cmpint (count_found (filters, 400), >=, 9);
    g_assert_cmpfloat (end_accuracy (record, LEARNING_COURSE_PATTERNS, LEARNING_CONVOLUTION), >, 0.97);
    g_assert_cmpfloat (end_accuracy (record, LEARNING_COURSE_PATTERNS, LEARNING_DENSE), <, 0.4);
    for (int kind = 0; kind < LEARNING_N_KINDS; kind++)
      g_assert_cmpfloat (end_accuracy (record, LEARNING_COURSE_DIGITS, (LearningKind) kind), >, 0.95);
  }
}

/* Adam, 0.01 falling linearly to 0, batch 32, PyTorch's random start: mean over the seeds of the test accuracy in %. */
static double
table_accuracy (LearningCourse course, const LearningRecipe *recipe, guint64 steps) {
  g_autofree char *folder = digits_folder ();
  const gint64 in[] = { 1, 10, 10 };
  double sum = 0;

  for (guint32 seed = 1; seed <= SEEDS; seed++) {
    LearningChoices choices = { seed, 32, 32 };
    g_autoptr (LearningData) data = learning_course_data (course, &choices, folder, NULL);
    g_autoptr (LearningNetwork) network = learning_network_new_from_recipe (recipe, in, 10, NULL);
    g_autoptr (LearningTrainer) trainer = NULL;
    g_autoptr (LearningTrace) trace = NULL;
    LearningSettings settings;

    learning_settings_init (&settings);
    settings.seed = seed;
    settings.start = LEARNING_START_FAN_IN;
    settings.optimizer = LEARNING_ADAM;
    settings.rate = 0.01;
    settings.decay = steps;
    trainer = learning_trainer_new (recipe->kind, network, data, &settings, NULL, 0, NULL);
    g_assert_true (learning_trainer_run (trainer, steps, NULL, NULL));
    trace = learning_trainer_trace (trainer);
    sum += trace->snapshots[trace->n_snapshots - 1]->test_accuracy;
  }
  return 100 * sum / SEEDS;
}

/* What PyTorch reaches, mean and deviation over five seeds. The mean of three seeds of each side may be two deviations apart;
 * nothing finer than 0.4 can be told by the test set. */
static void
test_accuracies (void) {
  static const struct {
    LearningCourse course;
    LearningRecipe recipe;
    guint64 steps;
    double mean, deviation;
  } cases[] = {
    { LEARNING_COURSE_DIGITS, { LEARNING_DENSE, 32, 3, 4, FALSE }, 3600, 96.06, 0.21 },
    { LEARNING_COURSE_DIGITS, { LEARNING_CONVOLUTION, 32, 3, 4, FALSE }, 3600, 97.36, 0.24 },
    { LEARNING_COURSE_DIGITS, { LEARNING_LOCAL, 32, 3, 4, FALSE }, 3600, 97.74, 0.48 },
    { LEARNING_COURSE_PATTERNS, { LEARNING_CONVOLUTION, 32, 3, 0, FALSE }, 2500, 99.2, 0.2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    double accuracy = table_accuracy (cases[i].course, &cases[i].recipe, cases[i].steps);

    g_test_message ("%s: %.2f (%.2f ± %.2f)", learning_kind_name (cases[i].recipe.kind), accuracy,
                    cases[i].mean, cases[i].deviation);
    g_assert_cmpfloat (fabs (accuracy - cases[i].mean), <=, MAX (2 * cases[i].deviation, 0.4));
  }
}

static void
test_cancelled (void) {
  g_autofree char *folder = digits_folder ();
  g_autoptr (LearningRecord) empty = learning_record_new ();
  g_autoptr (LearningRecord) record = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  LearningChoices choices = { 1, 32, 32 };

  g_cancellable_cancel (cancellable);
  record = learning_course_run (empty, &choices, folder, cancellable, &error);
  g_assert_null (record);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_no_data (void) {
  g_autoptr (LearningRecord) empty = learning_record_new ();
  g_autoptr (LearningRecord) record = NULL;
  g_autoptr (GError) error = NULL;
  LearningChoices choices = { 1, 32, 32 };

  record = learning_course_run (empty, &choices, "/nowhere", NULL, &error);
  g_assert_null (record);
  g_assert_nonnull (error);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learning/course/the-lesson-reaches-what-it-says", test_lesson);
  g_test_add_func ("/learning/course/networks-reach-the-accuracies-of-the-tables", test_accuracies);
  g_test_add_func ("/learning/course/can-be-cancelled", test_cancelled);
  g_test_add_func ("/learning/course/says-when-the-digits-are-missing", test_no_data);
  return g_test_run ();
}

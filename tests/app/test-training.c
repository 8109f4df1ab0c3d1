/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A training that a user drives. Whatever is waited for is a state, never a time. */
#include "app-training-run.h"
#include "app-training.h"

#include <string.h>

typedef struct {
  AppTraining *training;
  AppTrainingPlan plan;
  guint begun, failed, diverged;
  char *message;
} Fixture;

static void
begun_cb (Fixture *self) {
  self->begun++;
}

static void
failed_cb (Fixture *self, const char *message) {
  self->failed++;
  g_free (self->message);
  self->message = g_strdup (message);
}

static void
diverged_cb (Fixture *self, const char *message) {
  self->diverged++;
  g_free (self->message);
  self->message = g_strdup (message);
}

static void
set_up (Fixture *self, gconstpointer data) {
  LearningChoices choices = { .seed = 3, .nodes = 8, .filters = 4 };

  self->training = app_training_new ();
  app_training_plan_init (&self->plan, LEARNING_COURSE_DIGITS, &choices);
  app_training_set_plan (self->training, &self->plan);
  app_training_set_speed (self->training, APP_TRAINING_FULL);
  g_signal_connect_swapped (self->training, "begun", G_CALLBACK (begun_cb), self);
  g_signal_connect_swapped (self->training, "failed", G_CALLBACK (failed_cb), self);
  g_signal_connect_swapped (self->training, "diverged", G_CALLBACK (diverged_cb), self);
}

static void
tear_down (Fixture *self, gconstpointer data) {
  g_assert_finalize_object (g_steal_pointer (&self->training));
  app_training_plan_clear (&self->plan);
  g_free (self->message);
}

/* No work of others holds the training any longer than it must: a task that is under way ends first. */
static void
settle (Fixture *self) {
  while (app_training_get_loading (self->training))
    g_main_context_iteration (NULL, TRUE);
}

#define WAIT_UNTIL(condition)                                                                                \
  while (!(condition))                                                                                       \
  g_main_context_iteration (NULL, TRUE)

/* So many steps from the start, one by one, and at rest. */
static void
do_steps (Fixture *self, guint64 steps) {
  guint64 goal =
      (app_training_get_data (self->training) != NULL ? app_training_get_step (self->training) : 0) + steps;

  for (guint64 i = 0; i < steps; i++)
    app_training_step (self->training);
  WAIT_UNTIL (app_training_get_step (self->training) == goal);
}

static LearningSnapshot *
newest (Fixture *self, LearningKind kind) {
  LearningTrace *trace = app_training_get_trace (self->training, kind);

  return trace->snapshots[trace->n_snapshots - 1];
}

static LearningWeights *
weights (Fixture *self, LearningKind kind) {
  return learning_weights_ref (newest (self, kind)->weights);
}

static gboolean
same_weights (const LearningWeights *a, const LearningWeights *b) {
  return a->network->n_parameters == b->network->n_parameters
         && memcmp (a->values, b->values, (gsize) a->network->n_parameters * sizeof (float)) == 0;
}

static void
test_side_by_side (Fixture *self, gconstpointer data) {
  do_steps (self, 5);
  for (int kind = 0; kind < LEARNING_N_KINDS; kind++) {
    g_assert_cmpuint (newest (self, kind)->step, ==, 5);
    g_assert_cmpint (app_training_get_trace (self->training, kind)->kind, ==, kind);
  }
  g_assert_false (app_training_get_running (self->training));
}

static void
test_same_seed (Fixture *self, gconstpointer data) {
  do_steps (self, 20);
  g_autoptr (LearningWeights) first = weights (self, LEARNING_CONVOLUTION);
  app_training_again (self->training);
  WAIT_UNTIL (app_training_get_running (self->training) && app_training_get_step (self->training) > 20);
  app_training_seek (self->training, 0);
  do_steps (self, 20);
  g_autoptr (LearningWeights) second = weights (self, LEARNING_CONVOLUTION);
  g_assert_true (same_weights (first, second));
}

static void
test_another_seed (Fixture *self, gconstpointer data) {
  do_steps (self, 3);
  g_autoptr (LearningWeights) first = weights (self, LEARNING_DENSE);
  self->plan.choices.seed++;
  app_training_set_plan (self->training, &self->plan);
  WAIT_UNTIL (self->begun == 2);
  do_steps (self, 3);
  g_autoptr (LearningWeights) second = weights (self, LEARNING_DENSE);
  g_assert_false (same_weights (first, second));
}

static void
test_pause (Fixture *self, gconstpointer data) {
  app_training_start (self->training);
  WAIT_UNTIL (app_training_get_step (self->training) > 50);
  app_training_pause (self->training);
  g_assert_false (app_training_get_running (self->training));
  app_training_seek (self->training, 40);
  do_steps (self, 1);
  for (int i = 0; i < 20; i++) {
    g_usleep (5000);
    while (g_main_context_iteration (NULL, FALSE))
      ;
  }
  g_assert_cmpuint (app_training_get_step (self->training), ==, 41);
  g_assert_cmpuint (app_training_get_steps (self->training), ==, 41);
}

static void
test_seek (Fixture *self, gconstpointer data) {
  do_steps (self, 30);
  g_autoptr (LearningWeights) end = weights (self, LEARNING_LOCAL);
  app_training_seek (self->training, 13);
  g_assert_cmpuint (app_training_get_step (self->training), ==, 13);
  g_assert_cmpuint (app_training_get_steps (self->training), ==, 30);
  /* Going on from there, it does again what it did. */
  do_steps (self, 17);
  g_assert_cmpuint (app_training_get_steps (self->training), ==, 30);
  g_autoptr (LearningWeights) again = weights (self, LEARNING_LOCAL);
  g_assert_true (same_weights (end, again));
}

static void
test_settings (Fixture *self, gconstpointer data) {
  app_training_start (self->training);
  WAIT_UNTIL (app_training_get_step (self->training) > 10);
  self->plan.settings.rate = 0.01;
  self->plan.settings.batch = 8;
  app_training_set_plan (self->training, &self->plan);
  WAIT_UNTIL (app_training_get_trace (self->training, LEARNING_DENSE)->settings.batch == 8);
  g_assert_cmpfloat (app_training_get_trace (self->training, LEARNING_DENSE)->settings.rate, ==, 0.01);
  g_assert_true (app_training_get_running (self->training));
  g_assert_cmpuint (self->begun, ==, 1);
}

static void
test_frozen (Fixture *self, gconstpointer data) {
  self->plan.settings.frozen = TRUE;
  app_training_set_plan (self->training, &self->plan);
  do_steps (self, 10);
  LearningTrace *trace = app_training_get_trace (self->training, LEARNING_CONVOLUTION);
  const LearningWeights *start = trace->snapshots[0]->weights, *end = newest (self, trace->kind)->weights;
  gsize first = (gsize) trace->network->layers[0].n_weights;
  g_assert_cmpmem (learning_weights_of (start, 0), first * sizeof (float), learning_weights_of (end, 0),
                   first * sizeof (float));
  g_assert_false (same_weights (start, end));
}

static void
test_anew (Fixture *self, gconstpointer data) {
  app_training_start (self->training);
  WAIT_UNTIL (app_training_get_step (self->training) > 10);
  self->plan.choices.filters = 6;
  app_training_set_plan (self->training, &self->plan);
  WAIT_UNTIL (self->begun == 2);
  g_assert_true (app_training_get_running (self->training));
  WAIT_UNTIL (app_training_get_step (self->training) > 0);
  g_assert_cmpint (
      app_training_get_trace (self->training, LEARNING_CONVOLUTION)->network->layers[0].spec.units, ==, 6);
}

/* Small batches and networks: the end is far. */
static void
test_end (Fixture *self, gconstpointer data) {
  self->plan.choices.filters = self->plan.choices.nodes = 2;
  self->plan.settings.batch = 1;
  app_training_set_plan (self->training, &self->plan);
  app_training_start (self->training);
  WAIT_UNTIL (app_training_get_step (self->training) == APP_TRAINING_STEPS_MAX);
  WAIT_UNTIL (!app_training_get_running (self->training));
  app_training_start (self->training);
  WAIT_UNTIL (self->begun == 2);
  WAIT_UNTIL (app_training_get_step (self->training) > 0);
  g_assert_cmpuint (newest (self, LEARNING_DENSE)->step, <, APP_TRAINING_STEPS_MAX);
  app_training_pause (self->training);
}

static void
test_stale (Fixture *self, gconstpointer data) {
  app_training_prepare (self->training);
  for (gint64 filters = 5; filters <= 9; filters++) {
    self->plan.choices.filters = filters;
    app_training_set_plan (self->training, &self->plan);
  }
  settle (self);
  do_steps (self, 1);
  g_assert_cmpuint (self->begun, ==, 1);
  g_assert_cmpint (
      app_training_get_trace (self->training, LEARNING_CONVOLUTION)->network->layers[0].spec.units, ==, 9);
}

static void
test_diverges (Fixture *self, gconstpointer data) {
  self->plan.settings.rate = 1e6;
  app_training_set_plan (self->training, &self->plan);
  app_training_start (self->training);
  WAIT_UNTIL (self->diverged > 0);
  g_assert_nonnull (self->message);
  app_training_pause (self->training);
  g_assert_nonnull (self->message);
  g_assert_cmpuint (self->failed, ==, 0);
  /* Nothing is over. */
  self->plan.settings.rate = 0.1;
  app_training_set_plan (self->training, &self->plan);
  app_training_seek (self->training, 0);
  do_steps (self, 5);
  g_assert_cmpuint (newest (self, LEARNING_CONVOLUTION)->step, ==, 5);
  g_assert_false (app_training_get_trace (self->training, LEARNING_CONVOLUTION)->diverged);
}

static void
test_bad_data (Fixture *self, gconstpointer data) {
  do_steps (self, 4);
  self->plan.source = APP_TRAINING_IDX;
  self->plan.path = g_strdup ("/nowhere/train-images-idx3-ubyte");
  app_training_set_plan (self->training, &self->plan);
  WAIT_UNTIL (self->failed == 1);
  g_assert_nonnull (strstr (self->message, "train-images-idx3-ubyte"));
  g_assert_cmpuint (app_training_get_step (self->training), ==, 4);
  g_assert_cmpint (app_training_get_plan (self->training)->source, ==, APP_TRAINING_DIGITS);
  do_steps (self, 1);
}

static void
test_bad_data_first (Fixture *self, gconstpointer data) {
  self->plan.source = APP_TRAINING_FOLDER;
  self->plan.path = g_strdup ("/nowhere");
  app_training_set_plan (self->training, &self->plan);
  app_training_start (self->training);
  WAIT_UNTIL (self->failed == 1);
  g_assert_false (app_training_get_running (self->training));
  do_steps (self, 1);
}

static void
test_show (Fixture *self, gconstpointer data) {
  do_steps (self, 7);
  g_autoptr (LearningTrace) trace =
      learning_trace_ref (app_training_get_trace (self->training, LEARNING_CONVOLUTION));
  app_training_seek (self->training, 0);
  app_training_show (self->training, LEARNING_CONVOLUTION, trace);
  g_assert_cmpuint (app_training_get_step (self->training), ==, 7);
  app_training_seek (self->training, 3);
  g_assert_cmpuint (app_training_get_step (self->training), ==, 3);
  /* What comes next is a training of its own. */
  app_training_step (self->training);
  WAIT_UNTIL (self->begun == 2 && app_training_get_step (self->training) == 1);
}

/* Whatever the training that runs still has to say is not waited for. */
static void
test_show_while_running (Fixture *self, gconstpointer data) {
  app_training_start (self->training);
  WAIT_UNTIL (app_training_get_step (self->training) > 3);
  g_autoptr (LearningTrace) trace =
      learning_trace_ref (app_training_get_trace (self->training, LEARNING_CONVOLUTION));
  guint64 step = learning_trace_steps (trace);

  app_training_show (self->training, LEARNING_CONVOLUTION, trace);
  g_assert_false (app_training_get_running (self->training));
  gint64 end = g_get_monotonic_time () + G_USEC_PER_SEC / 5;
  while (g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (app_training_get_step (self->training), ==, step);
}

/* The fixture asserts that nothing holds it. */
static void
test_closed_while_running (Fixture *self, gconstpointer data) {
  app_training_start (self->training);
  WAIT_UNTIL (app_training_get_step (self->training) > 10);
}

static void
test_speeds (void) {
  const AppTrainingSpeed paced[] = { APP_TRAINING_SLOW, APP_TRAINING_GENTLE };

  for (gsize i = 0; i < G_N_ELEMENTS (paced); i++) {
    double half = app_training_speed_steps (paced[i], 5, 1.5);
    double whole = app_training_speed_steps (paced[i], 5, 3);
    g_assert_cmpfloat_with_epsilon (app_training_speed_steps (paced[i], 5, 0), 5, 1e-9);
    g_assert_cmpfloat (ABS (app_training_speed_steps (paced[i], half, 1.5) - whole), <, 1e-6);
  }
  /* Seen one by one at first, and through within ten seconds. */
  g_assert_cmpfloat (app_training_speed_steps (APP_TRAINING_GENTLE, 0, 1), <, 20);
  g_assert_cmpfloat (app_training_speed_steps (APP_TRAINING_GENTLE, 0, 8), >, 1500);
}

static void
test_speed_names (void) {
  for (guint i = 0; i < APP_TRAINING_N_SPEEDS; i++)
    g_assert_cmpint (app_training_speed_find (app_training_speed_name (i)), ==, i);
  g_assert_cmpint (app_training_speed_find ("as fast as light"), ==, APP_TRAINING_GENTLE);
}

#define ADD(path, function) g_test_add ("/app/training/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("at-its-end-it-begins-anew", test_end);
  ADD ("three-networks-train-side-by-side", test_side_by_side);
  ADD ("the-same-seed-is-the-same-run", test_same_seed);
  ADD ("another-seed-is-another-run", test_another_seed);
  ADD ("a-paused-training-stands-still", test_pause);
  ADD ("it-goes-on-from-the-moment-that-is-shown", test_seek);
  ADD ("settings-take-effect-while-it-runs", test_settings);
  ADD ("frozen-filters-stay", test_frozen);
  ADD ("another-network-begins-anew-and-runs-on", test_anew);
  ADD ("of-fast-changes-the-newest-is-trained", test_stale);
  ADD ("a-rate-that-diverges-is-said-and-nothing-is-over", test_diverges);
  ADD ("bad-data-lose-nothing", test_bad_data);
  ADD ("bad-data-before-any-other-lose-nothing", test_bad_data_first);
  ADD ("a-run-of-another-time-is-looked-at", test_show);
  ADD ("a-run-of-another-time-ends-the-one-that-runs", test_show_while_running);
  ADD ("closed-while-it-runs-nothing-is-left", test_closed_while_running);
  g_test_add_func ("/app/training/a-pause-does-not-change-the-pace", test_speeds);
  g_test_add_func ("/app/training/speeds-have-names", test_speed_names);
  return g_test_run ();
}

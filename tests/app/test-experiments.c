/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-experiments.h"

#define PATIENCE 60 /* seconds on a loaded machine */

static gboolean
give_up_cb (gpointer data) {
  g_error ("the experiment does not end");
  return G_SOURCE_REMOVE;
}

static void
wait_for_end (AppExperiments *experiments) {
  guint timeout = g_timeout_add_seconds (PATIENCE, give_up_cb, NULL);

  while (app_experiments_get_running (experiments))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timeout);
}

static const LearningFinding *
finding (AppExperiments *experiments, LearningExperiment experiment, LearningKind kind) {
  return app_experiments_get_findings (experiments)->findings[experiment][kind];
}

static void
count_cb (guint *n) {
  (*n)++;
}

static void
test_run (void) {
  g_autoptr (AppExperiments) experiments = app_experiments_new ();
  guint changes = 0;

  g_signal_connect_swapped (experiments, "changed", G_CALLBACK (count_cb), &changes);
  app_experiments_start (experiments, LEARNING_EXPERIMENT_SHIFT, 2);
  g_assert_true (app_experiments_get_running (experiments));
  g_assert_cmpuint (app_experiments_get_wanted (experiments), ==, 2);
  wait_for_end (experiments);
  for (int kind = 0; kind < LEARNING_N_KINDS; kind++)
    g_assert_cmpuint (finding (experiments, LEARNING_EXPERIMENT_SHIFT, kind)->n, ==, 2);
  g_assert_cmpfloat (finding (experiments, LEARNING_EXPERIMENT_SHIFT, LEARNING_DENSE)->accuracies[0], >, 0.9);
  g_assert_cmpuint (changes, ==, 7); /* the beginning, and two seeds of three networks */
  g_assert_cmpuint (app_experiments_get_wanted (experiments), ==, 0);
}

/* Other seeds come to those that are there. */
static void
test_more (void) {
  g_autoptr (AppExperiments) experiments = app_experiments_new ();

  app_experiments_start (experiments, LEARNING_EXPERIMENT_SHIFT, 1);
  wait_for_end (experiments);
  app_experiments_start (experiments, LEARNING_EXPERIMENT_SHIFT, 1);
  g_assert_cmpuint (app_experiments_get_wanted (experiments), ==, 2);
  wait_for_end (experiments);
  const LearningFinding *moved = &finding (experiments, LEARNING_EXPERIMENT_SHIFT, LEARNING_DENSE)[1];
  g_assert_cmpuint (moved->n, ==, 2);
  g_assert_cmpfloat (moved->accuracies[0], !=, moved->accuracies[1]);
}

static void
copy_cb (char **copy, const char *message) {
  g_free (*copy);
  *copy = g_strdup (message);
}

static void
test_stop (void) {
  g_autoptr (AppExperiments) experiments = app_experiments_new ();
  g_autofree char *message = NULL;

  g_signal_connect_swapped (experiments, "failed", G_CALLBACK (copy_cb), &message);
  app_experiments_start (experiments, LEARNING_EXPERIMENT_FEW, 5);
  app_experiments_stop (experiments);
  g_assert_false (app_experiments_get_running (experiments));
  g_usleep (G_USEC_PER_SEC / 2);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (finding (experiments, LEARNING_EXPERIMENT_FEW, LEARNING_DENSE)->n, ==, 0);
  g_assert_null (message);
}

static void
test_clear (void) {
  g_autoptr (AppExperiments) experiments = app_experiments_new ();

  app_experiments_start (experiments, LEARNING_EXPERIMENT_SHIFT, 1);
  wait_for_end (experiments);
  app_experiments_clear (experiments);
  g_assert_cmpuint (finding (experiments, LEARNING_EXPERIMENT_SHIFT, LEARNING_DENSE)->n, ==, 0);
}

static void
test_no_digits (void) {
  g_autofree char *before = g_strdup (g_getenv ("NINE_WEIGHTS_DATA_DIR"));
  g_autoptr (AppExperiments) experiments = app_experiments_new ();
  g_autofree char *message = NULL;

  g_signal_connect_swapped (experiments, "failed", G_CALLBACK (copy_cb), &message);
  g_setenv ("NINE_WEIGHTS_DATA_DIR", "/nonexistent", TRUE);
  app_experiments_start (experiments, LEARNING_EXPERIMENT_SHIFT, 1);
  wait_for_end (experiments);
  g_setenv ("NINE_WEIGHTS_DATA_DIR", before, TRUE);
  g_assert_nonnull (message);
}

/* The window is closed while threads work. */
static void
test_freed_at_work (void) {
  AppExperiments *experiments = app_experiments_new ();

  app_experiments_start (experiments, LEARNING_EXPERIMENT_FEW, 5);
  app_experiments_stop (experiments);
  g_object_add_weak_pointer (G_OBJECT (experiments), (gpointer *) &experiments);
  g_object_unref (experiments);
  /* A thread may be the last to let go, which wakes nobody. */
  for (guint i = 0; experiments != NULL && i < 100 * PATIENCE; i++) {
    g_main_context_iteration (NULL, FALSE);
    g_usleep (G_USEC_PER_SEC / 100);
  }
  g_assert_null (experiments);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/experiments/each-seed-adds-to-what-is-found", test_run);
  g_test_add_func ("/app/experiments/more-seeds-are-others", test_more);
  g_test_add_func ("/app/experiments/what-is-half-done-when-stopped-is-dropped", test_stop);
  g_test_add_func ("/app/experiments/can-be-cleared", test_clear);
  g_test_add_func ("/app/experiments/missing-digits-give-a-sentence", test_no_digits);
  g_test_add_func ("/app/experiments/threads-let-go-when-it-is-over", test_freed_at_work);
  return g_test_run ();
}

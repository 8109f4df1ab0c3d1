/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sharing out of work, and the environment variables that choose threads and CPU level. */
#include "engine-cpu-private.h"
#include "engine-threads-private.h"

#ifdef __linux__
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

#define N 1000

typedef struct {
  gint64 grain;
  int times[N]; /* atomic: how often each index was worked on */
} Work;

static void
work_cb (gint64 begin, gint64 end, gpointer data) {
  Work *self = data;

  g_assert_cmpint (begin, <, end);
  g_assert_cmpint (end - begin, >=, MIN (self->grain, N));
  for (gint64 i = begin; i < end; i++)
    g_atomic_int_inc (&self->times[i]);
}

static void
test_every_index_once (void) {
  static const gint64 grains[] = { -1, 0, 1, 3, 7, 499, 500, 501, 999, 1000, 5000, G_MAXINT64 };

  for (guint threads = 1; threads <= 9; threads++)
    for (guint g = 0; g < G_N_ELEMENTS (grains); g++) {
      Work work = { .grain = grains[g] };

      engine_threads_set (threads);
      engine_parallel_for (N, grains[g], work_cb, &work);
      for (int i = 0; i < N; i++)
        g_assert_cmpint (work.times[i], ==, 1);
    }
}

static void
not_reached_cb (gint64 begin, gint64 end, gpointer data) {
  g_assert_not_reached ();
}

static void
test_nothing (void) {
  engine_threads_set (4);
  engine_parallel_for (0, 1, not_reached_cb, NULL);
  engine_parallel_for (-5, 1, not_reached_cb, NULL);
}

static void
sum_lengths_cb (gint64 begin, gint64 end, gpointer data) {
  static GMutex mutex;
  gint64 *sum = data;

  g_mutex_lock (&mutex);
  *sum += end - begin;
  g_mutex_unlock (&mutex);
}

static void
test_largest_range (void) {
  for (guint threads = 1; threads <= 7; threads++) {
    gint64 sum = 0;

    engine_threads_set (threads);
    engine_parallel_for (G_MAXINT64, 1, sum_lengths_cb, &sum);
    g_assert_cmpint (sum, ==, G_MAXINT64);
  }
}

static void
nest_cb (gint64 begin, gint64 end, gpointer data) {
  Work *works = data;

  for (gint64 i = begin; i < end; i++)
    engine_parallel_for (N, 1, work_cb, &works[i]);
}

static void
test_nested (void) {
  g_autofree Work *works = g_new0 (Work, 50);

  engine_threads_set (3);
  engine_parallel_for (50, 1, nest_cb, works);
  for (int w = 0; w < 50; w++)
    for (int i = 0; i < N; i++)
      g_assert_cmpint (works[w].times[i], ==, 1);
}

static gpointer
call_cb (gpointer data) {
  for (int i = 0; i < 200; i++)
    test_largest_range ();
  return NULL;
}

static void
test_callers_at_once (void) {
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("caller", call_cb, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

/* The environment is asked once, so each of its values needs a process. */
static void
in_process (const char *path) {
  g_test_trap_subprocess (path, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

static void
test_variable_threads (void) {
  if (g_test_subprocess ()) {
    g_setenv ("NINE_WEIGHTS_THREADS", "7", TRUE);
    g_assert_cmpuint (engine_threads (), ==, 7);
    engine_threads_set (3);
    g_assert_cmpuint (engine_threads (), ==, 3);
    engine_threads_set (0);
    g_assert_cmpuint (engine_threads (), ==, 7);
    return;
  }
  in_process (NULL);
}

static void
test_default_threads (void) {
  if (g_test_subprocess ()) {
    g_unsetenv ("NINE_WEIGHTS_THREADS");
    g_assert_cmpuint (engine_threads (), ==, g_get_num_processors ());
    return;
  }
  in_process (NULL);
}

static void
test_wrong_threads (gconstpointer value) {
  if (g_test_subprocess ()) {
    g_setenv ("NINE_WEIGHTS_THREADS", value, TRUE);
    g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_WARNING, "NINE_WEIGHTS_THREADS: *; use 1 to 1024");
    g_assert_cmpuint (engine_threads (), ==, g_get_num_processors ());
    g_test_assert_expected_messages ();
    return;
  }
  in_process (NULL);
}

static void
test_variable_level (gconstpointer level) {
  if (g_test_subprocess ()) {
    g_setenv ("NINE_WEIGHTS_CPU", engine_cpu_level_name (GPOINTER_TO_INT (level)), TRUE);
    g_assert_cmpint (engine_cpu_level (), ==, MIN (GPOINTER_TO_INT (level), (int) engine_cpu_best_level ()));
    return;
  }
  in_process (NULL);
}

static void
test_default_level (void) {
  if (g_test_subprocess ()) {
    g_unsetenv ("NINE_WEIGHTS_CPU");
    g_assert_cmpint (engine_cpu_level (), ==, engine_cpu_best_level ());
    return;
  }
  in_process (NULL);
}

static void
test_wrong_level (void) {
  if (g_test_subprocess ()) {
    g_setenv ("NINE_WEIGHTS_CPU", "AVX2", TRUE);
    g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_WARNING,
                           "NINE_WEIGHTS_CPU: *; use baseline, avx2 or avx512");
    g_assert_cmpint (engine_cpu_level (), ==, engine_cpu_best_level ());
    g_assert_cmpint (engine_cpu_level (), ==, engine_cpu_best_level ());
    g_test_assert_expected_messages ();
    return;
  }
  in_process (NULL);
}

#ifdef __linux__
static void
niceness_cb (gint64 begin, gint64 end, gpointer data) {
  int *niceness = data;

  /* Long enough that the helper takes its part. */
  g_usleep (2000);
  for (gint64 i = begin; i < end; i++)
    niceness[i] = getpriority (PRIO_PROCESS, (id_t) syscall (SYS_gettid));
}

static gpointer
background_thread (gpointer data) {
  int *niceness = data;

  engine_thread_make_background ();
  engine_parallel_for (8, 1, niceness_cb, niceness);
  engine_parallel_for (8, 1, niceness_cb, niceness + 8);
  return NULL;
}

/* What is shared out by others before and after stays at their priority. */
static void
test_background (void) {
  int own = getpriority (PRIO_PROCESS, 0);
  int background[16], before[8], after[8];

  if (own > 0) {
    g_test_skip ("this program lets others go first already");
    return;
  }
  engine_threads_set (2);
  engine_parallel_for (8, 1, niceness_cb, before);
  g_thread_join (g_thread_new ("background", background_thread, background));
  engine_parallel_for (8, 1, niceness_cb, after);
  for (int i = 0; i < 16; i++)
    g_assert_cmpint (background[i], >, own);
  for (int i = 0; i < 8; i++) {
    g_assert_cmpint (before[i], ==, own);
    g_assert_cmpint (after[i], ==, own);
  }
}
#endif

int
main (int argc, char **argv) {
  static const char *const wrong[] = { "0", "-1", "1025", "two", "2 ", "" };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/threads/every-index-is-worked-on-once", test_every_index_once);
  g_test_add_func ("/engine/threads/empty-range-calls-nobody", test_nothing);
  g_test_add_func ("/engine/threads/largest-range-is-split-without-overflow", test_largest_range);
  g_test_add_func ("/engine/threads/nested-ranges-do-not-wait-for-each-other", test_nested);
  g_test_add_func ("/engine/threads/many-callers-share-the-helpers", test_callers_at_once);
#ifdef __linux__
  g_test_add_func ("/engine/threads/background-lets-others-go-first", test_background);
#endif
  g_test_add_func ("/engine/threads/variable-sets-the-number", test_variable_threads);
  g_test_add_func ("/engine/threads/default-is-every-processor", test_default_threads);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autofree char *path = g_strdup_printf ("/engine/threads/wrong-variable-is-told-%u", i);

    g_test_add_data_func (path, wrong[i], test_wrong_threads);
  }
  for (int level = ENGINE_CPU_BASELINE; level < ENGINE_CPU_N_LEVELS; level++) {
    g_autofree char *path =
        g_strdup_printf ("/engine/cpu/variable-limits-the-level-to-%s", engine_cpu_level_name (level));

    g_test_add_data_func (path, GINT_TO_POINTER (level), test_variable_level);
  }
  g_test_add_func ("/engine/cpu/default-is-the-best-level", test_default_level);
  g_test_add_func ("/engine/cpu/wrong-variable-is-told-once", test_wrong_level);
  return g_test_run ();
}

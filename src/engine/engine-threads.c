/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-threads-private.h"

#ifdef __linux__
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

#define MAX_THREADS      1024
#define PARTS_PER_THREAD 4  /* so that a thread that is held up leaves some of its share to the others */
#define NICENESS         10 /* of threads in the background: a tenth of the time where others want it too */

static int threads_set; /* atomic; 0 is the default */
static _Thread_local gboolean in_background;

static guint
default_threads (void) {
  const char *text = g_getenv ("NINE_WEIGHTS_THREADS");
  guint64 threads;

  if (!text)
    return CLAMP (g_get_num_processors (), 1, MAX_THREADS);
  if (g_ascii_string_to_unsigned (text, 10, 1, MAX_THREADS, &threads, NULL))
    return (guint) threads;

  g_warning ("NINE_WEIGHTS_THREADS: “%s” is not a number of threads; use 1 to %d", text, MAX_THREADS);
  return CLAMP (g_get_num_processors (), 1, MAX_THREADS);
}

guint
engine_threads (void) {
  static gsize threads;
  guint set = (guint) g_atomic_int_get (&threads_set);

  if (g_once_init_enter (&threads))
    g_once_init_leave (&threads, default_threads ());
  return set > 0 ? set : (guint) threads;
}

void
engine_threads_set (guint threads) {
  g_atomic_int_set (&threads_set, (int) MIN (threads, MAX_THREADS));
}

/* The work of one engine_parallel_for(). Helpers hold a reference each: one that the pool gets round to only
 * when the work is done finds no part left and lets go. So the caller waits for parts, not for helpers, and
 * calls may nest. */
typedef struct {
  EngineRangeFunc func;
  gpointer data;
  gint64 n;
  int n_parts;
  int next; /* atomic: the first part nobody has taken */
  int done; /* under the mutex */
  GMutex mutex;
  GCond all_done;
} Job;

static void
job_clear (gpointer data) {
  Job *self = data;

  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->all_done);
}

/* The first n % n_parts parts are longer than the rest by one. */
static gint64
job_part_begin (const Job *self, int part) {
  return self->n / self->n_parts * part + MIN (part, self->n % self->n_parts);
}

static void
job_run (Job *self) {
  int done = 0;
  int part;

  while ((part = g_atomic_int_add (&self->next, 1)) < self->n_parts) {
    self->func (job_part_begin (self, part), job_part_begin (self, part + 1), self->data);
    done++;
  }

  g_mutex_lock (&self->mutex);
  self->done += done;
  if (self->done == self->n_parts)
    g_cond_signal (&self->all_done);
  g_mutex_unlock (&self->mutex);
}

void
engine_thread_make_background (void) {
  in_background = TRUE;
#ifdef __linux__
  /* Of one thread, here, which cannot take it back. */
  id_t thread = (id_t) syscall (SYS_gettid);

  if (getpriority (PRIO_PROCESS, thread) < NICENESS)
    setpriority (PRIO_PROCESS, thread, NICENESS);
#endif
}

static void
help_cb (gpointer job, gpointer user_data) {
  job_run (job);
  g_atomic_rc_box_release_full (job, job_clear);
}

static void
help_background_cb (gpointer job, gpointer user_data) {
  if (!in_background)
    engine_thread_make_background ();
  help_cb (job, user_data);
}

/* Its threads are nobody else's: their priority stays low. */
static GThreadPool *
background_pool (void) {
  static GThreadPool *pool;

  if (g_once_init_enter (&pool)) {
    int helpers = MAX ((int) engine_threads () - 1, 1);

    g_once_init_leave (&pool, g_thread_pool_new (help_background_cb, NULL, helpers, TRUE, NULL));
  }
  return pool;
}

/* One pool for the rest of the process. Its threads are GLib's, which it keeps for a while and shares with other
 * pools. */
static GThreadPool *
helper_pool (void) {
  static GThreadPool *pool;

  if (g_once_init_enter (&pool))
    g_once_init_leave (&pool, g_thread_pool_new (help_cb, NULL, MAX_THREADS, FALSE, NULL));
  return pool;
}

void
engine_parallel_for (gint64 n, gint64 grain, EngineRangeFunc func, gpointer data) {
  int threads = (int) engine_threads ();
  int n_parts = (int) CLAMP (n / MAX (grain, 1), 1, threads * PARTS_PER_THREAD);
  Job *job;

  if (n <= 0)
    return;
  if (threads == 1 || n_parts == 1) {
    func (0, n, data);
    return;
  }

  job = g_atomic_rc_box_new0 (Job);
  *job = (Job){ .func = func, .data = data, .n = n, .n_parts = n_parts };
  g_mutex_init (&job->mutex);
  g_cond_init (&job->all_done);
  /* Where no thread can be created the caller does all the work. */
  for (int i = 1; i < MIN (threads, n_parts); i++)
    g_thread_pool_push (in_background ? background_pool () : helper_pool (), g_atomic_rc_box_acquire (job),
                        NULL);

  job_run (job);
  g_mutex_lock (&job->mutex);
  while (job->done < n_parts)
    g_cond_wait (&job->all_done, &job->mutex);
  g_mutex_unlock (&job->mutex);
  g_atomic_rc_box_release_full (job, job_clear);
}

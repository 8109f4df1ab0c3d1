/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-training-run.h"

#include "engine-threads.h"
#include "learning-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define ROUND     0.02 /* seconds: asked for anything, it answers after that */
#define PUBLISHED 0.04 /* seconds between two news; what draws them is not faster */
#define MEASURED  0.5  /* seconds over which images a second are counted */
#define ROUND_MAX 4096 /* steps */
#define LATE      4    /* a network that stayed behind may do so many times as much in a round */
#define WAIT      5000 /* microseconds: how exactly a pace is kept */

/* What was asked for. */
typedef struct {
  gboolean quit, start, pause, rewind, change;
  guint64 once; /* single steps */
  guint64 rewind_to;
  LearningSettings settings;
} Wish;

struct _AppTrainingRun {
  gatomicrefcount references; /* whoever asks, and the thread */
  GCancellable *cancellable;
  LearningData *data;

  GMutex mutex;
  GCond asked_cond;
  /* Under the mutex. */
  Wish wish;
  AppTrainingSpeed speed;
  guint asked;
  AppTrainingNews news;
  gboolean fresh; /* the news have not been taken */

  /* The thread's. */
  LearningTrainer *trainers[LEARNING_N_KINDS];
  gboolean diverged[LEARNING_N_KINDS];
  gboolean away[LEARNING_N_KINDS]; /* its loss is far above that of guessing, which has been said */
  gboolean running;
  guint64 step, goal, chunk;
  guint done; /* of what was asked for */
  AppTrainingSpeed pace;
  gint64 pace_time; /* when it was at `pace_step` */
  guint64 pace_step;
  gint64 published, measured_time, run_time;
  guint64 measured_images;
  double seconds, images_per_second;
  char *problem;
};

void
app_training_news_clear (AppTrainingNews *self) {
  for (int kind = 0; kind < LEARNING_N_KINDS; kind++)
    g_clear_pointer (&self->traces[kind], learning_trace_unref);
  g_clear_pointer (&self->problem, g_free);
}

static void
run_unref (AppTrainingRun *self) {
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  for (int kind = 0; kind < LEARNING_N_KINDS; kind++)
    learning_trainer_free (self->trainers[kind]);
  app_training_news_clear (&self->news);
  g_clear_pointer (&self->data, learning_data_unref);
  g_clear_object (&self->cancellable);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->asked_cond);
  g_free (self->problem);
  g_free (self);
}

static double
since (gint64 time) {
  return (double) (g_get_monotonic_time () - time) / G_USEC_PER_SEC;
}

static guint64
steps_done (AppTrainingRun *self) {
  guint64 most = 0;

  for (int kind = 0; kind < LEARNING_N_KINDS; kind++)
    most = MAX (most, learning_trainer_step (self->trainers[kind]));
  return most;
}

static guint64
images_done (AppTrainingRun *self) {
  guint64 images = 0;

  for (int kind = 0; kind < LEARNING_N_KINDS; kind++) {
    LearningTrace *trace = self->news.traces[kind];
    if (trace != NULL)
      images += trace->snapshots[trace->n_snapshots - 1]->images;
  }
  return images;
}

/* News. */

static void
trace_some (gint64 begin, gint64 end, gpointer data) {
  LearningTrace **traces = ((gpointer *) data)[1];
  AppTrainingRun *self = ((gpointer *) data)[0];

  for (gint64 kind = begin; kind < end; kind++)
    traces[kind] = learning_trainer_trace (self->trainers[kind]);
}

/* Rates that are far too large end seldom in no number at all: mostly the nodes die, and the loss stays huge. */
static void
look_for_problem (AppTrainingRun *self, LearningKind kind, const LearningTrace *trace) {
  const LearningSnapshot *last = trace->snapshots[trace->n_snapshots - 1];

  if (self->away[kind] || !learning_snapshot_is_astray (last))
    return;
  self->away[kind] = TRUE;
  g_free (self->problem);
  /* Translators: %s is the name of a network. */
  self->problem =
      g_strdup_printf (_ ("%s: the loss has grown to %.0f, and guessing has %.1f; use a smaller "
                          "learning rate and train again"),
                       learning_kind_title (kind), last->loss, log ((double) trace->network->classes));
}

static void
begin_measuring (AppTrainingRun *self) {
  self->measured_time = g_get_monotonic_time ();
  self->measured_images = images_done (self);
  self->images_per_second = 0;
}

static void
measure (AppTrainingRun *self) {
  double seconds = since (self->measured_time);
  guint64 images = images_done (self);

  if (!self->running)
    self->images_per_second = 0;
  else if (images < self->measured_images)
    begin_measuring (self);
  else if (seconds > 0 && (seconds >= MEASURED || self->images_per_second <= 0))
    self->images_per_second = (double) (images - self->measured_images) / seconds;
  if (seconds < MEASURED)
    return;
  self->measured_time = g_get_monotonic_time ();
  self->measured_images = images;
}

static void
publish (AppTrainingRun *self) {
  LearningTrace *traces[LEARNING_N_KINDS] = { NULL };
  gpointer data[] = { self, traces };

  engine_parallel_for (LEARNING_N_KINDS, 1, trace_some, data);
  g_mutex_lock (&self->mutex);
  for (int kind = 0; kind < LEARNING_N_KINDS; kind++) {
    g_clear_pointer (&self->news.traces[kind], learning_trace_unref);
    self->news.traces[kind] = traces[kind];
    look_for_problem (self, (LearningKind) kind, traces[kind]);
  }
  measure (self);
  self->news.step = self->step;
  self->news.running = self->running;
  self->news.seconds = self->seconds + (self->running ? since (self->run_time) : 0);
  self->news.images_per_second = self->images_per_second;
  self->news.asked = self->done;
  if (self->problem != NULL) {
    g_free (self->news.problem);
    self->news.problem = g_steal_pointer (&self->problem);
  }
  self->fresh = TRUE;
  g_mutex_unlock (&self->mutex);
  self->published = g_get_monotonic_time ();
}

/* Pace. */

static void
begin_pace (AppTrainingRun *self) {
  self->pace_time = g_get_monotonic_time ();
  self->pace_step = self->step;
}

static void
set_running (AppTrainingRun *self, gboolean running) {
  if (self->running == running)
    return;
  if (running)
    self->run_time = g_get_monotonic_time ();
  else
    self->seconds += since (self->run_time);
  self->running = running;
  begin_pace (self);
  begin_measuring (self);
}

/* The step that it should be at by now. */
static guint64
find_goal (AppTrainingRun *self) {
  double due = app_training_speed_steps (self->pace, (double) self->pace_step, since (self->pace_time));
  guint64 most = MIN (self->step + self->chunk, APP_TRAINING_STEPS_MAX);

  return due < (double) most ? MAX ((guint64) due, self->step) : most;
}

/* Steps. */

/* To the step that it is to be at; one that stayed behind a bit at a time. */
static void
run_some (gint64 begin, gint64 end, gpointer data) {
  AppTrainingRun *self = data;

  for (gint64 kind = begin; kind < end; kind++) {
    LearningTrainer *trainer = self->trainers[kind];
    guint64 step = learning_trainer_step (trainer);
    g_autoptr (GError) error = NULL;

    if (self->diverged[kind] || step >= self->goal)
      continue;
    if (learning_trainer_run (trainer, MIN (self->goal - step, LATE * self->chunk), self->cancellable, &error)
        || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      continue;
    g_mutex_lock (&self->mutex);
    self->diverged[kind] = TRUE;
    g_free (self->problem);
    self->problem = g_strdup_printf ("%s: %s", learning_kind_title ((LearningKind) kind), error->message);
    g_mutex_unlock (&self->mutex);
  }
}

static gboolean
all_diverged (const AppTrainingRun *self) {
  for (int kind = 0; kind < LEARNING_N_KINDS; kind++)
    if (!self->diverged[kind])
      return FALSE;
  return TRUE;
}

/* So many steps as fit into a round. */
static void
adapt_chunk (AppTrainingRun *self, double seconds) {
  double factor = seconds > 0 ? ROUND / seconds : 2;

  self->chunk = (guint64) CLAMP ((double) self->chunk * CLAMP (factor, 0.25, 2), 1, ROUND_MAX);
}

static void
run_round (AppTrainingRun *self, guint64 goal) {
  gint64 time = g_get_monotonic_time ();
  guint64 before = self->step;

  self->goal = goal;
  engine_parallel_for (LEARNING_N_KINDS, 1, run_some, self);
  self->step = steps_done (self);
  if (goal - before >= self->chunk || since (time) > ROUND)
    adapt_chunk (self, since (time));
  if (all_diverged (self) || self->step >= APP_TRAINING_STEPS_MAX)
    set_running (self, FALSE);
}

/* However many steps that takes. */
static void
advance_to (AppTrainingRun *self, guint64 step) {
  const guint64 chunk = self->chunk;

  self->goal = step;
  self->chunk = MAX (step, 1);
  engine_parallel_for (LEARNING_N_KINDS, 1, run_some, self);
  self->chunk = chunk;
  self->step = steps_done (self);
}

/* The snapshots are not at every step: from the one before on, it does again what it did. */
static void
rewind_to (AppTrainingRun *self, guint64 step) {
  for (int kind = 0; kind < LEARNING_N_KINDS; kind++) {
    g_autoptr (LearningTrace) trace = learning_trainer_trace (self->trainers[kind]);
    learning_trainer_rewind (self->trainers[kind], learning_trace_find (trace, (double) step));
    self->diverged[kind] = self->away[kind] = FALSE;
  }
  advance_to (self, step);
  if (step == 0)
    self->seconds = 0;
  begin_pace (self);
}

/* One that diverged stands at its last snapshot; with other settings it may go on from there. */
static void
revive (AppTrainingRun *self) {
  for (int kind = 0; kind < LEARNING_N_KINDS; kind++) {
    if (!self->diverged[kind])
      continue;
    g_autoptr (LearningTrace) trace = learning_trainer_trace (self->trainers[kind]);
    learning_trainer_rewind (self->trainers[kind], trace->n_snapshots - 1);
    self->diverged[kind] = FALSE;
  }
}

static void
change_settings (AppTrainingRun *self, const LearningSettings *wanted) {
  for (int kind = 0; kind < LEARNING_N_KINDS; kind++) {
    g_autoptr (GError) error = NULL;
    if (!learning_trainer_set_settings (self->trainers[kind], wanted, &error))
      g_warning ("%s", error->message);
  }
}

/* The thread. */

static void
fulfil (AppTrainingRun *self, const Wish *wish) {
  if (wish->change)
    change_settings (self, &wish->settings);
  if (wish->rewind)
    rewind_to (self, wish->rewind_to);
  if (wish->start || wish->once > 0)
    revive (self);
  if (wish->start)
    set_running (self, TRUE);
  if (wish->pause || wish->once > 0)
    set_running (self, FALSE);
  if (wish->once > 0)
    advance_to (self, MIN (self->step + wish->once, APP_TRAINING_STEPS_MAX));
}

static guint64
next_goal (AppTrainingRun *self) {
  return self->running ? find_goal (self) : self->step;
}

/* Waits until something was asked for, or a step is due; FALSE at the end. */
static gboolean
wait_for_work (AppTrainingRun *self, Wish *wish) {
  g_mutex_lock (&self->mutex);
  while (self->done == self->asked && next_goal (self) == self->step && !self->wish.quit) {
    if (self->running)
      g_cond_wait_until (&self->asked_cond, &self->mutex, g_get_monotonic_time () + WAIT);
    else
      g_cond_wait (&self->asked_cond, &self->mutex);
  }
  *wish = self->wish;
  self->wish = (Wish){ .quit = wish->quit };
  self->done = self->asked;
  if (self->pace != self->speed) {
    self->pace = self->speed;
    begin_pace (self);
  }
  g_mutex_unlock (&self->mutex);
  return !wish->quit;
}

static gboolean
is_published (AppTrainingRun *self) {
  return self->news.traces[0] != NULL && self->news.step == self->step && self->news.asked == self->done
         && self->news.running == self->running;
}

static gpointer
work (gpointer data) {
  AppTrainingRun *self = data;
  Wish wish;

  engine_thread_make_background ();
  publish (self);
  while (wait_for_work (self, &wish)) {
    fulfil (self, &wish);
    if (next_goal (self) > self->step)
      run_round (self, next_goal (self));
    gboolean due = since (self->published) >= PUBLISHED || !self->running;
    if (!is_published (self) && (due || self->news.asked != self->done))
      publish (self);
  }
  run_unref (self);
  return NULL;
}

AppTrainingRun *
app_training_run_new (LearningTrainer *trainers[LEARNING_N_KINDS], LearningData *data) {
  AppTrainingRun *self = g_new0 (AppTrainingRun, 1);

  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->asked_cond);
  self->cancellable = g_cancellable_new ();
  self->data = learning_data_ref (data);
  self->speed = self->pace = APP_TRAINING_GENTLE;
  self->chunk = 1;
  for (int kind = 0; kind < LEARNING_N_KINDS; kind++)
    self->trainers[kind] = g_steal_pointer (&trainers[kind]);
  g_atomic_ref_count_inc (&self->references);
  g_thread_unref (g_thread_new ("training", work, self));
  return self;
}

void
app_training_run_free (AppTrainingRun *self) {
  g_mutex_lock (&self->mutex);
  self->wish.quit = TRUE;
  g_cond_signal (&self->asked_cond);
  g_mutex_unlock (&self->mutex);
  g_cancellable_cancel (self->cancellable);
  run_unref (self);
}

LearningData *
app_training_run_get_data (AppTrainingRun *self) {
  return self->data;
}

/* With the mutex held, which it lets go of. */
static guint
ask (AppTrainingRun *self) {
  guint number = ++self->asked;

  g_cond_signal (&self->asked_cond);
  g_mutex_unlock (&self->mutex);
  return number;
}

guint
app_training_run_start (AppTrainingRun *self) {
  g_mutex_lock (&self->mutex);
  self->wish.start = TRUE;
  self->wish.pause = FALSE;
  self->wish.once = 0;
  return ask (self);
}

guint
app_training_run_pause (AppTrainingRun *self) {
  g_mutex_lock (&self->mutex);
  self->wish.start = FALSE;
  self->wish.pause = TRUE;
  return ask (self);
}

guint
app_training_run_step (AppTrainingRun *self) {
  g_mutex_lock (&self->mutex);
  self->wish.start = FALSE;
  self->wish.once++;
  return ask (self);
}

guint
app_training_run_rewind (AppTrainingRun *self, guint64 step) {
  g_mutex_lock (&self->mutex);
  self->wish.rewind = TRUE;
  self->wish.rewind_to = step;
  self->wish.once = 0;
  return ask (self);
}

guint
app_training_run_set_settings (AppTrainingRun *self, const LearningSettings *settings) {
  g_mutex_lock (&self->mutex);
  self->wish.change = TRUE;
  self->wish.settings = *settings;
  return ask (self);
}

guint
app_training_run_set_speed (AppTrainingRun *self, AppTrainingSpeed speed) {
  g_mutex_lock (&self->mutex);
  self->speed = speed;
  return ask (self);
}

gboolean
app_training_run_take (AppTrainingRun *self, AppTrainingNews *news) {
  gboolean fresh;

  g_mutex_lock (&self->mutex);
  fresh = self->fresh;
  if (fresh) {
    app_training_news_clear (news);
    *news = self->news;
    for (int kind = 0; kind < LEARNING_N_KINDS; kind++)
      learning_trace_ref (news->traces[kind]);
    self->news.problem = NULL;
    self->fresh = FALSE;
  }
  g_mutex_unlock (&self->mutex);
  return fresh;
}

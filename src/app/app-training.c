/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-training.h"

#define POLL   33 /* milliseconds */
#define NEWEST G_MAXUINT64

struct _AppTraining {
  GObject parent_instance;

  AppTrainingPlan plan;  /* wanted */
  AppTrainingPlan begun; /* the run's; worth something with a run only */
  AppTrainingRun *run;   /* NULL before the first */
  AppTrainingNews news;  /* of the run */
  gboolean running;      /* wanted */
  guint64 single;        /* steps wanted of a run that has not begun */
  guint64 shown;         /* NEWEST, or an earlier step */
  AppTrainingSpeed speed;
  guint asked; /* the last number of the run: older news say nothing of what is wanted */

  GCancellable *loading; /* the newest job's, which it is told apart by: what others made is stale */
  guint poll;
};

enum { CHANGED, BEGUN, FAILED, DIVERGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AppTraining, app_training, G_TYPE_OBJECT)

/* Making a run. */

typedef struct {
  AppTrainingPlan plan;
  LearningData *data; /* loaded already; NULL */
} Job;

static void
job_free (gpointer data) {
  Job *self = data;

  app_training_plan_clear (&self->plan);
  g_clear_pointer (&self->data, learning_data_unref);
  g_free (self);
}

static AppTrainingRun *
make_run (const Job *job, GCancellable *cancellable, GError **error) {
  g_autoptr (LearningData) data = job->data != NULL ? learning_data_ref (job->data)
                                                    : app_training_plan_load (&job->plan, cancellable, error);
  LearningTrainer *trainers[LEARNING_N_KINDS] = { NULL };

  if (data == NULL || g_cancellable_set_error_if_cancelled (cancellable, error)
      || !app_training_plan_begin (&job->plan, data, trainers, error))
    return NULL;
  return app_training_run_new (trainers, data);
}

static void
make_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable) {
  GError *error = NULL;
  AppTrainingRun *run = make_run (data, cancellable, &error);

  if (run != NULL)
    g_task_return_pointer (task, run, (GDestroyNotify) app_training_run_free);
  else
    g_task_return_error (task, error);
}

/* News. */

static gboolean
is_waiting (AppTraining *self) {
  return self->run != NULL && (self->news.asked != self->asked || self->news.traces[0] == NULL);
}

static gboolean
take_news (AppTraining *self) {
  if (!app_training_run_take (self->run, &self->news))
    return FALSE;
  g_autofree char *problem = g_steal_pointer (&self->news.problem);
  if (self->news.asked == self->asked && self->loading == NULL)
    self->running = self->news.running;
  if (problem != NULL)
    g_signal_emit (self, signals[DIVERGED], 0, problem);
  return !is_waiting (self);
}

static gboolean
poll_cb (gpointer data) {
  g_autoptr (AppTraining) self = g_object_ref (data);

  if (take_news (self))
    g_signal_emit (self, signals[CHANGED], 0);
  if (self->run != NULL && (is_waiting (self) || self->running))
    return G_SOURCE_CONTINUE;
  self->poll = 0;
  return G_SOURCE_REMOVE;
}

static void
poll (AppTraining *self) {
  if (self->poll == 0)
    self->poll = g_timeout_add (POLL, poll_cb, self);
}

static void
asked (AppTraining *self, guint number) {
  self->asked = number;
  poll (self);
}

/* Runs. */

static void
replace_run (AppTraining *self, AppTrainingRun *run, const AppTrainingPlan *plan) {
  g_clear_pointer (&self->run, app_training_run_free);
  app_training_news_clear (&self->news);
  self->news = (AppTrainingNews){ 0 };
  self->run = run;
  app_training_plan_copy (&self->begun, plan);
  self->shown = NEWEST;
  asked (self, app_training_run_set_speed (run, self->speed));
  for (; self->single > 0; self->single--)
    asked (self, app_training_run_step (run));
  if (self->running)
    asked (self, app_training_run_start (run));
}

/* Those that it learned from before, or the lesson's. */
static void
go_back_to_good_data (AppTraining *self) {
  if (self->run != NULL) {
    app_training_plan_copy (&self->plan, &self->begun);
  } else if (self->plan.path != NULL) {
    app_training_plan_clear (&self->plan);
    self->plan.source = APP_TRAINING_DIGITS;
  }
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer data) {
  AppTraining *self = APP_TRAINING (source);
  GTask *task = G_TASK (result);
  const Job *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (AppTrainingRun) run = g_task_propagate_pointer (task, &error);

  if (g_task_get_cancellable (task) != self->loading)
    return;
  g_clear_object (&self->loading);
  if (run != NULL) {
    replace_run (self, g_steal_pointer (&run), &job->plan);
    g_signal_emit (self, signals[BEGUN], 0);
    return;
  }
  self->running = FALSE;
  self->single = 0;
  go_back_to_good_data (self);
  g_signal_emit (self, signals[FAILED], 0, error->message);
}

static void
stop_loading (AppTraining *self) {
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
}

static void
begin (AppTraining *self) {
  Job *job = g_new0 (Job, 1);

  stop_loading (self);
  if (self->run != NULL)
    self->asked = app_training_run_pause (self->run);
  app_training_plan_copy (&job->plan, &self->plan);
  if (self->run != NULL && app_training_plan_same_data (&self->plan, &self->begun))
    job->data = learning_data_ref (app_training_run_get_data (self->run));
  self->loading = g_cancellable_new ();
  g_autoptr (GTask) task = g_task_new (self, self->loading, made_cb, NULL);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, make_cb);
}

/* What is shown is where it goes on. */
static void
go_back (AppTraining *self) {
  if (self->shown != NEWEST && self->run != NULL)
    asked (self, app_training_run_rewind (self->run, self->shown));
  self->shown = NEWEST;
}

static void
app_training_dispose (GObject *object) {
  AppTraining *self = APP_TRAINING (object);

  stop_loading (self);
  g_clear_handle_id (&self->poll, g_source_remove);
  g_clear_pointer (&self->run, app_training_run_free);
  G_OBJECT_CLASS (app_training_parent_class)->dispose (object);
}

static void
app_training_finalize (GObject *object) {
  AppTraining *self = APP_TRAINING (object);

  app_training_news_clear (&self->news);
  app_training_plan_clear (&self->plan);
  app_training_plan_clear (&self->begun);
  G_OBJECT_CLASS (app_training_parent_class)->finalize (object);
}

static void
app_training_class_init (AppTrainingClass *klass) {
  GType type = APP_TYPE_TRAINING;

  G_OBJECT_CLASS (klass)->dispose = app_training_dispose;
  G_OBJECT_CLASS (klass)->finalize = app_training_finalize;
  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[BEGUN] = g_signal_new ("begun", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] =
      g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[DIVERGED] =
      g_signal_new ("diverged", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
app_training_init (AppTraining *self) {
  LearningChoices choices = { .seed = 1, .nodes = 32, .filters = 32 };

  app_training_plan_init (&self->plan, LEARNING_COURSE_PATTERNS, &choices);
  self->speed = APP_TRAINING_GENTLE;
  self->shown = NEWEST;
}

AppTraining *
app_training_new (void) {
  return g_object_new (APP_TYPE_TRAINING, NULL);
}

void
app_training_set_plan (AppTraining *self, const AppTrainingPlan *plan) {
  gboolean wanted = self->run != NULL || self->loading != NULL;

  app_training_plan_copy (&self->plan, plan);
  if (!wanted)
    return;
  /* Not of the argument: it may have the path that was just let go. */
  if (self->loading == NULL && app_training_plan_continues (&self->plan, &self->begun)) {
    app_training_plan_copy (&self->begun, &self->plan);
    asked (self, app_training_run_set_settings (self->run, &self->plan.settings));
  } else {
    begin (self);
  }
}

const AppTrainingPlan *
app_training_get_plan (AppTraining *self) {
  return &self->plan;
}

void
app_training_set_speed (AppTraining *self, AppTrainingSpeed speed) {
  self->speed = speed;
  if (self->run != NULL)
    asked (self, app_training_run_set_speed (self->run, speed));
}

void
app_training_prepare (AppTraining *self) {
  if (self->run == NULL && self->loading == NULL)
    begin (self);
}

void
app_training_start (AppTraining *self) {
  self->running = TRUE;
  if (self->loading != NULL)
    return;
  /* At the end of what a run may have the same begins anew. */
  if (self->run == NULL || MIN (self->shown, self->news.step) >= APP_TRAINING_STEPS_MAX) {
    begin (self);
    return;
  }
  go_back (self);
  asked (self, app_training_run_start (self->run));
  g_signal_emit (self, signals[CHANGED], 0);
}

void
app_training_pause (AppTraining *self) {
  gboolean running = self->running;

  self->running = FALSE;
  if (self->run == NULL || !running)
    return;
  asked (self, app_training_run_pause (self->run));
  g_signal_emit (self, signals[CHANGED], 0);
}

void
app_training_step (AppTraining *self) {
  self->running = FALSE;
  if (self->run == NULL || self->loading != NULL) {
    self->single++;
    if (self->loading == NULL)
      begin (self);
    return;
  }
  go_back (self);
  asked (self, app_training_run_step (self->run));
}

void
app_training_seek (AppTraining *self, guint64 step) {
  app_training_pause (self);
  if (self->run == NULL && self->news.step == 0)
    return;
  self->shown = MIN (step, self->news.step);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
app_training_again (AppTraining *self) {
  if (self->run != NULL)
    self->shown = 0;
  app_training_start (self);
}

gboolean
app_training_get_running (AppTraining *self) {
  return self->running;
}

gboolean
app_training_get_loading (AppTraining *self) {
  return self->loading != NULL;
}

guint64
app_training_get_step (AppTraining *self) {
  return MIN (self->shown, self->news.step);
}

guint64
app_training_get_steps (AppTraining *self) {
  return self->news.step;
}

double
app_training_get_seconds (AppTraining *self) {
  return self->news.seconds;
}

double
app_training_get_images_per_second (AppTraining *self) {
  return self->running ? self->news.images_per_second : 0;
}

LearningTrace *
app_training_get_trace (AppTraining *self, LearningKind kind) {
  return self->news.traces[kind];
}

void
app_training_show (AppTraining *self, LearningKind kind, LearningTrace *trace) {
  stop_loading (self);
  self->running = FALSE;
  g_clear_handle_id (&self->poll, g_source_remove);
  g_clear_pointer (&self->run, app_training_run_free);
  learning_trace_ref (trace);
  g_clear_pointer (&self->news.traces[kind], learning_trace_unref);
  self->news.traces[kind] = trace;
  self->news.step = MAX (self->news.step, learning_trace_steps (trace));
  self->shown = learning_trace_steps (trace);
  g_signal_emit (self, signals[CHANGED], 0);
}

LearningData *
app_training_get_data (AppTraining *self) {
  return self->run != NULL ? app_training_run_get_data (self->run) : NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-experiments.h"

#include "engine-threads.h"
#include "learning-experiment.h"
#include "lesson-data.h"

#define AT_A_TIME  2
#define FIRST_SEED (LEARNING_SEEDS_MAX + 1) /* those before it may have been recorded */

struct _AppExperiments {
  GObject parent_instance;

  LearningFindings *findings;
  guint32 next_seeds[LEARNING_N_EXPERIMENTS][LEARNING_N_KINDS];
  GQueue waiting;            /* of Job */
  GCancellable *cancellable; /* of the run that is under way; NULL: none */
  guint working;             /* jobs of it that a thread has */
  guint wanted;
};

enum { CHANGED, FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AppExperiments, app_experiments, G_TYPE_OBJECT)

/* One seed of one network. */
typedef struct {
  LearningExperiment experiment;
  LearningKind kind;
  guint32 seed;
  double accuracies[LEARNING_CASES_MAX];
} Job;

/* A thread of its own, for it is one in the background: frames come first. */
static gpointer
run_thread (gpointer data) {
  g_autoptr (GTask) task = data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree char *folder = lesson_data_path ("digits");

  engine_thread_make_background ();
  g_autoptr (LearningData) digits = learning_data_new_digits (folder, &error);
  if (digits != NULL
      && learning_experiment_run (job->experiment, job->kind, job->seed, digits, job->accuracies, cancellable,
                                  &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
  return NULL;
}

static void
add (AppExperiments *self, const Job *job) {
  LearningFindings *more =
      learning_findings_with (self->findings, job->experiment, job->kind, job->accuracies);

  learning_findings_unref (self->findings);
  self->findings = more;
}

static void
end (AppExperiments *self) {
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_queue_clear_full (&self->waiting, g_free);
  self->working = 0;
  self->wanted = 0;
}

static void hand_out (AppExperiments *self);

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data) {
  AppExperiments *self = APP_EXPERIMENTS (source);
  GTask *task = G_TASK (result);
  g_autoptr (GError) error = NULL;
  gboolean done = g_task_propagate_boolean (task, &error);

  /* Of a run that was stopped. */
  if (g_task_get_cancellable (task) != self->cancellable)
    return;
  self->working--;
  if (!done) {
    end (self);
    g_signal_emit (self, signals[FAILED], 0, error->message);
  } else {
    add (self, g_task_get_task_data (task));
    hand_out (self);
  }
  g_signal_emit (self, signals[CHANGED], 0);
}

/* As many as threads may work at a time; with none left the run has ended. */
static void
hand_out (AppExperiments *self) {
  while (self->working < AT_A_TIME && !g_queue_is_empty (&self->waiting)) {
    g_autoptr (GTask) task = g_task_new (self, self->cancellable, done_cb, NULL);
    g_task_set_check_cancellable (task, FALSE);
    g_task_set_task_data (task, g_queue_pop_head (&self->waiting), g_free);
    g_thread_unref (g_thread_new ("experiment", run_thread, g_object_ref (task)));
    self->working++;
  }
  if (self->working == 0)
    end (self);
}

static void
forget (AppExperiments *self, LearningExperiment experiment) {
  LearningFindings *others = learning_findings_new ();

  *others = *self->findings;
  for (int kind = 0; kind < LEARNING_N_KINDS; kind++)
    for (guint i = 0; i < LEARNING_CASES_MAX; i++)
      others->findings[experiment][kind][i] = (LearningFinding){ 0 };
  learning_findings_unref (self->findings);
  self->findings = others;
}

static guint
count_seeds (AppExperiments *self, LearningExperiment experiment) {
  guint most = 0;

  for (int kind = 0; kind < LEARNING_N_KINDS; kind++)
    most = MAX (most, self->findings->findings[experiment][kind][0].n);
  return most;
}

static void
add_jobs (AppExperiments *self, LearningExperiment experiment) {
  for (int kind = 0; kind < LEARNING_N_KINDS; kind++) {
    Job job = { experiment, kind, 0, { 0 } };
    if (!learning_experiment_has (experiment, kind))
      continue;
    job.seed = FIRST_SEED + self->next_seeds[experiment][kind]++;
    g_queue_push_tail (&self->waiting, g_memdup2 (&job, sizeof job));
  }
}

/* The experiments that are run together. */
static guint
list_experiments (LearningExperiment experiment, LearningExperiment experiments[2]) {
  experiments[0] = experiment;
  experiments[1] = LEARNING_EXPERIMENT_SHUFFLE_PATTERNS;
  return experiment == LEARNING_EXPERIMENT_SHUFFLE_DIGITS ? 2 : 1;
}

AppExperiments *
app_experiments_new (void) {
  return g_object_new (APP_TYPE_EXPERIMENTS, NULL);
}

void
app_experiments_start (AppExperiments *self, LearningExperiment experiment, guint seeds) {
  LearningExperiment experiments[2];
  guint n = list_experiments (experiment, experiments);

  end (self);
  seeds = CLAMP (seeds, 1, LEARNING_SEEDS_MAX);
  for (guint i = 0; i < n; i++)
    if (count_seeds (self, experiments[i]) + seeds > LEARNING_SEEDS_MAX)
      forget (self, experiments[i]);
  self->cancellable = g_cancellable_new ();
  self->wanted = count_seeds (self, experiment) + seeds;
  for (guint seed = 0; seed < seeds; seed++)
    for (guint i = 0; i < n; i++)
      add_jobs (self, experiments[i]);
  hand_out (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
app_experiments_stop (AppExperiments *self) {
  if (self->cancellable == NULL)
    return;
  end (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
app_experiments_clear (AppExperiments *self) {
  end (self);
  learning_findings_unref (self->findings);
  self->findings = learning_findings_new ();
  g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
app_experiments_get_running (AppExperiments *self) {
  return self->cancellable != NULL;
}

guint
app_experiments_get_wanted (AppExperiments *self) {
  return self->wanted;
}

LearningFindings *
app_experiments_get_findings (AppExperiments *self) {
  return self->findings;
}

static void
app_experiments_finalize (GObject *object) {
  AppExperiments *self = APP_EXPERIMENTS (object);

  end (self);
  learning_findings_unref (self->findings);
  G_OBJECT_CLASS (app_experiments_parent_class)->finalize (object);
}

static void
app_experiments_class_init (AppExperimentsClass *klass) {
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = app_experiments_finalize;
  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] =
      g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
app_experiments_init (AppExperiments *self) {
  self->findings = learning_findings_new ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-train-private.h"
#include "engine-file.h"
#include "learning-error.h"

#include <math.h>
#include <signal.h>

static volatile sig_atomic_t stop_signal;

static void
stop_cb (int number) {
  stop_signal = number;
}

/* The second time such a signal ends the program at once, as if it did not know it. */
static void
catch_signals (void) {
  struct sigaction action = { .sa_handler = stop_cb, .sa_flags = (int) (SA_RESETHAND | SA_RESTART) };

  stop_signal = 0;
  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
}

/* "step,loss,correct"; as floats are told apart by nine digits. */
static void
append_loss (GString *log, guint64 step, double loss, gsize correct) {
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (isfinite (loss))
    g_ascii_formatd (text, sizeof text, "%.9g", loss);
  else
    g_strlcpy (text, isnan (loss) ? "nan" : "inf", sizeof text);
  g_string_append_printf (log, "%" G_GUINT64_FORMAT ",%s,%" G_GSIZE_FORMAT "\n", step, text, correct);
}

static gboolean
do_step (CliTrainJob *job, CliTrainResult *self, GError **error) {
  gboolean done = learning_trainer_run (job->trainer, 1, NULL, error);
  gsize correct = 0;

  if (self->log) {
    double loss = learning_trainer_loss (job->trainer, &correct);

    append_loss (self->log, self->steps + 1, done ? loss : NAN, correct);
  }
  self->steps += done;
  return done;
}

static gboolean
are_finite (const LearningWeights *weights) {
  for (gint64 i = 0; i < weights->network->n_parameters; i++)
    if (!isfinite (weights->values[i]))
      return FALSE;
  return TRUE;
}

/* Where a rate was too high, those from before they ran away: the start at the least is finite. */
static LearningWeights *
last_finite_weights (const LearningTrace *trace) {
  guint i = trace->n_snapshots - 1;

  while (i > 0 && !are_finite (trace->snapshots[i]->weights))
    i--;
  return learning_weights_ref (trace->snapshots[i]->weights);
}

gboolean
cli_train_run (CliTrainJob *job, CliTrainResult *self, GError **error) {
  CliTrainProgress progress;
  gboolean done = TRUE;

  *self = (CliTrainResult){ .log = job->plan->options->log ? g_string_new ("step,loss,correct\n") : NULL };
  catch_signals ();
  cli_train_progress_init (&progress);
  while (done && self->steps < job->steps && stop_signal == 0) {
    done = do_step (job, self, error);
    if (done)
      cli_train_progress_show (&progress, job, self->steps);
  }
  cli_train_progress_clear (&progress);
  self->signal = self->steps < job->steps ? stop_signal : 0;
  self->trace = learning_trainer_trace (job->trainer);
  self->weights = last_finite_weights (self->trace);
  return done;
}

gboolean
cli_train_save (const CliTrainJob *job, const CliTrainResult *result, GError **error) {
  const CliTrainOptions *options = job->plan->options;
  gboolean done = TRUE;

  if (options->save)
    done &= learning_weights_save (result->weights, options->save, done ? error : NULL);
  if (options->log)
    done &= engine_file_write (options->log, result->log->str, result->log->len, done ? error : NULL);
  if (options->trace)
    done &= learning_trace_save (result->trace, options->trace, done ? error : NULL);
  return done;
}

void
cli_train_result_clear (CliTrainResult *self) {
  g_clear_pointer (&self->weights, learning_weights_unref);
  g_clear_pointer (&self->trace, learning_trace_unref);
  if (self->log)
    g_string_free (self->log, TRUE);
  self->log = NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-train-private.h"
#include "engine-file.h"

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

/* "step,loss,correct"; nine digits tell all floats apart. */
static void
append_loss (GString *log, guint64 step, double loss, gsize correct) {
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (text, sizeof text, "%.9g", loss);
  g_string_append_printf (log, "%" G_GUINT64_FORMAT ",%s,%" G_GSIZE_FORMAT "\n", step, text, correct);
}

/* A step that failed has no loss; the curve ends with it. */
static gboolean
do_step (CliTrainJob *job, CliTrainResult *self, GError **error) {
  gsize correct = 0;

  if (!learning_trainer_run (job->trainer, 1, NULL, error)) {
    if (self->log)
      g_string_append_printf (self->log, "%" G_GUINT64_FORMAT ",nan,0\n", self->steps + 1);
    return FALSE;
  }
  self->steps++;
  if (self->log) {
    double loss = learning_trainer_loss (job->trainer, &correct);

    append_loss (self->log, self->steps, loss, correct);
  }
  return TRUE;
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
  self->weights = learning_trainer_weights (job->trainer);
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

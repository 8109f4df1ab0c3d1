/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-train-private.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <unistd.h>

/* Often enough to be lively; each time the network is tested. */
#define INTERVAL (G_USEC_PER_SEC / 8)
/* To the line's beginning, and all behind it away (ECMA-48). */
#define REDRAW "\r\033[K"

void
cli_train_progress_init (CliTrainProgress *self) {
  const char *terminal = g_getenv ("TERM");

  *self = (CliTrainProgress){
    .on = isatty (STDERR_FILENO) && g_strcmp0 (terminal, "dumb") != 0,
    .next = g_get_monotonic_time () + INTERVAL,
  };
}

void
cli_train_progress_show (CliTrainProgress *self, const CliTrainJob *job, guint64 step) {
  if (!self->on || g_get_monotonic_time () < self->next)
    return;
  g_autoptr (LearningTrace) trace = learning_trainer_trace (job->trainer);
  g_autofree char *done = lesson_format_count ((gint64) step);
  g_autofree char *all = lesson_format_count ((gint64) job->steps);
  g_autofree char *speed = lesson_format_count ((gint64) cli_train_samples_per_second (trace));

  g_printerr (REDRAW);
  /* Translators: %.4f is the loss, %.2f %% the share of test images that is classified right */
  g_printerr (_ ("step %s of %s, loss %.4f, test %.2f %%, %s images a second"), done, all,
              learning_trainer_loss (job->trainer, NULL),
              100 * trace->snapshots[trace->n_snapshots - 1]->test_accuracy, speed);
  self->next = g_get_monotonic_time () + INTERVAL;
}

void
cli_train_progress_clear (CliTrainProgress *self) {
  if (self->on)
    g_printerr (REDRAW);
}

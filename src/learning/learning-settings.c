/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-trace.h"

#include "learning-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define RATE_MAX 1e6

void
learning_settings_init (LearningSettings *self) {
  *self = (LearningSettings){
    .seed = 1,
    .start = LEARNING_START_HE,
    .optimizer = LEARNING_SGD,
    .rate = 0.1,
    .momentum = 0.9,
    .batch = 32,
  };
}

static gboolean
refuse (const char *message, GError **error) {
  g_set_error_literal (error, LEARNING_ERROR, LEARNING_ERROR_SETTINGS, message);
  return FALSE;
}

gboolean
learning_settings_check (const LearningSettings *self, GError **error) {
  if ((guint) self->start >= LEARNING_N_STARTS)
    return refuse (_ ("the random start is of no known kind; use one of those listed"), error);
  if (self->optimizer != LEARNING_SGD && self->optimizer != LEARNING_ADAM)
    return refuse (_ ("the optimiser is of no known kind; use “sgd” or “adam”"), error);
  if (!(self->rate > 0 && self->rate <= RATE_MAX)) {
    g_set_error (error, LEARNING_ERROR, LEARNING_ERROR_SETTINGS,
                 _ ("the learning rate is %g; use a number above 0 and up to %g"), self->rate, RATE_MAX);
    return FALSE;
  }
  if (!(self->momentum >= 0 && self->momentum < 1)) {
    g_set_error (error, LEARNING_ERROR, LEARNING_ERROR_SETTINGS,
                 _ ("the momentum is %g; use a number from 0 up to, but without, 1"), self->momentum);
    return FALSE;
  }
  if (self->batch < 1 || self->batch > LEARNING_BATCH_MAX) {
    g_set_error (error, LEARNING_ERROR, LEARNING_ERROR_SETTINGS, _ ("the batch has %u images; use 1 to %d"),
                 self->batch, LEARNING_BATCH_MAX);
    return FALSE;
  }
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lesson-scene-private.h"

#include <glib/gi18n-lib.h>

enum { WHOLE, N_STEPS };

static const LessonStepText steps[N_STEPS] = {
  { "whole", 3.0, N_ ("{image}"), N_ ("{image}"), NULL },
};

static void
fill (LessonState *state, double progress) {
  state->trade_view.weights = progress;
  lesson_counter_fill (&state->dense, &state->parameters->dense);
  lesson_counter_fill (&state->local, &state->parameters->local);
  lesson_counter_fill (&state->convolution, &state->parameters->convolution);
}

const LessonSceneClass lesson_trade_class = {
  .name = "trade",
  .title = N_ ("Parameters for computation"),
  .playground = NULL,
  .layers = LESSON_LAYER_DENSE | LESSON_LAYER_CONVOLUTION,
  .n_steps = N_STEPS,
  .steps = steps,
  .fill = fill,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lesson-scene-private.h"

#include <glib/gi18n-lib.h>

enum { WHOLE, N_STEPS };

static const LessonStepText steps[N_STEPS] = {
  { "whole", 3.0, N_ ("{image}"), N_ ("{image}"), NULL },
};

static void
fill (LessonState *state, double progress) {
  state->tensor_view.progress = progress;
  lesson_counter_fill (&state->dense, &state->parameters->dense);
  lesson_counter_fill (&state->local, &state->parameters->local);
  lesson_counter_fill (&state->convolution, &state->parameters->convolution);
}

const LessonSceneClass lesson_tensor_class = {
  .name = "tensor",
  .title = N_ ("An image is a tensor"),
  .playground = NULL,
  .layers = LESSON_LAYER_NONE,
  .n_steps = N_STEPS,
  .steps = steps,
  .fill = fill,
};

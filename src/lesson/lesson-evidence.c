/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What sharing buys: shifted, shuffled and few images, frozen filters; what the numbers say and what not. */
#include "lesson-scene-private.h"

#include <glib/gi18n-lib.h>

enum { WHOLE, N_STEPS };

static const LessonStepText steps[N_STEPS] = {
  { "whole", 8.0, N_ ("What sharing buys."), N_ ("The shift test.") },
};

static void
fill (LessonState *state, double progress) {
  state->evidence_view.experiment = LEARNING_EXPERIMENT_SHIFT;
  state->evidence_view.shown = progress;
}

const LessonSceneClass lesson_evidence_class = {
  .name = "evidence",
  .title = N_ ("Not the value of each pixel"),
  .playground = NULL,
  .layers = LESSON_LAYER_NONE,
  .n_steps = N_STEPS,
  .steps = steps,
  .fill = fill,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filters are learned: networks train from random noise, first on hidden patterns, then on digits. */
#include "lesson-scene-private.h"

#include <glib/gi18n-lib.h>

enum { WHOLE, N_STEPS };

static const LessonStepText steps[N_STEPS] = {
  { "whole", 8.0, N_ ("Nobody chose these filters: training found them."), N_ ("From random noise.") },
};

static void
fill (LessonState *state, double progress) {
  state->learned_view.course = LEARNING_COURSE_PATTERNS;
  state->learned_view.step = progress;
}

const LessonSceneClass lesson_learned_class = {
  .name = "learned",
  .title = N_ ("Filters are learned"),
  .playground = N_ ("Train the networks: start, pause, go back, and try again."),
  .layers = LESSON_LAYER_NONE,
  .n_steps = N_STEPS,
  .steps = steps,
  .fill = fill,
};

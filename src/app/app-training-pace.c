/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-training-pace.h"

#include <math.h>

#define SLOW   4.0 /* steps a second */
#define FIRST  8.0 /* steps a second, at the start */
#define GROWTH 0.6 /* steps a second, for each step that has been done */

static const char *const names[APP_TRAINING_N_SPEEDS] = { "slow", "gentle", "full" };

const char *
app_training_speed_name (AppTrainingSpeed speed) {
  return names[speed];
}

AppTrainingSpeed
app_training_speed_find (const char *name) {
  for (guint i = 0; i < APP_TRAINING_N_SPEEDS; i++)
    if (g_strcmp0 (names[i], name) == 0)
      return (AppTrainingSpeed) i;
  return APP_TRAINING_GENTLE;
}

double
app_training_speed_steps (AppTrainingSpeed speed, double step, double seconds) {
  /* ds/dt = FIRST + GROWTH s: it depends on where it is alone, so that a pause changes nothing. */
  const double offset = FIRST / GROWTH;

  switch (speed) {
  case APP_TRAINING_SLOW:
    return step + SLOW * seconds;
  case APP_TRAINING_GENTLE:
    return (step + offset) * exp (GROWTH * seconds) - offset;
  case APP_TRAINING_FULL:
  case APP_TRAINING_N_SPEEDS:
  default:
    return INFINITY;
  }
}

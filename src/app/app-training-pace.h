/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast a training is shown: far more slowly than the machine computes, so that a class sees what happens. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  APP_TRAINING_SLOW,   /* a few steps a second throughout */
  APP_TRAINING_GENTLE, /* begins so, and becomes faster the longer it lasts */
  APP_TRAINING_FULL,   /* as fast as the machine computes */
  APP_TRAINING_N_SPEEDS
} AppTrainingSpeed;

/* "slow", "gentle", "full": what the settings remember; and the other way round, GENTLE for anything else. */
const char *app_training_speed_name (AppTrainingSpeed speed);
AppTrainingSpeed app_training_speed_find (const char *name);
/* How many steps are done after so many seconds, from `step` on; without end for FULL. */
double app_training_speed_steps (AppTrainingSpeed speed, double step, double seconds);

G_END_DECLS

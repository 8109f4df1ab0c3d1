/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bar that drives a training, above that of the lesson: train, one step, where it is, once more, how fast. */
#pragma once

#include "app-training.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define APP_TYPE_TRAINING_BAR (app_training_bar_get_type ())
G_DECLARE_FINAL_TYPE (AppTrainingBar, app_training_bar, APP, TRAINING_BAR, GtkBox)

/* Shows how the training stands. */
void app_training_bar_show (AppTrainingBar *self, AppTraining *training);
void app_training_bar_set_speed (AppTrainingBar *self, AppTrainingSpeed speed);

/* "Step 812: dense 95.2 %, local 97.1 %, convolution 97.0 % of the test images right" at the step that is shown; free with
 * g_free(). NULL before it has begun. */
char *app_training_to_sentence (AppTraining *training);

G_END_DECLS

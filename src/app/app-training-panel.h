/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How to train, as controls. They activate the window's actions and show what these have come to. */
#pragma once

#include "app-training-plan.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define APP_TYPE_TRAINING_PANEL (app_training_panel_get_type ())
G_DECLARE_FINAL_TYPE (AppTrainingPanel, app_training_panel, APP, TRAINING_PANEL, AdwPreferencesGroup)

void app_training_panel_set_plan (AppTrainingPanel *self, const AppTrainingPlan *plan);

G_END_DECLS

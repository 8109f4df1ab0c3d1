/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which experiment to run, and for how many seeds, as controls that activate the window's actions. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define APP_TYPE_EXPERIMENT_PANEL (app_experiment_panel_get_type ())
G_DECLARE_FINAL_TYPE (AppExperimentPanel, app_experiment_panel, APP, EXPERIMENT_PANEL, AdwPreferencesGroup)

void app_experiment_panel_set_running (AppExperimentPanel *self, gboolean running);

G_END_DECLS

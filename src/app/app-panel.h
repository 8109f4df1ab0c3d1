/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that can be changed, as controls: of each scene what matters there. They activate the window's actions and show what
 * these have come to. */
#pragma once

#include "app-training-plan.h"
#include "lesson.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define APP_TYPE_PANEL (app_panel_get_type ())
G_DECLARE_FINAL_TYPE (AppPanel, app_panel, APP, PANEL, GtkWidget)

void app_panel_set_scene (AppPanel *self, const LessonScene *scene);
/* The choices asked for, which are not yet those of the parameters while these are computed. */
void app_panel_set_settings (AppPanel *self, const LessonSettings *settings);
/* The picture in use. */
void app_panel_set_parameters (AppPanel *self, LessonParameters *parameters);
void app_panel_set_training (AppPanel *self, const AppTrainingPlan *plan);

void app_panel_set_experiment_running (AppPanel *self, gboolean running);

G_END_DECLS

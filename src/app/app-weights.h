/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The weights that slide as cells to type into, each in its colour. A cell activates win.weight. */
#pragma once

#include "lesson-settings.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define APP_TYPE_WEIGHTS (app_weights_get_type ())
G_DECLARE_FINAL_TYPE (AppWeights, app_weights, APP, WEIGHTS, GtkGrid)

void app_weights_set_settings (AppWeights *self, const LessonSettings *settings);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first layer of a user's own model: which array it is, how it is to be read, what it costs on the photo, and its filters to
 * look at and to choose from. */
#pragma once

#include "lesson-first-layer.h"
#include "lesson-parameters.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define APP_TYPE_LAYER_DIALOG (app_layer_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AppLayerDialog, app_layer_dialog, APP, LAYER_DIALOG, AdwWindow)

/* Takes the file. The signal "chosen" (LessonFilters *filters, gint index) tells which of them is to slide: filters of a
 * layer, which belong to the dialog. */
GtkWidget *app_layer_dialog_new (GtkWindow *parent, LessonLayerFile *file, LessonParameters *parameters);

G_END_DECLS

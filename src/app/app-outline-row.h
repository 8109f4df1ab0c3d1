/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line of the lesson's outline: a scene, or one of its steps beneath it. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define APP_TYPE_OUTLINE_ROW (app_outline_row_get_type ())
G_DECLARE_FINAL_TYPE (AppOutlineRow, app_outline_row, APP, OUTLINE_ROW, GtkListBoxRow)

/* Scenes and steps are counted from 0, and shown from 1. */
GtkWidget *app_outline_row_new_scene (guint scene, const char *title);
GtkWidget *app_outline_row_new_step (guint scene, guint step);
/* What a step says. */
void app_outline_row_set_caption (AppOutlineRow *self, const char *caption);

gboolean app_outline_row_is_step (AppOutlineRow *self);
guint app_outline_row_get_scene (AppOutlineRow *self);
guint app_outline_row_get_step (AppOutlineRow *self);
/* Marks the scene that is on stage. */
void app_outline_row_set_current (AppOutlineRow *self, gboolean current);

G_END_DECLS

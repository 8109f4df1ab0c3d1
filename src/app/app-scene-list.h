/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lesson's outline: all scenes, and the steps of the one that is on stage. */
#pragma once

#include "app-player.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define APP_TYPE_SCENE_LIST (app_scene_list_get_type ())
G_DECLARE_FINAL_TYPE (AppSceneList, app_scene_list, APP, SCENE_LIST, GtkWidget)

void app_scene_list_set_player (AppSceneList *self, AppPlayer *player);

G_END_DECLS

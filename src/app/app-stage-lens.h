/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Zooming and panning of a photo on the stage: wheel, pinch and drag about the pointer, and steps for keys and buttons. The
 * lens is the player's; in scenes without a photo nothing happens. */
#pragma once

#include "app-stage.h"

G_BEGIN_DECLS

#define APP_TYPE_STAGE_LENS (app_stage_lens_get_type ())
G_DECLARE_FINAL_TYPE (AppStageLens, app_stage_lens, APP, STAGE_LENS, GObject)

AppStageLens *app_stage_lens_new (AppStage *stage, AppPlayer *player);
/* `factor` times as many pixels in view, about what is pinned, else about the middle. */
void app_stage_lens_zoom (AppStageLens *self, double factor);
void app_stage_lens_show_whole (AppStageLens *self);
/* By parts of what is in view. */
void app_stage_lens_pan (AppStageLens *self, double rows, double columns);
/* Back to what the lesson shows. */
void app_stage_lens_reset (AppStageLens *self);

G_END_DECLS

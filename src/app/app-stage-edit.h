/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pointer as a hand and as a pen on the stage: weights are dragged up and down, pixels are drawn on. What comes of it is
 * for others to do; this only tells. */
#pragma once

#include "app-stage.h"

G_BEGIN_DECLS

#define APP_TYPE_STAGE_EDIT (app_stage_edit_get_type ())

/* Signals:
 * - "grabbed" (const LessonTarget *), then "dragged" (double, gboolean) with the way up since the last one, in heights of the
 *   stage, and whether it is meant finely, then "released".
 * - "pen-down" (double, double, gboolean) with the row and column on the grid (the middle of the first pixel is 0.5) and
 *   whether the pen erases, then "pen-moved" (double, double), then "pen-up". */
G_DECLARE_FINAL_TYPE (AppStageEdit, app_stage_edit, APP, STAGE_EDIT, GObject)

AppStageEdit *app_stage_edit_new (AppStage *stage);
/* TRUE: the pointer draws on pixels; it drags weights all the same. */
void app_stage_edit_set_pen (AppStageEdit *self, gboolean pen);
/* The pointer has its usual shape until it moves again. */
void app_stage_edit_rest (AppStageEdit *self);

/* It is a weight that can be changed by hand: of the kernel that slides, or one line of the dense layer. */
gboolean app_target_is_weight (const LessonTarget *target);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The widget that shows the lesson and says what is under the pointer or the keyboard cursor. It draws what its player
 * is at; nothing that it keeps changes the picture, except the target that it hands to drawing. */
#pragma once

#include "app-player.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define APP_TYPE_STAGE (app_stage_get_type ())

/* Signal "empty-click": a click where nothing stands and nothing was pinned. */
G_DECLARE_FINAL_TYPE (AppStage, app_stage, APP, STAGE, GtkWidget)

void app_stage_set_player (AppStage *self, AppPlayer *player);

/* The keyboard cursor: one cell on (rows, columns are -1, 0 or 1). */
void app_stage_move_cursor (AppStage *self, int rows, int columns);
/* To the next (+1) or previous (-1) group of cells. */
void app_stage_change_region (AppStage *self, int direction);
/* What is pinned, under the keyboard cursor or under the pointer. */
const LessonTarget *app_stage_get_target (AppStage *self);
/* TRUE if it is pinned or under the keyboard cursor, and not only under the pointer. */
gboolean app_stage_is_held (AppStage *self);
void app_stage_hold (AppStage *self, const LessonTarget *target);
/* What is at a point, in logical pixels of the stage. */
LessonTarget app_stage_hit (AppStage *self, double x, double y);
/* Where on the grid of the image's pixels a point is; FALSE where it is on no such grid. */
gboolean app_stage_find_pixel (AppStage *self, double x, double y, double *row, double *column);
/* Which point of the photo is at a point, and how many logical pixels one of its pixels has; FALSE where no photo is. */
gboolean app_stage_find_photo (AppStage *self, double x, double y, double *row, double *column,
                               double *scale);
/* The card that asks, and where the room for it ends and the caption begins, in logical pixels; FALSE where nothing is asked. */
gboolean app_stage_find_question (AppStage *self, GdkRectangle *card, int *bottom);
/* A screen reader reads it out if the stage has the focus, in place of what is seen: what is being typed, a message. NULL: no
 * more. */
void app_stage_say (AppStage *self, const char *text);
/* What the picture shows is computed meanwhile. */
void app_stage_redraw (AppStage *self);
/* Lets go of what is pinned or under the keyboard cursor; TRUE if there was something. */
gboolean app_stage_release (AppStage *self);

/* The picture as it stands, without pointer, at `scale` times the stage's size in logical pixels; NULL if there is none. */
GdkTexture *app_stage_take_picture (AppStage *self, double scale);
/* Takes an image surface. */
GdkTexture *app_texture_new (cairo_surface_t *surface);

G_END_DECLS

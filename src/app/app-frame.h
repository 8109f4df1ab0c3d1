/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A picture that changes from frame to frame, handed to GTK in tiles: a tile that looks as before is the same render node
 * as before, so that GTK repaints, uploads and sends to the screen only what has changed. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _AppFrame AppFrame;

AppFrame *app_frame_new (void);
void app_frame_free (AppFrame *self);

/* The surface to draw the next picture on, in device pixels; what it shows is not defined. It stays the frame's. */
cairo_surface_t *app_frame_begin (AppFrame *self, int width, int height);
/* The drawing is done: finds the tiles that changed. */
void app_frame_end (AppFrame *self);
/* Puts the picture at the origin, `scale` device pixels to a logical one. */
void app_frame_snapshot (AppFrame *self, GtkSnapshot *snapshot, int scale);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AppFrame, app_frame_free)

G_END_DECLS

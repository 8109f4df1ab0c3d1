/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A choice among pictures: a button with a picture and a name beneath it, pressed while the action has its value. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define APP_TILE_SIZE    64
#define APP_TILE_COLUMNS 4

/* `value` is the string target of the action. */
GtkWidget *app_tile_new (GtkWidget *picture, const char *title, const char *action, const char *value);
/* Puts tiles into a grid, row after row. */
void app_tile_attach (GtkGrid *grid, GtkWidget *tile, guint number);

G_END_DECLS

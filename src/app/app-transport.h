/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bar beneath the stage: back, play, next, where we are, how fast. */
#pragma once

#include "app-player.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define APP_TYPE_TRANSPORT (app_transport_get_type ())
G_DECLARE_FINAL_TYPE (AppTransport, app_transport, APP, TRANSPORT, GtkBox)

void app_transport_set_player (AppTransport *self, AppPlayer *player);

/* "1×", "0.25×" in the reader's locale. Free with g_free(). */
char *app_speed_to_string (double speed);

G_END_DECLS

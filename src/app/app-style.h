/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lesson's colours, as the desktop and the user want them: light or dark, with high contrast or without. */
#pragma once

#include "draw-style.h"

#include <glib-object.h>

G_BEGIN_DECLS

const DrawStyle *app_style (void);
/* Calls back when it is another one, as long as `object` lives. */
void app_style_watch (gpointer object, GCallback changed);

G_END_DECLS

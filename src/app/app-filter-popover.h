/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chooses the filter that slides, and how: presets, stride, dilation, padding. Everything in it is an action of the window. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define APP_TYPE_FILTER_POPOVER (app_filter_popover_get_type ())
G_DECLARE_FINAL_TYPE (AppFilterPopover, app_filter_popover, APP, FILTER_POPOVER, GtkPopover)

G_END_DECLS

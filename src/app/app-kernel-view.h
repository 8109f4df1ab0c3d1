/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The nine cells of a ready-made filter, drawn small. */
#pragma once

#include "engine-preset.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define APP_TYPE_KERNEL_VIEW (app_kernel_view_get_type ())
G_DECLARE_FINAL_TYPE (AppKernelView, app_kernel_view, APP, KERNEL_VIEW, GtkWidget)

/* `size` is the side in logical pixels. */
GtkWidget *app_kernel_view_new (const EnginePreset *preset, int size);
/* NULL draws empty cells. */
void app_kernel_view_set_preset (AppKernelView *self, const EnginePreset *preset);

/* The weights row by row, for tooltips and screen readers: "−1 0 1, −2 0 2, −1 0 1". Free with g_free(). */
char *app_preset_to_string (const EnginePreset *preset);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cells of a filter, drawn small. */
#pragma once

#include "lesson-settings.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define APP_TYPE_KERNEL_VIEW (app_kernel_view_get_type ())
G_DECLARE_FINAL_TYPE (AppKernelView, app_kernel_view, APP, KERNEL_VIEW, GtkWidget)

/* `size` is the side in logical pixels; the filter has side x side weights. */
GtkWidget *app_kernel_view_new (gint64 side, const float *weights, int size);
/* Before it the cells are empty. */
void app_kernel_view_set_weights (AppKernelView *self, gint64 side, const float *weights);

/* The weights row by row, for tooltips and screen readers: "−1 0 1, −2 0 2, −1 0 1". Free with g_free(). */
char *app_weights_to_string (gint64 side, const float *weights);

G_END_DECLS

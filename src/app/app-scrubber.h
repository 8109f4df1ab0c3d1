/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A slider for time whose trough is cut into the steps of the scene. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define APP_TYPE_SCRUBBER (app_scrubber_get_type ())
G_DECLARE_FINAL_TYPE (AppScrubber, app_scrubber, APP, SCRUBBER, GtkScale)

/* The range becomes 0 to the last of the ends, which rise. */
void app_scrubber_set_ends (AppScrubber *self, const double *ends, guint n_ends);

G_END_DECLS

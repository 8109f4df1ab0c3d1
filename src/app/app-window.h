/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program's window. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define APP_TYPE_WINDOW (app_window_get_type ())
G_DECLARE_FINAL_TYPE (AppWindow, app_window, APP, WINDOW, AdwApplicationWindow)

/* Shows what was shown last, unless `file` is not NULL: then that picture or lesson. */
AppWindow *app_window_new (AdwApplication *application, GFile *file);
/* Opens a picture, or a lesson if its name ends in .lesson. */
void app_window_open_file (AppWindow *self, GFile *file);

G_END_DECLS

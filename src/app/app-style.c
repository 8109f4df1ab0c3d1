/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-style.h"

#include <adwaita.h>

/* One for the whole program, as the style is. */
static GSettings *
settings (void) {
  static GSettings *shared = NULL;

  if (shared == NULL)
    shared = g_settings_new (NINE_WEIGHTS_APPLICATION_ID);
  return shared;
}

const DrawStyle *
app_style (void) {
  AdwStyleManager *manager = adw_style_manager_get_default ();
  gboolean wanted = g_settings_get_boolean (settings (), "high-contrast");

  return draw_style_get (adw_style_manager_get_dark (manager),
                         wanted || adw_style_manager_get_high_contrast (manager));
}

void
app_style_watch (gpointer object, GCallback changed) {
  AdwStyleManager *manager = adw_style_manager_get_default ();

  g_signal_connect_object (manager, "notify::dark", changed, object, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", changed, object, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings (), "changed::high-contrast", changed, object, G_CONNECT_SWAPPED);
}

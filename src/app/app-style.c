/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-style.h"

#include <adwaita.h>

const DrawStyle *
app_style (void) {
  AdwStyleManager *manager = adw_style_manager_get_default ();

  return draw_style_get (adw_style_manager_get_dark (manager), adw_style_manager_get_high_contrast (manager));
}

void
app_style_watch (gpointer object, GCallback changed) {
  static const char *const properties[] = { "notify::dark", "notify::high-contrast" };

  for (gsize i = 0; i < G_N_ELEMENTS (properties); i++)
    g_signal_connect_object (adw_style_manager_get_default (), properties[i], changed, object,
                             G_CONNECT_SWAPPED);
}

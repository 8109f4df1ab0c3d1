/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who made it, and under which terms. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void app_about_present (GtkWindow *parent);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chooses the picture and the grid that it is reduced to, and shows which one is in use. */
#pragma once

#include "lesson-parameters.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define APP_TYPE_IMAGE_POPOVER (app_image_popover_get_type ())
G_DECLARE_FINAL_TYPE (AppImagePopover, app_image_popover, APP, IMAGE_POPOVER, GtkPopover)

/* The pictures that ship, as from lesson_pictures(). */
void app_image_popover_set_pictures (AppImagePopover *self, GPtrArray *pictures);
/* The picture in use. */
void app_image_popover_set_parameters (AppImagePopover *self, const LessonParameters *parameters);
/* The size asked for, which is not yet that of the parameters while these are computed. */
void app_image_popover_set_grid (AppImagePopover *self, gint64 grid);

G_END_DECLS

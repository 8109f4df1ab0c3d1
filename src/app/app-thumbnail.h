/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small pictures of pictures. */
#pragma once

#include "engine-image.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Each shows a small picture in `picture`, in place of what was asked for before. What takes time is done by a worker thread; what
 * was shown stands meanwhile. */

/* The whole picture, no side longer than `size` pixels. */
void app_thumbnail_show_image (GtkPicture *picture, EngineImage *image, int size);
/* A (n, n, 1) tensor of values 0…1, each a square of equal size; exactly size x size pixels. At once. */
void app_thumbnail_show_grid (GtkPicture *picture, const EngineTensor *grid, int size);
/* A picture file; an empty frame if it cannot be read. */
void app_thumbnail_load (GtkPicture *picture, const char *path, int size);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small pictures of pictures. */
#pragma once

#include "engine-image.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The whole picture, no side longer than `size` pixels. */
GdkTexture *app_thumbnail_of_image (const EngineImage *image, int size);
/* A (n, n, 1) tensor of values 0…1, each a square of equal size; exactly size x size pixels. */
GdkTexture *app_thumbnail_of_grid (const EngineTensor *grid, int size);
/* Shows a picture file's thumbnail as soon as a worker thread has it; an empty frame if it cannot be read. */
void app_thumbnail_load (GtkPicture *picture, const char *path, int size);

G_END_DECLS

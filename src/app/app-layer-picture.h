/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A filter of a first layer as a picture. */
#pragma once

#include "lesson-first-layer.h"

#include <gdk/gdk.h>

G_BEGIN_DECLS

/* `size` pixels a side. One channel, or one plane of three, in the colours of signed values; with `in_colour` three channels
 * as red, green and blue, where the middle grey is zero. All filters of a layer have the same scale. */
GdkTexture *app_layer_picture (const LessonFirstLayer *layer, gint64 filter, gboolean in_colour,
                               LessonPlane plane, int size);

G_END_DECLS

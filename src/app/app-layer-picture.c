/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-layer-picture.h"

#include "app-style.h"

#include <math.h>

static double
weight_at (const LessonFirstLayer *layer, gint64 filter, gint64 tap, LessonPlane plane) {
  const float *weights = layer->weights + (filter * layer->side * layer->side + tap) * layer->channels;
  double sum = 0;

  if (plane != LESSON_PLANE_GREY)
    return weights[plane - LESSON_PLANE_RED];
  for (gint64 channel = 0; channel < layer->channels; channel++)
    sum += weights[channel];
  return sum;
}

/* The largest size of all filters: that of the full colour. */
static double
scale_of (const LessonFirstLayer *layer, gboolean in_colour, LessonPlane plane) {
  gint64 taps = layer->side * layer->side, n = layer->filters * taps;
  double scale = 0;

  for (gint64 i = 0; i < n && !in_colour; i++)
    scale = MAX (scale, fabs (weight_at (layer, i / taps, i % taps, plane)));
  for (gint64 i = 0; i < n * layer->channels && in_colour; i++)
    scale = MAX (scale, fabs ((double) layer->weights[i]));
  return scale > 0 ? scale : 1;
}

static DrawColor
color_of (const LessonFirstLayer *layer, gint64 filter, gint64 tap, gboolean in_colour, LessonPlane plane,
          double scale) {
  if (!in_colour)
    return draw_style_diverging (app_style (), weight_at (layer, filter, tap, plane), scale);
  return (DrawColor){ 0.5 + weight_at (layer, filter, tap, LESSON_PLANE_RED) / scale / 2,
                      0.5 + weight_at (layer, filter, tap, LESSON_PLANE_GREEN) / scale / 2,
                      0.5 + weight_at (layer, filter, tap, LESSON_PLANE_BLUE) / scale / 2 };
}

GdkTexture *
app_layer_picture (const LessonFirstLayer *layer, gint64 filter, gboolean in_colour, LessonPlane plane,
                   int size) {
  double scale = scale_of (layer, in_colour, plane);
  guint8 *pixels = g_malloc ((gsize) size * size * 3);

  for (int i = 0; i < size * size; i++) {
    gint64 tap = i / size * layer->side / size * layer->side + i % size * layer->side / size;
    DrawColor color = color_of (layer, filter, tap, in_colour, plane, scale);
    pixels[3 * i] = (guint8) lround (color.red * 255);
    pixels[3 * i + 1] = (guint8) lround (color.green * 255);
    pixels[3 * i + 2] = (guint8) lround (color.blue * 255);
  }
  g_autoptr (GBytes) bytes = g_bytes_new_take (pixels, (gsize) size * size * 3);
  return gdk_memory_texture_new (size, size, GDK_MEMORY_R8G8B8, bytes, (gsize) size * 3);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "golden-compare.h"

#include <stdlib.h>
#include <string.h>

static guint32
pixel_at (cairo_surface_t *surface, int x, int y) {
  const guint8 *row = cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface);
  guint32 pixel;

  memcpy (&pixel, row + 4 * x, sizeof pixel);
  return pixel;
}

static int
channel_difference (guint32 a, guint32 b, int channel) {
  return abs ((int) (a >> 8 * channel & 255) - (int) (b >> 8 * channel & 255));
}

static gboolean
have_same_size (cairo_surface_t *a, cairo_surface_t *b) {
  return cairo_image_surface_get_width (a) == cairo_image_surface_get_width (b)
         && cairo_image_surface_get_height (a) == cairo_image_surface_get_height (b);
}

gboolean
golden_compare (GoldenDifference *self, cairo_surface_t *a, cairo_surface_t *b) {
  int width = cairo_image_surface_get_width (a);
  int height = cairo_image_surface_get_height (a);
  gint64 sum = 0, seen = 0;

  if (!have_same_size (a, b))
    return FALSE;
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++) {
      int largest = 0;
      for (int channel = 0; channel < 3; channel++) {
        int difference = channel_difference (pixel_at (a, x, y), pixel_at (b, x, y), channel);
        largest = MAX (largest, difference);
        sum += difference;
      }
      seen += largest > GOLDEN_SEEN;
    }
  self->mean = (double) sum / (3.0 * width * height);
  self->share = (double) seen / ((double) width * height);
  return TRUE;
}

static guint32
brighten (guint32 a, guint32 b) {
  guint32 pixel = 0;

  for (int channel = 0; channel < 3; channel++)
    pixel |= (guint32) MIN (4 * channel_difference (a, b, channel), 255) << 8 * channel;
  return pixel;
}

cairo_surface_t *
golden_picture_of_differences (cairo_surface_t *a, cairo_surface_t *b) {
  int width = MIN (cairo_image_surface_get_width (a), cairo_image_surface_get_width (b));
  int height = MIN (cairo_image_surface_get_height (a), cairo_image_surface_get_height (b));
  cairo_surface_t *picture = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  guint8 *pixels = cairo_image_surface_get_data (picture);
  int stride = cairo_image_surface_get_stride (picture);

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++) {
      guint32 pixel = brighten (pixel_at (a, x, y), pixel_at (b, x, y));
      memcpy (pixels + y * stride + 4 * x, &pixel, sizeof pixel);
    }
  cairo_surface_mark_dirty (picture);
  return picture;
}

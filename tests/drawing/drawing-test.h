/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures in memory, for the tests of drawing, export and the golden pictures. */
#pragma once

#include "draw-scene.h"
#include "lesson-test.h"

/* The scene at that size; free with cairo_surface_destroy(). */
static inline cairo_surface_t *
draw_picture_in (const LessonState *state, int width, int height, const DrawStyle *style, DrawCache *cache) {
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  g_autoptr (DrawLayout) layout = draw_layout_new (state, width, height);
  cairo_t *cr = cairo_create (surface);

  draw_scene (cr, state, layout, style, NULL, cache);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static inline cairo_surface_t *
draw_picture (const LessonState *state, int width, int height, gboolean dark, DrawCache *cache) {
  return draw_picture_in (state, width, height, draw_style_get (dark, FALSE), cache);
}

/* Red, green and blue of a pixel, each in its byte; what RGB24 leaves unused is cut off. */
static inline guint32
pixel_at (cairo_surface_t *surface, int x, int y) {
  const guint8 *row = cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface);
  guint32 pixel;

  memcpy (&pixel, row + 4 * x, sizeof pixel);
  return pixel & 0xffffff;
}

/* How many pixels differ at all. */
static inline gint64
count_differences (cairo_surface_t *a, cairo_surface_t *b) {
  int width = cairo_image_surface_get_width (a);
  int height = cairo_image_surface_get_height (a);
  gint64 differences = 0;

  g_assert_cmpint (cairo_image_surface_get_width (b), ==, width);
  g_assert_cmpint (cairo_image_surface_get_height (b), ==, height);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      differences += pixel_at (a, x, y) != pixel_at (b, x, y);
  return differences;
}

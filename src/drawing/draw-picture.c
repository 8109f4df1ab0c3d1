/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-picture-private.h"

#include "draw-cache-private.h"

#include <math.h>

/* A picture in a lesson is never larger on a screen: what has more pixels is averaged once, not in each frame. */
#define MAX_SIDE     1600
#define MAX_PICTURES 4

static guint32
mean_of_block (const EngineImage *image, gint64 row, gint64 column, gint64 block) {
  gint64 bottom = MIN (row + block, image->height), right = MIN (column + block, image->width);
  gint64 sums[3] = { 0, 0, 0 };
  gint64 count = (bottom - row) * (right - column);

  for (gint64 y = row; y < bottom; y++)
    for (gint64 x = column; x < right; x++)
      for (int channel = 0; channel < 3; channel++)
        sums[channel] += image->pixels[3 * (y * image->width + x) + channel];
  return 255u << 24 | (guint32) (sums[0] / count) << 16 | (guint32) (sums[1] / count) << 8
         | (guint32) (sums[2] / count);
}

static cairo_surface_t *
make_surface (const EngineImage *image) {
  gint64 block = (MAX (image->width, image->height) + MAX_SIDE - 1) / MAX_SIDE;
  gint64 width = (image->width + block - 1) / block, height = (image->height + block - 1) / block;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) width, (int) height);
  int stride = cairo_image_surface_get_stride (surface);
  guint8 *pixels = cairo_image_surface_get_data (surface);

  for (gint64 y = 0; y < height; y++) {
    guint32 *row = (guint32 *) (gpointer) (pixels + y * stride);
    for (gint64 x = 0; x < width; x++)
      row[x] = mean_of_block (image, y * block, x * block, block);
  }
  cairo_surface_mark_dirty (surface);
  return surface;
}

static cairo_surface_t *
surface_of (DrawCache *cache, EngineImage *image) {
  cairo_surface_t *surface = g_hash_table_lookup (cache->pictures, image);

  if (surface != NULL)
    return surface;
  if (g_hash_table_size (cache->pictures) >= MAX_PICTURES)
    g_hash_table_remove_all (cache->pictures);
  surface = make_surface (image);
  g_hash_table_insert (cache->pictures, engine_image_ref (image), surface);
  return surface;
}

static void
paint (cairo_t *cr, DrawRect rect, cairo_surface_t *surface, cairo_filter_t filter) {
  int width = cairo_image_surface_get_width (surface);
  int height = cairo_image_surface_get_height (surface);

  cairo_save (cr);
  cairo_translate (cr, rect.x, rect.y);
  cairo_scale (cr, rect.width / width, rect.height / height);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), filter);
  /* Else the edges of an enlarged picture fade into nothing. */
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_fill (cr);
  cairo_restore (cr);
}

void
draw_picture (const DrawContext *context, DrawRect rect, EngineImage *image) {
  paint (context->cr, rect, surface_of (context->cache, image), CAIRO_FILTER_GOOD);
}

void
draw_color_cells (const DrawContext *context, DrawRect rect, const EngineTensor *image, int channel) {
  gint64 rows = image->shape[0], columns = image->shape[1];
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) columns, (int) rows);
  int stride = cairo_image_surface_get_stride (surface);
  guint8 *pixels = cairo_image_surface_get_data (surface);

  for (gint64 i = 0; i < rows * columns; i++) {
    guint32 *row = (guint32 *) (gpointer) (pixels + i / columns * stride);
    guint32 packed = 0;
    for (int c = 0; c < 3; c++)
      packed =
          packed << 8
          | (channel < 0 || c == channel ? (guint32) lround (255 * CLAMP (image->data[3 * i + c], 0, 1)) : 0);
    row[i % columns] = packed;
  }
  cairo_surface_mark_dirty (surface);
  paint (context->cr, rect, surface, CAIRO_FILTER_NEAREST);
  cairo_surface_destroy (surface);
}

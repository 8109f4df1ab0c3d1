/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-fan-raster.h"

#include "draw-line-levels.h"
#include "draw-fan-tile.h"
#include "engine-threads.h"

#include <math.h>
#include <string.h>

#define ALIGNMENT 64

struct _DrawFanRaster {
  DrawFanGeometry geometry;
  DrawFanLines *lines;
  DrawLinePixel *colors;
  DrawLinePixel *tiles; /* those of `shown`, one after the other; NULL where they were not kept */
  cairo_surface_t *picture;
  gint64 shown; /* lines in `picture`; -1: not drawn yet */
};

static gsize
n_tiles (const DrawFanRaster *self) {
  return ((gsize) self->geometry.width + DRAW_LINE_COLUMNS - 1) / DRAW_LINE_COLUMNS;
}

/* Pixels. */
static gsize
tile_size (const DrawFanRaster *self) {
  return DRAW_LINE_COLUMNS * draw_fan_lines_length (self->lines);
}

DrawFanRaster *
draw_fan_raster_new (const DrawFanGeometry *geometry) {
  DrawFanRaster *self = g_new0 (DrawFanRaster, 1);

  self->geometry = *geometry;
  self->lines = draw_fan_lines_new (geometry);
  self->colors = g_new0 (DrawLinePixel, geometry->n_inputs * geometry->n_nodes);
  self->picture = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, geometry->width, geometry->height);
  self->shown = -1;
  return self;
}

void
draw_fan_raster_free (DrawFanRaster *self) {
  cairo_surface_destroy (self->picture);
  draw_fan_lines_free (self->lines);
  g_aligned_free (self->tiles);
  g_free (self->colors);
  g_free (self);
}

gboolean
draw_fan_raster_fits (const DrawFanRaster *self, const DrawFanGeometry *geometry) {
  const DrawFanGeometry *mine = &self->geometry;

  return mine->width == geometry->width && mine->height == geometry->height
         && mine->n_inputs == geometry->n_inputs && mine->n_nodes == geometry->n_nodes
         && mine->inputs_top == geometry->inputs_top && mine->inputs_height == geometry->inputs_height
         && mine->nodes_top == geometry->nodes_top && mine->nodes_height == geometry->nodes_height
         && mine->thickness == geometry->thickness && mine->alpha == geometry->alpha;
}

/* In the order in which ARGB32 has its bytes. */
static void
pack (DrawLinePixel pixel, DrawColor color) {
  const double channels[4] = { color.blue, color.green, color.red, 1 };

  for (int i = 0; i < 4; i++)
    pixel[G_BYTE_ORDER == G_LITTLE_ENDIAN ? i : 3 - i] =
        (gint16) (CLAMP (channels[i], 0, 1) * DRAW_LINE_ONE + 0.5);
}

void
draw_fan_raster_set_colors (DrawFanRaster *self, const DrawColor *colors) {
  for (gint64 i = 0; i < self->geometry.n_inputs * self->geometry.n_nodes; i++)
    pack (self->colors[i], colors[i]);
  self->shown = -1;
}

typedef struct {
  DrawFanRaster *raster;
  gint64 from, until;
} Work;

/* A tile is shown while it is still in the cache. */
static void
draw_tile (const Work *work, gsize tile, DrawLinePixel *pixels) {
  const DrawFanRaster *self = work->raster;
  gsize stride = (gsize) cairo_image_surface_get_stride (self->picture) / sizeof (guint32);
  guint32 *picture = (guint32 *) (gpointer) cairo_image_surface_get_data (self->picture);
  gsize left = tile * DRAW_LINE_COLUMNS;

  if (work->from == 0)
    memset (pixels, 0, tile_size (self) * sizeof (DrawLinePixel));
  draw_fan_lines_lay (self->lines, work->from, work->until, (const DrawLinePixel *) self->colors, tile,
                      pixels);
  draw_line_kernel ()->show (
      picture + left, stride, (const DrawLinePixel *) pixels + draw_fan_lines_border (self->lines),
      draw_fan_lines_length (self->lines), MIN (DRAW_LINE_COLUMNS, (gsize) self->geometry.width - left),
      (gsize) self->geometry.height);
}

static void
draw_tiles (gint64 begin, gint64 end, gpointer data) {
  const Work *work = data;
  DrawLinePixel *kept = work->raster->tiles;
  gsize size = tile_size (work->raster);
  DrawLinePixel *own = kept == NULL ? g_aligned_alloc (size, sizeof (DrawLinePixel), ALIGNMENT) : NULL;

  for (gint64 tile = begin; tile < end; tile++)
    draw_tile (work, (gsize) tile, kept != NULL ? kept + (gsize) tile * size : own);
  g_aligned_free (own);
}

/* Tiles are kept only from the first picture on that another may grow from: to have memory for all of them takes as long as to draw. */
static gint64
first_to_draw (DrawFanRaster *self, gint64 count) {
  gint64 n_inputs = self->geometry.n_inputs;
  gboolean grows = self->shown >= 0 && count > self->shown;

  if (draw_fan_lines_hide (self->lines) && count / n_inputs != self->shown / n_inputs)
    grows = FALSE;
  if (grows && self->tiles != NULL)
    return self->shown;
  g_clear_pointer (&self->tiles, g_aligned_free);
  if (grows)
    self->tiles = g_aligned_alloc (n_tiles (self) * tile_size (self), sizeof (DrawLinePixel), ALIGNMENT);
  return 0;
}

cairo_surface_t *
draw_fan_raster_picture (DrawFanRaster *self, gint64 count) {
  if (count == self->shown)
    return self->picture;
  Work work = { self, first_to_draw (self, count), count };
  cairo_surface_flush (self->picture);
  engine_parallel_for ((gint64) n_tiles (self), 2, draw_tiles, &work);
  cairo_surface_mark_dirty (self->picture);
  self->shown = count;
  return self->picture;
}

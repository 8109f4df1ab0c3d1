/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-fan-raster.h"

#include "draw-fan-tile.h"
#include "draw-line-target.h"
#include "engine-threads.h"

#include <math.h>
#include <string.h>

struct _DrawFanRaster {
  DrawFanGeometry geometry;
  DrawFanLines *lines;
  DrawLinePixel *colors;
  DrawLinePixel *tiles;     /* those of `shown`, one after the other; NULL where they were not kept */
  cairo_surface_t *picture; /* NULL until it is asked for */
  gint64 shown;             /* lines in `picture`; -1: not drawn yet */
  gboolean seen;            /* drawn before, if without a picture */
  gboolean grows;           /* a picture of more lines is likely to follow */
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
  self->shown = -1;
  return self;
}

void
draw_fan_raster_free (DrawFanRaster *self) {
  g_clear_pointer (&self->picture, cairo_surface_destroy);
  draw_fan_lines_free (self->lines);
  draw_line_tiles_free (self->tiles);
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
  const DrawLineTarget *target;
  gint64 from, until;
} Work;

/* A tile is shown while it is still in the cache. */
static void
draw_tile (const Work *work, gsize tile, DrawLinePixel *pixels) {
  const DrawFanRaster *self = work->raster;
  int first = 0, last = self->geometry.height;

  /* Into a picture everything is stored, or it would keep what it showed before. */
  if (work->target->opacity > 0)
    draw_fan_lines_rows (self->lines, tile, &first, &last);
  if (work->from == 0)
    memset (pixels, 0, tile_size (self) * sizeof (DrawLinePixel));
  draw_fan_lines_lay (self->lines, work->from, work->until, (const DrawLinePixel *) self->colors, tile,
                      pixels);
  draw_line_target_show (work->target, (int) (tile * DRAW_LINE_COLUMNS), first, last,
                         (const DrawLinePixel *) pixels + draw_fan_lines_border (self->lines),
                         draw_fan_lines_length (self->lines), NULL);
}

static void
draw_tiles (gint64 begin, gint64 end, gpointer data) {
  const Work *work = data;
  DrawLinePixel *kept = work->raster->tiles;
  gsize size = tile_size (work->raster);
  DrawLinePixel *own =
      kept == NULL ? draw_line_tiles_new (size, draw_fan_lines_length (work->raster->lines)) : NULL;

  for (gint64 tile = begin; tile < end; tile++)
    draw_tile (work, (gsize) tile, kept != NULL ? kept + (gsize) tile * size : own);
  draw_line_tiles_free (own);
}

/* Lines of the picture before that can stay. */
static gint64
first_to_draw (const DrawFanRaster *self, gint64 count) {
  gint64 n_inputs = self->geometry.n_inputs;

  if (self->tiles == NULL || self->shown < 0 || count < self->shown)
    return 0;
  if (draw_fan_lines_hide (self->lines) && count / n_inputs != self->shown / n_inputs)
    return 0;
  return self->shown;
}

/* To have memory for all tiles takes as long as to draw: they are kept only from the first picture on that another grows from, or where it
 * is known that one will. */
static void
draw_onto (DrawFanRaster *self, gint64 count, const DrawLineTarget *target) {
  Work work = { self, target, first_to_draw (self, count), count };

  gboolean keep = self->grows || (self->shown >= 0 && count > self->shown);

  if (work.from == 0 && !keep)
    g_clear_pointer (&self->tiles, draw_line_tiles_free);
  if (self->tiles == NULL && keep)
    self->tiles =
        draw_line_tiles_new (n_tiles (self) * tile_size (self), draw_fan_lines_length (self->lines));
  engine_parallel_for ((gint64) n_tiles (self), 2, draw_tiles, &work);
}

cairo_surface_t *
draw_fan_raster_picture (DrawFanRaster *self, gint64 count) {
  if (count == self->shown)
    return self->picture;
  if (self->picture == NULL)
    self->picture =
        cairo_image_surface_create (CAIRO_FORMAT_ARGB32, self->geometry.width, self->geometry.height);
  cairo_surface_flush (self->picture);
  DrawLineTarget target = draw_line_target_picture (self->picture);
  draw_onto (self, count, &target);
  cairo_surface_mark_dirty (self->picture);
  self->shown = count;
  return self->picture;
}

/* A large picture takes longer to be kept than its lines to be drawn: it is made only where it is drawn a second time. */
static gboolean
paint_at_once (DrawFanRaster *self, cairo_t *cr, double left, double top, gint64 count, double strength) {
  const DrawFanGeometry *g = &self->geometry;
  DrawLineTarget target;

  if (self->seen || (gint64) g->width * g->height <= DRAW_LINE_SMALL
      || !draw_line_target_init (&target, cr, left, top, g->width, g->height, strength))
    return FALSE;
  draw_onto (self, count, &target);
  draw_line_target_done (cr);
  self->seen = TRUE;
  return TRUE;
}

void
draw_fan_raster_paint (DrawFanRaster *self, cairo_t *cr, double left, double top, gint64 count,
                       double strength) {
  if (paint_at_once (self, cr, left, top, count, strength))
    return;
  self->grows = count < self->geometry.n_inputs * self->geometry.n_nodes;
  cairo_save (cr);
  cairo_identity_matrix (cr);
  cairo_set_source_surface (cr, draw_fan_raster_picture (self, count), left, top);
  cairo_paint_with_alpha (cr, strength);
  cairo_restore (cr);
}

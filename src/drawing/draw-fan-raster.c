/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-fan-raster.h"

#include "draw-style.h"
#include "engine-threads.h"

#include <math.h>
#include <string.h>

/* Premultiplied red, green, blue, alpha; 16 bits, as thousands of faint layers would drown in the rounding of 8. */
typedef guint16 Pixel[4];

/* Of a line: its height at the left edge, its rise per pixel, and its colour scaled to its share of one pixel. */
typedef struct {
  float begin, rise;
  float weight; /* coverage of a pixel column: alpha * thickness along the vertical */
  guint16 color[4];
} Line;

struct _DrawFanRaster {
  DrawFanGeometry geometry;
  Pixel *columns; /* column after column, so that a walk down one stays in the first cache */
  Line *lines;
  gint64 count; /* lines in `columns` */
  cairo_surface_t *picture;
  gint64 shown; /* lines in `picture` */
};

/* One row above and one below, so that a line at the edge needs no test. */
#define BORDER 1

static gsize
column_length (const DrawFanGeometry *geometry) {
  return geometry->height + 2 * BORDER + 1;
}

static Line
make_line (const DrawFanGeometry *g, gint64 number) {
  gint64 node = number / g->n_inputs;
  gint64 input = number % g->n_inputs;
  double begin = g->inputs_top + g->inputs_height * (input + 0.5) / g->n_inputs;
  double end = g->nodes_top + g->nodes_height * (node + 0.5) / g->n_nodes;
  double rise = (end - begin) / g->width;
  DrawColor color =
      draw_style_dense_weight (draw_style_get (g->dark, FALSE), node, g->n_nodes, input, g->n_inputs);

  return (Line){
    .begin = (float) begin,
    .rise = (float) rise,
    .weight = (float) (g->alpha * g->thickness * sqrt (1 + rise * rise)),
    .color = { (guint16) (color.red * G_MAXUINT16), (guint16) (color.green * G_MAXUINT16),
               (guint16) (color.blue * G_MAXUINT16), G_MAXUINT16 },
  };
}

DrawFanRaster *
draw_fan_raster_new (const DrawFanGeometry *geometry) {
  DrawFanRaster *self = g_new0 (DrawFanRaster, 1);
  gint64 n_lines = geometry->n_inputs * geometry->n_nodes;

  self->geometry = *geometry;
  self->columns = g_new0 (Pixel, column_length (geometry) * geometry->width);
  self->lines = g_new (Line, n_lines);
  for (gint64 i = 0; i < n_lines; i++)
    self->lines[i] = make_line (geometry, i);
  self->picture = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, geometry->width, geometry->height);
  return self;
}

void
draw_fan_raster_free (DrawFanRaster *self) {
  cairo_surface_destroy (self->picture);
  g_free (self->columns);
  g_free (self->lines);
  g_free (self);
}

gboolean
draw_fan_raster_fits (const DrawFanRaster *self, const DrawFanGeometry *geometry) {
  const DrawFanGeometry *mine = &self->geometry;

  return mine->width == geometry->width && mine->height == geometry->height
         && mine->n_inputs == geometry->n_inputs && mine->n_nodes == geometry->n_nodes
         && mine->dark == geometry->dark && mine->inputs_top == geometry->inputs_top
         && mine->inputs_height == geometry->inputs_height && mine->nodes_top == geometry->nodes_top
         && mine->nodes_height == geometry->nodes_height && mine->thickness == geometry->thickness
         && mine->alpha == geometry->alpha;
}

/* pixel = color * share + pixel * (1 - share), share in 1/65536 */
static inline void
lay_over (Pixel pixel, const guint16 color[4], guint32 share) {
  for (int i = 0; i < 4; i++)
    pixel[i] = (guint16) (pixel[i] + (((gint64) color[i] - pixel[i]) * share >> 16));
}

/* The line's cover at height y falls on two pixels, by nearness. */
static inline void
lay_sample (Pixel *column, const Line *line, float y, float weight) {
  float above = y - 0.5f;
  int row = (int) floorf (above);
  float below = above - row;

  lay_over (column[row], line->color, (guint32) (weight * (1 - below) * 65535));
  lay_over (column[row + 1], line->color, (guint32) (weight * below * 65535));
}

/* A line steeper than one pixel a column is sampled as often as it crosses rows. */
static void
lay_line (Pixel *column, const Line *line, gint64 x) {
  int samples = MAX (1, (int) ceilf (fabsf (line->rise)));
  float weight = MIN (line->weight / samples, 1);

  for (int i = 0; i < samples; i++)
    lay_sample (column, line, line->begin + line->rise * (x + (i + 0.5f) / samples), weight);
}

typedef struct {
  DrawFanRaster *raster;
  gint64 until;
} Work;

static void
lay_columns (gint64 begin, gint64 end, gpointer data) {
  const Work *work = data;
  DrawFanRaster *raster = work->raster;

  for (gint64 x = begin; x < end; x++) {
    Pixel *column = raster->columns + x * column_length (&raster->geometry) + BORDER;
    for (gint64 n = raster->count; n < work->until; n++)
      lay_line (column, &raster->lines[n], x);
  }
}

static void
copy_rows (gint64 begin, gint64 end, gpointer data) {
  DrawFanRaster *self = data;
  guint8 *pixels = cairo_image_surface_get_data (self->picture);
  int stride = cairo_image_surface_get_stride (self->picture);

  for (gint64 y = begin; y < end; y++) {
    guint32 *row = (guint32 *) (gpointer) (pixels + y * stride);
    for (gint64 x = 0; x < self->geometry.width; x++) {
      const guint16 *pixel = self->columns[x * column_length (&self->geometry) + BORDER + y];
      row[x] = (guint32) (pixel[3] >> 8) << 24 | (guint32) (pixel[0] >> 8) << 16 | (pixel[1] >> 8) << 8
               | pixel[2] >> 8;
    }
  }
}

cairo_surface_t *
draw_fan_raster_picture (DrawFanRaster *self, gint64 count) {
  if (count < self->count) {
    memset (self->columns, 0, sizeof (Pixel) * column_length (&self->geometry) * self->geometry.width);
    self->count = 0;
  }
  if (count > self->count) {
    Work work = { self, count };
    engine_parallel_for (self->geometry.width, 64, lay_columns, &work);
    self->count = count;
  }
  if (count != self->shown) {
    cairo_surface_flush (self->picture);
    engine_parallel_for (self->geometry.height, 64, copy_rows, self);
    cairo_surface_mark_dirty (self->picture);
    self->shown = count;
  }
  return self->picture;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-web-raster.h"

#include "engine-threads.h"

#include <math.h>
#include <string.h>

/* A pixel's sums of blue, green, red and 255 times the cover, cover in 1/4096. They wrap, and wrap back. */
typedef guint32 Sums __attribute__ ((vector_size (16)));

#define ONE    4096
#define COVERS (8 * ONE) /* from here on nothing shines through */

/* Heights in 1/65536 of a pixel. */
typedef struct {
  int first, last;    /* columns of pixels, the last is not part of it */
  gint64 begin, rise; /* height at the left edge of column 0, and per sample */
  int samples;    /* of a column: one steeper than a pixel a column is sampled as often as it crosses rows */
  guint32 weight; /* cover of a sample */
  Sums color;
} Line;

struct _DrawWebRaster {
  int width, height;
  gint64 n;
  Line *lines;
  guint8 *shown;
  gboolean drawn;
  Sums *columns;  /* column after column */
  float *opacity; /* by cover */
  cairo_surface_t *picture;
};

/* Above and below the picture, where lines that leave it are laid. */
#define BORDER 2

static gsize
column_length (const DrawWebRaster *self) {
  return self->height + 2 * BORDER;
}

static Line
make_line (const DrawWebRaster *self, const DrawWebLine *line) {
  double rise = (line->y1 - line->y0) / MAX (line->x1 - line->x0, 1);
  DrawColor color = line->color;

  int samples = MAX (1, (int) ceil (fabs (rise)));
  double weight = ONE * line->alpha * line->thickness * sqrt (1 + rise * rise);

  return (Line){
    .first = CLAMP ((int) round (line->x0), 0, self->width),
    .last = CLAMP ((int) round (line->x1), 0, self->width),
    /* A sample lies in its middle, and a row's middle is half a pixel below its edge. */
    .begin = (gint64) (65536 * (line->y0 - rise * line->x0 + 0.5 * rise / samples - 0.5)),
    .rise = (gint64) (65536 * rise / samples),
    .samples = samples,
    .weight = (guint32) (weight / samples),
    .color = { (guint32) (color.blue * 255), (guint32) (color.green * 255), (guint32) (color.red * 255),
               255 },
  };
}

DrawWebRaster *
draw_web_raster_new (int width, int height, DrawWebLine *lines, gint64 n) {
  DrawWebRaster *self = g_new0 (DrawWebRaster, 1);

  self->width = width;
  self->height = height;
  self->n = n;
  self->lines = g_aligned_alloc0 (MAX (n, 1), sizeof (Line), 16);
  for (gint64 i = 0; i < n; i++)
    self->lines[i] = make_line (self, &lines[i]);
  g_free (lines);
  self->shown = g_new0 (guint8, MAX (n, 1));
  self->columns = g_aligned_alloc0 (column_length (self) * width, sizeof (Sums), 16);
  self->opacity = g_new (float, COVERS);
  for (int i = 0; i < COVERS; i++)
    self->opacity[i] = 1 - expf (-(float) i / ONE);
  self->picture = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  return self;
}

void
draw_web_raster_free (DrawWebRaster *self) {
  cairo_surface_destroy (self->picture);
  g_aligned_free (self->columns);
  g_aligned_free (self->lines);
  g_free (self->opacity);
  g_free (self->shown);
  g_free (self);
}

/* A sample's cover falls on two pixels, by nearness. */
static inline void
lay_line (Sums *column, int height, const Line *line, Sums color, int x) {
  gint64 y = line->begin + line->rise * line->samples * x;

  for (int i = 0; i < line->samples; i++, y += line->rise) {
    int row = CLAMP ((int) (y >> 16), -BORDER, height);
    guint32 below = line->weight * (guint32) (y >> 8 & 255) >> 8;
    column[row] += color * (line->weight - below);
    column[row + 1] += color * below;
  }
}

typedef struct {
  DrawWebRaster *raster;
  const gint64 *numbers; /* of lines, those to take away as -1 - number */
  gsize n;
} Work;

static void
lay_columns (gint64 begin, gint64 end, gpointer data) {
  const Work *work = data;
  DrawWebRaster *raster = work->raster;

  for (gint64 x = begin; x < end; x++) {
    Sums *column = raster->columns + x * column_length (raster) + BORDER;
    for (gsize i = 0; i < work->n; i++) {
      gint64 number = work->numbers[i];
      const Line *line = &raster->lines[number < 0 ? -1 - number : number];
      if (x >= line->first && x < line->last)
        lay_line (column, raster->height, line, number < 0 ? -line->color : line->color, (int) x);
    }
  }
}

static inline guint32
resolve (const DrawWebRaster *self, const Sums *sums) {
  guint32 cover = (*sums)[3] / 255;

  if (cover == 0)
    return 0;
  float alpha = self->opacity[MIN (cover, COVERS - 1)];
  float share = alpha / cover;
  guint32 blue = (guint32) ((*sums)[0] * share), green = (guint32) ((*sums)[1] * share);
  guint32 red = (guint32) ((*sums)[2] * share);
  return (guint32) (255 * alpha) << 24 | red << 16 | green << 8 | blue;
}

static void
copy_rows (gint64 begin, gint64 end, gpointer data) {
  DrawWebRaster *self = data;
  guint8 *pixels = cairo_image_surface_get_data (self->picture);
  int stride = cairo_image_surface_get_stride (self->picture);
  const int tile = 16; /* columns at a time, so that neighbours of a row are still in the cache */

  for (int left = 0; left < self->width; left += tile)
    for (gint64 y = begin; y < end; y++) {
      guint32 *row = (guint32 *) (gpointer) (pixels + y * stride);
      for (int x = left; x < MIN (left + tile, self->width); x++)
        row[x] = resolve (self, self->columns + x * column_length (self) + BORDER + y);
    }
}

/* What has to be added and taken away; or, where that is more, everything anew. */
static GArray *
list_changes (DrawWebRaster *self, const guint8 *shown) {
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  gsize all = 0;

  for (gint64 i = 0; i < self->n; i++) {
    gint64 number = shown[i] ? i : -1 - i;
    all += shown[i];
    if (shown[i] != self->shown[i])
      g_array_append_val (numbers, number);
  }
  if (numbers->len <= all)
    return numbers;
  memset (self->columns, 0, column_length (self) * self->width * sizeof (Sums));
  g_array_set_size (numbers, 0);
  for (gint64 i = 0; i < self->n; i++)
    if (shown[i])
      g_array_append_val (numbers, i);
  self->drawn = FALSE;
  return numbers;
}

cairo_surface_t *
draw_web_raster_picture (DrawWebRaster *self, const guint8 *shown) {
  g_autoptr (GArray) numbers = list_changes (self, shown);
  Work work = { self, (const gint64 *) (gpointer) numbers->data, numbers->len };

  if (self->drawn && numbers->len == 0)
    return self->picture;
  if (numbers->len > 0)
    engine_parallel_for (self->width, 64, lay_columns, &work);
  memcpy (self->shown, shown, (gsize) self->n);
  cairo_surface_flush (self->picture);
  engine_parallel_for (self->height, 64, copy_rows, self);
  cairo_surface_mark_dirty (self->picture);
  self->drawn = TRUE;
  return self->picture;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-web-raster.h"

#include "draw-line-brush.h"
#include "draw-line-levels.h"
#include "draw-line-target.h"
#include "engine-threads.h"

#include <math.h>
#include <string.h>

#define RUNS   256 /* handed to the kernel at once: they stay in the first cache */
#define MARGIN 1   /* rows above and below the picture into which lines are followed */

typedef struct {
  const DrawLineBrush *brush;
  int first, last; /* columns of pixels, the last is not part of it */
  gint64 begin,
      rise; /* height of its middle at the left edge of column 0, in a tile's rows, and per column */
  DrawLinePixel color;
} Line;

/* The brushes of all lines that are alike. */
typedef struct {
  double thickness, alpha;
  DrawLineBrushes *brushes;
} Pens;

struct _DrawWebRaster {
  int width, height;
  gboolean laid; /* over each other, not added up */
  gint64 n;
  Line *lines;
  GArray *pens;
  gsize border, length; /* rows of a tile above the picture, and all */
  guint8 *shown;
  gboolean drawn;
  DrawLinePixel *tiles;     /* the sums of `shown`, tile after tile; NULL where they were not kept */
  cairo_surface_t *picture; /* NULL until it is asked for */
};

static void
clear_pens (gpointer data) {
  draw_line_brushes_free (((Pens *) data)->brushes);
}

static double
rise_of (const DrawWebLine *line) {
  return (line->y1 - line->y0) / MAX (line->x1 - line->x0, 1);
}

static DrawLineBrushes *
brushes_for (DrawWebRaster *self, const DrawWebLine *line, double steepest) {
  for (guint i = 0; i < self->pens->len; i++) {
    const Pens *pens = &g_array_index (self->pens, Pens, i);
    if (pens->thickness == line->thickness && pens->alpha == line->alpha)
      return pens->brushes;
  }
  Pens pens = { line->thickness, line->alpha,
                draw_line_brushes_new_bare (line->thickness, line->alpha, steepest) };
  g_array_append_val (self->pens, pens);
  self->border = MAX (self->border, pens.brushes->reach + MARGIN);
  return pens.brushes;
}

/* In the order in which ARGB32 has its bytes. */
static void
pack (DrawLinePixel pixel, DrawColor color, int one) {
  const double channels[4] = { color.blue, color.green, color.red, 1 };

  for (int i = 0; i < 4; i++)
    pixel[G_BYTE_ORDER == G_LITTLE_ENDIAN ? i : 3 - i] = (gint16) (CLAMP (channels[i], 0, 1) * one + 0.5);
}

/* Where the line is over the picture or next to it. */
static void
cut_off (const DrawWebRaster *self, Line *line, double begin, double rise) {
  double above = (-MARGIN - begin) / rise, below = (self->height + MARGIN - begin) / rise;

  if (rise == 0 && (begin < -MARGIN || begin > self->height + MARGIN))
    line->last = line->first;
  if (rise == 0)
    return;
  line->first = (int) CLAMP (ceil (MIN (above, below)), line->first, self->width);
  line->last = (int) CLAMP (floor (MAX (above, below)), line->first, MAX (line->first, line->last));
}

static Line
make_line (const DrawWebRaster *self, const DrawWebLine *line, DrawLineBrushes *brushes) {
  double rise = rise_of (line), begin = line->y0 - rise * line->x0;
  gint64 fixed_rise = (gint64) ldexp (rise, DRAW_LINE_POINT);
  Line made = { .brush = draw_line_brushes_make (brushes, fixed_rise),
                .first = CLAMP ((int) round (line->x0), 0, self->width),
                .last = CLAMP ((int) round (line->x1), 0, self->width),
                .begin = (gint64) ldexp (begin + (double) self->border, DRAW_LINE_POINT),
                .rise = fixed_rise };

  pack (made.color, line->color, self->laid ? DRAW_LINE_ONE : DRAW_LINE_COVER);
  cut_off (self, &made, begin, rise);
  return made;
}

static gsize
n_tiles (const DrawWebRaster *self) {
  return ((gsize) self->width + DRAW_LINE_COLUMNS - 1) / DRAW_LINE_COLUMNS;
}

/* Pixels. */
static gsize
tile_size (const DrawWebRaster *self) {
  return DRAW_LINE_COLUMNS * self->length;
}

static DrawWebRaster *
make_raster (int width, int height, DrawWebLine *lines, gint64 n, gboolean laid) {
  DrawWebRaster *self = g_new0 (DrawWebRaster, 1);
  double steepest = 0;

  self->width = width;
  self->height = height;
  self->laid = laid;
  self->n = n;
  self->lines = g_new0 (Line, MAX (n, 1));
  self->pens = g_array_new (FALSE, FALSE, sizeof (Pens));
  g_array_set_clear_func (self->pens, clear_pens);
  self->shown = g_new0 (guint8, MAX (n, 1));
  for (gint64 i = 0; i < n; i++)
    steepest = MAX (steepest, fabs (rise_of (&lines[i])));
  for (gint64 i = 0; i < n; i++)
    brushes_for (self, &lines[i], steepest);
  self->length = (gsize) height + 2 * self->border;
  for (gint64 i = 0; i < n; i++)
    self->lines[i] = make_line (self, &lines[i], brushes_for (self, &lines[i], steepest));
  g_free (lines);
  return self;
}

DrawWebRaster *
draw_web_raster_new (int width, int height, DrawWebLine *lines, gint64 n) {
  return make_raster (width, height, lines, n, FALSE);
}

DrawWebRaster *
draw_web_raster_new_laid (int width, int height, DrawWebLine *lines, gint64 n) {
  return make_raster (width, height, lines, n, TRUE);
}

void
draw_web_raster_free (DrawWebRaster *self) {
  g_clear_pointer (&self->picture, cairo_surface_destroy);
  draw_line_tiles_free (self->tiles);
  g_array_unref (self->pens);
  g_free (self->lines);
  g_free (self->shown);
  g_free (self);
}

/* By cover: what of it is seen, (1 - light that passes) / cover. */
static const gint16 *
scales (void) {
  static gint16 table[4 * DRAW_LINE_COVERS];
  static gsize filled;

  if (g_once_init_enter (&filled)) {
    for (int i = 0; i < DRAW_LINE_COVERS; i++) {
      double cover = MAX ((double) i / DRAW_LINE_COVER, 1e-6);
      for (int channel = 0; channel < 4; channel++)
        table[4 * i + channel] = (gint16) (DRAW_LINE_ONE * (1 - exp (-cover)) / cover + 0.5);
    }
    g_once_init_leave (&filled, 1);
  }
  return table;
}

typedef struct {
  DrawWebRaster *raster;
  const DrawLineTarget *target;
  const gint64 *numbers; /* of lines, those to take away as -1 - number, after all others */
  gsize n;
  gboolean anew;
} Work;

/* One way of the kernel's, and the lines for it. */
typedef struct {
  void (*lay) (DrawLinePixel *tile, gsize length, const DrawLineRun *runs, gsize n);
  DrawLinePixel *pixels;
  gsize length, n;
  DrawLineRun runs[RUNS];
} Batch;

static void
flush (Batch *self) {
  self->lay (self->pixels, self->length, self->runs, self->n);
  self->n = 0;
}

/* `sample` is how much higher the line's middle is in the middle of the sample than at the column's left edge. */
static inline void
add_run (Batch *self, const Line *line, gint64 left, gint64 sample) {
  DrawLineRun *run = &self->runs[self->n];
  gint64 begin = MAX (line->first - left, 0), end = MIN (line->last - left, DRAW_LINE_COLUMNS);

  run->y =
      (guint32) ((line->begin + line->rise * left + sample - line->brush->reach) >> (DRAW_LINE_POINT - 16));
  run->rise = (gint32) (line->rise >> (DRAW_LINE_POINT - 16));
  run->shares = line->brush->shares;
  run->blocks = line->brush->blocks;
  run->begin = (guint16) begin;
  run->end = (guint16) end;
  memcpy (run->color, line->color, sizeof (DrawLinePixel));
  if (++self->n == RUNS)
    flush (self);
}

/* Samples lie in the middle of their parts of a column. */
static inline void
add_line (Batch *self, const Line *line, gint64 left) {
  gint64 samples = line->brush->samples;

  if (line->first >= left + DRAW_LINE_COLUMNS || line->last <= MAX (left, line->first))
    return;
  if (G_LIKELY (samples == 1))
    add_run (self, line, left, line->rise / 2);
  else
    for (gint64 i = 0; i < samples; i++)
      add_run (self, line, left, line->rise / (2 * samples) * (2 * i + 1));
}

static void
draw_lines (const Work *work, gint64 left, DrawLinePixel *pixels) {
  const DrawWebRaster *self = work->raster;
  const DrawLineKernel *kernel = draw_line_kernel ();
  Batch batch = { .lay = self->laid ? kernel->lay : kernel->add, .pixels = pixels, .length = self->length };
  gsize i = 0;

  for (; i < work->n && work->numbers[i] >= 0; i++)
    add_line (&batch, &self->lines[work->numbers[i]], left);
  flush (&batch);
  batch.lay = kernel->take;
  for (; i < work->n; i++)
    add_line (&batch, &self->lines[-1 - work->numbers[i]], left);
  flush (&batch);
}

/* Widens first…last-1 by the rows of the picture that the line touches in the tile at `left`. */
static inline void
widen (const DrawWebRaster *self, const Line *line, gint64 left, int *first, int *last) {
  gint64 begin = MAX (line->first, left), end = MIN (line->last, left + DRAW_LINE_COLUMNS);
  gint64 from = line->begin + line->rise * begin, to = line->begin + line->rise * end;
  gint64 reach = (gint64) line->brush->blocks * DRAW_LINE_ROWS, border = (gint64) self->border;

  if (begin >= end)
    return;
  *first = (int) MIN (*first, (MIN (from, to) >> DRAW_LINE_POINT) - border - reach);
  *last = (int) MAX (*last, (MAX (from, to) >> DRAW_LINE_POINT) - border + reach + 1);
}

/* Of a few lines, which leave most of the picture as it is. */
static void
find_rows (const Work *work, gint64 left, int *first, int *last) {
  const DrawWebRaster *self = work->raster;

  *first = self->height;
  *last = 0;
  for (gsize i = 0; i < work->n; i++)
    widen (self, &self->lines[work->numbers[i]], left, first, last);
  *first = MAX (*first, 0);
  *last = MIN (*last, self->height);
}

/* A tile is shown while it is still in the cache. */
static void
draw_tile (const Work *work, gsize tile, DrawLinePixel *pixels) {
  const DrawWebRaster *self = work->raster;
  gsize left = tile * DRAW_LINE_COLUMNS;
  int first = 0, last = self->height;

  if (self->laid && work->target->opacity > 0)
    find_rows (work, (gint64) left, &first, &last);
  if (first >= last)
    return;
  if (work->anew)
    memset (pixels, 0, tile_size (self) * sizeof (DrawLinePixel));
  draw_lines (work, (gint64) left, pixels);
  draw_line_target_show (work->target, (int) left, first, last, (const DrawLinePixel *) pixels + self->border,
                         self->length, self->laid ? NULL : scales ());
}

static void
draw_tiles (gint64 begin, gint64 end, gpointer data) {
  const Work *work = data;
  DrawLinePixel *kept = work->raster->tiles;
  gsize size = tile_size (work->raster);
  DrawLinePixel *own = kept == NULL ? draw_line_tiles_new (size, work->raster->length) : NULL;

  for (gint64 tile = begin; tile < end; tile++)
    draw_tile (work, (gsize) tile, kept != NULL ? kept + (gsize) tile * size : own);
  draw_line_tiles_free (own);
}

static void
list_all (GArray *numbers, const guint8 *shown, gint64 n) {
  g_array_set_size (numbers, 0);
  for (gint64 i = 0; i < n; i++)
    if (shown[i])
      g_array_append_val (numbers, i);
}

/* What has to be added, then what has to be taken away; or, where that is more or the sums of before are not there, everything anew. */
static gboolean
list_changes (const DrawWebRaster *self, const guint8 *shown, GArray *numbers) {
  gsize all = 0;

  for (gint64 i = 0; i < self->n; i++) {
    all += shown[i];
    if (shown[i] && !self->shown[i])
      g_array_append_val (numbers, i);
  }
  for (gint64 i = 0; i < self->n; i++) {
    gint64 number = -1 - i;
    if (!shown[i] && self->shown[i])
      g_array_append_val (numbers, number);
  }
  if (self->drawn && self->tiles != NULL && numbers->len <= all)
    return FALSE;
  list_all (numbers, shown, self->n);
  return TRUE;
}

/* Lines that are laid cannot be taken away again, and are few. To have memory for very many sums takes as long as to draw: a large
 * web's are kept only where a second picture follows the first. */
static gboolean
keeps_tiles (const DrawWebRaster *self) {
  return !self->laid && (self->drawn || (gint64) self->width * self->height <= DRAW_LINE_SMALL);
}

static void
draw_onto (DrawWebRaster *self, const guint8 *shown, const DrawLineTarget *target) {
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean anew = list_changes (self, shown, numbers);
  Work work = { self, target, (const gint64 *) (gpointer) numbers->data, numbers->len, anew };

  if (self->tiles == NULL && keeps_tiles (self))
    self->tiles = draw_line_tiles_new (n_tiles (self) * tile_size (self), self->length);
  engine_parallel_for ((gint64) n_tiles (self), 2, draw_tiles, &work);
  memcpy (self->shown, shown, (gsize) self->n);
  self->drawn = TRUE;
}

cairo_surface_t *
draw_web_raster_picture (DrawWebRaster *self, const guint8 *shown) {
  if (self->picture == NULL)
    self->picture = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, self->width, self->height);
  cairo_surface_flush (self->picture);
  DrawLineTarget target = draw_line_target_picture (self->picture);
  draw_onto (self, shown, &target);
  cairo_surface_mark_dirty (self->picture);
  return self->picture;
}

void
draw_web_raster_paint (DrawWebRaster *self, cairo_t *cr, double left, double top, const guint8 *shown,
                       double strength) {
  DrawLineTarget target;

  if (draw_line_target_init (&target, cr, left, top, self->width, self->height, strength)) {
    draw_onto (self, shown, &target);
    draw_line_target_done (cr);
    return;
  }
  cairo_save (cr);
  cairo_identity_matrix (cr);
  cairo_set_source_surface (cr, draw_web_raster_picture (self, shown), left, top);
  cairo_paint_with_alpha (cr, strength);
  cairo_restore (cr);
}

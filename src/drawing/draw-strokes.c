/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-strokes-private.h"

#include "draw-web-raster.h"

#include <math.h>
#include <string.h>

#define FEW 4 /* no more are stroked sooner than a raster of them is made */

static void
stroke (const DrawContext *context, const DrawStroke *self) {
  draw_set_color (context->cr, self->color, self->alpha);
  cairo_set_line_width (context->cr, self->width);
  cairo_move_to (context->cr, self->segment.x0, self->segment.y0);
  cairo_line_to (context->cr, self->segment.x1, self->segment.y1);
  cairo_stroke (context->cr);
}

/* In whole pixels of the surface. */
typedef struct {
  double left, top, right, bottom;
} Extents;

/* Of what may be drawn on. */
static Extents
clip_extents (cairo_t *cr) {
  Extents self;

  cairo_clip_extents (cr, &self.left, &self.top, &self.right, &self.bottom);
  cairo_user_to_device (cr, &self.left, &self.top);
  cairo_user_to_device (cr, &self.right, &self.bottom);
  return (Extents){ floor (self.left), floor (self.top), ceil (self.right), ceil (self.bottom) };
}

/* Of the lines, as far as they may be drawn. */
static Extents
extents_of (cairo_t *cr, const DrawWebLine *lines, guint n) {
  Extents clip = clip_extents (cr), self = { clip.right, clip.bottom, clip.left, clip.top };

  for (guint i = 0; i < n; i++) {
    const DrawWebLine *line = &lines[i];
    self.left = MIN (self.left, floor (line->x0));
    self.right = MAX (self.right, ceil (line->x1));
    self.top = MIN (self.top, floor (MIN (line->y0, line->y1) - line->thickness));
    self.bottom = MAX (self.bottom, ceil (MAX (line->y0, line->y1) + line->thickness));
  }
  return (Extents){ MAX (self.left, clip.left), MAX (self.top, clip.top), MIN (self.right, clip.right),
                    MIN (self.bottom, clip.bottom) };
}

/* On the surface. */
static DrawWebLine
line_of (cairo_t *cr, const DrawStroke *stroke) {
  DrawSegment s = stroke->segment;
  double scale = 1, unused = 0;

  cairo_user_to_device (cr, &s.x0, &s.y0);
  cairo_user_to_device (cr, &s.x1, &s.y1);
  cairo_user_to_device_distance (cr, &scale, &unused);
  return (DrawWebLine){ s.x0, s.y0, s.x1, s.y1, scale * stroke->width, stroke->alpha, stroke->color };
}

/* `opaque`: as if their alpha were 1, and all of them faded together. */
static void
rasterise (const DrawContext *context, const DrawStroke *strokes, guint n, gboolean opaque) {
  cairo_t *cr = context->cr;
  DrawWebLine *lines = g_new (DrawWebLine, n);
  g_autofree guint8 *shown = g_malloc (n);

  memset (shown, 1, n);
  for (guint i = 0; i < n; i++)
    lines[i] = line_of (cr, &strokes[i]);
  Extents at = extents_of (cr, lines, n);
  for (guint i = 0; i < n; i++) {
    lines[i].x0 -= at.left;
    lines[i].x1 -= at.left;
    lines[i].y0 -= at.top;
    lines[i].y1 -= at.top;
    lines[i].alpha = opaque ? 1 : lines[i].alpha;
  }
  DrawWebRaster *raster = draw_web_raster_new_laid ((int) MAX (1, at.right - at.left),
                                                    (int) MAX (1, at.bottom - at.top), lines, n);
  draw_web_raster_paint (raster, cr, at.left, at.top, shown, opaque ? strokes[0].alpha : 1);
  draw_web_raster_free (raster);
}

void
draw_strokes (const DrawContext *context, const DrawStroke *strokes, guint n) {
  if (context->pixels && n > FEW)
    rasterise (context, strokes, n, FALSE);
  else
    for (guint i = 0; i < n; i++)
      stroke (context, &strokes[i]);
}

void
draw_strokes_as_one (const DrawContext *context, const DrawStroke *strokes, guint n) {
  cairo_t *cr = context->cr;

  if (n == 0)
    return;
  if (context->pixels && n > FEW) {
    rasterise (context, strokes, n, TRUE);
    return;
  }
  draw_set_color (cr, strokes[0].color, strokes[0].alpha);
  cairo_set_line_width (cr, strokes[0].width);
  for (guint i = 0; i < n; i++) {
    cairo_move_to (cr, strokes[i].segment.x0, strokes[i].segment.y0);
    cairo_line_to (cr, strokes[i].segment.x1, strokes[i].segment.y1);
  }
  cairo_stroke (cr);
}

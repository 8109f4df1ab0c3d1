/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Thousands of straight lines between any two points, into pixels, each shown or hidden on its own.
 *
 * A web is not laid line over line but added up, as whole numbers: how much of each colour covers a pixel, and how much of
 * any. So a line can be taken away again, and what is shown gives the same picture to the bit, however it came about. Lines that are
 * to stand out of a web are laid one over the other, in their order, and drawn anew where others are shown. */
#pragma once

#include "draw-color.h"

G_BEGIN_DECLS

typedef struct _DrawWebRaster DrawWebRaster;

/* In pixels of the picture; x0 < x1. */
typedef struct {
  double x0, y0, x1, y1;
  double thickness, alpha;
  DrawColor color;
} DrawWebLine;

/* Takes `lines`, `n` of them; free with g_free(). Where they leave the picture they are cut off. */
DrawWebRaster *draw_web_raster_new (int width, int height, DrawWebLine *lines, gint64 n);
/* Likewise, of lines that are laid over each other. */
DrawWebRaster *draw_web_raster_new_laid (int width, int height, DrawWebLine *lines, gint64 n);
void draw_web_raster_free (DrawWebRaster *self);
/* The picture of those lines whose number is set in `shown` (0 or 1 each); owned by the raster, valid until the next call. */
cairo_surface_t *draw_web_raster_picture (DrawWebRaster *self, const guint8 *shown);
/* Lays it, `strength` of it (0…1), over what is drawn, its upper left corner at these whole pixels of the surface. */
void draw_web_raster_paint (DrawWebRaster *self, cairo_t *cr, double left, double top, const guint8 *shown,
                            double strength);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a raster's tiles are shown: in a picture of their own, or at once on the surface that is drawn on. The latter saves a picture that
 * is as large as the lines' place: its memory, writing it, and reading it again. */
#pragma once

#include "draw-line-kernel.h"

#include <cairo.h>

G_BEGIN_DECLS

/* Pixels. What is no larger is kept when it is drawn first; of something larger that takes longer than to draw it. */
#define DRAW_LINE_SMALL (2 << 20)

/* All in pixels of the raster. */
typedef struct {
  guint32 *
      pixels; /* of the first row that may be drawn on, from the raster's column 0 on, which may lie outside */
  gsize stride;
  int left, top, right, bottom; /* what may be drawn on */
  guint16 opacity;              /* of DRAW_LINE_OPAQUE; 0: pixels are stored */
} DrawLineTarget;

/* To store a raster in a picture of its size. */
DrawLineTarget draw_line_target_picture (cairo_surface_t *picture);
/* To lay a raster of width x height pixels over what is drawn already, its upper left corner at whole pixels of the surface. FALSE
 * where its pixels cannot be reached: of no image, scaled, or clipped to more than a rectangle. After drawing, draw_line_target_done(). */
gboolean draw_line_target_init (DrawLineTarget *self, cairo_t *cr, double left, double top, int width,
                                int height, double strength);
void draw_line_target_done (cairo_t *cr);
/* The tile that begins at column `left`; `corner` is its pixel in the raster's row 0. Only its rows first…last-1 hold anything.
 * `scales` as for the kernel, NULL of lines that are laid. */
void draw_line_target_show (const DrawLineTarget *self, int left, int first, int last,
                            const DrawLinePixel *corner, gsize length, const gint16 *scales);

/* Memory for `n` pixels of tiles of columns `length` high, unset, with what may be read beyond; free with draw_line_tiles_free(). */
DrawLinePixel *draw_line_tiles_new (gsize n, gsize length);
void draw_line_tiles_free (DrawLinePixel *tiles);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many straight lines from one column of points to another, into pixels. cairo takes half a second for the 3,200 lines of the
 * dense fan over a whole screen; this, a few milliseconds.
 *
 * A line covers of each pixel exactly the share that a band of its thickness covers, and lines are laid over each other in their
 * order. What depends on their places alone is computed once; new colours cost no more than to draw. Growing `count` adds to what is
 * there already and gives, to the bit, the picture that drawing all of them anew would give.
 *
 * Of more lines than pixels can show, those that later ones hide are left out, and such as run within a fraction of their thickness are drawn
 * as one of the same cover: the picture stays that of all lines. */
#pragma once

#include "draw-color.h"

G_BEGIN_DECLS

typedef struct _DrawFanRaster DrawFanRaster;

/* Everything is in pixels of the picture. Line number n goes from input n % n_inputs to node n / n_inputs, from the left
 * edge to the right one; slots are evenly spaced. */
typedef struct {
  int width, height;
  gint64 n_inputs, n_nodes;
  double inputs_top, inputs_height;
  double nodes_top, nodes_height;
  double thickness;
  double alpha;
} DrawFanGeometry;

/* All lines are black until they are given colours. */
DrawFanRaster *draw_fan_raster_new (const DrawFanGeometry *geometry);
void draw_fan_raster_free (DrawFanRaster *self);
gboolean draw_fan_raster_fits (const DrawFanRaster *self, const DrawFanGeometry *geometry);
/* One for each line. */
void draw_fan_raster_set_colors (DrawFanRaster *self, const DrawColor *colors);
/* The picture of the first `count` whole lines; owned by the raster, valid until the next call. */
cairo_surface_t *draw_fan_raster_picture (DrawFanRaster *self, gint64 count);
/* Lays it, `strength` of it (0…1), over what is drawn, its upper left corner at these whole pixels of the surface. */
void draw_fan_raster_paint (DrawFanRaster *self, cairo_t *cr, double left, double top, gint64 count,
                            double strength);

G_END_DECLS

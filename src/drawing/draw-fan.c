/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-fan-private.h"

#include "draw-cache-private.h"

#include <math.h>

#define THICKNESS 0.017 /* units */
#define ALPHA     0.32

static void
count_units (const DrawContext *context, gint64 *inputs, gint64 *nodes) {
  *inputs = context->state->parameters->pixels->length;
  *nodes = context->state->parameters->settings.nodes;
}

static void
trace (const DrawContext *context, const DrawFan *fan, gint64 number, double length) {
  gint64 inputs, nodes;

  count_units (context, &inputs, &nodes);
  double from = draw_rect_slot (fan->inputs, inputs, number % inputs);
  double to = draw_rect_slot (fan->nodes, nodes, number / inputs);
  cairo_move_to (context->cr, fan->fan.x, from);
  cairo_line_to (context->cr, fan->fan.x + length * fan->fan.width, from + length * (to - from));
}

static DrawColor
line_color (const DrawContext *context, gint64 number) {
  gint64 inputs, nodes;

  count_units (context, &inputs, &nodes);
  return draw_style_dense_weight (context->style, number / inputs, nodes, number % inputs, inputs);
}

void
draw_fan_line (const DrawContext *context, const DrawFan *fan, gint64 number, double length, double width,
               double alpha) {
  draw_set_color (context->cr, line_color (context, number), alpha);
  cairo_set_line_width (context->cr, width);
  trace (context, fan, number, length);
  cairo_stroke (context->cr);
}

static void
stroke_lines (const DrawContext *context, const DrawFan *fan, gint64 count) {
  cairo_set_line_width (context->cr, THICKNESS * context->layout->unit);
  for (gint64 i = 0; i < count; i++) {
    draw_set_color (context->cr, line_color (context, i), ALPHA * fan->strength);
    trace (context, fan, i, 1);
    cairo_stroke (context->cr);
  }
}

/* The fan's whole pixels on the surface, and how they lie under the columns. */
static DrawFanGeometry
geometry_on_surface (const DrawContext *context, const DrawFan *fan, double *left, double *top) {
  double x0 = fan->fan.x, y0 = fan->fan.y, x1 = x0 + fan->fan.width, y1 = y0 + fan->fan.height;
  double scale = 1, unused = 0;
  DrawFanGeometry geometry = { .alpha = ALPHA };

  cairo_user_to_device (context->cr, &x0, &y0);
  cairo_user_to_device (context->cr, &x1, &y1);
  cairo_user_to_device_distance (context->cr, &scale, &unused);
  *left = round (x0);
  *top = floor (y0);
  count_units (context, &geometry.n_inputs, &geometry.n_nodes);
  geometry.width = MAX (1, (int) (round (x1) - *left));
  geometry.height = MAX (1, (int) (ceil (y1) - *top));
  geometry.inputs_top = y0 - *top + scale * (fan->inputs.y - fan->fan.y);
  geometry.inputs_height = scale * fan->inputs.height;
  geometry.nodes_top = y0 - *top + scale * (fan->nodes.y - fan->fan.y);
  geometry.nodes_height = scale * fan->nodes.height;
  geometry.thickness = MAX (1, scale * THICKNESS * context->layout->unit);
  return geometry;
}

/* Along the inputs only the lightness changes, so a few computed colours do for very many. */
#define COMPUTED 64

static void
color_lines (const DrawContext *context, DrawFanRaster *raster) {
  gint64 inputs, nodes;

  count_units (context, &inputs, &nodes);
  g_autofree DrawColor *colors = g_new (DrawColor, inputs * nodes);
  gint64 step = MAX (1, inputs / COMPUTED);
  for (gint64 node = 0; node < nodes; node++) {
    DrawColor from = draw_style_dense_weight (context->style, node, nodes, 0, inputs);
    for (gint64 first = 0; first < inputs; first += step) {
      DrawColor to = draw_style_dense_weight (context->style, node, nodes, first + step, inputs);
      for (gint64 i = 0; i < MIN (step, inputs - first); i++)
        colors[node * inputs + first + i] = draw_color_mix (from, to, (double) i / (double) step);
      from = to;
    }
  }
  draw_fan_raster_set_colors (raster, colors);
}

/* Kept from frame to frame while the lines lie where they are, and coloured anew with the theme. */
static DrawFanRaster *
raster_for (const DrawContext *context, const DrawFanGeometry *geometry) {
  DrawCache *cache = context->cache;

  if (cache->fan != NULL && !draw_fan_raster_fits (cache->fan, geometry))
    g_clear_pointer (&cache->fan, draw_fan_raster_free);
  if (cache->fan != NULL && cache->fan_dark == context->style->dark)
    return cache->fan;
  if (cache->fan == NULL)
    cache->fan = draw_fan_raster_new (geometry);
  cache->fan_dark = context->style->dark;
  color_lines (context, cache->fan);
  return cache->fan;
}

static void
rasterise_lines (const DrawContext *context, const DrawFan *fan, gint64 count) {
  cairo_t *cr = context->cr;
  double left, top;
  DrawFanGeometry geometry = geometry_on_surface (context, fan, &left, &top);

  cairo_save (cr);
  cairo_identity_matrix (cr);
  cairo_set_source_surface (cr, draw_fan_raster_picture (raster_for (context, &geometry), count), left, top);
  cairo_paint_with_alpha (cr, fan->strength);
  cairo_restore (cr);
}

void
draw_fan (const DrawContext *context, const DrawFan *fan) {
  gint64 whole = (gint64) floor (fan->lines);
  double rest = fan->lines - whole;

  if (whole > 0 && context->pixels)
    rasterise_lines (context, fan, whole);
  else
    stroke_lines (context, fan, whole);
  if (rest > 0)
    draw_fan_line (context, fan, whole, rest, 1.5 * THICKNESS * context->layout->unit, 1);
}

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

/* Lines of the fan: all of them, or those from one input or to one node, where -1 is any. */
typedef struct {
  DrawFanSlot slot;
  gint64 node, input;
  double width, alpha, strength; /* of a line, of a line, of all together */
} Lines;

/* How many of them are among the first `whole` lines of the fan. */
static gint64
count_lines (const DrawContext *context, const Lines *lines, gint64 whole) {
  gint64 inputs, nodes;

  count_units (context, &inputs, &nodes);
  if (lines->node >= 0)
    return CLAMP (whole - lines->node * inputs, 0, inputs);
  return lines->input < 0 ? whole : (whole - lines->input + inputs - 1) / inputs;
}

static void
stroke_lines (const DrawContext *context, const DrawFan *fan, const Lines *lines, gint64 count) {
  gint64 inputs, nodes;

  count_units (context, &inputs, &nodes);
  for (gint64 i = 0; i < count; i++) {
    gint64 number = lines->node >= 0    ? lines->node * inputs + i
                    : lines->input >= 0 ? i * inputs + lines->input
                                        : i;
    draw_fan_line (context, fan, number, 1, lines->width, lines->alpha * lines->strength);
  }
}

/* One of the slots of a column. */
static void
take_slot (double *top, double *height, gint64 *n, gint64 number) {
  *height /= (double) *n;
  *top += *height * (double) number;
  *n = 1;
}

/* The fan's whole pixels on the surface, and how they lie under the columns. */
static DrawFanGeometry
geometry_on_surface (const DrawContext *context, const DrawFan *fan, const Lines *lines, double *left,
                     double *top) {
  double x0 = fan->fan.x, y0 = fan->fan.y, x1 = x0 + fan->fan.width, y1 = y0 + fan->fan.height;
  double scale = 1, unused = 0;
  DrawFanGeometry geometry = { .alpha = lines->alpha };

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
  /* Faint lines thinner than a pixel would hardly be seen. */
  geometry.thickness = MAX (lines->slot == DRAW_FAN_ALL ? 1 : 0, scale * lines->width);
  if (lines->node >= 0)
    take_slot (&geometry.nodes_top, &geometry.nodes_height, &geometry.n_nodes, lines->node);
  if (lines->input >= 0)
    take_slot (&geometry.inputs_top, &geometry.inputs_height, &geometry.n_inputs, lines->input);
  return geometry;
}

static void
color_lines (const DrawContext *context, const Lines *lines, DrawFanRaster *raster) {
  gint64 inputs, nodes;

  count_units (context, &inputs, &nodes);
  g_autofree DrawColor *colors = g_new (DrawColor, inputs * nodes);
  if (lines->node >= 0)
    draw_style_dense_weights (context->style, lines->node, nodes, inputs, colors);
  for (gint64 node = 0; node < nodes && lines->node < 0; node++)
    if (lines->input >= 0)
      colors[node] = draw_style_dense_weight (context->style, node, nodes, lines->input, inputs);
    else
      draw_style_dense_weights (context->style, node, nodes, inputs, colors + node * inputs);
  draw_fan_raster_set_colors (raster, colors);
}

/* Kept from frame to frame while the lines lie where they are, and coloured anew with the theme. */
static DrawFanRaster *
raster_for (const DrawContext *context, const Lines *lines, const DrawFanGeometry *geometry) {
  DrawFanKept *kept = &context->cache->fans[lines->slot];
  DrawFanKept wanted = { kept->raster, context->style->dark, lines->node, lines->input };
  gboolean fits = kept->raster != NULL && draw_fan_raster_fits (kept->raster, geometry);

  if (fits && kept->dark == wanted.dark && kept->node == wanted.node && kept->input == wanted.input)
    return kept->raster;
  if (!fits) {
    g_clear_pointer (&kept->raster, draw_fan_raster_free);
    wanted.raster = draw_fan_raster_new (geometry);
  }
  *kept = wanted;
  color_lines (context, lines, kept->raster);
  return kept->raster;
}

static void
rasterise_lines (const DrawContext *context, const DrawFan *fan, const Lines *lines, gint64 count) {
  double left, top;
  DrawFanGeometry geometry = geometry_on_surface (context, fan, lines, &left, &top);

  draw_fan_raster_paint (raster_for (context, lines, &geometry), context->cr, left, top, count,
                         lines->strength);
}

static void
draw_lines (const DrawContext *context, const DrawFan *fan, const Lines *lines) {
  gint64 count = count_lines (context, lines, (gint64) floor (fan->lines));

  if (count > 0 && context->pixels)
    rasterise_lines (context, fan, lines, count);
  else
    stroke_lines (context, fan, lines, count);
}

void
draw_fan (const DrawContext *context, const DrawFan *fan) {
  double whole = floor (fan->lines), thickness = THICKNESS * context->layout->unit;

  draw_lines (context, fan, &(Lines){ DRAW_FAN_ALL, -1, -1, thickness, ALPHA, fan->strength });
  if (fan->lines > whole)
    draw_fan_line (context, fan, (gint64) whole, fan->lines - whole, 1.5 * thickness, 1);
}

void
draw_fan_some (const DrawContext *context, const DrawFan *fan, gint64 node, gint64 input, double width,
               double alpha) {
  draw_lines (context, fan, &(Lines){ DRAW_FAN_SOME, node, input, width, 1, alpha });
}

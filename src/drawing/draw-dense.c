/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "dense": the image, its column of inputs, the fan, the nodes, and one node's weights as a picture. */
#include "draw-cells-private.h"
#include "draw-dense-private.h"
#include "draw-fan-private.h"
#include "draw-scene-private.h"
#include "draw-text-private.h"
#include "lesson-ease.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static void
place (DrawLayout *self, const LessonState *state) {
  const LessonParameters *p = state->parameters;
  DrawDensePlaces *places = self->places;
  DrawRect main = self->main;
  double u = self->unit;
  double label = DRAW_LABEL * u;
  double square = MIN ((main.height - 2.4 * label) / 2, 0.32 * main.width);
  double inputs_x = main.x + square + 0.9 * u;
  double nodes_x = main.x + main.width - 0.35 * u;
  double top = main.y + label;
  double height = main.height - label - 0.1 * u;

  places->image = (DrawRect){ main.x, top, square, square };
  places->picture = (DrawRect){ main.x, top + square + 1.4 * label, square, square };
  places->inputs = (DrawRect){ inputs_x, top, 0.3 * u, height };
  places->nodes = (DrawRect){ nodes_x - 0.1 * u, top, 0.2 * u, height };
  places->fan = (DrawRect){ inputs_x + 0.32 * u, top, nodes_x - inputs_x - 0.32 * u, height };
  places->lines = state->dense_view.lines;

  gint64 grid = p->settings.grid;
  draw_layout_add_region (self, (DrawRegion){ LESSON_PART_PIXEL, 0, grid, grid, 0, places->image });
  if (state->dense_view.unroll >= 1)
    draw_layout_add_region (self, (DrawRegion){ LESSON_PART_PIXEL, 0, grid * grid, 1, grid, places->inputs });
  draw_layout_add_region (self, (DrawRegion){ LESSON_PART_NODE, 0, p->settings.nodes, 1, 0, places->nodes });
  if (state->dense_view.picture > 0)
    draw_layout_add_region (self, (DrawRegion){ LESSON_PART_LINE, state->dense_view.picture_node, grid, grid,
                                                0, places->picture, .follows = TRUE });
}

/* Each pixel leaves a little after the one before it and goes straight to its place in the column. */
static void
draw_unrolling (const DrawContext *context, const DrawCells *cells) {
  const DrawDensePlaces *places = context->layout->places;
  gint64 n = cells->written;

  for (gint64 i = 0; i < n; i++) {
    double begin = 0.65 * i / n;
    double share = lesson_ease (lesson_span (context->state->dense_view.unroll, begin, begin + 0.35));
    if (share <= 0)
      continue;
    DrawRect from =
        draw_rect_cell (places->image, cells->rows, cells->columns, i / cells->columns, i % cells->columns);
    DrawRect at = draw_rect_between (from, draw_rect_cell (places->inputs, n, 1, i, 0), share);
    draw_set_color (context->cr, draw_cell_color (context, cells, cells->values[i]), 1);
    cairo_rectangle (context->cr, at.x, at.y, at.width, at.height);
    cairo_fill (context->cr);
  }
}

static void
draw_inputs (const DrawContext *context, const DrawCells *cells) {
  const DrawRect *rect = &((const DrawDensePlaces *) context->layout->places)->inputs;
  DrawCells column = *cells;

  column.rows = cells->written;
  column.columns = 1;
  draw_cells (context, *rect, &column);
  draw_set_color (context->cr, context->style->outline, 1);
  cairo_set_line_width (context->cr, 0.015 * context->layout->unit);
  cairo_rectangle (context->cr, rect->x, rect->y, rect->width, rect->height);
  cairo_stroke (context->cr);
}

static void
draw_nodes (const DrawContext *context, gint64 reached) {
  const LessonParameters *p = context->state->parameters;
  DrawRect column = ((const DrawDensePlaces *) context->layout->places)->nodes;
  gint64 nodes = p->settings.nodes;
  double radius = MIN (0.42 * column.height / nodes, 0.13 * context->layout->unit);

  for (gint64 node = 0; node < nodes; node++) {
    DrawColor identity = draw_style_dense_weight (context->style, node, nodes, 1, 3);
    cairo_new_sub_path (context->cr);
    cairo_arc (context->cr, column.x + column.width / 2, draw_rect_slot (column, nodes, node), radius, 0,
               2 * G_PI);
    draw_set_color (context->cr, node < reached ? identity : context->style->background, 1);
    cairo_fill_preserve (context->cr);
    draw_set_color (context->cr, context->style->outline, 1);
    cairo_set_line_width (context->cr, 0.02 * context->layout->unit);
    cairo_stroke (context->cr);
  }
}

static void
draw_isolated (const DrawContext *context, const DrawFan *fan, const LessonTarget *isolated,
               double strength) {
  const LessonParameters *p = context->state->parameters;
  double unit = context->layout->unit;
  gint64 pixel = isolated->row * p->settings.grid + isolated->column;
  gint64 line = isolated->unit * p->pixels->length + pixel;

  if (isolated->part == LESSON_PART_NODE)
    draw_fan_some (context, fan, isolated->unit, -1, 0.028 * unit, strength);
  else if (isolated->part == LESSON_PART_PIXEL)
    draw_fan_some (context, fan, -1, pixel, 0.028 * unit, strength);
  else if (isolated->part == LESSON_PART_LINE && line + 1 <= fan->lines)
    draw_fan_line (context, fan, line, 1, 0.06 * unit, strength);
}

/* What the pointer is on stands out at once; else what the lesson isolates, as far as it has got. */
static void
draw_lines (const DrawContext *context) {
  const LessonDenseView *view = &context->state->dense_view;
  const DrawDensePlaces *places = context->layout->places;
  gboolean pointed = context->target.part != LESSON_PART_NONE;
  const LessonTarget *isolated = pointed ? &context->target : &view->isolated;
  double isolation = pointed ? 1 : view->isolation;
  DrawFan fan = { places->fan, places->inputs, places->nodes, view->lines, 1 - 0.85 * isolation };

  draw_fan (context, &fan);
  if (isolation > 0)
    draw_isolated (context, &fan, isolated, isolation);
}

/* Whose weights lie as a picture: those of the node that is pointed at, or whose line is. */
static gint64
pictured_node (const DrawContext *context) {
  const LessonTarget *target = &context->target;
  gboolean pointed = target->part == LESSON_PART_NODE || target->part == LESSON_PART_LINE;

  return pointed ? target->unit : context->state->dense_view.picture_node;
}

static void
draw_weight_picture (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  const LessonDenseView *view = &context->state->dense_view;
  DrawRect rect = ((const DrawDensePlaces *) context->layout->places)->picture;
  gint64 grid = p->settings.grid;
  gint64 node = pictured_node (context);
  g_autofree char *number = lesson_format_count (node + 1);
  g_autofree char *label = g_strdup_printf (_ ("Weights of node %s"), number);
  DrawCells cells = { p->dense_weights->data + node * p->pixels->length,
                      grid,
                      grid,
                      1,
                      grid * grid,
                      FALSE,
                      draw_scale_of (p->dense_weights) };

  draw_begin_fade (context, draw_rect_inset (rect, -DRAW_LABEL * context->layout->unit), view->picture);
  draw_label (context, rect, label);
  draw_cells (context, rect, &cells);
  draw_cell_lines (context, rect, grid, grid);
  draw_end_fade (context, view->picture);
}

static void
draw_column_labels (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  const DrawDensePlaces *places = context->layout->places;
  double room = 2 * context->layout->unit;
  g_autofree char *inputs = lesson_format_count (p->pixels->length);
  g_autofree char *nodes = lesson_format_count (p->settings.nodes);
  g_autofree char *left = g_strdup_printf (ngettext ("%s input", "%s inputs", p->pixels->length), inputs);
  g_autofree char *right = g_strdup_printf (ngettext ("%s node", "%s nodes", p->settings.nodes), nodes);
  DrawRect end = places->nodes;

  draw_label (context, places->inputs, left);
  end.x = end.x + end.width - room;
  end.width = room;
  draw_label_at_end (context, end, right);
}

/* A line of the sum; `operator` stands before it. */
static void
draw_factor (const DrawContext *context, DrawRect *line, const char *operator, const char * text,
             DrawColor color) {
  double u = context->layout->unit;
  DrawRect words = { line->x + 0.36 * u, line->y, line->width - 0.36 * u, line->height };
  DrawTextStyle style = { DRAW_BODY, DRAW_SEMIBOLD, color, DRAW_START, DRAW_CENTER, .shorten = TRUE };

  draw_text (context, operator, * line, style);
  draw_text (context, text, words, style);
  line->y += line->height;
}

/* Where the total comes from, below the card that counts it: of the nodes that have all of their lines. */
static void
draw_product (const DrawContext *context) {
  const DrawStyle *style = context->style;
  double u = context->layout->unit;
  DrawRect room = context->layout->totals[1];
  gint64 inputs = context->state->parameters->pixels->length;
  double wired = context->state->dense_view.lines / inputs;
  gint64 nodes = MAX ((gint64) wired, 1);
  double visible = lesson_span (wired, 0.8, 1);
  DrawRect line = { room.x + 0.22 * u, room.y + 0.2 * u, room.width - 0.44 * u, 0.48 * u };
  g_autofree char *left = lesson_format_count (inputs);
  g_autofree char *right = lesson_format_count (nodes);
  g_autofree char *product = lesson_format_count (inputs * nodes);
  g_autofree char *above = g_strdup_printf (ngettext ("%s input", "%s inputs", inputs), left);
  g_autofree char *below = g_strdup_printf (ngettext ("%s node", "%s nodes", nodes), right);
  g_autofree char *sum = g_strdup_printf (ngettext ("%s weight", "%s weights", inputs * nodes), product);

  if (visible <= 0)
    return;
  draw_begin_fade (context, room, visible);
  draw_factor (context, &line, "", above, style->text);
  draw_factor (context, &line, "×", below, style->text);
  draw_set_color (context->cr, style->outline, 1);
  cairo_set_line_width (context->cr, 0.02 * u);
  cairo_move_to (context->cr, line.x, line.y + 0.08 * u);
  cairo_rel_line_to (context->cr, line.width, 0);
  cairo_stroke (context->cr);
  line.y += 0.16 * u;
  draw_factor (context, &line, "=", sum, style->dense);
  draw_end_fade (context, visible);
}

/* The pixel whose lines are isolated, wherever it or its weight stands: in the image, in the column, in the picture. */
static void
mark_pixel (const DrawContext *context, const LessonTarget *at) {
  const LessonDenseView *view = &context->state->dense_view;
  const DrawDensePlaces *places = context->layout->places;
  gint64 grid = context->state->parameters->settings.grid;
  DrawRect input = draw_rect_cell (places->inputs, grid * grid, 1, (double) (at->row * grid + at->column), 0);
  double least = 0.06 * context->layout->unit;

  draw_cell_mark (context, draw_rect_cell (places->image, grid, grid, at->row, at->column),
                  context->style->text);
  if (view->picture >= 1)
    draw_cell_mark (context, draw_rect_cell (places->picture, grid, grid, at->row, at->column),
                    context->style->text);
  if (view->unroll < 1)
    return;
  /* Where the inputs are many, the mark is higher than one of them. */
  input.y -= MAX (0, least - input.height) / 2;
  input.height = MAX (input.height, least);
  draw_cell_mark (context, input, context->style->text);
}

static void
mark_node (const DrawContext *context, gint64 node) {
  DrawRect column = ((const DrawDensePlaces *) context->layout->places)->nodes;
  gint64 nodes = context->state->parameters->settings.nodes;

  cairo_new_sub_path (context->cr);
  cairo_arc (context->cr, column.x + column.width / 2, draw_rect_slot (column, nodes, node),
             0.17 * context->layout->unit, 0, 2 * G_PI);
  draw_set_color (context->cr, context->style->text, 1);
  cairo_set_line_width (context->cr, 0.05 * context->layout->unit);
  cairo_stroke (context->cr);
}

static void
mark_isolated (const DrawContext *context) {
  const LessonDenseView *view = &context->state->dense_view;
  gboolean pointed = context->target.part != LESSON_PART_NONE;
  const LessonTarget *isolated = pointed ? &context->target : &view->isolated;

  if (!pointed && view->isolation <= 0.5)
    return;
  if (isolated->part == LESSON_PART_PIXEL || isolated->part == LESSON_PART_LINE)
    mark_pixel (context, isolated);
  if (isolated->part == LESSON_PART_NODE || isolated->part == LESSON_PART_LINE)
    mark_node (context, isolated->unit);
}

static void
draw (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  const LessonDenseView *view = &context->state->dense_view;
  const DrawDensePlaces *places = context->layout->places;
  gint64 grid = p->settings.grid;
  DrawCells cells = { p->pixels->data, grid, grid, 1, grid * grid, TRUE, 1 };

  draw_image_label (context, places->image);
  draw_cells (context, places->image, &cells);
  draw_cell_lines (context, places->image, grid, grid);
  draw_column_labels (context);
  draw_lines (context);
  if (view->unroll < 1)
    draw_unrolling (context, &cells);
  else
    draw_inputs (context, &cells);
  draw_nodes (context, (gint64) ceil (view->lines / p->pixels->length));
  if (view->picture > 0)
    draw_weight_picture (context);
  mark_isolated (context);
  draw_product (context);
}

/* The drawn line of the fan that passes nearest to the point, if any does near enough. At a share `along` of the way
 * the lines to one node are as evenly spaced as the inputs, so for each node only the nearest input needs to be looked at. */
static LessonTarget
hit (const DrawLayout *self, double x, double y) {
  const DrawDensePlaces *places = self->places;
  double reach = 0.06 * self->unit;
  gint64 inputs = self->parameters->pixels->length;
  gint64 grid = self->parameters->settings.grid;
  gint64 nodes = self->parameters->settings.nodes;
  double along = (x - places->fan.x) / places->fan.width;
  LessonTarget nearest = { LESSON_PART_NONE };

  if (along <= 0 || along >= 1 || y < places->fan.y || y > places->fan.y + places->fan.height)
    return nearest;
  for (gint64 node = 0; node < nodes && node * inputs < places->lines; node++) {
    double to = draw_rect_slot (places->nodes, nodes, node);
    double from = (y - along * to) / (1 - along);
    double slot = floor ((from - places->inputs.y) / places->inputs.height * inputs);
    gint64 input = (gint64) CLAMP (slot, 0, inputs - 1);
    double line = (1 - along) * draw_rect_slot (places->inputs, inputs, input) + along * to;
    if (fabs (line - y) >= reach || node * inputs + input + 1 > places->lines)
      continue;
    reach = fabs (line - y);
    nearest = (LessonTarget){ LESSON_PART_LINE, node, input / grid, input % grid };
  }
  return nearest;
}

/* The middle of a line of the fan. */
static gboolean
locate (const DrawLayout *self, const LessonTarget *target, DrawRect *rect) {
  const DrawDensePlaces *places = self->places;
  gint64 grid = self->parameters->settings.grid;

  gint64 input = target->row * grid + target->column;
  if (target->part != LESSON_PART_LINE || target->unit < 0 || target->unit >= self->parameters->settings.nodes
      || MIN (target->row, target->column) < 0 || MAX (target->row, target->column) >= grid
      || target->unit * grid * grid + input + 1 > places->lines)
    return FALSE;
  double from = draw_rect_slot (places->inputs, grid * grid, input);
  double to = draw_rect_slot (places->nodes, self->parameters->settings.nodes, target->unit);
  *rect = (DrawRect){ places->fan.x + places->fan.width / 2, (from + to) / 2, 0, 0 };
  return TRUE;
}

const DrawSceneClass draw_dense_class = {
  .places_size = sizeof (DrawDensePlaces),
  .place = place,
  .draw = draw,
  .hit = hit,
  .locate = locate,
};

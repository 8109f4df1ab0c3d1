/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dense layer in scene "grab": the weights of one node, the fan with one line held, the outputs and their changes. */
#include "draw-cells-private.h"
#include "draw-fan-private.h"
#include "draw-grab-private.h"
#include "draw-scene-private.h"
#include "draw-text-private.h"
#include "lesson-ease.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const DrawGrabPlaces *
places_of (const DrawContext *context) {
  return context->layout->places;
}

/* The dense weight that is shown: the one under the pointer, else the one that is held. */
static gint64
shown_line (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  const LessonTarget *target = &context->target;

  return target->part == LESSON_PART_LINE
             ? target->unit * p->pixels->length + target->row * p->settings.grid + target->column
             : context->state->grab_view.line;
}

static void
draw_picture (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  const LessonGrabView *view = &context->state->grab_view;
  DrawRect rect = places_of (context)->picture;
  gint64 grid = p->settings.grid, inputs = p->pixels->length;
  gint64 node = places_of (context)->node, input = shown_line (context) % inputs;
  g_autofree float *weights = g_memdup2 (p->dense_weights->data + node * inputs, inputs * sizeof (float));
  g_autofree char *number = lesson_format_count (node + 1);
  g_autofree char *label = g_strdup_printf (_ ("Weights of node %s"), number);
  DrawCells cells = { weights, grid, grid, 1, inputs, FALSE, draw_scale_of (p->dense_weights) };

  weights[view->line % inputs] += (float) view->line_delta;
  draw_label (context, rect, label);
  draw_cells (context, rect, &cells);
  draw_cell_lines (context, rect, grid, grid);
  draw_cell_mark (context, draw_rect_cell (rect, grid, grid, input / grid, input % grid),
                  context->style->text);
}

static DrawFan
fan_of (const DrawContext *context) {
  const DrawGrabPlaces *places = places_of (context);
  double left = places->inputs.x + places->inputs.width;

  return (DrawFan){ { left, places->inputs.y, places->nodes.x - left, places->inputs.height },
                    places->inputs,
                    places->nodes,
                    context->state->parameters->dense.weights,
                    0.3 };
}

/* From the weight in its picture to its input, and on to its node; the larger the weight, the thicker. */
static void
draw_line (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  const LessonGrabView *view = &context->state->grab_view;
  const DrawGrabPlaces *places = places_of (context);
  gint64 grid = p->settings.grid, inputs = p->pixels->length;
  gint64 line = shown_line (context), input = line % inputs;
  DrawFan fan = fan_of (context);
  DrawRect cell = draw_rect_cell (places->picture, grid, grid, input / grid, input % grid);
  double weight = p->dense_weights->data[line] + (line == view->line ? view->line_delta : 0);
  double scale = draw_scale_of (p->dense_weights);
  double strength = scale > 0 ? MIN (fabs (weight) / scale, 1) : 0;
  double width = (0.03 + 0.1 * strength) * context->layout->unit;

  draw_fan (context, &fan);
  draw_set_color (context->cr,
                  draw_style_dense_weight (context->style, line / inputs, p->settings.nodes, input, inputs),
                  1);
  cairo_set_line_width (context->cr, width);
  cairo_move_to (context->cr, cell.x + cell.width, cell.y + cell.height / 2);
  cairo_line_to (context->cr, places->inputs.x, draw_rect_slot (places->inputs, inputs, input));
  cairo_stroke (context->cr);
  draw_fan_line (context, &fan, line, 1, width, 1);
}

static void
draw_column (const DrawContext *context, DrawRect rect, const float *values, gint64 n, gboolean grey,
             double scale) {
  DrawCells cells = { values, n, 1, 1, n, grey, scale };

  draw_cells (context, rect, &cells);
  draw_cell_lines (context, rect, rect.height / n > 0.07 * context->layout->unit ? n : 1, 1);
}

/* Beside the node, held inside the column's height. */
static DrawRect
beside_node (const DrawContext *context, DrawRect column, double right) {
  const LessonParameters *p = context->state->parameters;
  double u = context->layout->unit, height = 0.4 * u;
  double x = column.x + column.width + 0.14 * u;
  double y = draw_rect_slot (column, p->settings.nodes, places_of (context)->node) - height / 2;

  return (DrawRect){ x, CLAMP (y, column.y, column.y + column.height - height), right - x, height };
}

static void
mark_node (const DrawContext *context, DrawRect column) {
  gint64 node = shown_line (context) / context->state->parameters->pixels->length;
  DrawRect cell = draw_rect_cell (column, context->state->parameters->settings.nodes, 1, node, 0);

  draw_cell_mark (context, draw_rect_inset (cell, -0.06 * context->layout->unit), context->style->accent);
}

/* A slot of the column is low: the same colour again, large, at the start of the words about it. */
static void
draw_swatch (const DrawContext *context, DrawRect *words, DrawColor color) {
  double side = 0.75 * words->height, gap = 0.1 * context->layout->unit;
  double y = words->y + (words->height - side) / 2;

  cairo_rectangle (context->cr, words->x, y, side, side);
  draw_set_color (context->cr, color, 1);
  cairo_fill_preserve (context->cr);
  draw_set_color (context->cr, context->style->outline, 1);
  cairo_set_line_width (context->cr, 0.02 * context->layout->unit);
  cairo_stroke (context->cr);
  words->x += side + gap;
  words->width -= side + gap;
}

static void
draw_outputs (const DrawContext *context, double change) {
  const LessonParameters *p = context->state->parameters;
  DrawRect rect = places_of (context)->nodes;
  gint64 n = p->settings.nodes, node = places_of (context)->node;
  g_autofree float *values = g_memdup2 (p->dense_outputs->data, n * sizeof (float));
  g_autofree char *count = lesson_format_count (n);
  g_autofree char *label = g_strdup_printf (ngettext ("%s output", "%s outputs", n), count);
  g_autofree char *before = lesson_format_value (values[node]);
  g_autofree char *after = lesson_format_value (values[node] + change);
  g_autofree char *both = g_strdup_printf ("%s → %s", before, after);
  double shown = context->state->grab_view.line_change, scale = draw_scale_of (p->dense_outputs);
  DrawRect words = beside_node (context, rect, places_of (context)->node_change.x);
  gboolean fits = draw_text_width (context, both, DRAW_BODY, DRAW_SEMIBOLD) < 0.95 * words.width;

  values[node] += (float) change;
  draw_label (context, rect, label);
  draw_column (context, rect, values, n, FALSE, scale);
  mark_node (context, rect);
  draw_text (context, shown > 0 && !context->state->free ? (fits ? both : after) : before, words,
             (DrawTextStyle){ DRAW_BODY, DRAW_SEMIBOLD, context->style->text, DRAW_START, DRAW_CENTER });
}

/* `value` at the node, nothing at all others. */
static void
draw_effect (const DrawContext *context, double value, double scale, const char *label, double alpha) {
  DrawRect rect = places_of (context)->node_change;
  double u = context->layout->unit, right = context->layout->main.x + context->layout->main.width;
  gint64 n = context->state->parameters->settings.nodes;
  g_autofree float *values = g_new0 (float, n);
  g_autofree char *number = lesson_format_value (value);
  g_autofree char *text = g_strconcat (value > 0 ? "+" : "", number, NULL);
  DrawRect room = { rect.x - 0.1 * u, rect.y - DRAW_LABEL * u, right - rect.x + 0.1 * u,
                    rect.height + (DRAW_LABEL + 0.1) * u };

  DrawRect words = beside_node (context, rect, right);

  if (alpha <= 0)
    return;
  values[places_of (context)->node] = (float) value;
  draw_begin_fade (context, room, alpha);
  draw_label (context, rect, label);
  draw_column (context, rect, values, n, FALSE, scale);
  mark_node (context, rect);
  if (draw_text_width (context, text, DRAW_BODY, DRAW_SEMIBOLD) + 0.42 * u < words.width)
    draw_swatch (context, &words, draw_style_diverging (context->style, value, scale));
  draw_text (context, text, words,
             (DrawTextStyle){ DRAW_BODY, DRAW_SEMIBOLD, context->style->text, DRAW_START, DRAW_CENTER });
  draw_end_fade (context, alpha);
}

/* The one gradient that the held dense weight gets, on its way back along its line. */
static void
draw_gradient (const DrawContext *context) {
  const LessonGrabView *view = &context->state->grab_view;
  const LessonParameters *p = context->state->parameters;
  gint64 inputs = p->pixels->length, input = view->line % inputs;
  DrawFan fan = fan_of (context);
  double travel = lesson_ease (lesson_span (view->flow, 0, 0.5)), u = context->layout->unit;
  double from = draw_rect_slot (fan.nodes, p->settings.nodes, view->line / inputs);
  double to = draw_rect_slot (fan.inputs, inputs, input);

  if (travel <= 0 || travel >= 1)
    return;
  cairo_arc (context->cr, fan.fan.x + (1 - travel) * fan.fan.width, from + travel * (to - from), 0.12 * u, 0,
             2 * G_PI);
  draw_set_color (context->cr, context->style->text, 1);
  cairo_fill (context->cr);
}

void
draw_grab_dense (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  const LessonGrabView *view = &context->state->grab_view;
  gint64 line = context->state->free ? shown_line (context) : view->line;
  double pixel = p->pixels->data[line % p->pixels->length];
  double output = p->dense_outputs->data[places_of (context)->node];
  gboolean free = context->state->free;

  draw_picture (context);
  draw_line (context);
  draw_column (context, places_of (context)->inputs, p->pixels->data, p->pixels->length, TRUE, 1);
  draw_outputs (context, view->line_delta * pixel);
  draw_effect (context, (free ? 1 : view->line_delta) * pixel, free ? 1 : view->line_reach,
               free ? _ ("Change per 1") : _ ("Change"), view->gradients > 0 ? 0 : view->line_change);
  draw_effect (context, output * pixel, draw_scale_of (p->dense_outputs), _ ("Gradient"), view->gradients);
  draw_gradient (context);
  draw_grab_tally (context, places_of (context)->node_change, 1, context->style->dense);
}

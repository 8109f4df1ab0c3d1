/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "sharing": the image, the lines to a map of outputs, and below them all weights as cells. */
#include "draw-sharing-private.h"

#include "draw-cells-private.h"
#include "draw-text-private.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define OUTLINE       0.01 /* of a map behind the first one: width, in units */
#define OUTLINE_ALPHA 0.45

static const DrawSharingPlaces *
places_of (const DrawContext *context) {
  return context->layout->places;
}

void
draw_sharing_begin_plane (const DrawContext *context, DrawRect plane) {
  double slope = places_of (context)->slope;
  cairo_matrix_t skew = { 1, slope, 0, 1, 0, -slope * plane.x };

  cairo_save (context->cr);
  cairo_transform (context->cr, &skew);
}

static void
draw_image (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  const EngineConvShape *shape = &p->single;
  DrawRect padded = places_of (context)->padded;
  gint64 grid = p->settings.grid;
  DrawCells cells = { p->pixels->data, grid, grid, 1, grid * grid, TRUE, 1 };

  draw_image_label (context, padded);
  draw_sharing_begin_plane (context, padded);
  if (shape->pad_top + shape->pad_bottom + shape->pad_left + shape->pad_right > 0) {
    draw_set_color (context->cr, context->style->outline, 0.18);
    cairo_rectangle (context->cr, padded.x, padded.y, padded.width, padded.height);
    cairo_fill (context->cr);
    draw_cell_lines (context, padded, shape->pad_top + grid + shape->pad_bottom,
                     shape->pad_left + grid + shape->pad_right);
  }
  draw_cells (context, places_of (context)->image, &cells);
  draw_cell_lines (context, places_of (context)->image, grid, grid);
  cairo_restore (context->cr);
}

/* Of a map far behind only its upper and right edges are seen; to paint no more is much faster. Both run down to the right as steeply as the
 * plane: the cells of the right edge are short and thick strokes. */
static void
list_edges (const DrawContext *context, DrawRect rect, const DrawCells *cells, double thickness,
            GArray *strokes) {
  double slope = places_of (context)->slope, across = 1 / hypot (1, slope);

  for (gint64 i = 0; i < cells->columns + cells->rows - 1; i++) {
    gint64 row = MAX (0, i - cells->columns + 1), column = MIN (i, cells->columns - 1);
    DrawRect cell = draw_rect_cell (rect, cells->rows, cells->columns, row, column);
    double value = cells->values[(row * cells->columns + column) * cells->stride];
    DrawColor color = draw_cell_color (context, cells, value);
    double y = cell.y + slope * (cell.x - rect.x), end = cell.x + cell.width, left = end - thickness;
    double low = y + slope * cell.width, middle = cell.height / 2;
    DrawStroke top = {
      { cell.x, y + thickness / 2, end, low + thickness / 2 }, color, across * thickness, 1
    };
    DrawStroke right = {
      { left, low - slope * thickness + middle, end, low + middle }, color, across * cell.height, 1
    };
    if (row == 0)
      g_array_append_val (strokes, top);
    if (column == cells->columns - 1)
      g_array_append_val (strokes, right);
  }
}

/* In the stack, whose maps are `pitch` apart. */
static DrawRect
stacked (const DrawContext *context, gint64 map, double pitch) {
  DrawRect rect = places_of (context)->map;

  return (DrawRect){ rect.x + map * pitch, rect.y - map * pitch, rect.width, rect.height };
}

static DrawCells
cells_of (const LessonParameters *p, gint64 map) {
  gint64 rows = p->shape.out_height, columns = p->shape.out_width;

  return (DrawCells){ p->responses->data + map,    rows, columns, p->settings.filters, rows * columns, FALSE,
                      draw_scale_of (p->responses) };
}

static void
draw_whole_stack (const DrawContext *context, gint64 maps, double pitch) {
  cairo_t *cr = context->cr;

  for (gint64 map = maps - 1; map > 0; map--) {
    DrawCells cells = cells_of (context->state->parameters, map);
    DrawRect rect = stacked (context, map, pitch);
    draw_sharing_begin_plane (context, rect);
    draw_cells (context, rect, &cells);
    draw_set_color (cr, context->style->outline, OUTLINE_ALPHA);
    cairo_set_line_width (cr, OUTLINE * context->layout->unit);
    cairo_move_to (cr, rect.x, rect.y);
    cairo_rel_line_to (cr, rect.width, 0);
    cairo_rel_line_to (cr, 0, rect.height);
    cairo_stroke (cr);
    cairo_restore (cr);
  }
}

/* The outlines do not meet: those that run down the plane are strokes after all others, those that are upright one path. */
static void
draw_stack_edges (const DrawContext *context, gint64 maps, double pitch) {
  double slope = places_of (context)->slope, width = OUTLINE * context->layout->unit;
  g_autoptr (GArray) strokes = g_array_new (FALSE, FALSE, sizeof (DrawStroke));

  for (gint64 map = maps - 1; map > 0; map--) {
    DrawCells cells = cells_of (context->state->parameters, map);
    list_edges (context, stacked (context, map, pitch), &cells, 1.5 * pitch, strokes);
  }
  for (gint64 map = maps - 1; map > 0; map--) {
    DrawRect rect = stacked (context, map, pitch);
    double right = rect.x + rect.width, low = rect.y + slope * rect.width;
    DrawStroke top = {
      { rect.x, rect.y, right, low }, context->style->outline, width / hypot (1, slope), OUTLINE_ALPHA
    };
    g_array_append_val (strokes, top);
  }
  draw_strokes (context, (const DrawStroke *) (gconstpointer) strokes->data, strokes->len);
  for (gint64 map = maps - 1; map > 0; map--) {
    DrawRect rect = stacked (context, map, pitch);
    cairo_rectangle (context->cr, rect.x + rect.width - width / 2, rect.y + slope * rect.width, width,
                     rect.height);
  }
  draw_set_color (context->cr, context->style->outline, OUTLINE_ALPHA);
  cairo_fill (context->cr);
}

/* The maps of the other filters behind the first one, the last one farthest. */
static void
draw_stack (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  const DrawSharingPlaces *places = places_of (context);
  gint64 maps = (gint64) floor (context->state->sharing_view.maps);
  double pitch = places->stack / (p->settings.filters - 1);

  if (1.5 * pitch < MIN (places->map.width / p->shape.out_width, places->map.height / p->shape.out_height))
    draw_stack_edges (context, maps, pitch);
  else
    draw_whole_stack (context, maps, pitch);
}

/* While an output has weights of its own its cell has their hue; then the cell shows its response. */
static DrawColor
output_color (const DrawContext *context, gint64 output, double scale) {
  const LessonParameters *p = context->state->parameters;
  LessonRung rung = lesson_sharing_rung (&context->state->sharing_view, p, output);

  if (rung == LESSON_RUNG_NONE)
    return context->style->background;
  if (rung == LESSON_RUNG_SHARED)
    return draw_style_diverging (context->style, p->response->data[output], scale);
  return draw_style_dense_weight (context->style, output, p->one_filter.outputs, 1, 3);
}

static void
draw_map (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  gint64 outputs = p->one_filter.outputs;
  double scale = draw_scale_of (p->response);
  g_autofree DrawColor *colors = g_new (DrawColor, outputs);
  g_autofree guint8 *there = g_new (guint8, outputs);

  for (gint64 output = 0; output < outputs; output++) {
    colors[output] = output_color (context, output, scale);
    there[output] = 1;
  }
  draw_sharing_begin_plane (context, places_of (context)->map);
  draw_sharing_cells (context, places_of (context)->map, p->single.out_height, p->single.out_width, colors,
                      there);
  draw_cell_lines (context, places_of (context)->map, p->single.out_height, p->single.out_width);
  cairo_restore (context->cr);
}

static void
draw_labels (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  const DrawSharingPlaces *places = places_of (context);
  double u = context->layout->unit;
  g_autofree char *rows = lesson_format_count (p->single.out_height);
  g_autofree char *columns = lesson_format_count (p->single.out_width);
  gint64 n = (gint64) context->state->sharing_view.maps;
  g_autofree char *maps = lesson_format_count (n);
  /* Translators: number of maps, then rows and columns of each */
  g_autofree char *text = g_strdup_printf (
      ngettext ("%s map, %s × %s outputs", "%s maps, each %s × %s outputs", (gulong) n), maps, rows, columns);
  DrawRect map = places->map;
  gboolean dense = context->state->sharing_view.fallen < p->one_filter.outputs - 1;
  gint64 every =
      draw_sharing_every (p->one_filter.outputs, dense ? p->pixels->length : p->one_filter.weights);
  DrawRect gap = { places->padded.x + places->padded.width + 0.2 * u, places->padded.y, 0, 0 };

  map.width += places->stack;
  map.y -= places->stack;
  draw_label_at_end (context, map, text);
  if (every == 1)
    return;
  g_autofree char *number = lesson_format_count (every);
  g_autofree char *sample = g_strdup_printf (_ ("1 of %s lines is drawn"), number);
  gap.width = map.x + map.width - gap.x;
  draw_label (context, gap, sample);
}

/* The pixels in an output's window, each in the colour of the weight on it. */
static void
draw_window (const DrawContext *context, gint64 output, double alpha) {
  const LessonParameters *p = context->state->parameters;
  const DrawSharingPlaces *places = places_of (context);
  LessonRung rung = lesson_sharing_rung (&context->state->sharing_view, p, output);
  gint64 grid = p->settings.grid;

  if (rung < LESSON_RUNG_LOCAL)
    return;
  draw_sharing_begin_plane (context, places->padded);
  /* A frame is filled in less time than a skewed line round it is stroked. */
  cairo_set_fill_rule (context->cr, CAIRO_FILL_RULE_EVEN_ODD);
  for (gint64 tap = 0; tap < p->one_filter.weights; tap++) {
    DrawSharingLine line = draw_sharing_window_line (p, output, tap);
    DrawRect cell = draw_rect_cell (places->image, grid, grid, line.row, line.column);
    double width = MIN (0.06 * context->layout->unit, 0.16 * cell.width);
    DrawRect inside = draw_rect_inset (cell, width);
    draw_set_color (context->cr, draw_sharing_color (context, &line, rung), alpha);
    cairo_rectangle (context->cr, cell.x, cell.y, cell.width, cell.height);
    cairo_rectangle (context->cr, inside.x, inside.y, inside.width, inside.height);
    cairo_fill (context->cr);
  }
  cairo_restore (context->cr);
}

static void
mark_output (const DrawContext *context, gint64 row, gint64 column, DrawColor color) {
  const LessonParameters *p = context->state->parameters;
  DrawRect map = places_of (context)->map;

  draw_sharing_begin_plane (context, map);
  draw_cell_mark (context, draw_rect_cell (map, p->single.out_height, p->single.out_width, row, column),
                  color);
  cairo_restore (context->cr);
}

static void
mark_pixel (const DrawContext *context, gint64 row, gint64 column) {
  gint64 grid = context->state->parameters->settings.grid;

  draw_sharing_begin_plane (context, places_of (context)->padded);
  draw_cell_mark (context, draw_rect_cell (places_of (context)->image, grid, grid, row, column),
                  context->style->text);
  cairo_restore (context->cr);
}

static void
mark_output_with_window (const DrawContext *context, gint64 output, double alpha) {
  gint64 columns = context->state->parameters->single.out_width;

  draw_window (context, output, alpha);
  if (alpha > 0.5)
    mark_output (context, output / columns, output % columns, context->style->accent);
}

/* The pixels that a weight of the kernel lies on, all over the image. */
static void
mark_weight (const DrawContext *context, gint64 tap, double alpha) {
  const LessonParameters *p = context->state->parameters;
  DrawRect cell = draw_rect_cell (places_of (context)->kernel, p->kernel->shape[1], p->kernel->shape[2],
                                  tap / p->kernel->shape[2], tap % p->kernel->shape[2]);

  if (alpha > 0.5)
    draw_cell_mark (context, cell, context->style->text);
}

static void
mark_pointed (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  const LessonTarget *target = &context->target;
  gint64 columns = p->single.out_width;
  DrawSharingLine line;
  DrawRect cell;

  if (target->part == LESSON_PART_PIXEL) {
    mark_pixel (context, target->row, target->column);
  } else if (target->part == LESSON_PART_OUTPUT) {
    draw_window (context, target->row * columns + target->column, 1);
    mark_output (context, target->row, target->column, context->style->text);
  } else if (draw_sharing_find (places_of (context), p, target, &line)) {
    mark_pixel (context, line.row, line.column);
    mark_output (context, line.output / columns, line.output % columns, context->style->text);
    if (lesson_sharing_rung (&context->state->sharing_view, p, line.output) == LESSON_RUNG_SHARED)
      mark_weight (context, line.tap, 1);
  } else if (draw_layout_locate (context->layout, target, &cell)) {
    draw_cell_mark (context, cell, context->style->text);
  }
}

static void
draw_marks (const DrawContext *context) {
  const LessonSharingView *view = &context->state->sharing_view;

  if (context->target.part != LESSON_PART_NONE && context->target.part != LESSON_PART_CHOICE) {
    mark_pointed (context);
    return;
  }
  if (view->isolation > 0)
    mark_output_with_window (context, view->output, MAX (view->isolation, view->comparison));
  if (view->comparison > 0)
    mark_output_with_window (context, view->other, view->comparison);
  if (view->weight_isolation > 0)
    mark_weight (context, view->tap, view->weight_isolation);
}

static void
draw (const DrawContext *context) {
  draw_image (context);
  draw_stack (context);
  draw_map (context);
  draw_labels (context);
  draw_sharing_lines (context);
  draw_sharing_panels (context);
  draw_marks (context);
}

const DrawSceneClass draw_sharing_class = {
  .places_size = sizeof (DrawSharingPlaces),
  .place = draw_sharing_place,
  .draw = draw,
  .hit = draw_sharing_hit,
  .locate = draw_sharing_locate,
};

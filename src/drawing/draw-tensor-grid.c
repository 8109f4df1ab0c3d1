/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The picture becomes a grid of numbers, and the camera goes near. */
#include "draw-picture-private.h"
#include "draw-tensor-private.h"
#include "draw-text-private.h"
#include "lesson-ease.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>

static void
draw_frame (const DrawContext *context, DrawRect rect) {
  draw_set_color (context->cr, context->style->outline, 1);
  cairo_set_line_width (context->cr, 0.02 * context->layout->unit);
  cairo_rectangle (context->cr, rect.x, rect.y, rect.width, rect.height);
  cairo_stroke (context->cr);
}

/* The part of the picture that is in view in the grid, framed, and where it goes. */
static void
draw_frame_in_picture (const DrawContext *context) {
  const DrawTensorPlaces *places = context->layout->places;
  const LessonTensorView *view = &context->state->tensor_view;
  DrawRect crop = draw_tensor_crop (context->state->parameters->original, places->picture);
  double scale = crop.width / places->grid.width;
  DrawRect part = { crop.x + (places->view.x - places->grid.x) * scale,
                    crop.y + (places->view.y - places->grid.y) * scale, places->view.width * scale,
                    places->view.height * scale };
  double dash = 0.09 * context->layout->unit;
  cairo_t *cr = context->cr;

  cairo_save (cr);
  draw_set_color (cr, context->style->accent, 0.75 * view->zoom);
  cairo_set_line_width (cr, 0.022 * context->layout->unit);
  cairo_set_dash (cr, &dash, 1, 0);
  cairo_move_to (cr, part.x + part.width, part.y);
  cairo_line_to (cr, places->view.x, places->view.y);
  cairo_move_to (cr, part.x + part.width, part.y + part.height);
  cairo_line_to (cr, places->view.x, places->view.y + places->view.height);
  cairo_stroke (cr);
  cairo_restore (cr);
  draw_cell_mark (context, part, context->style->accent);
}

static void
draw_original (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  const DrawTensorPlaces *places = context->layout->places;
  const LessonTensorView *view = &context->state->tensor_view;
  double alpha = 1 - lesson_span (view->aside, 0, 0.4);
  DrawRect group = places->left;

  if (alpha <= 0)
    return;
  group.y -= DRAW_LABEL * context->layout->unit;
  group.height += DRAW_LABEL * context->layout->unit;
  draw_begin_fade (context, draw_rect_inset (group, -0.1 * context->layout->unit), alpha);
  draw_label (context, places->picture, p->image_name);
  draw_picture (context, places->picture, p->original);
  draw_frame (context, places->picture);
  /* Where it is no square, only its middle becomes the grid. */
  if (p->original->width != p->original->height && view->zoom <= 0)
    draw_cell_mark (context, draw_tensor_crop (p->original, places->picture), context->style->accent);
  draw_end_fade (context, alpha);
  if (view->zoom > 0)
    draw_frame_in_picture (context);
}

static void
outline_cell (const DrawContext *context, DrawRect cell) {
  draw_set_color (context->cr, context->style->outline, 0.55);
  cairo_set_line_width (context->cr, 0.012 * context->layout->unit);
  cairo_rectangle (context->cr, cell.x, cell.y, cell.width, cell.height);
  cairo_stroke (context->cr);
}

/* Each cell leaves its part of the picture a little after the one before it. */
static void
draw_reducing (const DrawContext *context, const DrawCells *cells) {
  const DrawTensorPlaces *places = context->layout->places;
  DrawRect crop = draw_tensor_crop (context->state->parameters->original, places->picture);

  DrawCells there = *cells;

  /* Those that have arrived are painted as one. */
  there.written = (gint64) (lesson_span (context->state->tensor_view.reduced, 0.3, 1) * cells->written);
  draw_cells (context, places->grid, &there);
  draw_cell_lines (context, places->grid, cells->rows, cells->columns);
  for (gint64 i = there.written; i < cells->written; i++) {
    double begin = 0.7 * i / cells->written;
    double share = lesson_ease (lesson_span (context->state->tensor_view.reduced, begin, begin + 0.3));
    gint64 row = i / cells->columns, column = i % cells->columns;
    if (share <= 0)
      break;
    DrawRect at =
        draw_rect_between (draw_rect_cell (crop, cells->rows, cells->columns, row, column),
                           draw_rect_cell (places->grid, cells->rows, cells->columns, row, column), share);
    draw_set_color (context->cr, draw_cell_color (context, cells, cells->values[i]), 1);
    cairo_rectangle (context->cr, at.x, at.y, at.width, at.height);
    cairo_fill (context->cr);
    if (at.width > 0.1 * context->layout->unit)
      outline_cell (context, at);
  }
}

static void
draw_in_view (const DrawContext *context, const DrawCells *cells) {
  const DrawTensorPlaces *places = context->layout->places;
  const LessonTensorView *view = &context->state->tensor_view;
  cairo_t *cr = context->cr;

  cairo_save (cr);
  cairo_rectangle (cr, places->view.x, places->view.y, places->view.width, places->view.height);
  cairo_clip (cr);
  draw_cells (context, places->grid, cells);
  draw_cell_lines (context, places->grid, cells->rows, cells->columns);
  draw_tensor_values (context, places->view, places->grid, cells, view->numbers);
  cairo_restore (cr);
  draw_frame (context, places->view);
}

static void
mark_target (const DrawContext *context) {
  DrawRect cell;

  if (context->target.part != LESSON_PART_NONE
      && draw_layout_locate (context->layout, &context->target, &cell))
    draw_cell_mark (context, cell, context->style->text);
}

static void
draw_grid_label (const DrawContext *context) {
  const LessonTensorView *view = &context->state->tensor_view;
  const DrawTensorPlaces *places = context->layout->places;
  g_autofree char *side = lesson_format_count (context->state->parameters->settings.grid);
  g_autofree char *label = g_strdup_printf (_ ("%s × %s pixels"), side, side);

  if (view->aside <= 0)
    draw_label (context, places->view, label);
}

void
draw_tensor_grid (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  const LessonTensorView *view = &context->state->tensor_view;
  gint64 grid = p->settings.grid;
  DrawCells cells = { p->pixels->data, grid, grid, 1, grid * grid, TRUE, 1 };

  draw_original (context);
  draw_grid_label (context);
  if (view->reduced < 1)
    draw_reducing (context, &cells);
  else if (view->unrolled <= 0)
    draw_in_view (context, &cells);
  if (view->unrolled <= 0)
    mark_target (context);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-window-private.h"

#include "draw-cells-private.h"
#include "draw-scene-private.h"

void
draw_window_extent (const LessonParameters *p, gint64 *rows, gint64 *columns) {
  const EngineConvShape *shape = &p->single;

  *rows = shape->pad_top + shape->spec.height + shape->pad_bottom;
  *columns = shape->pad_left + shape->spec.width + shape->pad_right;
}

static double
cell_of (const LessonParameters *p, DrawRect padded) {
  gint64 rows, columns;

  draw_window_extent (p, &rows, &columns);
  return padded.width / columns;
}

DrawRect
draw_window_pixels (const LessonParameters *p, DrawRect padded) {
  const EngineConvShape *shape = &p->single;
  double cell = cell_of (p, padded);

  return (DrawRect){ padded.x + shape->pad_left * cell, padded.y + shape->pad_top * cell,
                     shape->spec.width * cell, shape->spec.height * cell };
}

DrawRect
draw_window_at (const LessonParameters *p, DrawRect padded, double row, double column) {
  const EngineConvShape *shape = &p->single;
  double cell = cell_of (p, padded);

  return (DrawRect){ padded.x + column * shape->spec.stride[1] * cell,
                     padded.y + row * shape->spec.stride[0] * cell, shape->window[1] * cell,
                     shape->window[0] * cell };
}

DrawRect
draw_window_tap (const LessonParameters *p, DrawRect padded, gint64 output, gint64 tap) {
  const EngineConvShape *shape = &p->single;
  const EngineConvSpec *spec = &shape->spec;
  DrawRect window = draw_window_at (p, padded, output / shape->out_width, output % shape->out_width);

  return draw_rect_cell (window, shape->window[0], shape->window[1],
                         tap / spec->kernel[1] * spec->dilation[0],
                         tap % spec->kernel[1] * spec->dilation[1]);
}

static void
draw_padding (const DrawContext *context, DrawRect padded) {
  const LessonParameters *p = context->state->parameters;
  gint64 rows, columns;

  draw_window_extent (p, &rows, &columns);
  if (rows == p->single.spec.height && columns == p->single.spec.width)
    return;
  draw_set_color (context->cr, context->style->outline, 0.18);
  cairo_rectangle (context->cr, padded.x, padded.y, padded.width, padded.height);
  cairo_fill (context->cr);
  draw_cell_lines (context, padded, rows, columns);
}

void
draw_window_image (const DrawContext *context, DrawRect padded) {
  const LessonParameters *p = context->state->parameters;
  DrawRect rect = draw_window_pixels (p, padded);
  gint64 grid = p->settings.grid;
  DrawCells cells = { p->pixels->data, grid, grid, 1, grid * grid, TRUE, 1 };

  draw_padding (context, padded);
  draw_cells (context, rect, &cells);
  draw_cell_lines (context, rect, grid, grid);
}

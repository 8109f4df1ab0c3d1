/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "slide": the image with the window on it, the kernel, the response map and the formula line. */
#include "draw-cells-private.h"
#include "draw-formula-private.h"
#include "draw-kernel-private.h"
#include "draw-scene-private.h"
#include "draw-text-private.h"
#include "draw-window-private.h"
#include "lesson-text.h"
#include "lesson-window.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* In units. */
#define FORMULA_HEIGHT 1.2
#define FORMULA_LARGE  1.95 /* of kernels with more weights than fit into three lines */
#define FORMULA_MOST   2.4
#define FORMULA_GAP    0.45
#define LARGE_KERNEL   5
#define KERNEL_CELL    0.5
#define KERNEL_LEAST   2.4
#define KERNEL_SHARE   0.3 /* of the width, at most */
#define MAP_LEAST      2.4 /* room for what stands over the map */
#define GAP            0.5

typedef struct {
  DrawRect image; /* with its padding */
  DrawRect kernel, map, formula;
} Places;

static const Places *
places_of (const DrawContext *context) {
  return context->layout->places;
}

/* Side of a cell: image and map have cells of one size, so that it is seen how the map is smaller. */
static double
cell_side (const EngineConvShape *shape, double width, double height, double map_least) {
  double rows = shape->pad_top + shape->spec.height + shape->pad_bottom;
  double columns = shape->pad_left + shape->spec.width + shape->pad_right;
  double both = width / (columns + shape->out_width);

  return MIN (height / rows, both * shape->out_width >= map_least ? both : (width - map_least) / columns);
}

/* Where the width is what is short, the formula has the height that is left over. */
static void
place (DrawLayout *self, const LessonState *state) {
  const EngineConvShape *shape = &state->parameters->single;
  Places *places = self->places;
  DrawRect main = self->main;
  double u = self->unit;
  double label = DRAW_LABEL * u;
  gint64 side = shape->spec.kernel[0];
  double kernel_side = MIN (MAX (KERNEL_CELL * side, KERNEL_LEAST) * u, KERNEL_SHARE * main.width);
  double rows = shape->pad_top + shape->spec.height + shape->pad_bottom;
  double columns = shape->pad_left + shape->spec.width + shape->pad_right;
  double formula = (side > LARGE_KERNEL ? FORMULA_LARGE : FORMULA_HEIGHT) * u;
  double room = main.height - label - formula - FORMULA_GAP * u;
  double width = main.width - kernel_side - 2 * GAP * u;
  double cell = cell_side (shape, width, room, MAP_LEAST * u);
  double map_width = MAX (cell * shape->out_width, MAP_LEAST * u);
  double spare = width - cell * columns - map_width;
  double more = CLAMP (room - MAX (cell * rows, kernel_side + label), 0, FORMULA_MOST * u - formula);
  double top = main.y + label + (room - more - cell * rows) / 2;
  double middle = main.y + label + (room - more) / 2;

  places->image = (DrawRect){ main.x, top, cell * columns, cell * rows };
  places->kernel = (DrawRect){ main.x + cell * columns + GAP * u + spare / 2, middle - kernel_side / 2,
                               kernel_side, kernel_side };
  places->map =
      (DrawRect){ main.x + main.width - map_width, top, cell * shape->out_width, cell * shape->out_height };
  places->formula = (DrawRect){ main.x, main.y + main.height - formula - more, main.width, formula + more };

  const gint64 *kernel = shape->spec.kernel;
  draw_layout_add_region (self, (DrawRegion){ LESSON_PART_PIXEL, 0, shape->spec.height, shape->spec.width, 0,
                                              draw_window_pixels (state->parameters, places->image) });
  draw_layout_add_region (self,
                          (DrawRegion){ LESSON_PART_WEIGHT, 0, kernel[0], kernel[1], 0, places->kernel });
  draw_layout_add_region (
      self, (DrawRegion){ LESSON_PART_OUTPUT, 0, shape->out_height, shape->out_width, 0, places->map });
}

static DrawCells
image_cells (const LessonParameters *p) {
  gint64 grid = p->settings.grid;

  return (DrawCells){ p->pixels->data, grid, grid, 1, grid * grid, TRUE, 1 };
}

/* After the window, so that its frames do not cover them. */
static void
draw_pixel_values (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  DrawCells cells = image_cells (p);

  draw_cell_values (context, draw_window_pixels (p, places_of (context)->image), &cells, 2);
}

static void
draw_map (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  DrawRect rect = places_of (context)->map;
  gint64 rows = p->single.out_height, columns = p->single.out_width;
  g_autofree char *height = lesson_format_count (rows);
  g_autofree char *width = lesson_format_count (columns);
  g_autofree char *label = g_strdup_printf (_ ("Response %s × %s"), height, width);
  DrawCells cells = { p->response->data,          rows, columns, 1, context->state->slide_view.written, FALSE,
                      draw_scale_of (p->response) };

  draw_label (context, rect, label);
  draw_cells (context, rect, &cells);
  draw_cell_lines (context, rect, rows, columns);
  draw_cell_values (context, rect, &cells, 1);
}

static void
stroke_projection (const DrawContext *context, DrawRect window, DrawRect output, double alpha) {
  cairo_t *cr = context->cr;
  double dash = 0.09 * context->layout->unit;

  cairo_save (cr);
  draw_set_color (cr, context->style->accent, alpha);
  cairo_set_line_width (cr, 0.022 * context->layout->unit);
  cairo_set_dash (cr, &dash, 1, 0);
  cairo_move_to (cr, window.x + window.width, window.y);
  cairo_line_to (cr, output.x, output.y);
  cairo_move_to (cr, window.x + window.width, window.y + window.height);
  cairo_line_to (cr, output.x, output.y + output.height);
  cairo_stroke (cr);
  cairo_restore (cr);
}

/* From the corners of the window to those of its output, as in every drawing of a convolution on paper; faint on the image,
 * where numbers are. */
static void
draw_projection (const DrawContext *context, DrawRect window, DrawRect output) {
  cairo_t *cr = context->cr;
  DrawRect image = places_of (context)->image;

  cairo_save (cr);
  cairo_rectangle (cr, image.x, image.y, image.width, image.height);
  cairo_clip (cr);
  stroke_projection (context, window, output, 0.3);
  cairo_restore (cr);
  cairo_save (cr);
  cairo_rectangle (cr, image.x + image.width, 0, context->layout->width, context->layout->height);
  cairo_clip (cr);
  stroke_projection (context, window, output, 0.75);
  cairo_restore (cr);
}

static DrawRect
output_rect (const DrawContext *context, double row, double column) {
  const EngineConvShape *shape = &context->state->parameters->single;

  return draw_rect_cell (places_of (context)->map, shape->out_height, shape->out_width, row, column);
}

static void
draw_window (const DrawContext *context, double row, double column) {
  const LessonParameters *p = context->state->parameters;
  const LessonSlideView *view = &context->state->slide_view;
  const gint64 *kernel = p->single.spec.kernel;
  DrawRect window = draw_window_at (p, places_of (context)->image, row, column);
  DrawRect at = draw_rect_between (places_of (context)->kernel, window, view->placing);

  if (view->placing > 0)
    draw_kernel_frames (context, at, kernel[0], kernel[1], p->single.spec.dilation[0]);
  if (view->placing >= 1)
    draw_cell_mark (context, output_rect (context, row, column), context->style->accent);
}

static void
draw_own_kernel (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  DrawRect rect = places_of (context)->kernel;

  /* The label stands on the lines from the window to its output. */
  draw_set_color (context->cr, context->style->background, 1);
  cairo_rectangle (context->cr, rect.x, rect.y - DRAW_LABEL * context->layout->unit, rect.width,
                   DRAW_LABEL * context->layout->unit);
  cairo_fill (context->cr);
  draw_label (context, rect, lesson_parameters_filter_title (p));
  draw_kernel (context, rect, p->kernel->data, p->kernel->shape[1], p->kernel->shape[2],
               draw_scale_of (p->kernel));
}

/* The sum goes from the formula line to its place in the map. */
static void
draw_landing (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  const LessonSlideView *view = &context->state->slide_view;
  DrawRect from = draw_formula_sum (context, places_of (context)->formula);
  DrawRect to = output_rect (context, 0, 0);
  DrawRect at = draw_rect_between (from, to, view->landing);
  DrawColor color = draw_style_diverging (context->style, p->response->data[0], draw_scale_of (p->response));

  if (view->landing <= 0 || view->landing >= 1)
    return;
  draw_rounded (context->cr, at, 0.08 * context->layout->unit);
  draw_set_color (context->cr, color, 1);
  cairo_fill_preserve (context->cr);
  draw_set_color (context->cr, context->style->outline, 1);
  cairo_set_line_width (context->cr, 0.02 * context->layout->unit);
  cairo_stroke (context->cr);
}

/* The weight that is pointed at, or that lies on the pixel that is; -1: none. */
static gint64
pointed_tap (const DrawContext *context, gint64 output) {
  const EngineConvShape *shape = &context->state->parameters->single;
  const LessonTarget *target = &context->target;

  if (target->part == LESSON_PART_WEIGHT)
    return target->row * shape->spec.kernel[1] + target->column;
  if (target->part != LESSON_PART_PIXEL)
    return -1;
  return lesson_window_tap (shape, output, target->row * shape->spec.width + target->column);
}

static void
draw_sum_at (const DrawContext *context, gint64 row, gint64 column) {
  const LessonParameters *p = context->state->parameters;
  const gint64 *kernel = p->single.spec.kernel;
  gint64 output = row * p->single.out_width + column;
  DrawTerm terms[LESSON_TAPS_MAX];

  for (gint64 tap = 0; tap < kernel[0] * kernel[1]; tap++)
    terms[tap] = (DrawTerm){ lesson_window_input (&p->single, p->pixels, output, tap), p->kernel->data[tap] };
  draw_formula (context, places_of (context)->formula,
                &(DrawFormula){
                    .terms = terms,
                    .rows = kernel[0],
                    .columns = kernel[1],
                    .shown = context->state->slide_view.products,
                    .pointed = pointed_tap (context, output),
                    .sum = p->response->data[output],
                    .scale = draw_scale_of (p->response),
                });
}

/* What is pointed at, and with a weight the pixel under it, with a pixel the weight on it. */
static void
mark_target (const DrawContext *context, double row, double column) {
  const LessonParameters *p = context->state->parameters;
  gint64 side = p->settings.kernel;
  gboolean rests = row == floor (row) && column == floor (column);
  gint64 output = (gint64) row * p->single.out_width + (gint64) column;
  gint64 tap = rests ? pointed_tap (context, output) : -1;
  DrawColor color = context->style->text;
  DrawRect cell;

  if (context->target.part != LESSON_PART_NONE
      && draw_layout_locate (context->layout, &context->target, &cell))
    draw_cell_mark (context, cell, color);
  if (tap < 0 || context->state->slide_view.placing < 1)
    return;
  draw_cell_mark (context, draw_rect_cell (places_of (context)->kernel, side, side, tap / side, tap % side),
                  color);
  draw_cell_mark (context, draw_window_tap (p, places_of (context)->image, output, tap), color);
}

static void
draw (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  double row, column;

  gboolean rests = lesson_state_window (context->state, &context->target, &row, &column);
  /* Between two positions the sum is still that of the one just left. */
  gint64 columns = p->single.out_width;
  gint64 left = MAX (context->state->slide_view.written, 1) - 1;
  gint64 sum_row = rests ? (gint64) row : left / columns;
  gint64 sum_column = rests ? (gint64) column : left % columns;

  draw_window_image (context, places_of (context)->image);
  draw_image_label (context, places_of (context)->image);
  draw_map (context);
  if (context->state->slide_view.placing >= 1)
    draw_projection (context, draw_window_at (p, places_of (context)->image, row, column),
                     output_rect (context, row, column));
  draw_own_kernel (context);
  draw_window (context, row, column);
  draw_pixel_values (context);
  draw_sum_at (context, sum_row, sum_column);
  draw_landing (context);
  mark_target (context, row, column);
}

const DrawSceneClass draw_slide_class = {
  .places_size = sizeof (Places),
  .place = place,
  .draw = draw,
};

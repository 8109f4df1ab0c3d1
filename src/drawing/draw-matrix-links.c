/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What belongs together in scene "matrix": an entry, its weight, its pixel and its output stand out in every view. */
#include "draw-cells-private.h"
#include "draw-kernel-private.h"
#include "draw-matrix-private.h"
#include "draw-scene-private.h"
#include "draw-window-private.h"
#include "lesson-ease.h"
#include "lesson-matrix.h"
#include "lesson-window.h"

#include <math.h>

/* More of them in the air than this cannot be told apart. */
#define MOST_FLIGHTS 256
/* Least width of a row or column that stands out, in units. */
#define LENS 0.22

static const DrawMatrixPlaces *
places_of (const DrawContext *context) {
  return context->layout->places;
}

static gboolean
is_shared (const DrawContext *context) {
  return lesson_matrix_stage (&context->state->matrix_view) == LESSON_MATRIX_SHARED;
}

DrawMatrixFocus
draw_matrix_focus (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  const LessonTarget *target = &context->target;
  DrawMatrixFocus focus = { -1, -1, -1, 1 };

  switch (target->part) {
  case LESSON_PART_NONE:
    focus.row = context->state->matrix_view.row;
    focus.strength = context->state->matrix_view.focus;
    break;
  case LESSON_PART_ENTRY:
    focus.row = target->row;
    focus.pixel = target->column;
    if (is_shared (context))
      focus.tap = lesson_window_tap (&p->single, target->row, target->column);
    break;
  case LESSON_PART_WEIGHT:
    focus.tap = target->row * p->kernel->shape[2] + target->column;
    break;
  case LESSON_PART_PIXEL:
    focus.pixel = target->row * p->settings.grid + target->column;
    break;
  case LESSON_PART_OUTPUT:
    focus.row = target->row * p->single.out_width + target->column;
    break;
  default:
    break;
  }
  return focus;
}

static DrawRect
row_rect (const DrawContext *context, DrawRect rect, double row) {
  return draw_rect_cell (rect, context->state->parameters->response->length, 1, row, 0);
}

static DrawRect
column_rect (const DrawContext *context, DrawRect rect, gint64 pixel) {
  return draw_rect_cell (rect, 1, context->state->parameters->pixels->length, 0, pixel);
}

/* A row or column over the pale rest, and as wide as can be seen from afar. */
static void
bring_forward (const DrawContext *context, DrawRect strip, double strength) {
  double u = context->layout->unit;
  double x = strip.x + strip.width / 2, y = strip.y + strip.height / 2;
  double wider = MAX (1, LENS * u / strip.width), higher = MAX (1, LENS * u / strip.height);

  strip = (DrawRect){ x - wider * strip.width / 2, y - higher * strip.height / 2, wider * strip.width,
                      higher * strip.height };
  draw_begin_fade (context, draw_rect_inset (strip, -0.1 * u), strength);
  cairo_save (context->cr);
  cairo_rectangle (context->cr, strip.x, strip.y, strip.width, strip.height);
  cairo_clip (context->cr);
  cairo_translate (context->cr, x, y);
  cairo_scale (context->cr, wider, higher);
  cairo_translate (context->cr, -x, -y);
  draw_matrix_image (context, 1);
  cairo_restore (context->cr);
  draw_set_color (context->cr, context->style->accent, 1);
  cairo_set_line_width (context->cr, 0.03 * u);
  cairo_rectangle (context->cr, strip.x, strip.y, strip.width, strip.height);
  cairo_stroke (context->cr);
  draw_end_fade (context, strength);
}

/* Between two outputs the window goes straight from one to the other. */
static void
window_of (const DrawContext *context, double output, double *row, double *column) {
  gint64 columns = context->state->parameters->single.out_width;
  gint64 from = (gint64) floor (output), to = (gint64) ceil (output);
  double travel = output - from;

  *row = from / columns + travel * (to / columns - from / columns);
  *column = from % columns + travel * (to % columns - from % columns);
}

/* The pixels under the window, in the row of inputs. */
static void
mark_inputs (const DrawContext *context, gint64 output) {
  const LessonParameters *p = context->state->parameters;

  for (gint64 tap = 0; tap < p->kernel->length; tap++) {
    gint64 pixel = lesson_window_pixel (&p->single, output, tap);
    if (pixel < 0)
      continue;
    DrawRect cell = column_rect (context, places_of (context)->inputs, pixel);
    draw_set_color (context->cr,
                    draw_style_weight (context->style, tap, context->state->parameters->one_filter.weights),
                    1);
    cairo_rectangle (context->cr, cell.x, cell.y, cell.width, 0.4 * cell.height);
    cairo_fill (context->cr);
  }
}

static void
link_window (const DrawContext *context, double row, double column, double strength) {
  const LessonParameters *p = context->state->parameters;
  const EngineConvSpec *spec = &p->single.spec;
  LessonMatrixStage stage = lesson_matrix_stage (&context->state->matrix_view);
  DrawRect window = draw_window_at (p, places_of (context)->image, row, column);
  DrawRect frame = draw_rect_inset (window, -0.04 * context->layout->unit);

  draw_begin_fade (context, draw_rect_inset (frame, -0.1 * context->layout->unit), strength);
  if (stage == LESSON_MATRIX_SHARED)
    draw_kernel_frames (context, window, spec->kernel[0], spec->kernel[1], spec->dilation[0]);
  if (stage != LESSON_MATRIX_DENSE)
    draw_cell_mark (context, frame, context->style->accent);
  draw_end_fade (context, strength);
}

/* What fades is many small places: one group round them all would be as large as the picture. */
static void
link_output (const DrawContext *context, double output, double strength) {
  const LessonParameters *p = context->state->parameters;
  const DrawMatrixPlaces *places = places_of (context);
  const EngineConvShape *shape = &p->single;
  DrawRect inputs = draw_rect_inset (places->inputs, -1);
  double row, column;

  window_of (context, output, &row, &column);
  link_window (context, row, column, strength);
  if (is_shared (context)) {
    draw_begin_fade (context, inputs, strength);
    mark_inputs (context, (gint64) round (output));
    draw_end_fade (context, strength);
  }
  draw_cell_mark_faded (context,
                        draw_rect_cell (places->map, shape->out_height, shape->out_width, row, column),
                        context->style->accent, strength);
  draw_cell_mark_faded (context, row_rect (context, places->outputs, output), context->style->accent,
                        strength);
}

static void
link_pixel (const DrawContext *context, gint64 pixel) {
  const LessonParameters *p = context->state->parameters;
  const DrawMatrixPlaces *places = places_of (context);
  gint64 grid = p->settings.grid;

  draw_cell_mark (
      context, draw_rect_cell (draw_window_pixels (p, places->image), grid, grid, pixel / grid, pixel % grid),
      context->style->accent);
  draw_cell_mark (context, column_rect (context, places->inputs, pixel), context->style->accent);
  for (gint64 output = 0; is_shared (context) && output < p->response->length; output++) {
    gint64 tap = lesson_window_tap (&p->single, output, pixel);
    if (tap >= 0)
      draw_kernel_frame (context,
                         draw_rect_cell (places->map, p->single.out_height, p->single.out_width,
                                         output / p->single.out_width, output % p->single.out_width),
                         tap, context->state->parameters->one_filter.weights);
  }
}

static void
link_tap (const DrawContext *context, gint64 tap, gboolean everywhere) {
  const LessonParameters *p = context->state->parameters;
  const DrawMatrixPlaces *places = places_of (context);
  const gint64 *kernel = p->single.spec.kernel;
  DrawRect cell = draw_rect_cell (places->kernel, kernel[0], kernel[1], tap / kernel[1], tap % kernel[1]);

  draw_matrix_diagonal (context, tap);
  draw_cell_mark (context, cell, context->style->accent);
  for (gint64 output = 0; everywhere && output < p->response->length; output++)
    draw_kernel_frame (context, draw_window_tap (p, places->image, output, tap), tap,
                       context->state->parameters->one_filter.weights);
}

/* Only what the lesson itself looks at is less than strong, and that is an output. */
void
draw_matrix_links (const DrawContext *context) {
  DrawMatrixFocus focus = draw_matrix_focus (context);
  DrawRect matrix = places_of (context)->matrix;
  gboolean entry = focus.row >= 0 && focus.pixel >= 0;

  if (focus.strength <= 0)
    return;
  if (focus.pixel >= 0)
    bring_forward (context, column_rect (context, matrix, focus.pixel), 1);
  if (focus.row >= 0)
    bring_forward (context, row_rect (context, matrix, focus.row), focus.strength);
  if (focus.tap >= 0)
    link_tap (context, focus.tap, !entry);
  if (focus.row >= 0)
    link_output (context, focus.row, focus.strength);
  if (focus.pixel >= 0)
    link_pixel (context, focus.pixel);
  if (entry)
    draw_cell_mark (context,
                    draw_rect_cell (matrix, context->state->parameters->response->length,
                                    context->state->parameters->pixels->length, focus.row, focus.pixel),
                    context->style->text);
}

/* A copy is as large as the cell it leaves only at first, and in the air at least so large that it is seen. */
static DrawRect
on_its_way (DrawRect from, DrawRect to, double travel, double least) {
  DrawRect at = draw_rect_between (from, to, lesson_ease (travel));
  double side =
      MAX (least, from.width * (1 - 4 * travel)) * (1 - travel) + MIN (to.width, to.height) * travel;
  double x = at.x + at.width / 2, y = at.y + at.height / 2;

  return (DrawRect){ x - side / 2, y - side / 2, side, side };
}

void
draw_matrix_flights (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  const LessonMatrixView *view = &context->state->matrix_view;
  const DrawMatrixPlaces *places = places_of (context);
  const gint64 *kernel = p->single.spec.kernel;
  gint64 n = p->response->length, pixels = p->pixels->length;
  gint64 tap = (gint64) floor (view->flown), every = (n + MOST_FLIGHTS - 1) / MOST_FLIGHTS;

  for (gint64 output = 0; tap < p->kernel->length && output < n; output += every) {
    gint64 pixel = lesson_window_pixel (&p->single, output, tap);
    double travel = draw_matrix_flight (view, tap, output, n);
    if (pixel < 0 || travel <= 0 || travel >= 1)
      continue;
    DrawRect from = draw_rect_cell (places->kernel, kernel[0], kernel[1], tap / kernel[1], tap % kernel[1]);
    DrawRect to = draw_rect_cell (places->matrix, n, pixels, output, pixel);
    DrawRect at =
        on_its_way (draw_rect_inset (from, 0.2 * from.width), to, travel, 0.1 * context->layout->unit);
    draw_set_color (context->cr,
                    draw_style_weight (context->style, tap, context->state->parameters->one_filter.weights),
                    1);
    cairo_rectangle (context->cr, at.x, at.y, at.width, at.height);
    cairo_fill (context->cr);
  }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "grab": image, kernel, response map and the map of changes; the places of the weight that is held. */
#include "draw-cells-private.h"
#include "draw-grab-private.h"
#include "draw-kernel-private.h"
#include "draw-scene-private.h"
#include "draw-strokes-private.h"
#include "draw-text-private.h"
#include "draw-window-private.h"
#include "lesson-grab.h"
#include "lesson-text.h"
#include "lesson-window.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define KERNEL_SIDE   2.1
#define NOTE_HEIGHT   0.8
#define GAP           0.4 /* at least, between neighbours */
#define ROW_GAP       0.3
#define COLUMN        0.45
#define OUTPUTS_WIDTH 1.7 /* at least: a map may be narrower than what is written beside a column */
/* More frames than these would hide what they frame. */
#define MANY_PLACES 1024

static void
place_convolution (DrawLayout *self, const LessonParameters *p, double height) {
  DrawGrabPlaces *places = self->places;
  double u = self->unit;
  DrawRect main = self->main;
  gint64 rows, columns, width = p->single.out_width;
  double kernel = MIN (KERNEL_SIDE * u, height - NOTE_HEIGHT * u);
  double y = main.y + DRAW_LABEL * u;

  draw_window_extent (p, &rows, &columns);
  double room = main.width - kernel - 3 * GAP * u, least = OUTPUTS_WIDTH * u;
  double cell = MIN (height / rows, MIN (room / (columns + 2 * width), (room - 2 * least) / columns));
  double outputs = MAX (cell * width, least);
  double gap = (main.width - kernel - cell * columns - 2 * outputs) / 3;
  double map_x = main.x + cell * columns + kernel + 2 * gap;
  places->image = (DrawRect){ main.x, y, cell * columns, cell * rows };
  places->kernel = (DrawRect){ main.x + cell * columns + gap, y, kernel, kernel };
  places->map = (DrawRect){ map_x, y, cell * width, cell * p->single.out_height };
  places->change = places->map;
  places->change.x = map_x + outputs + gap;
  places->note = (DrawRect){ places->kernel.x - 0.4 * gap, y + kernel, kernel + 0.8 * gap, NOTE_HEIGHT * u };
}

static void
place_dense (DrawLayout *self, double height) {
  DrawGrabPlaces *places = self->places;
  double u = self->unit;
  double y = self->main.y + self->main.height - height;
  double side = MIN (height, places->image.width);

  places->picture = (DrawRect){ places->image.x, y, side, side };
  places->inputs = (DrawRect){ places->image.x + places->image.width + 0.3 * u, y, 0.25 * u, height };
  places->nodes = (DrawRect){ places->map.x, y, COLUMN * u, height };
  places->node_change = (DrawRect){ places->change.x, y, COLUMN * u, height };
}

static void
place (DrawLayout *self, const LessonState *state) {
  const LessonParameters *p = state->parameters;
  const EngineConvShape *shape = &p->single;
  const gint64 *kernel = shape->spec.kernel;
  DrawGrabPlaces *places = self->places;
  gint64 grid = p->settings.grid;
  double height = (self->main.height - (2 * DRAW_LABEL + ROW_GAP) * self->unit) / 2;

  place_convolution (self, p, height);
  place_dense (self, height);
  places->node = state->grab_view.line / p->pixels->length;
  draw_layout_add_region (
      self, (DrawRegion){ LESSON_PART_PIXEL, 0, grid, grid, 0, draw_window_pixels (p, places->image) });
  draw_layout_add_region (self,
                          (DrawRegion){ LESSON_PART_WEIGHT, 0, kernel[0], kernel[1], 0, places->kernel });
  draw_layout_add_region (
      self, (DrawRegion){ LESSON_PART_OUTPUT, 0, shape->out_height, shape->out_width, 0, places->map });
  draw_layout_add_region (self,
                          (DrawRegion){ LESSON_PART_LINE, places->node, grid, grid, 0, places->picture });
  draw_layout_add_region (self, (DrawRegion){ LESSON_PART_NODE, 0, p->settings.nodes, 1, 0, places->nodes });
}

static const DrawGrabPlaces *
places_of (const DrawContext *context) {
  return context->layout->places;
}

gint64
draw_grab_tap (const DrawContext *context) {
  const LessonTarget *target = &context->target;

  return target->part == LESSON_PART_WEIGHT
             ? target->row * context->state->parameters->kernel->shape[2] + target->column
             : context->state->grab_view.tap;
}

DrawRect
draw_grab_kernel_cell (const DrawContext *context, gint64 tap) {
  const gint64 *kernel = context->state->parameters->single.spec.kernel;

  return draw_rect_cell (places_of (context)->kernel, kernel[0], kernel[1], tap / kernel[1], tap % kernel[1]);
}

static DrawRect
output_cell (const DrawContext *context, DrawRect map, gint64 output) {
  const EngineConvShape *shape = &context->state->parameters->single;

  return draw_rect_cell (map, shape->out_height, shape->out_width, output / shape->out_width,
                         output % shape->out_width);
}

/* The weight on the image, at each of its outputs as far as they have lit up. */
static void
draw_places (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  gint64 tap = draw_grab_tap (context);
  gboolean pointed = context->target.part == LESSON_PART_WEIGHT;
  gint64 n = pointed ? p->response->length : context->state->grab_view.places;
  gboolean many = p->response->length > MANY_PLACES;

  for (gint64 output = 0; output < n; output++) {
    DrawRect on_image = draw_window_tap (p, places_of (context)->image, output, tap);
    if (many)
      cairo_rectangle (context->cr, on_image.x, on_image.y, on_image.width, on_image.height);
    else
      draw_kernel_frame (context, on_image, tap, p->one_filter.weights);
  }
  draw_set_color (context->cr, draw_style_weight (context->style, tap, p->one_filter.weights), 0.4);
  cairo_fill (context->cr);
}

/* On the map its frames make way for what is to be seen there. */
static void
draw_places_on_map (const DrawContext *context) {
  const LessonGrabView *view = &context->state->grab_view;
  gboolean pointed = context->target.part == LESSON_PART_WEIGHT;
  gint64 all = context->state->parameters->response->length, n = pointed ? all : view->places;
  double hidden = MAX (MAX (view->change, view->line_change), view->gradients);
  double alpha = pointed ? 1 : 1 - hidden;
  DrawRect map = places_of (context)->map;

  if (alpha <= 0 || all > MANY_PLACES)
    return;
  draw_begin_fade (context, map, alpha);
  for (gint64 output = 0; output < n; output++)
    draw_kernel_frame (context, output_cell (context, map, output), draw_grab_tap (context),
                       context->state->parameters->one_filter.weights);
  draw_end_fade (context, alpha);
}

/* A line from the weight to every output that uses it, as the dense layer has one; seen between kernel and map. */
static void
draw_uses (const DrawContext *context) {
  gint64 tap = draw_grab_tap (context), all = context->state->parameters->response->length;
  gint64 n = context->target.part == LESSON_PART_WEIGHT ? all : context->state->grab_view.places;
  gint64 every = (all + MANY_PLACES - 1) / MANY_PLACES;
  DrawRect from = draw_grab_kernel_cell (context, tap);
  DrawColor color = draw_style_weight (context->style, tap, context->state->parameters->one_filter.weights);
  g_autofree DrawStroke *strokes = g_new (DrawStroke, n / every + 1);
  guint n_strokes = 0;

  for (gint64 output = 0; output < n; output += every) {
    DrawRect to = output_cell (context, places_of (context)->map, output);
    strokes[n_strokes++] = (DrawStroke){ { from.x + from.width / 2, from.y + from.height / 2,
                                           to.x + to.width / 2, to.y + to.height / 2 },
                                         color,
                                         0.018 * context->layout->unit,
                                         0.6 };
  }
  draw_strokes_as_one (context, strokes, n_strokes);
}

/* The window whose place lights up just now. */
static void
draw_passing_window (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  gint64 output = context->state->grab_view.places - 1, columns = p->single.out_width;

  if (output < 0 || output >= p->response->length - 1 || context->target.part != LESSON_PART_NONE)
    return;
  draw_cell_mark (context, draw_window_at (p, places_of (context)->image, output / columns, output % columns),
                  context->style->accent);
  draw_cell_mark (context, output_cell (context, places_of (context)->map, output), context->style->accent);
}

/* The kernel as it is at this moment, the held weight with what has been added to it. */
static void
draw_own_kernel (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  const LessonGrabView *view = &context->state->grab_view;
  DrawRect rect = places_of (context)->kernel;
  DrawRect line = places_of (context)->note;
  g_autofree float *weights = g_memdup2 (p->kernel->data, p->kernel->length * sizeof (float));
  double u = context->layout->unit;

  weights[view->tap] += (float) view->delta;
  line.x = rect.x;
  line.y = rect.y - DRAW_LABEL * u;
  line.height = 0.9 * DRAW_LABEL * u;
  draw_text (context, lesson_parameters_filter_title (p), line,
             (DrawTextStyle){ DRAW_SMALL, DRAW_MEDIUM, context->style->muted, DRAW_START, DRAW_CENTER,
                              .shorten = TRUE });
  draw_kernel (context, rect, weights, p->kernel->shape[1], p->kernel->shape[2], draw_scale_of (p->kernel));
  draw_cell_mark (context,
                  draw_rect_inset (draw_grab_kernel_cell (context, draw_grab_tap (context)), -0.04 * u),
                  context->style->text);
}

static void
draw_map (const DrawContext *context, DrawRect rect, const char *label, const float *values, double scale) {
  const EngineConvShape *shape = &context->state->parameters->single;
  gint64 rows = shape->out_height, columns = shape->out_width;
  DrawCells cells = { values, rows, columns, 1, rows * columns, FALSE, scale };

  draw_label (context, rect, label);
  draw_cells (context, rect, &cells);
  draw_cell_lines (context, rect, rows, columns);
  draw_cell_values (context, rect, &cells, 1);
}

static void
draw_response (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  const LessonGrabView *view = &context->state->grab_view;
  g_autofree float *values = g_memdup2 (p->response->data, p->response->length * sizeof (float));
  g_autofree char *height = lesson_format_count (p->single.out_height);
  g_autofree char *width = lesson_format_count (p->single.out_width);
  g_autofree char *label = g_strdup_printf (_ ("Response %s × %s"), height, width);

  for (gint64 i = 0; view->delta != 0 && i < p->response->length; i++)
    values[i] += (float) lesson_grab_change (p, view->tap, view->delta, i);
  draw_map (context, places_of (context)->map, label, values, draw_scale_of (p->response));
}

/* What the held weight does to each output, or what each output does to the weight. */
static void
draw_changes (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  const LessonGrabView *view = &context->state->grab_view;
  gboolean gradients = view->gradients > 0, free = context->state->free;
  double alpha = gradients ? view->gradients : view->change;
  gint64 n = p->response->length, tap = free ? draw_grab_tap (context) : view->tap;
  g_autofree float *values = g_new (float, n);
  DrawRect rect = places_of (context)->change;
  double largest = 0;

  if (alpha <= 0)
    return;
  for (gint64 i = 0; i < n; i++) {
    values[i] = (float) (gradients ? lesson_grab_gradient (p, tap, i)
                                   : lesson_grab_change (p, tap, free ? 1 : view->delta, i));
    largest = MAX (largest, fabs (values[i]));
  }
  draw_begin_fade (context, draw_rect_inset (rect, -1.1 * DRAW_LABEL * context->layout->unit), alpha);
  draw_map (context, rect,
            gradients ? _ ("Gradients")
            : free    ? _ ("Change per 1")
                      : _ ("Change"),
            values,
            gradients ? largest
            : free    ? 1
                      : view->reach);
  draw_end_fade (context, alpha);
}

/* Where what is pointed at stands in the other views. */
static void
draw_links (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  const EngineConvShape *shape = &p->single;
  const LessonTarget *target = &context->target;
  const gint64 *kernel = shape->spec.kernel;
  gint64 pixel = target->row * p->settings.grid + target->column;
  DrawRect cell;

  if (target->part == LESSON_PART_OUTPUT)
    draw_kernel_frames (context, draw_window_at (p, places_of (context)->image, target->row, target->column),
                        kernel[0], kernel[1], shape->spec.dilation[0]);
  for (gint64 output = 0; target->part == LESSON_PART_PIXEL && output < p->response->length; output++) {
    gint64 tap = lesson_window_tap (shape, output, pixel);
    if (tap >= 0)
      draw_kernel_frame (context, output_cell (context, places_of (context)->map, output), tap,
                         context->state->parameters->one_filter.weights);
  }
  if (target->part != LESSON_PART_NONE && draw_layout_locate (context->layout, target, &cell))
    draw_cell_mark (context, cell, context->style->text);
}

static void
draw (const DrawContext *context) {
  LessonPart part = context->target.part;
  gboolean elsewhere = part == LESSON_PART_PIXEL || part == LESSON_PART_OUTPUT;

  draw_window_image (context, places_of (context)->image);
  draw_image_label (context, places_of (context)->image);
  if (!elsewhere)
    draw_uses (context);
  draw_response (context);
  draw_changes (context);
  if (!elsewhere) {
    draw_places (context);
    draw_places_on_map (context);
  }
  draw_passing_window (context);
  draw_grab_note (context);
  draw_grab_dense (context);
  draw_grab_flow (context);
  /* What travels vanishes under its cell, and its number stays to be read. */
  draw_own_kernel (context);
  draw_links (context);
}

const DrawSceneClass draw_grab_class = {
  .places_size = sizeof (DrawGrabPlaces),
  .place = place,
  .draw = draw,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "matrix": the matrix, the numbers that go in and come out, and the same as image, map and kernel. */
#include "draw-cells-private.h"
#include "draw-kernel-private.h"
#include "draw-matrix-private.h"
#include "draw-scene-private.h"
#include "draw-text-private.h"
#include "draw-window-private.h"
#include "lesson-ease.h"
#include "lesson-matrix.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define KERNEL_SIDE 2.0
#define SIDE_WIDTH  2.4
#define SIDE_GAP    0.2
#define GAP         0.4
#define STRIP       0.26
#define STRIP_GAP   0.1
/* Of a larger dense matrix the outputs would take too long for a picture. */
#define MOST_PRODUCTS 100000
#define PALE_MATRIX   0.3

static const DrawMatrixPlaces *
places_of (const DrawContext *context) {
  return context->layout->places;
}

static void
place_side (DrawLayout *self, const LessonParameters *p) {
  DrawMatrixPlaces *places = self->places;
  double u = self->unit, label = DRAW_LABEL * u;
  DrawRect main = self->main;
  gint64 rows, columns, height = p->single.out_height;

  draw_window_extent (p, &rows, &columns);
  double room = main.height - 3 * label - 2 * SIDE_GAP * u;
  double cell = MIN ((room - KERNEL_SIDE * u) / (rows + height), SIDE_WIDTH * u / columns);
  double y = main.y + label;
  places->image = (DrawRect){ main.x, y, cell * columns, cell * rows };
  y += cell * rows + SIDE_GAP * u + label;
  places->map = (DrawRect){ main.x, y, cell * p->single.out_width, cell * height };
  y = main.y + main.height - KERNEL_SIDE * u;
  places->kernel = (DrawRect){ main.x, y, KERNEL_SIDE * u, KERNEL_SIDE * u };
}

static void
place_matrix (DrawLayout *self) {
  DrawMatrixPlaces *places = self->places;
  double u = self->unit, strip = (STRIP + STRIP_GAP) * u;
  DrawRect main = self->main;
  double x = main.x + (SIDE_WIDTH + GAP) * u, y = main.y + DRAW_LABEL * u;
  double width = main.x + main.width - x - strip, height = main.y + main.height - y - strip - 0.08 * u;

  places->inputs = (DrawRect){ x, y, width, STRIP * u };
  places->matrix = (DrawRect){ x, y + strip, width, height };
  places->outputs = (DrawRect){ x + width + STRIP_GAP * u, y + strip, STRIP * u, height };
}

static void
place (DrawLayout *self, const LessonState *state) {
  const LessonParameters *p = state->parameters;
  const EngineConvShape *shape = &p->single;
  const gint64 *kernel = shape->spec.kernel;
  DrawMatrixPlaces *places = self->places;
  gint64 grid = p->settings.grid, outputs = p->response->length;

  place_side (self, p);
  place_matrix (self);
  draw_layout_add_region (
      self, (DrawRegion){ LESSON_PART_PIXEL, 0, grid, grid, 0, draw_window_pixels (p, places->image) });
  draw_layout_add_region (
      self, (DrawRegion){ LESSON_PART_OUTPUT, 0, shape->out_height, shape->out_width, 0, places->map });
  draw_layout_add_region (
      self, (DrawRegion){ LESSON_PART_OUTPUT, 0, outputs, 1, shape->out_width, places->outputs });
  if (state->matrix_view.shared > 0)
    draw_layout_add_region (self,
                            (DrawRegion){ LESSON_PART_WEIGHT, 0, kernel[0], kernel[1], 0, places->kernel });
  draw_layout_add_region (
      self, (DrawRegion){ LESSON_PART_ENTRY, 0, outputs, p->pixels->length, 0, places->matrix });
}

/* The row of pixels over the matrix names those of the image again. */
static LessonTarget
hit (const DrawLayout *self, double x, double y) {
  DrawRect rect = ((const DrawMatrixPlaces *) self->places)->inputs;
  gint64 grid = self->parameters->settings.grid;
  double pixel = floor ((x - rect.x) / rect.width * grid * grid);

  if (pixel < 0 || pixel >= grid * grid || y < rect.y || y >= rect.y + rect.height)
    return (LessonTarget){ LESSON_PART_NONE };
  return (LessonTarget){ LESSON_PART_PIXEL, 0, (gint64) pixel / grid, (gint64) pixel % grid };
}

/* The outputs of the layer whose matrix is in view, NULL where they are too many to compute. */
static float *
make_outputs (const LessonParameters *p, LessonMatrixStage stage) {
  gint64 n = p->response->length;
  float *values;

  if (stage == LESSON_MATRIX_DENSE && p->dense_map.multiplications > MOST_PRODUCTS)
    return NULL;
  values = g_new (float, n);
  for (gint64 i = 0; i < n; i++)
    values[i] = (float) lesson_matrix_output (p, stage, i);
  return values;
}

static void
draw_outputs (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  const DrawMatrixPlaces *places = places_of (context);
  LessonMatrixStage stage = lesson_matrix_stage (&context->state->matrix_view);
  g_autofree float *values = make_outputs (p, stage);
  gint64 rows = p->single.out_height, columns = p->single.out_width, n = rows * columns;
  gint64 written = values != NULL ? (gint64) context->state->matrix_view.rows : 0;
  g_autofree char *height = lesson_format_count (rows);
  g_autofree char *width = lesson_format_count (columns);
  g_autofree char *label = g_strdup_printf (_ ("Outputs %s × %s"), height, width);
  double largest = 0;

  for (gint64 i = 0; values != NULL && i < n; i++)
    largest = MAX (largest, fabs (values[i]));
  DrawCells map = { values, rows, columns, 1, written, FALSE, largest };
  DrawCells strip = { values, n, 1, 1, written, FALSE, largest };
  draw_label (context, places->map, label);
  draw_cells (context, places->map, &map);
  draw_cell_lines (context, places->map, rows, columns);
  draw_cells (context, places->outputs, &strip);
  draw_cell_lines (context, places->outputs, 1, 1);
}

static void
draw_matrix_label (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  DrawRect rect = places_of (context)->inputs;
  g_autofree char *rows = lesson_format_count (p->response->length);
  g_autofree char *columns = lesson_format_count (p->pixels->length);
  g_autofree char *entries = lesson_format_count (p->dense_map.weights);
  /* Translators: rows × columns of the matrix = how many entries */
  g_autofree char *label = g_strdup_printf (_ ("Matrix %s × %s = %s entries"), rows, columns, entries);

  draw_label (context, rect, label);
  rect.width = context->layout->main.x + context->layout->main.width - rect.x;
  draw_label_at_end (context, rect, _ ("outputs"));
}

static void
draw_matrix (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  const DrawMatrixPlaces *places = places_of (context);
  DrawMatrixFocus focus = draw_matrix_focus (context);
  double pale = focus.tap >= 0 || focus.row >= 0 || focus.pixel >= 0 ? focus.strength : 0;
  gint64 pixels = p->pixels->length;
  DrawCells inputs = { p->pixels->data, 1, pixels, 1, pixels, TRUE, 1 };

  draw_matrix_label (context);
  draw_cells (context, places->inputs, &inputs);
  draw_cell_lines (context, places->inputs, 1, 1);
  draw_matrix_image (context, 1 - pale * (1 - PALE_MATRIX));
  draw_cell_lines (context, places->matrix, 1, 1);
}

static void
draw_own_kernel (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  DrawRect rect = places_of (context)->kernel;
  double u = context->layout->unit;
  double shown = lesson_ease (lesson_span (context->state->matrix_view.shared, 0, 0.3));
  DrawRect line = { rect.x, rect.y - DRAW_LABEL * u, SIDE_WIDTH * u, 0.9 * DRAW_LABEL * u };
  DrawRect room = { rect.x - 0.1 * u, line.y, line.width + 0.1 * u, rect.height + DRAW_LABEL * u + 0.1 * u };

  if (shown <= 0)
    return;
  draw_begin_fade (context, room, shown);
  draw_text (context, lesson_parameters_filter_title (p), line,
             (DrawTextStyle){ DRAW_SMALL, DRAW_MEDIUM, context->style->muted, DRAW_START, DRAW_CENTER,
                              .shorten = TRUE });
  draw_kernel (context, rect, p->kernel->data, p->kernel->shape[1], p->kernel->shape[2],
               draw_scale_of (p->kernel));
  draw_end_fade (context, shown);
}

static void
draw (const DrawContext *context) {
  DrawRect label = places_of (context)->image;

  label.width = SIDE_WIDTH * context->layout->unit;
  draw_image_label (context, label);
  draw_window_image (context, places_of (context)->image);
  draw_outputs (context);
  draw_matrix (context);
  draw_matrix_flights (context);
  draw_own_kernel (context);
  draw_matrix_links (context);
}

const DrawSceneClass draw_matrix_class = {
  .places_size = sizeof (DrawMatrixPlaces),
  .place = place,
  .draw = draw,
  .hit = hit,
};

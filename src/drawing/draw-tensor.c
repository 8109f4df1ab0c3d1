/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "tensor": a picture and its grid, the grid's shape, its column, a photo's three planes. */
#include "draw-tensor-private.h"

#include "draw-text-private.h"
#include "lesson-ease.h"
#include "lesson-tensor.h"
#include "lesson-text.h"

#include <math.h>

#define AXIS   0.55 /* room for the words along the rows, in units */
#define GAP    0.9
#define LINE   1.25 /* on the photo's shape */
#define PLANES 0.6  /* between planes */
#define VALUES 1.9  /* below them, at least */

DrawRect
draw_tensor_crop (const EngineImage *image, DrawRect rect) {
  double side = MIN (image->width, image->height);
  double scale = rect.width / image->width;

  return (DrawRect){ rect.x + floor ((image->width - side) / 2) * scale,
                     rect.y + floor ((image->height - side) / 2) * scale, side * scale, side * scale };
}

char *
draw_tensor_shape (gint64 size, gint64 channels) {
  g_autofree char *side = lesson_format_count (size);
  g_autofree char *depth = lesson_format_count (channels);

  return g_strdup_printf ("(%s, %s, %s)", side, side, depth);
}

void
draw_tensor_values (const DrawContext *context, DrawRect view, DrawRect grid, const DrawCells *cells,
                    double alpha) {
  double unit = context->layout->unit;
  double cell = grid.width / cells->columns;
  double size = CLAMP (0.3 * cell / unit, DRAW_SMALL, DRAW_CAPTION);
  double slack = 0.02 * cell;

  if (alpha <= 0 || draw_text_width (context, ".88", size, DRAW_MEDIUM) > 0.94 * cell)
    return;
  for (gint64 i = 0; i < cells->written; i++) {
    DrawRect at = draw_rect_cell (grid, cells->rows, cells->columns, i / cells->columns, i % cells->columns);
    if (at.x < view.x - slack || at.y < view.y - slack || at.x + cell > view.x + view.width + slack
        || at.y + cell > view.y + view.height + slack)
      continue;
    g_autofree char *text = draw_short_value (cells->values[i], 2);
    draw_text (context, text, at,
               (DrawTextStyle){ size, DRAW_MEDIUM,
                                draw_color_on (draw_cell_color (context, cells, cells->values[i])),
                                DRAW_CENTER, DRAW_CENTER, .alpha = alpha });
  }
}

static void
place_squares (DrawLayout *self, const LessonState *state) {
  const LessonTensorView *view = &state->tensor_view;
  const LessonParameters *p = state->parameters;
  DrawTensorPlaces *places = self->places;
  DrawRect main = self->main;
  double u = self->unit, label = DRAW_LABEL * u;
  double side = MIN (main.height - label - 0.1 * u, (main.width - (2 * AXIS + GAP) * u) / 2);
  double x = main.x + (main.width - 2 * side - GAP * u) / 2;
  double y = main.y + label + (main.height - label - side) / 2;
  gint64 grid = p->settings.grid;
  gint64 near = MIN (grid, LESSON_TENSOR_NEAR);

  places->left = (DrawRect){ x, y, side, side };
  places->right = (DrawRect){ x + side + GAP * u, y, side, side };
  places->picture = draw_rect_fit (places->left, p->original->height, p->original->width);
  places->view = draw_rect_between (places->right, places->left, view->aside);
  double cell = side / near;
  DrawRect close = { places->view.x - view->column * cell, places->view.y - view->row * cell, grid * cell,
                     grid * cell };
  places->grid = draw_rect_between (places->view, close, view->zoom);
  places->column = (DrawRect){ places->right.x + 0.3 * u, y, 0.55 * u, side };
  places->words = (DrawRect){ places->right.x, y, main.x + main.width - places->right.x, side };
}

/* The cells that are wholly in view. */
static void
add_grid_region (DrawLayout *self, gint64 grid) {
  const DrawTensorPlaces *places = self->places;
  double cell = places->grid.width / grid;
  double slack = 1e-6;
  gint64 row = (gint64) ceil ((places->view.y - places->grid.y) / cell - slack);
  gint64 column = (gint64) ceil ((places->view.x - places->grid.x) / cell - slack);
  gint64 rows = (gint64) floor ((places->view.y + places->view.height - places->grid.y) / cell + slack) - row;
  gint64 columns =
      (gint64) floor ((places->view.x + places->view.width - places->grid.x) / cell + slack) - column;
  DrawRect rect = { places->grid.x + column * cell, places->grid.y + row * cell, columns * cell,
                    rows * cell };

  if (rows > 0 && columns > 0)
    draw_layout_add_region (self, (DrawRegion){ LESSON_PART_PIXEL, 0, rows, columns, 0, rect, row, column });
}

static void
place_photo (DrawLayout *self, const LessonState *state) {
  DrawTensorPlaces *places = self->places;
  DrawRect main = self->main;
  double u = self->unit, label = DRAW_LABEL * u;
  double height = main.height - label - LINE * u;
  double side = MIN (height, 0.36 * main.width);
  double plane = MIN ((main.width - side - 3 * PLANES * u) / 3, side - VALUES * u);
  double left = main.x + (main.width - side - 3 * (PLANES * u + plane)) / 2;
  double y = main.y + label + (height - side) / 2;
  double share = lesson_ease (lesson_span (state->tensor_view.split, 0, 0.3));
  DrawRect alone = { main.x + (main.width - side) / 2, y, side, side };

  places->photo_alone = alone;
  places->photo = draw_rect_between (alone, (DrawRect){ left, y, side, side }, share);
  for (int i = 0; i < DRAW_TENSOR_CHANNELS; i++) {
    double x = left + side + PLANES * u + i * (plane + PLANES * u);
    places->planes[i] = (DrawRect){ x, y, plane, plane };
    places->values[i] = (DrawRect){ x, y + plane + 0.3 * u, plane, side - plane - 0.3 * u };
  }
  places->shape =
      (DrawRect){ main.x, main.y + main.height - LINE * u + 0.2 * u, main.width, (LINE - 0.2) * u };
}

static void
add_photo_regions (DrawLayout *self, gint64 grid) {
  const DrawTensorPlaces *places = self->places;

  draw_layout_add_region (
      self, (DrawRegion){ LESSON_PART_CHANNEL, DRAW_TENSOR_CHANNELS, grid, grid, 0, places->photo });
  for (int i = 0; i < DRAW_TENSOR_CHANNELS; i++)
    draw_layout_add_region (self, (DrawRegion){ LESSON_PART_CHANNEL, i, grid, grid, 0, places->planes[i] });
}

static void
place (DrawLayout *self, const LessonState *state) {
  const LessonTensorView *view = &state->tensor_view;
  DrawTensorPlaces *places = self->places;
  gint64 grid = state->parameters->settings.grid;

  place_squares (self, state);
  place_photo (self, state);
  switch (view->subject) {
  case LESSON_TENSOR_PHOTO:
    if (view->split >= 1)
      add_photo_regions (self, grid);
    break;
  case LESSON_TENSOR_CHANGED:
    draw_layout_add_region (self, (DrawRegion){ LESSON_PART_PIXEL, 0, grid, grid, 0, places->left });
    draw_layout_add_region (self, (DrawRegion){ LESSON_PART_PIXEL, 1, grid, grid, 0, places->right });
    break;
  default:
    if (view->reduced >= 1)
      add_grid_region (self, grid);
    if (view->unrolled >= 1)
      draw_layout_add_region (self,
                              (DrawRegion){ LESSON_PART_PIXEL, 0, grid * grid, 1, grid, places->column });
  }
}

static void
draw (const DrawContext *context) {
  switch (context->state->tensor_view.subject) {
  case LESSON_TENSOR_PHOTO:
    draw_tensor_photo (context);
    break;
  case LESSON_TENSOR_CHANGED:
    draw_tensor_changed (context);
    break;
  default:
    draw_tensor_grid (context);
    if (context->state->tensor_view.shape > 0)
      draw_tensor_unrolled (context);
  }
}

const DrawSceneClass draw_tensor_class = {
  .places_size = sizeof (DrawTensorPlaces),
  .place = place,
  .draw = draw,
};

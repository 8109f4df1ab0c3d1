/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-cells-private.h"
#include "draw-scene-private.h"

typedef struct {
  DrawRect image;
} Places;

static void
place (DrawLayout *self, const LessonState *state) {
  gint64 grid = state->parameters->settings.grid;
  Places *places = self->places;

  places->image = draw_rect_fit (draw_rect_inset (self->main, 0.5 * self->unit), 1, 1);
  draw_layout_add_region (self, (DrawRegion){ LESSON_PART_PIXEL, 0, grid, grid, 0, places->image });
}

static void
draw (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  const Places *places = context->layout->places;
  gint64 grid = p->settings.grid;
  DrawCells cells = { p->pixels->data, grid, grid, 1, grid * grid, TRUE, 1 };

  draw_image_label (context, places->image);
  draw_cells (context, places->image, &cells);
}

const DrawSceneClass draw_trade_class = {
  .places_size = sizeof (Places),
  .place = place,
  .draw = draw,
};

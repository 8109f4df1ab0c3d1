/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "filters": the gallery of kernels and responses, one of them enlarged, beside the dense layer's fan. */
#include "draw-cells-private.h"
#include "draw-fan-private.h"
#include "draw-kernel-private.h"
#include "draw-scene-private.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SIDE_WIDTH   3.5  /* of the fan and the enlarged filter */
#define KERNEL_SHARE 0.42 /* of a tile's map */

typedef struct {
  DrawRect fan, kernel, response, gallery;
  gint64 columns; /* of the gallery */
} Places;

static const Places *
places_of (const DrawLayout *layout) {
  return layout->places;
}

/* As many columns as make the tiles largest; full rows are worth a little size. */
static gint64
best_columns (DrawRect room, gint64 filters, double *side) {
  gint64 best = 1;
  double best_merit = 0;

  *side = 0;
  for (gint64 columns = 1; columns <= filters; columns++) {
    gint64 rows = (filters + columns - 1) / columns;
    double tile = MIN (room.width / columns, room.height / rows / (1 + KERNEL_SHARE));
    double merit = tile * (filters % columns == 0 ? 1.2 : 1);
    if (merit <= best_merit)
      continue;
    best_merit = merit;
    *side = tile;
    best = columns;
  }
  return best;
}

/* A filter's kernel stands over its map. */
static void
tile_rects (const DrawLayout *layout, const LessonParameters *p, gint64 filter, DrawRect *kernel,
            DrawRect *map) {
  gint64 columns = places_of (layout)->columns;
  gint64 rows = (p->settings.filters + columns - 1) / columns;
  DrawRect tile =
      draw_rect_cell (places_of (layout)->gallery, rows, columns, filter / columns, filter % columns);
  double side = 0.9 * MIN (tile.width, tile.height / (1 + KERNEL_SHARE));
  double small = KERNEL_SHARE * side;

  *kernel = (DrawRect){ tile.x, tile.y, small, small };
  *map = draw_rect_fit ((DrawRect){ tile.x, tile.y + 1.12 * small, side, side }, p->shape.out_height,
                        p->shape.out_width);
}

static void
place (DrawLayout *self, const LessonState *state) {
  const LessonParameters *p = state->parameters;
  Places *places = self->places;
  DrawRect main = self->main;
  double u = self->unit;
  double label = DRAW_LABEL * u;
  double width = SIDE_WIDTH * u;
  double response = 0.49 * width;
  double bottom = main.y + main.height;
  DrawRect room = { main.x + width + 0.5 * u, main.y + label, main.width - width - 0.5 * u,
                    main.height - label };
  double side;

  places->fan = (DrawRect){ main.x, main.y + label, width, main.height - 2.6 * label - response };
  places->response = (DrawRect){ main.x + width - response, bottom - response, response, response };
  places->kernel = (DrawRect){ main.x, bottom - response, 0.46 * width, 0.46 * width };
  places->columns = best_columns (room, p->settings.filters, &side);
  gint64 rows = (p->settings.filters + places->columns - 1) / places->columns;
  places->gallery =
      (DrawRect){ room.x, room.y, room.width, MIN (room.height, rows * 1.08 * side * (1 + KERNEL_SHARE)) };
  for (gint64 filter = 0; filter < state->filters_view.filters; filter++) {
    DrawRect kernel, map;
    tile_rects (self, p, filter, &kernel, &map);
    draw_layout_add_region (self, (DrawRegion){ LESSON_PART_FILTER_WEIGHT, filter, p->shape.spec.kernel[0],
                                                p->shape.spec.kernel[1], 0, kernel });
    draw_layout_add_region (self, (DrawRegion){ LESSON_PART_FILTER_OUTPUT, filter, p->shape.out_height,
                                                p->shape.out_width, 0, map });
  }
}

/* Each filter has a scale of its own, else the strongest would leave the others pale. */
static double
largest (const float *values, gint64 n, gint64 stride) {
  double size = 0;

  for (gint64 i = 0; i < n; i++)
    size = MAX (size, fabs (values[i * stride]));
  return size;
}

static DrawCells
map_cells (const DrawContext *context, gint64 filter) {
  const LessonParameters *p = context->state->parameters;
  double share = CLAMP (context->state->filters_view.filters - filter, 0, 1);

  return (DrawCells){ p->responses->data + filter,
                      p->shape.out_height,
                      p->shape.out_width,
                      p->settings.filters,
                      (gint64) (share * p->one_filter.outputs),
                      FALSE,
                      largest (p->responses->data + filter, p->one_filter.outputs, p->settings.filters) };
}

static DrawCells
kernel_cells (const DrawContext *context, gint64 filter) {
  const LessonParameters *p = context->state->parameters;
  const gint64 *kernel = p->shape.spec.kernel;
  gint64 taps = kernel[0] * kernel[1];

  return (DrawCells){ p->bank->data + filter * taps,
                      kernel[0],
                      kernel[1],
                      1,
                      taps,
                      FALSE,
                      largest (p->bank->data + filter * taps, taps, 1) };
}

static void
draw_tile (const DrawContext *context, gint64 filter) {
  DrawCells weights = kernel_cells (context, filter);
  DrawCells map = map_cells (context, filter);
  DrawRect kernel_rect, map_rect;

  tile_rects (context->layout, context->state->parameters, filter, &kernel_rect, &map_rect);
  draw_cells (context, kernel_rect, &weights);
  draw_cell_lines (context, kernel_rect, weights.rows, weights.columns);
  draw_cells (context, map_rect, &map);
  draw_cell_lines (context, map_rect, 1, 1);
}

/* Which filter is enlarged: the one under the pointer, else the latest. */
static gint64
enlarged (const DrawContext *context) {
  gboolean pointed =
      context->target.part == LESSON_PART_FILTER_WEIGHT || context->target.part == LESSON_PART_FILTER_OUTPUT;
  gint64 latest = (gint64) ceil (context->state->filters_view.filters) - 1;

  return CLAMP (pointed ? context->target.unit : latest, 0, context->state->parameters->settings.filters - 1);
}

/* What is pointed at in the gallery is marked there and in the enlarged filter. */
static void
mark_target (const DrawContext *context, DrawRect map_rect) {
  const LessonParameters *p = context->state->parameters;
  const LessonTarget *target = &context->target;
  const gint64 *kernel = p->shape.spec.kernel;
  gboolean weight = target->part == LESSON_PART_FILTER_WEIGHT;
  DrawRect small;
  DrawRect large = weight ? draw_rect_cell (places_of (context->layout)->kernel, kernel[0], kernel[1],
                                            target->row, target->column)
                          : draw_rect_cell (map_rect, p->shape.out_height, p->shape.out_width, target->row,
                                            target->column);

  if ((!weight && target->part != LESSON_PART_FILTER_OUTPUT)
      || !draw_layout_locate (context->layout, target, &small))
    return;
  draw_cell_mark (context, large, context->style->text);
  draw_cell_mark (context, small, context->style->text);
}

static void
draw_enlarged (const DrawContext *context) {
  const Places *places = context->layout->places;
  gint64 filter = enlarged (context);
  DrawCells weights = kernel_cells (context, filter);
  DrawCells map = map_cells (context, filter);
  DrawRect rect = draw_rect_fit (places->response, map.rows, map.columns);
  DrawRect kernel, tile, both;
  g_autofree char *number = lesson_format_count (filter + 1);
  g_autofree char *label = g_strdup_printf (_ ("Filter %s"), number);

  draw_label (context, places->kernel, label);
  draw_kernel (context, places->kernel, weights.values, weights.rows, weights.columns, weights.scale);
  draw_cells (context, rect, &map);
  draw_cell_lines (context, rect, map.rows, map.columns);
  tile_rects (context->layout, context->state->parameters, filter, &kernel, &tile);
  both = (DrawRect){ tile.x, kernel.y, MAX (tile.width, kernel.width), tile.y + tile.height - kernel.y };
  draw_cell_mark (context, draw_rect_inset (both, -0.07 * context->layout->unit), context->style->accent);
  mark_target (context, rect);
}

static void
draw_dense_fan (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  DrawRect fan = places_of (context->layout)->fan;
  g_autofree char *weights = lesson_format_count (p->dense.weights);
  g_autofree char *label =
      g_strdup_printf (ngettext ("Dense: %s line", "Dense: %s lines", p->dense.weights), weights);

  draw_label (context, fan, label);
  draw_fan (context, &(DrawFan){ fan, fan, fan, p->dense.weights, 1 });
}

static void
draw_gallery_label (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  gint64 begun = (gint64) ceil (context->state->filters_view.filters);
  g_autofree char *filters = lesson_format_count (begun);
  g_autofree char *taps = lesson_format_count (p->one_filter.weights);
  g_autofree char *weights = lesson_format_count (context->state->convolution.weights);
  g_autofree char *label =
      g_strdup_printf (ngettext ("%s filter × %s weights = %s", "%s filters × %s weights = %s", begun),
                       filters, taps, weights);

  draw_label (context, places_of (context->layout)->gallery, label);
}

static void
draw (const DrawContext *context) {
  draw_dense_fan (context);
  draw_gallery_label (context);
  for (gint64 filter = 0; filter < context->state->filters_view.filters; filter++)
    draw_tile (context, filter);
  draw_enlarged (context);
}

const DrawSceneClass draw_filters_class = {
  .places_size = sizeof (Places),
  .place = place,
  .draw = draw,
};

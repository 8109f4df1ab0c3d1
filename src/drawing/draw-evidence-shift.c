/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The image, the response of one filter and the outputs of the dense layer: above as it is, below moved by a pixel. */
#include "draw-cells-private.h"
#include "draw-evidence-private.h"
#include "draw-kernel-private.h"
#include "draw-text-private.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define GAP    0.5  /* between columns, in units */
#define LINES  0.38 /* height of a line under the lower row */
#define BAR    0.62 /* of the room that a node has */
#define KERNEL 1.05

static const DrawEvidencePlaces *
places_of (const DrawContext *context) {
  return context->layout->places;
}

/* Image and response have cells of one size. */
void
draw_evidence_shift_place (DrawLayout *layout, const LessonState *state) {
  DrawEvidencePlaces *places = layout->places;
  DrawRect main = layout->main;
  double u = layout->unit;
  gint64 grid = state->parameters->settings.grid;
  g_autoptr (LessonEvidenceShift) shift = lesson_evidence_shift_new (state->parameters);
  double label = DRAW_LABEL * u;
  double room = (main.height - 2 * label - 2 * LINES * u) / 2;
  double side = MIN (room, 0.24 * main.width);
  double map = side * shift->side / grid;
  double step = main.height - label - 2 * LINES * u - side;
  double x_map = main.x + side + (2 * GAP + KERNEL) * u;
  double x_dense = x_map + side * (1 - 2.0 / MAX (grid, 8)) + 2 * GAP * u;

  for (guint i = 0; i < 2; i++) {
    double y = main.y + label + i * step;
    places->images[i] = (DrawRect){ main.x, y, side, side };
    places->responses[i] = (DrawRect){ x_map, y + (side - map) / 2, map, map };
    places->outputs[i] = (DrawRect){ x_dense, y, main.x + main.width - x_dense, side };
    draw_layout_add_region (
        layout, (DrawRegion){ LESSON_PART_OUTPUT, i, shift->side, shift->side, 0, places->responses[i] });
    draw_layout_add_region (layout,
                            (DrawRegion){ LESSON_PART_ANSWER, i, 1, shift->nodes, 0, places->outputs[i] });
  }
  draw_layout_add_region (layout, (DrawRegion){ LESSON_PART_PIXEL, 0, grid, grid, 0, places->images[0] });
  places->kernel = (DrawRect){ main.x + side + GAP * u, places->images[0].y + (side - KERNEL * u) / 2,
                               KERNEL * u, KERNEL * u };
  places->below = (DrawRect){ main.x, main.y + main.height - 2 * LINES * u, main.width, 2 * LINES * u };
}

static void
clip (const DrawContext *context, DrawRect rect) {
  cairo_save (context->cr);
  cairo_rectangle (context->cr, rect.x, rect.y, rect.width, rect.height);
  cairo_clip (context->cr);
}

static DrawRect
moved_by (DrawRect rect, double columns, gint64 n) {
  rect.x += columns * rect.width / n;
  return rect;
}

static void
draw_image (const DrawContext *context, const LessonEvidenceShift *shift, guint i) {
  DrawRect rect = places_of (context)->images[i];
  gint64 grid = shift->grid;
  double moved = i == 1 ? context->state->evidence_view.moved : 0;
  DrawCells cells = { shift->images[0]->data, grid, grid, 1, grid * grid, TRUE, 1 };

  clip (context, rect);
  cairo_set_source_rgb (context->cr, 0, 0, 0); /* zeros come in */
  cairo_paint (context->cr);
  draw_cells (context, moved_by (rect, moved, grid), &cells);
  cairo_restore (context->cr);
  draw_cell_lines (context, rect, grid, grid);
}

/* What comes in at the left is the response to the moved image; all else is that to the first one, on its way. */
static void
draw_response (const DrawContext *context, const LessonEvidenceShift *shift, guint i) {
  DrawRect rect = places_of (context)->responses[i];
  gint64 side = shift->side;
  double moved = i == 1 ? context->state->evidence_view.moved : 0;
  double scale = draw_scale_of (shift->responses[0]);
  DrawCells before = { shift->responses[0]->data, side, side, 1, side * side, FALSE, scale };
  DrawCells after = { shift->responses[1]->data, side, side, 1, side * side, FALSE, scale };

  clip (context, rect);
  draw_cells (context, moved_by (rect, moved, side), &before);
  if (moved > 0)
    draw_cells (context, moved_by (rect, moved - 1, side), &after);
  cairo_restore (context->cr);
  draw_cell_lines (context, rect, side, side);
}

/* Round what is found again: all but the last column above, all but the first below. */
static void
draw_found (const DrawContext *context, const LessonEvidenceShift *shift, guint i) {
  DrawRect rect = places_of (context)->responses[i];
  double u = context->layout->unit;
  double column = rect.width / shift->side;
  double dash = 0.12 * u;
  double visible = lesson_span (context->state->evidence_view.moved, 0.8, 1);

  if (shift->again < shift->comparable || shift->comparable == 0 || visible <= 0)
    return;
  cairo_save (context->cr);
  cairo_set_dash (context->cr, &dash, 1, 0);
  cairo_set_line_width (context->cr, 0.06 * u);
  draw_set_color (context->cr, context->style->accent, visible);
  cairo_rectangle (context->cr, rect.x + (i == 1 ? column : 0), rect.y, rect.width - column, rect.height);
  cairo_stroke (context->cr);
  cairo_restore (context->cr);
}

static double
output_scale (const LessonEvidenceShift *shift) {
  return MAX (draw_scale_of (shift->outputs[0]), draw_scale_of (shift->outputs[1]));
}

static DrawRect
bar_rect (DrawRect rect, gint64 n, gint64 node, double share) {
  DrawRect cell = draw_rect_cell (rect, 1, n, 0, (double) node);
  double height = share * cell.height / 2;

  return (DrawRect){ cell.x + (1 - BAR) / 2 * cell.width, cell.y + cell.height / 2 - MAX (height, 0),
                     BAR * cell.width, fabs (height) };
}

/* As they were, below as outlines. */
static void
draw_outputs (const DrawContext *context, const LessonEvidenceShift *shift, guint i) {
  DrawRect rect = places_of (context)->outputs[i];
  double u = context->layout->unit;
  double moved = i == 1 ? context->state->evidence_view.moved : 0;
  double scale = output_scale (shift);

  for (gint64 node = 0; node < shift->nodes; node++) {
    double before = shift->outputs[0]->data[node] / scale, after = shift->outputs[1]->data[node] / scale;
    /* Outputs without ReLU are linear in the image: between two images they are between their outputs. */
    DrawRect bar = bar_rect (rect, shift->nodes, node, before + moved * (after - before));
    DrawRect ghost = bar_rect (rect, shift->nodes, node, before);
    cairo_rectangle (context->cr, bar.x, bar.y, bar.width, bar.height);
    draw_set_color (context->cr, context->style->dense, 1);
    cairo_fill (context->cr);
    if (moved > 0) {
      cairo_rectangle (context->cr, ghost.x, ghost.y, ghost.width, ghost.height);
      draw_set_color (context->cr, context->style->text, 0.7);
      cairo_set_line_width (context->cr, 0.02 * u);
      cairo_stroke (context->cr);
    }
  }
  draw_set_color (context->cr, context->style->muted, 1);
  cairo_set_line_width (context->cr, 0.02 * u);
  cairo_move_to (context->cr, rect.x, rect.y + rect.height / 2);
  cairo_rel_line_to (context->cr, rect.width, 0);
  cairo_stroke (context->cr);
}

static void
draw_labels (const DrawContext *context, const LessonEvidenceShift *shift) {
  const DrawEvidencePlaces *places = places_of (context);
  g_autofree char *side = lesson_format_size (shift->side, shift->side);
  g_autofree char *response = g_strdup_printf (_ ("Response %s"), side);
  g_autofree char *nodes = lesson_format_count (shift->nodes);
  g_autofree char *outputs = g_strdup_printf (shift->trained ? _ ("Dense layer, trained: %s outputs")
                                                             : _ ("Dense layer, untrained: %s outputs"),
                                              nodes);
  double u = context->layout->unit;
  DrawRect map = places->responses[0];

  map.y = places->images[0].y;
  map.width = places->outputs[0].x - map.x - 0.2 * u;
  draw_label (context, places->images[0], _ ("The image"));
  draw_label (context, map, response);
  draw_label (context, places->outputs[0], outputs);
}

static void
draw_sentence (const DrawContext *context, DrawRect rect, const char *text, DrawColor color, double alpha) {
  draw_text (context, text, rect,
             (DrawTextStyle){ DRAW_BODY, DRAW_SEMIBOLD, color, DRAW_START, DRAW_CENTER, .wrap = TRUE,
                              .alpha = alpha });
}

/* Under the lower row, once the image has moved. */
static void
draw_comparison (const DrawContext *context, const LessonEvidenceShift *shift) {
  const DrawEvidencePlaces *places = places_of (context);
  double visible = lesson_span (context->state->evidence_view.moved, 0.8, 1);
  double u = context->layout->unit;
  DrawRect line = places->below;
  g_autofree char *again = lesson_format_count (shift->again);
  g_autofree char *comparable = lesson_format_count (shift->comparable);
  g_autofree char *same = lesson_format_count (shift->same);
  g_autofree char *nodes = lesson_format_count (shift->nodes);
  g_autofree char *changed = lesson_format_count (shift->changed_sides);
  /* Translators: so many values of so many */
  g_autofree char *left =
      g_strdup_printf (_ ("%s of %s values found again, one place on"), again, comparable);
  /* Translators: so many outputs of so many; then how many have another sign */
  g_autofree char *right =
      g_strdup_printf (_ ("%s of %s as they were; %s with another sign"), same, nodes, changed);

  if (visible <= 0)
    return;
  line.x = places->images[1].x;
  line.width = places->outputs[1].x - line.x - 0.3 * u;
  draw_sentence (context, line, left, context->style->convolution, visible);
  line.x = places->outputs[1].x;
  line.width = places->outputs[1].width;
  draw_sentence (context, line, right, context->style->dense, visible);
}

/* What is pointed at, and the same in the other row. */
static void
mark (const DrawContext *context, const LessonEvidenceShift *shift) {
  LessonTarget other = context->target;
  DrawRect cell;

  if (draw_layout_locate (context->layout, &context->target, &cell))
    draw_cell_mark (context, cell, context->style->text);
  if (other.part != LESSON_PART_OUTPUT && other.part != LESSON_PART_ANSWER)
    return;
  if (other.part == LESSON_PART_OUTPUT && context->state->evidence_view.moved >= 1)
    other.column += other.unit == 0 ? 1 : -1;
  other.unit = 1 - other.unit;
  if (draw_layout_locate (context->layout, &other, &cell))
    draw_cell_mark (context, cell, context->style->text);
}

void
draw_evidence_shift (const DrawContext *context) {
  g_autoptr (LessonEvidenceShift) shift = lesson_evidence_shift_new (context->state->parameters);
  const EngineTensor *kernel = shift->kernel;

  for (guint i = 0; i < 2; i++) {
    draw_image (context, shift, i);
    draw_response (context, shift, i);
    draw_found (context, shift, i);
    draw_outputs (context, shift, i);
  }
  for (guint i = 0; i < 2; i++) {
    DrawRect rect = places_of (context)->kernel;
    rect.y += places_of (context)->images[i].y - places_of (context)->images[0].y;
    draw_kernel (context, rect, kernel->data, kernel->shape[1], kernel->shape[2], draw_scale_of (kernel));
  }
  draw_labels (context, shift);
  draw_comparison (context, shift);
  if (context->target.part != LESSON_PART_NONE)
    mark (context, shift);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The image, and its pixels on their way to where the permutation puts them: nine neighbours keep the colours of nine weights. */
#include "draw-cells-private.h"
#include "draw-evidence-private.h"
#include "draw-kernel-private.h"
#include "draw-text-private.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>

#define WINDOW 3    /* rows and columns of the neighbours that are followed */
#define TRAVEL 0.35 /* of the time that one pixel takes */

static const DrawEvidencePlaces *
places_of (const DrawContext *context) {
  return context->layout->places;
}

void
draw_evidence_shuffle_place (DrawLayout *layout, const LessonState *state) {
  DrawEvidencePlaces *places = layout->places;
  DrawRect main = layout->main;
  double u = layout->unit;
  gint64 grid = state->parameters->settings.grid;
  double label = DRAW_LABEL * u, foot = 0.7 * u;
  double side = MIN (main.height - label - foot, 0.44 * main.width);
  double gap = MIN (2.2 * u, main.width - 2 * side);
  double x = main.x + (main.width - 2 * side - gap) / 2;
  double y = main.y + label + (main.height - label - foot - side) / 2;

  places->whole = (DrawRect){ x, y, side, side };
  places->torn = (DrawRect){ x + side + gap, y, side, side };
  places->below = (DrawRect){ main.x, y + side, main.width, foot };
  draw_layout_add_region (layout, (DrawRegion){ LESSON_PART_PIXEL, 0, grid, grid, 0, places->whole });
}

/* The number of the pixel in the window, or -1. */
static gint64
tap_of (gint64 grid, gint64 pixel) {
  gint64 row = pixel / grid - (grid - WINDOW) / 2, column = pixel % grid - (grid - WINDOW) / 2;
  gboolean inside = row >= 0 && row < WINDOW && column >= 0 && column < WINDOW;

  return inside ? row * WINDOW + column : -1;
}

/* The pixels set out one after the other, and each takes its time. */
static double
travelled (double shuffled, gint64 pixel, gint64 n) {
  double begin = (1 - TRAVEL) * (double) pixel / MAX (n - 1, 1);

  return lesson_ease (lesson_span (shuffled, begin, begin + TRAVEL));
}

static DrawRect
pixel_rect (const DrawContext *context, gint64 pixel, gint64 place, double way) {
  gint64 grid = context->state->parameters->settings.grid;
  DrawRect from = draw_rect_cell (places_of (context)->whole, grid, grid, pixel / grid, pixel % grid);
  DrawRect to = draw_rect_cell (places_of (context)->torn, grid, grid, place / grid, place % grid);

  return draw_rect_between (from, to, way);
}

static void
draw_pixel (const DrawContext *context, const DrawCells *cells, gint64 pixel, DrawRect rect) {
  double seam = 0.25; /* so that neighbours leave no hairline */

  draw_set_color (context->cr, draw_cell_color (context, cells, cells->values[pixel]), 1);
  cairo_rectangle (context->cr, rect.x - seam, rect.y - seam, rect.width + 2 * seam, rect.height + 2 * seam);
  cairo_fill (context->cr);
}

static void
draw_torn (const DrawContext *context, const DrawCells *cells, const gint64 *to) {
  gint64 grid = cells->rows;
  double shuffled = context->state->evidence_view.shuffled;

  /* Those on their way over those that have come. */
  for (int flying = 0; flying < 2; flying++)
    for (gint64 pixel = 0; pixel < grid * grid; pixel++) {
      double way = travelled (shuffled, pixel, grid * grid);
      if (way > 0 && (way < 1) == flying)
        draw_pixel (context, cells, pixel, pixel_rect (context, pixel, to[pixel], way));
    }
}

static void
draw_frames (const DrawContext *context, const gint64 *to) {
  gint64 grid = context->state->parameters->settings.grid;

  for (gint64 pixel = 0; pixel < grid * grid; pixel++) {
    double way = travelled (context->state->evidence_view.shuffled, pixel, grid * grid);
    gint64 tap = tap_of (grid, pixel);
    if (tap < 0)
      continue;
    draw_kernel_frame (context, pixel_rect (context, pixel, to[pixel], 0), tap, WINDOW * WINDOW);
    if (way > 0)
      draw_kernel_frame (context, pixel_rect (context, pixel, to[pixel], way), tap, WINDOW * WINDOW);
  }
}

static void
draw_count (const DrawContext *context, const gint64 *to) {
  gint64 grid = context->state->parameters->settings.grid;
  double visible = lesson_span (context->state->evidence_view.shuffled, 0.9, 1);
  g_autofree char *left = lesson_format_count (lesson_evidence_pairs_left (grid, to));
  g_autofree char *pairs = lesson_format_count (lesson_evidence_pairs (grid));
  /* Translators: numbers */
  g_autofree char *text =
      g_strdup_printf (_ ("%s of %s pairs of neighbours are neighbours still"), left, pairs);

  if (visible > 0)
    draw_text (context, text, places_of (context)->below,
               (DrawTextStyle){ DRAW_TITLE, DRAW_SEMIBOLD, context->style->text, DRAW_CENTER, DRAW_CENTER,
                                .alpha = visible });
}

static void
mark (const DrawContext *context, const gint64 *to) {
  gint64 grid = context->state->parameters->settings.grid;
  gint64 pixel = context->target.row * grid + context->target.column;

  if (context->target.part != LESSON_PART_PIXEL || pixel < 0 || pixel >= grid * grid)
    return;
  double way = travelled (context->state->evidence_view.shuffled, pixel, grid * grid);
  draw_cell_mark (context, pixel_rect (context, pixel, to[pixel], 0), context->style->accent);
  if (way > 0)
    draw_cell_mark (context, pixel_rect (context, pixel, to[pixel], way), context->style->accent);
}

void
draw_evidence_shuffle (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  gint64 grid = p->settings.grid;
  DrawCells cells = { p->pixels->data, grid, grid, 1, grid * grid, TRUE, 1 };
  g_autofree gint64 *to = g_new (gint64, grid * grid);

  lesson_evidence_shuffle (grid, to);
  draw_image_label (context, places_of (context)->whole);
  draw_label (context, places_of (context)->torn, _ ("The same pixels, shuffled"));
  draw_cells (context, places_of (context)->whole, &cells);
  draw_cell_lines (context, places_of (context)->whole, grid, grid);
  draw_torn (context, &cells, to);
  draw_cell_lines (context, places_of (context)->torn, grid, grid);
  draw_frames (context, to);
  draw_count (context, to);
  mark (context, to);
}

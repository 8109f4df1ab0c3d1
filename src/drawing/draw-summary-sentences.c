/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Three sentences, each with a small picture. */
#include "draw-cells-private.h"
#include "draw-kernel-private.h"
#include "draw-summary-private.h"
#include "draw-text-private.h"
#include "lesson-summary.h"

#include <math.h>

static void
draw_weights (const DrawContext *context, DrawRect rect) {
  const EngineTensor *kernel = context->state->parameters->kernel;

  draw_kernel (context, rect, kernel->data, kernel->shape[1], kernel->shape[2], draw_scale_of (kernel));
}

static void
draw_positions (const DrawContext *context, DrawRect rect) {
  const LessonParameters *p = context->state->parameters;
  gint64 rows = p->single.out_height, columns = p->single.out_width;
  DrawCells cells = {
    p->response->data, rows, columns, 1, rows * columns, FALSE, draw_scale_of (p->response)
  };
  DrawRect map = draw_rect_fit (rect, rows, columns);

  draw_cells (context, map, &cells);
  draw_cell_lines (context, map, rows, columns);
}

/* Two squares whose areas are as the numbers, from one corner. */
static void
draw_work (const DrawContext *context, DrawRect rect) {
  const LessonParameters *p = context->state->parameters;
  double dense = sqrt ((double) p->dense.multiplications);
  double convolution = sqrt ((double) p->convolution.multiplications);
  double full = MAX (dense, convolution);
  const struct {
    double side;
    DrawColor color;
  } squares[] = { { convolution / full, context->style->convolution },
                  { dense / full, context->style->dense } };
  gsize larger = squares[0].side >= squares[1].side ? 0 : 1;

  for (gsize i = 0; i < G_N_ELEMENTS (squares); i++) {
    gsize which = i == 0 ? larger : 1 - larger;
    double side = squares[which].side * rect.width;
    cairo_rectangle (context->cr, rect.x, rect.y + rect.height - side, side, side);
    draw_set_color (context->cr, squares[which].color, 1);
    cairo_fill_preserve (context->cr);
    draw_set_color (context->cr, context->style->card, 1);
    cairo_set_line_width (context->cr, 0.05 * context->layout->unit);
    cairo_stroke (context->cr);
  }
}

static void
draw_sentence (const DrawContext *context, guint index) {
  static void (*const pictures[LESSON_SUMMARY_N_SENTENCES]) (
      const DrawContext *, DrawRect) = { draw_weights, draw_positions, draw_work };
  const LessonParameters *p = context->state->parameters;
  const DrawSummaryPlaces *places = context->layout->places;
  double u = context->layout->unit;
  double alpha = draw_summary_row_alpha (context, index);
  DrawRect row = draw_rect_cell (places->sentences, LESSON_SUMMARY_N_SENTENCES, 1, index, 0);
  DrawRect card = { row.x, row.y + 0.08 * u, row.width, row.height - 0.16 * u };
  double side = card.height - 0.44 * u;
  DrawRect picture = { card.x + 0.35 * u, card.y + 0.22 * u, side, side };
  double x = picture.x + side + 0.5 * u;
  DrawRect heading = { x, card.y + card.height / 2 - 0.78 * u, card.x + card.width - x - 0.3 * u, 0.6 * u };
  DrawRect words = { x, heading.y + 0.6 * u, heading.width, 0.96 * u };
  g_autofree char *title = lesson_summary_heading (p, index);
  g_autofree char *sentence = lesson_summary_sentence (p, index);

  if (alpha <= 0)
    return;
  draw_summary_card (context, card);
  pictures[index](context, picture);
  draw_text (context, title, heading,
             (DrawTextStyle){ DRAW_CAPTION, DRAW_SEMIBOLD, context->style->accent, DRAW_START, DRAW_CENTER,
                              .shorten = TRUE });
  draw_text (context, sentence, words,
             (DrawTextStyle){ DRAW_TITLE, DRAW_REGULAR, context->style->text, DRAW_START, DRAW_START,
                              .wrap = TRUE });
  draw_veil (context, row, alpha);
}

void
draw_summary_sentences (const DrawContext *context) {
  for (guint i = 0; i < LESSON_SUMMARY_N_SENTENCES; i++)
    draw_sentence (context, i);
}

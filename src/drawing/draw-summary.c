/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "summary": the table of totals, three sentences, the predictions. */
#include "draw-summary-private.h"

#include "lesson-ease.h"
#include "lesson-summary.h"

#include <math.h>

#define NAMES        0.27 /* of the width */
#define COMPARISON   1.9  /* height, in units */
#define GAP          0.35
#define LEAST_PITCH  0.4
#define LARGEST_LINE 1.05

static void
place_table (DrawLayout *self) {
  DrawSummaryPlaces *places = self->places;
  DrawRect main = self->main;
  double u = self->unit;
  double top = main.y + 0.45 * u;
  double height = main.height - 0.45 * u - (GAP + COMPARISON) * u;
  double names = NAMES * main.width;
  double card = (main.width - GAP * u) / 2;

  places->names = (DrawRect){ main.x, top, names, height };
  places->cells = (DrawRect){ main.x + names, top, main.width - names, height };
  for (int i = 0; i < 2; i++)
    places->comparisons[i] =
        (DrawRect){ main.x + i * (card + GAP * u), top + height + GAP * u, card, COMPARISON * u };
  draw_layout_add_region (self, (DrawRegion){ LESSON_PART_TOTAL, 0, LESSON_N_TOTALS, LESSON_SUMMARY_N_COLUMNS,
                                              0, places->cells });
}

static void
place_predictions (DrawLayout *self, const LessonState *state) {
  g_autoptr (GPtrArray) answers = lesson_summary_answers (state);
  DrawSummaryPlaces *places = self->places;
  double u = self->unit;
  DrawRect rect = self->main;
  double head = 0.5 * u;

  rect.y += head;
  rect.height -= head;
  places->n_predictions = MIN (answers->len, (guint) (rect.height / (LEAST_PITCH * u)));
  rect.height = MIN (rect.height, places->n_predictions * LARGEST_LINE * u);
  places->predictions = rect;
  double there = MIN (ceil (state->summary_view.rows), places->n_predictions);
  rect.height *= there / MAX (places->n_predictions, 1);
  if (there > 0)
    draw_layout_add_region (self, (DrawRegion){ LESSON_PART_TOTAL, 0, (gint64) there, 1, 0, rect });
}

static void
place (DrawLayout *self, const LessonState *state) {
  DrawSummaryPlaces *places = self->places;

  switch (state->summary_view.part) {
  case LESSON_SUMMARY_TABLE:
    place_table (self);
    break;
  case LESSON_SUMMARY_SENTENCES:
    places->sentences = self->main;
    draw_layout_add_region (
        self, (DrawRegion){ LESSON_PART_TOTAL, 0, LESSON_SUMMARY_N_SENTENCES, 1, 0, places->sentences });
    break;
  default:
    place_predictions (self, state);
  }
}

void
draw_summary_card (const DrawContext *context, DrawRect rect) {
  double u = context->layout->unit;

  draw_outlined (context, rect, 0.16 * u, context->style->card,
                 draw_color_mix (context->style->card, context->style->outline, 0.5), 0.015 * u);
}

double
draw_summary_row_alpha (const DrawContext *context, guint row) {
  return lesson_ease (lesson_span (context->state->summary_view.rows, row, row + 1));
}

static void
draw (const DrawContext *context) {
  switch (context->state->summary_view.part) {
  case LESSON_SUMMARY_TABLE:
    draw_summary_table (context);
    break;
  case LESSON_SUMMARY_SENTENCES:
    draw_summary_sentences (context);
    break;
  default:
    draw_summary_predictions (context);
  }
}

const DrawSceneClass draw_summary_class = {
  .places_size = sizeof (DrawSummaryPlaces),
  .place = place,
  .draw = draw,
};

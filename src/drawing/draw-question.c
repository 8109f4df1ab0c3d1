/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Predict first: the card that asks, and what was answered beside the truth. */
#include "draw-scene-private.h"
#include "draw-text-private.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>

#define WIDTH  7.6 /* units */
#define PAD    0.35
#define LINE   0.62 /* of a choice */
#define HINT   0.55
#define NUMBER 0.5 /* of the circle with a choice's number */

static guint
n_choices (const LessonState *state) {
  return state->prediction.choices != NULL ? g_strv_length (state->prediction.choices) : 0;
}

static DrawRect
choices_rect (const DrawLayout *layout, guint n) {
  double u = layout->unit;
  DrawRect card = layout->question;

  return (DrawRect){ card.x + PAD * u, card.y + PAD * u, card.width - 2 * PAD * u, n * LINE * u };
}

/* In the middle of the scene's room. While it asks, nothing but its choices can be pointed at. */
void
draw_question_place (DrawLayout *layout, const LessonState *state) {
  guint n = n_choices (state);
  double u = layout->unit;
  double width = MIN (WIDTH * u, layout->main.width);
  double height = (2 * PAD + n * LINE + HINT) * u;
  DrawRect main = layout->main;

  layout->question =
      (DrawRect){ main.x + (main.width - width) / 2, main.y + (main.height - height) / 2, width, height };
  g_array_set_size (layout->regions, 0);
  for (guint i = 0; i < n; i++)
    draw_layout_add_region (layout, (DrawRegion){ LESSON_PART_CHOICE, i, 1, 1, 0,
                                                  draw_rect_cell (choices_rect (layout, n), n, 1, i, 0) });
}

static void
draw_choice (const DrawContext *context, DrawRect line, guint index) {
  const DrawStyle *style = context->style;
  double u = context->layout->unit;
  gboolean pointed = context->target.part == LESSON_PART_CHOICE && context->target.unit == index;
  DrawRect number = { line.x, line.y + (line.height - NUMBER * u) / 2, NUMBER * u, NUMBER * u };
  DrawRect words = { line.x + (NUMBER + 0.2) * u, line.y, line.width - (NUMBER + 0.2) * u, line.height };
  g_autofree char *digit = lesson_format_count (index + 1);

  draw_rounded (context->cr, number, NUMBER * u / 2);
  draw_set_color (context->cr, style->accent, 1);
  cairo_set_line_width (context->cr, 0.03 * u);
  if (pointed)
    cairo_fill (context->cr);
  else
    cairo_stroke (context->cr);
  draw_text (context, digit, number,
             (DrawTextStyle){ DRAW_BODY, DRAW_SEMIBOLD, pointed ? style->card : style->accent, DRAW_CENTER,
                              DRAW_CENTER });
  draw_text (
      context, context->state->prediction.choices[index], words,
      (DrawTextStyle){ DRAW_TITLE, DRAW_MEDIUM, style->text, DRAW_START, DRAW_CENTER, .shorten = TRUE });
}

void
draw_question (const DrawContext *context) {
  const LessonState *state = context->state;
  DrawRect card = context->layout->question;
  double u = context->layout->unit;
  guint n = n_choices (state);
  const char *hint = n > 0 ? _ ("Press a number, or go on without an answer.")
                           : _ ("Type a number and press Enter, or go on without an answer.");

  if (card.width <= 0)
    return;
  draw_begin_fade (context, draw_rect_inset (card, -0.1 * u), state->prediction.asking);
  draw_rounded (context->cr, card, 0.2 * u);
  draw_set_color (context->cr, context->style->card, 1);
  cairo_fill_preserve (context->cr);
  draw_set_color (context->cr, context->style->accent, 1);
  cairo_set_line_width (context->cr, 0.05 * u);
  cairo_stroke (context->cr);
  for (guint i = 0; i < n; i++)
    draw_choice (context, draw_rect_cell (choices_rect (context->layout, n), n, 1, i, 0), i);
  draw_text (context, hint,
             (DrawRect){ card.x + PAD * u, card.y + card.height - (PAD + HINT) * u, card.width - 2 * PAD * u,
                         HINT * u },
             (DrawTextStyle){ DRAW_BODY, DRAW_REGULAR, context->style->muted, DRAW_CENTER, DRAW_CENTER,
                              .wrap = TRUE });
  draw_end_fade (context, state->prediction.asking);
}

double
draw_prediction (const DrawContext *context, DrawRect rect) {
  const LessonPrediction *prediction = &context->state->prediction;
  double u = context->layout->unit;

  if (!prediction->answered)
    return 0;
  g_autofree char *answer = lesson_prediction_to_string (prediction->choices, prediction->answer);
  g_autofree char *truth = lesson_prediction_to_string (prediction->choices, prediction->truth);
  g_autofree char *text = prediction->revealed
                              /* Translators: what was answered to a question, then what is right */
                              ? g_strdup_printf (_ ("Your prediction: %s · counted: %s"), answer, truth)
                              : g_strdup_printf (_ ("Your prediction: %s"), answer);
  double width = MIN (draw_text_width (context, text, DRAW_SMALL, DRAW_SEMIBOLD) + 0.4 * u, 0.7 * rect.width);
  DrawRect pill = { rect.x + rect.width - width, rect.y + 0.06 * u, width, rect.height - 0.12 * u };

  draw_rounded (context->cr, pill, pill.height / 2);
  draw_set_color (context->cr, context->style->accent, 1);
  cairo_fill (context->cr);
  draw_text (context, text, draw_rect_inset (pill, 0.1 * u),
             (DrawTextStyle){ DRAW_SMALL, DRAW_SEMIBOLD, draw_color_on (context->style->accent), DRAW_CENTER,
                              DRAW_CENTER, .shorten = TRUE });
  return width + 0.2 * u;
}

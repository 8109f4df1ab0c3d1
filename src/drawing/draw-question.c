/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Predict first: the card that asks, and what was answered beside the truth. */
#include "draw-scene-private.h"
#include "draw-text-private.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* In units. */
#define WIDTH      9.6
#define PAD        0.36
#define HEADING    0.5
#define LINE       0.5 /* of the question */
#define MOST_LINES 4
#define LETTER                                                                                               \
  0.21 /* width of one, on average: how many lines there are must be known before there is a font */
#define CHOICE      0.78
#define CHOICE_GAP  0.16
#define FIELD       1.0 /* of the place for a number: height */
#define FIELD_WIDTH 2.8
#define SPACE       0.16 /* below the question */
#define HINT        0.62
#define BADGE       0.46 /* the circle with a choice's number */
#define LINE_WIDTH  0.03 /* of the outlines */
#define VEIL        0.6  /* how far the scene behind the card steps back */

static guint
n_choices (const LessonState *state) {
  return state->prediction.choices != NULL ? g_strv_length (state->prediction.choices) : 0;
}

/* What is between heading and hint: the choices, or the place for a number. */
static double
answers_height (guint n) {
  return n > 0 ? n * CHOICE + (n - 1) * CHOICE_GAP : FIELD;
}

/* What is above them. */
static double
words_height (const DrawLayout *layout, const LessonState *state) {
  double width = layout->question.width / layout->unit - 2 * PAD;
  double lines = ceil (LETTER * g_utf8_strlen (state->prediction.text, -1) / width);

  return PAD + HEADING + LINE * CLAMP (lines, 1, MOST_LINES) + SPACE;
}

/* Of a card that would be higher than the room they are as much lower. */
static DrawRect
choice_rect (const DrawLayout *layout, const LessonState *state, guint index) {
  double u = layout->unit;
  DrawRect card = layout->question;
  double top = words_height (layout, state) * u;
  double pitch = (card.height - top - (HINT + PAD - CHOICE_GAP) * u) / n_choices (state);

  return (DrawRect){ card.x + PAD * u, card.y + top + index * pitch, card.width - 2 * PAD * u,
                     pitch - CHOICE_GAP * u };
}

/* In the middle of the scene's room. While it asks, nothing but its choices can be pointed at. */
void
draw_question_place (DrawLayout *layout, const LessonState *state) {
  guint n = n_choices (state);
  double u = layout->unit;
  DrawRect main = layout->main;

  layout->question.width = MIN (WIDTH * u, main.width);
  double height = MIN ((words_height (layout, state) + answers_height (n) + HINT + PAD) * u, main.height);
  layout->question.x = main.x + (main.width - layout->question.width) / 2;
  layout->question.y = main.y + (main.height - height) / 2;
  layout->question.height = height;
  g_array_set_size (layout->regions, 0);
  for (guint i = 0; i < n; i++)
    draw_layout_add_region (layout,
                            (DrawRegion){ LESSON_PART_CHOICE, i, 1, 1, 0, choice_rect (layout, state, i) });
}

static void
draw_choice (const DrawContext *context, guint index) {
  const DrawStyle *style = context->style;
  double u = context->layout->unit;
  gboolean pointed = context->target.part == LESSON_PART_CHOICE && context->target.unit == index;
  DrawRect rect = choice_rect (context->layout, context->state, index);
  DrawRect badge = { rect.x + 0.18 * u, rect.y + (rect.height - BADGE * u) / 2, BADGE * u, BADGE * u };
  double words_x = badge.x + (BADGE + 0.2) * u;
  DrawRect words = { words_x, rect.y, rect.x + rect.width - 0.15 * u - words_x, rect.height };
  g_autofree char *digit = lesson_format_count (index + 1);

  draw_outlined (context, rect, 0.14 * u,
                 pointed ? draw_style_tint (style, style->accent, TRUE) : style->card,
                 pointed ? style->accent : style->outline, LINE_WIDTH * u);
  draw_rounded (context->cr, badge, BADGE * u / 2);
  draw_set_color (context->cr, style->accent, 1);
  cairo_fill (context->cr);
  draw_text (
      context, digit, badge,
      (DrawTextStyle){ DRAW_BODY, DRAW_SEMIBOLD, draw_color_on (style->accent), DRAW_CENTER, DRAW_CENTER });
  draw_text (context, context->state->prediction.choices[index], words,
             (DrawTextStyle){ DRAW_BODY, DRAW_MEDIUM, style->text, DRAW_START, DRAW_CENTER, .wrap = TRUE });
}

/* Where the number will stand. */
static void
draw_field (const DrawContext *context) {
  const DrawStyle *style = context->style;
  double u = context->layout->unit;
  DrawRect card = context->layout->question;
  DrawRect field = { card.x + (card.width - FIELD_WIDTH * u) / 2,
                     card.y + words_height (context->layout, context->state) * u, FIELD_WIDTH * u,
                     FIELD * u };

  draw_outlined (context, field, 0.16 * u, draw_style_tint (style, style->accent, FALSE), style->accent,
                 LINE_WIDTH * u);
  draw_text (context, "?", field,
             (DrawTextStyle){ DRAW_NUMBER, DRAW_SEMIBOLD, style->accent, DRAW_CENTER, DRAW_CENTER });
}

static void
draw_card (const DrawContext *context, guint n) {
  DrawRect card = context->layout->question;
  double u = context->layout->unit;
  const char *hint = n > 0 ? _ ("Press a number, or go on without an answer.")
                           : _ ("Type a number, or go on without an answer.");
  DrawRect heading = { card.x + PAD * u, card.y + 0.28 * u, card.width - 2 * PAD * u, HEADING * u };
  double top = PAD + HEADING;
  DrawRect question = { heading.x, card.y + top * u, heading.width,
                        (words_height (context->layout, context->state) - top - SPACE) * u };
  DrawRect below = { heading.x, card.y + card.height - (HINT + 0.24) * u, heading.width, HINT * u };

  draw_outlined (context, card, 0.22 * u, context->style->card, context->style->accent, LINE_WIDTH * u);
  draw_text (context, _ ("What do you think?"), heading,
             (DrawTextStyle){ DRAW_BODY, DRAW_SEMIBOLD, context->style->accent, DRAW_START, DRAW_CENTER });
  draw_text (context, context->state->prediction.text, question,
             (DrawTextStyle){ DRAW_CAPTION, DRAW_MEDIUM, context->style->text, DRAW_START, DRAW_CENTER,
                              .wrap = TRUE, .lines = MOST_LINES });
  draw_text (context, hint, below,
             (DrawTextStyle){ DRAW_SMALL, DRAW_REGULAR, context->style->muted, DRAW_CENTER, DRAW_CENTER });
}

void
draw_question (const DrawContext *context) {
  const LessonState *state = context->state;
  guint n = n_choices (state);

  if (context->layout->question.width <= 0)
    return;
  DrawRect whole = draw_rect_inset (context->layout->main, -0.1 * context->layout->unit);
  draw_begin_fade (context, whole, state->prediction.asking);
  draw_set_color (context->cr, context->style->background, VEIL);
  cairo_rectangle (context->cr, whole.x, whole.y, whole.width, whole.height);
  cairo_fill (context->cr);
  draw_card (context, n);
  for (guint i = 0; i < n; i++)
    draw_choice (context, i);
  if (n == 0)
    draw_field (context);
  draw_end_fade (context, state->prediction.asking);
}

/* A number beside the truth; of a choice whether it was right, as the caption tells what is. `brief`: without the name. */
static char *
prediction_to_string (const LessonPrediction *prediction, gboolean brief) {
  g_autofree char *answer = lesson_prediction_to_string (prediction->choices, prediction->answer);
  g_autofree char *truth = lesson_prediction_to_string (prediction->choices, prediction->truth);
  gboolean right = prediction->answer == prediction->truth;
  const char *mark = !prediction->revealed ? "" : right ? " ✓" : " ✗";

  if (prediction->choices == NULL && prediction->revealed)
    /* Translators: what was answered to a question, then what is right */
    return g_strdup_printf (_ ("Your prediction: %s · counted: %s"), answer, truth);
  if (brief)
    return g_strconcat (answer, mark, NULL);
  /* Translators: what was answered to a question, then a mark where it is known whether that is right */
  return g_strdup_printf (_ ("Your prediction: %s%s"), answer, mark);
}

double
draw_prediction (const DrawContext *context, DrawRect rect) {
  const LessonPrediction *prediction = &context->state->prediction;
  double u = context->layout->unit;
  double most = 0.6 * rect.width;

  if (!prediction->answered)
    return 0;
  g_autofree char *whole = prediction_to_string (prediction, FALSE);
  g_autofree char *brief = prediction_to_string (prediction, TRUE);
  gboolean fits = draw_text_width (context, whole, DRAW_SMALL, DRAW_SEMIBOLD) + 0.4 * u <= most;
  const char *text = fits ? whole : brief;
  double width = MIN (draw_text_width (context, text, DRAW_SMALL, DRAW_SEMIBOLD) + 0.4 * u, most);
  DrawRect pill = { rect.x + rect.width - width, rect.y + 0.06 * u, width, rect.height - 0.12 * u };
  DrawRect words = { pill.x + 0.19 * u, pill.y, pill.width - 0.38 * u, pill.height };

  draw_rounded (context->cr, pill, pill.height / 2);
  draw_set_color (context->cr, context->style->accent, 1);
  cairo_fill (context->cr);
  draw_text (context, text, words,
             (DrawTextStyle){ DRAW_SMALL, DRAW_SEMIBOLD, draw_color_on (context->style->accent), DRAW_CENTER,
                              DRAW_CENTER, .shorten = TRUE });
  return width + 0.2 * u;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The running totals: a card for each layer, and how far apart they are. */
#include "draw-scene-private.h"
#include "draw-text-private.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>

/* Heights in a card, in units: of the line with the weights, also where it must be low, and of the lines below. */
#define LINE      0.75
#define LOW_LINE  0.45
#define LEAST_ROW 0.34

typedef struct {
  const char *name;
  DrawColor color;
  const LessonCounter *counter;
  gint64 most_weights,
      most_multiplications; /* of either layer, when it is complete: the full length of the bars */
} Card;

static void
draw_bar (const DrawContext *context, DrawRect rect, double share, DrawColor color) {
  double radius = rect.height / 2;

  draw_rounded (context->cr, rect, radius);
  draw_set_color (context->cr, context->style->outline, 0.28);
  cairo_fill (context->cr);
  if (share <= 0)
    return;
  /* However few, they are seen. */
  rect.width = MAX (rect.width * MIN (share, 1), rect.height);
  draw_rounded (context->cr, rect, radius);
  draw_set_color (context->cr, color, 1);
  cairo_fill (context->cr);
}

/* A name at the start and its number at the end of a line. */
static void
draw_row (const DrawContext *context, DrawRect line, const char *name, const char *number, gboolean strong) {
  DrawTextStyle style = { DRAW_SMALL, DRAW_REGULAR, context->style->muted, DRAW_START, DRAW_CENTER };

  DrawWeight weight = strong ? DRAW_SEMIBOLD : DRAW_MEDIUM;
  double name_width = draw_text_width (context, name, style.size, style.weight);
  double gap = 0.1 * context->layout->unit;
  double size = DRAW_BODY;
  /* A long number is written smaller before its name is cut. */
  if (name_width + gap + draw_text_width (context, number, size, weight) > line.width)
    size = DRAW_SMALL;
  DrawRect words = line;
  words.width -= draw_text_width (context, number, size, weight) + (*number != '\0' ? gap : 0);
  style.shorten = name_width > words.width;
  draw_text (context, name, words, style);
  draw_text (context, number, line,
             (DrawTextStyle){ size, weight, context->style->text, DRAW_END, DRAW_CENTER });
}

static gboolean
fits (const DrawContext *context, DrawRect line, const char *name, const char *number, DrawWeight weight) {
  return draw_text_width (context, name, DRAW_SMALL, DRAW_REGULAR)
             + draw_text_width (context, number, DRAW_SMALL, weight) + 0.1 * context->layout->unit
         <= line.width;
}

/* The multiplications of large images and of real networks take a line for themselves, from the beginning. */
static gboolean
is_long (const DrawContext *context, DrawRect line, const Card *card) {
  g_autofree char *most =
      lesson_format_count (MAX (card->most_multiplications, card->counter->multiplications));

  return !fits (context, line, _ ("multiplications"), most, DRAW_SEMIBOLD);
}

/* "9 times", or shorter where that has no room. */
static char *
times_text (const DrawContext *context, DrawRect line, gint64 uses) {
  g_autofree char *number = lesson_format_count (uses);
  g_autofree char *times = g_strdup_printf (ngettext ("%s time", "%s times", uses), number);

  return fits (context, line, _ ("each used"), times, DRAW_MEDIUM) ? g_steal_pointer (&times)
                                                                   : g_strdup_printf ("%s ×", number);
}

static void
draw_frame (const DrawContext *context, DrawRect rect, DrawColor color) {
  const DrawStyle *style = context->style;
  double u = context->layout->unit;

  draw_outlined (context, rect, 0.16 * u, style->card,
                 draw_color_mix (style->card, style->outline, style->divider),
                 (style->contrast ? 0.03 : 0.015) * u);
  draw_rounded (context->cr, (DrawRect){ rect.x + 0.22 * u, rect.y + 0.3 * u, 0.12 * u, 0.3 * u }, 0.05 * u);
  draw_set_color (context->cr, color, 1);
  cairo_fill (context->cr);
}

/* `line` is how high that of the number is; its bar is below. */
static void
draw_weights (const DrawContext *context, DrawRect inner, const Card *card, double line) {
  double u = context->layout->unit;
  const DrawStyle *style = context->style;
  g_autofree char *weights = lesson_format_count (card->counter->weights);
  DrawRect name = { inner.x + 0.28 * u, inner.y + 0.2 * u, inner.width - 0.28 * u, 0.5 * u };
  DrawRect number = { inner.x, inner.y + 0.68 * u, inner.width, line };

  draw_text (context, card->name, name,
             (DrawTextStyle){ DRAW_BODY, DRAW_SEMIBOLD, style->text, DRAW_START, DRAW_CENTER });
  double size =
      draw_text_fit (context, weights, MIN (DRAW_NUMBER, 1.15 * line / u), DRAW_SEMIBOLD, inner.width);
  draw_text (context, weights, number,
             (DrawTextStyle){ size, DRAW_SEMIBOLD, card->color, DRAW_START, DRAW_CENTER });
  const char *unit = card->counter->biases ? "" : ngettext ("weight", "weights", card->counter->weights);
  draw_text (context, unit, name,
             (DrawTextStyle){ DRAW_BODY, DRAW_REGULAR, style->muted, DRAW_END, DRAW_CENTER });
  draw_bar (context, (DrawRect){ inner.x, number.y + line + 0.03 * u, inner.width, 0.14 * u },
            (double) card->counter->weights / card->most_weights, card->color);
}

/* `rows` has n of them. */
static void
draw_rows (const DrawContext *context, DrawRect rows, int n, gboolean apart, const Card *card) {
  double pitch = rows.height / n;
  DrawRect line = { rows.x, rows.y, rows.width, pitch };
  g_autofree char *times = times_text (context, line, card->counter->uses);
  g_autofree char *multiplications = lesson_format_count (card->counter->multiplications);
  g_autofree char *outputs = lesson_format_count (card->counter->outputs);
  gboolean biases = card->counter->biases;

  if (n > (apart ? 2 : 1)) {
    draw_row (context, line, biases ? _ ("weights and biases") : _ ("each used"), biases ? "" : times, FALSE);
    line.y += pitch;
  }
  if (apart || n > 2) {
    draw_row (context, line, apart ? _ ("multiplications") : _ ("outputs"), apart ? "" : outputs, FALSE);
    line.y += pitch;
  }
  draw_row (context, line, apart ? "" : _ ("multiplications"), multiplications, TRUE);
}

static void
draw_card (const DrawContext *context, DrawRect rect, const Card *card) {
  double u = context->layout->unit, pad = 0.22 * u;
  DrawRect inner = { rect.x + pad, rect.y, rect.width - 2 * pad, rect.height };

  if (!card->counter->shown)
    return;
  double below = inner.height - 0.88 * u; /* the name */
  gboolean apart = is_long (context, inner, card);
  /* Long numbers are smaller, so that one more line fits below. */
  gboolean low = below - (LINE + 0.21) * u < 2 * LEAST_ROW * u;
  double line = (apart && low ? LOW_LINE : LINE) * u;
  DrawRect rows = { inner.x, inner.y + 0.89 * u + line, inner.width, below - line - 0.21 * u };
  /* In low cards what matters least is left out. */
  int n = CLAMP ((int) (rows.height / (LEAST_ROW * u)), apart ? 2 : 1, 3);

  draw_frame (context, rect, card->color);
  draw_weights (context, inner, card, line);
  draw_rows (context, rows, n, apart, card);
  draw_bar (context, (DrawRect){ inner.x, inner.y + inner.height - 0.17 * u, inner.width, 0.09 * u },
            (double) card->counter->multiplications / card->most_multiplications, card->color);
  draw_veil (context, draw_rect_inset (rect, -0.03 * u), card->counter->shown);
}

/* How many times as many, on a label over the gap between the cards. */
static void
draw_comparison (const DrawContext *context, const LessonFiltersView *view) {
  const LessonParameters *p = context->state->parameters;
  DrawRect above = context->layout->totals[0], below = context->layout->totals[1];
  double u = context->layout->unit;
  double ratio = view->multiplications ? (double) p->convolution.multiplications / p->dense.multiplications
                                       : (double) p->dense.weights / p->convolution.weights;
  g_autofree char *number = lesson_format_ratio (ratio);
  /* Translators: dense weights are %s times the convolution's; or the convolution's multiplications %s times the dense ones */
  g_autofree char *text =
      g_strdup_printf (view->multiplications ? _ ("↓ %s × multiplications") : _ ("↑ %s × weights"), number);
  double width = draw_text_width (context, text, DRAW_SMALL, DRAW_SEMIBOLD) + 0.36 * u;
  double middle = (above.y + above.height + below.y) / 2;
  DrawRect pill = { above.x + (above.width - width) / 2, middle - 0.22 * u, width, 0.44 * u };

  draw_begin_fade (context, draw_rect_inset (pill, -0.05 * u), view->comparison);
  draw_rounded (context->cr, pill, 0.22 * u);
  draw_set_color (context->cr, context->style->text, 1);
  cairo_fill (context->cr);
  draw_text (
      context, text, pill,
      (DrawTextStyle){ DRAW_SMALL, DRAW_SEMIBOLD, context->style->background, DRAW_CENTER, DRAW_CENTER });
  draw_end_fade (context, view->comparison);
}

void
draw_totals (const DrawContext *context) {
  const LessonState *state = context->state;
  const LessonParameters *p = state->parameters;
  const DrawStyle *style = context->style;
  gint64 weights =
      state->most_weights > 0 ? state->most_weights : MAX (p->dense.weights, p->convolution.weights);
  gint64 multiplications = state->most_multiplications > 0
                               ? state->most_multiplications
                               : MAX (p->dense.multiplications, p->convolution.multiplications);
  const struct {
    LessonLayers layer;
    Card card;
  } cards[] = {
    { LESSON_LAYER_DENSE, { _ ("Dense layer"), style->dense, &state->dense, weights, multiplications } },
    { LESSON_LAYER_LOCAL, { _ ("Local layer"), style->local, &state->local, weights, multiplications } },
    { LESSON_LAYER_CONVOLUTION,
      { _ ("Convolution"), style->convolution, &state->convolution, weights, multiplications } },
  };
  guint place = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (cards); i++)
    if (state->scene->layers & cards[i].layer)
      draw_card (context, context->layout->totals[place++], &cards[i].card);
  if (state->scene->kind == LESSON_SCENE_FILTERS && state->filters_view.comparison > 0)
    draw_comparison (context, &state->filters_view);
}

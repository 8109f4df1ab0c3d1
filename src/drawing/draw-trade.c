/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "trade": bars of weights and of multiplications on one logarithmic scale, and how far apart they are. */
#include "draw-cells-private.h"
#include "draw-chart-private.h"
#include "draw-scene-private.h"
#include "draw-text-private.h"
#include "lesson-text.h"
#include "lesson-trade.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define CONVOLUTION 1 /* its place among the layers */

typedef struct {
  DrawChart chart; /* its x is the scale of the bars */
  DrawRect groups[2];
  double names, ratios; /* widths of the columns to the left and to the right of the bars */
} Places;

static const Places *
places_of (const DrawLayout *layout) {
  return layout->places;
}

static double
most_of (const LessonState *state) {
  gint64 most = 10;

  for (gint64 unit = 0; unit < LESSON_TRADE_BARS; unit++)
    most = MAX (most, lesson_trade_bar (state, unit).value);
  return (double) most;
}

/* Name, bar and comparison of a bar, without the gap to the next. */
static DrawRect
row_rect (const Places *places, gint64 unit) {
  DrawRect group = places->groups[unit / LESSON_TRADE_LAYERS];

  return draw_rect_cell (group, LESSON_TRADE_LAYERS, 1, unit % LESSON_TRADE_LAYERS, 0);
}

static void
place (DrawLayout *layout, const LessonState *state) {
  Places *places = layout->places;
  DrawRect main = layout->main;
  double u = layout->unit;
  double head = 0.5 * u, foot = 0.45 * u, gap = 0.25 * u;
  double group = (main.height - foot - gap) / 2 - head;
  double number = 1.45 * u; /* behind the longest bar */
  DrawAxis scale = draw_axis_decades (1, most_of (state));

  places->names = MIN (2.5 * u, 0.25 * main.width);
  places->ratios = MIN (2.5 * u, 0.27 * main.width);
  /* The number may stand over the end of the scale that the bar does not reach. */
  double room = main.width - places->names - places->ratios;
  double width = MIN (room - 0.3 * u, (room - number) / draw_axis_place (&scale, most_of (state)));
  for (guint i = 0; i < 2; i++)
    places->groups[i] = (DrawRect){ main.x, main.y + head + i * (group + head + gap), main.width, group };
  places->chart = (DrawChart){
    { main.x + places->names, main.y + head, width, main.height - head - foot },
    scale,
    { 0, 1 },
  };
  for (gint64 unit = 0; unit < LESSON_TRADE_BARS; unit++) {
    DrawRect row = row_rect (places, unit);
    row.width -= places->ratios;
    if (lesson_trade_bar (state, unit).grown > 0)
      draw_layout_add_region (layout, (DrawRegion){ LESSON_PART_BAR, unit, 1, 1, 0, row });
  }
}

static void
draw_group_title (const DrawContext *context, guint group, const char *title) {
  double u = context->layout->unit;
  DrawRect rect = places_of (context->layout)->groups[group];

  draw_text (context, title, (DrawRect){ rect.x, rect.y - 0.5 * u, rect.width, 0.5 * u },
             (DrawTextStyle){ DRAW_BODY, DRAW_SEMIBOLD, context->style->text, DRAW_START, DRAW_CENTER });
}

static void
draw_name (const DrawContext *context, DrawRect row, const LessonTradeBar *bar) {
  double u = context->layout->unit;
  g_autofree char *outputs = lesson_format_count (bar->count->outputs);
  g_autofree char *below =
      g_strdup_printf (ngettext ("%s output", "%s outputs", bar->count->outputs), outputs);
  double middle = row.y + row.height / 2;
  DrawRect line = { row.x, middle - 0.31 * u, places_of (context->layout)->names - 0.15 * u, 0.31 * u };
  DrawTextStyle style = { DRAW_SMALL, DRAW_MEDIUM, context->style->text,
                          DRAW_START, DRAW_CENTER, .shorten = TRUE };

  draw_text (context, bar->convolution ? _ ("Convolution") : _ ("Dense layer"), line, style);
  line.y = middle;
  style.weight = DRAW_REGULAR;
  style.color = context->style->muted;
  draw_text (context, below, line, style);
}

static DrawRect
bar_rect (const DrawContext *context, DrawRect row, double value) {
  const DrawChart *chart = &places_of (context->layout)->chart;
  double height = MIN (0.62 * row.height, 0.62 * context->layout->unit);

  return (DrawRect){ chart->rect.x, row.y + (row.height - height) / 2,
                     draw_chart_x (chart, MAX (value, 1)) - chart->rect.x, height };
}

/* Multiplications are weights times uses: on this scale the bar of the weights, and the uses as a length behind it. */
static void
draw_uses (const DrawContext *context, DrawRect bar, const EngineCount *count, double visible) {
  const DrawStyle *style = context->style;
  double u = context->layout->unit;
  double begin = draw_chart_x (&places_of (context->layout)->chart, (double) MAX (count->weights, 1));
  DrawRect rest = { begin, bar.y, bar.x + bar.width - begin, bar.height };
  g_autofree char *uses = lesson_format_count (count->uses_per_weight);
  g_autofree char *text = g_strdup_printf ("× %s", uses);

  if (rest.width <= 0.02 * u)
    return;
  cairo_rectangle (context->cr, rest.x, rest.y, rest.width, rest.height);
  draw_set_color (context->cr, style->background, 0.78 * visible);
  cairo_fill (context->cr);
  cairo_rectangle (context->cr, rest.x, rest.y, rest.width, rest.height);
  draw_set_color (context->cr, style->convolution, visible);
  cairo_set_line_width (context->cr, 0.03 * u);
  cairo_stroke (context->cr);
  if (draw_text_width (context, text, DRAW_SMALL, DRAW_SEMIBOLD) + 0.1 * u > rest.width || visible < 0.6)
    return;
  draw_text (context, text, rest,
             (DrawTextStyle){ DRAW_SMALL, DRAW_SEMIBOLD, style->text, DRAW_CENTER, DRAW_CENTER });
}

/* Behind the bar, on a ground that hides the chart's lines. */
static void
draw_number (const DrawContext *context, DrawRect bar, gint64 value) {
  double u = context->layout->unit;
  g_autofree char *number = lesson_format_count (value);
  double width = draw_text_width (context, number, DRAW_BODY, DRAW_SEMIBOLD);
  DrawRect rect = { bar.x + bar.width + 0.12 * u, bar.y, width, bar.height };

  draw_set_color (context->cr, context->style->background, 1);
  cairo_rectangle (context->cr, rect.x - 0.04 * u, rect.y, width + 0.08 * u, rect.height);
  cairo_fill (context->cr);
  draw_text (context, number, rect,
             (DrawTextStyle){ DRAW_BODY, DRAW_SEMIBOLD, context->style->text, DRAW_START, DRAW_CENTER });
}

static void
draw_bar (const DrawContext *context, gint64 unit) {
  const LessonState *state = context->state;
  const DrawStyle *style = context->style;
  LessonTradeBar bar = lesson_trade_bar (state, unit);
  DrawRect row = row_rect (places_of (context->layout), unit);
  gboolean pointed = context->target.part == LESSON_PART_BAR && context->target.unit == unit;

  if (bar.grown <= 0)
    return;
  double alpha = MIN (1, bar.grown / 0.1);
  DrawRect rect = bar_rect (context, row, (double) bar.now);
  draw_begin_fade (context, row, alpha);
  draw_name (context, row, &bar);
  draw_set_color (context->cr, bar.convolution ? style->convolution : style->dense, 1);
  cairo_rectangle (context->cr, rect.x, rect.y, rect.width, rect.height);
  cairo_fill (context->cr);
  if (unit == LESSON_TRADE_LAYERS + CONVOLUTION && state->trade_view.uses > 0)
    draw_uses (context, rect, bar.count, state->trade_view.uses);
  if (pointed)
    draw_cell_mark (context, rect, style->accent);
  draw_number (context, rect, bar.now);
  draw_end_fade (context, alpha);
}

/* An arrow in the last column, from the middle of one row to that of another. */
static void
draw_arrow (const DrawContext *context, double x, double from, double to) {
  double u = context->layout->unit;
  double head = to > from ? -0.16 * u : 0.16 * u;

  draw_set_color (context->cr, context->style->text, 1);
  cairo_set_line_width (context->cr, 0.03 * u);
  cairo_move_to (context->cr, x, from);
  cairo_line_to (context->cr, x, to + 0.5 * head);
  cairo_stroke (context->cr);
  cairo_move_to (context->cr, x, to);
  cairo_rel_line_to (context->cr, -0.09 * u, head);
  cairo_rel_line_to (context->cr, 0.18 * u, 0);
  cairo_fill (context->cr);
}

/* From a dense layer to the convolution. */
static void
draw_ratio (const DrawContext *context, gint64 dense, gint64 convolution) {
  const Places *places = places_of (context->layout);
  double u = context->layout->unit;
  LessonTradeBar from = lesson_trade_bar (context->state, dense);
  LessonTradeBar to = lesson_trade_bar (context->state, convolution);
  DrawRect upper = row_rect (places, dense), lower = row_rect (places, convolution);
  double begin = upper.y + upper.height / 2, end = lower.y + lower.height / 2;
  double shift = end > begin ? -0.12 * u : 0.12 * u; /* two arrows end at the convolution */
  double x = upper.x + upper.width - places->ratios + 0.2 * u;
  double ratio = (double) MAX (from.value, 1) / MAX (to.value, 1);
  double visible = CLAMP ((MIN (from.grown, to.grown) - 0.8) / 0.2, 0, 1);
  g_autofree char *number = lesson_format_ratio (ratio < 1 ? 1 / ratio : ratio);
  /* Translators: so many times fewer, or more, than the dense layer has */
  g_autofree char *text = ratio == 1  ? g_strdup (_ ("the same"))
                          : ratio > 1 ? g_strdup_printf (_ ("%s times fewer"), number)
                                      : g_strdup_printf (_ ("%s times more"), number);
  DrawRect label = { x + 0.2 * u, (begin + end) / 2 - 0.3 * u, places->ratios - 0.4 * u, 0.6 * u };
  DrawRect whole = { x - 0.15 * u, MIN (begin, end), places->ratios, fabs (end - begin) };

  if (visible <= 0)
    return;
  draw_begin_fade (context, draw_rect_inset (whole, -0.05 * u), visible);
  draw_arrow (context, x, begin, end + shift);
  draw_text (context, text, label,
             (DrawTextStyle){ DRAW_SMALL, DRAW_SEMIBOLD, context->style->text, DRAW_START, DRAW_CENTER,
                              .wrap = TRUE });
  draw_end_fade (context, visible);
}

/* As many as stand side by side. */
static guint
most_ticks (const DrawContext *context, const DrawChart *chart) {
  g_autofree char *longest = draw_chart_number (chart->x.to);
  double width = draw_text_width (context, longest, DRAW_SMALL, DRAW_MEDIUM) + 0.25 * context->layout->unit;

  /* Only the last one is as long as that. */
  return CLAMP ((guint) (1.3 * chart->rect.width / width) + 1, 2, 7);
}

static void
draw (const DrawContext *context) {
  const DrawChart *chart = &places_of (context->layout)->chart;
  double ticks[DRAW_AXIS_TICKS_MAX];
  guint n = draw_axis_ticks (&chart->x, most_ticks (context, chart), ticks);

  draw_chart_x_ticks (context, chart, n, ticks);
  draw_group_title (context, 0, _ ("Weights"));
  draw_group_title (context, 1, _ ("Multiplications"));
  for (gint64 unit = 0; unit < LESSON_TRADE_BARS; unit++)
    draw_bar (context, unit);
  for (gint64 group = 0; group < LESSON_TRADE_BARS; group += LESSON_TRADE_LAYERS)
    for (gint64 layer = 0; layer < LESSON_TRADE_LAYERS; layer += 2)
      draw_ratio (context, group + layer, group + CONVOLUTION);
}

const DrawSceneClass draw_trade_class = {
  .places_size = sizeof (Places),
  .place = place,
  .draw = draw,
};

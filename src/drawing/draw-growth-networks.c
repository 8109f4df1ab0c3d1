/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "growth": real networks. Each has a panel: bars of its layers' parameters upwards, of their multiplications downwards. */
#include "draw-growth-private.h"
#include "draw-text-private.h"
#include "lesson-ease.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>

#define HEADER 0.48 /* lines above and below the bars, in units */
#define NARROW 5.2  /* where panels are less wide, they have two lines above their bars */
#define BAR    0.82 /* of the bar's place */

static const LessonNetwork *
network_at (const LessonState *state, guint index) {
  return state->lesson->networks->pdata[index];
}

/* The panel's place among the others. */
static DrawRect
tile_rect (const DrawLayout *layout, guint n, guint index) {
  guint columns = n > 1 ? 2 : 1;
  guint rows = (n + columns - 1) / columns;
  double gap = 0.3 * layout->unit;
  DrawRect main = layout->main;

  main.width += gap;
  main.height += gap;
  DrawRect tile = draw_rect_cell (main, rows, columns, index / columns, index % columns);
  tile.width -= gap;
  tile.height -= gap;
  return tile;
}

/* First the others fade, then it moves. */
static double
others_alpha (const LessonGrowthView *view) {
  return 1 - lesson_span (view->enlargement, 0, 0.4);
}

static DrawRect
panel_rect (const DrawLayout *layout, const LessonState *state, guint index) {
  const LessonGrowthView *view = &state->growth_view;
  DrawRect tile = tile_rect (layout, lesson_growth_n_networks (state->lesson), index);

  if (view->enlarged != index)
    return tile;
  return draw_rect_between (tile, layout->main, lesson_span (view->enlargement, 0.4, 1));
}

/* Height of what stands above the bars. */
static double
head_height (const DrawLayout *layout) {
  return (((const DrawGrowthPlaces *) layout->places)->narrow ? 1.8 * HEADER : HEADER) * layout->unit;
}

static DrawRect
bars_rect (const DrawLayout *layout, DrawRect panel) {
  double u = layout->unit;
  double head = head_height (layout);

  return (DrawRect){ panel.x + 0.15 * u, panel.y + head, panel.width - 0.3 * u,
                     panel.height - head - HEADER * u };
}

void
draw_networks_place (DrawLayout *layout, const LessonState *state) {
  const LessonGrowthView *view = &state->growth_view;
  DrawGrowthPlaces *places = layout->places;
  DrawRect tile = tile_rect (layout, lesson_growth_n_networks (state->lesson), 0);

  places->narrow = tile.width < NARROW * layout->unit;
  for (guint i = 0; i < view->networks; i++) {
    if (view->enlarged != i && others_alpha (view) <= 0)
      continue;
    guint n = lesson_growth_n_bars (network_at (state, i));
    DrawRect rect = bars_rect (layout, panel_rect (layout, state, i));
    if (n > 0)
      draw_layout_add_region (layout, (DrawRegion){ LESSON_PART_LAYER, i, 1, n, 0, rect });
  }
}

/* The network that the cards count has the accent's frame, where there are others. */
static void
draw_ground (const DrawContext *context, DrawRect panel, double counted) {
  double u = context->layout->unit;

  draw_outlined (context, panel, 0.14 * u, context->style->card,
                 draw_color_mix (context->style->card, context->style->outline, 0.5), 0.015 * u);
  if (counted <= 0)
    return;
  draw_rounded (context->cr, panel, 0.14 * u);
  draw_set_color (context->cr, context->style->accent, counted);
  cairo_set_line_width (context->cr, 0.04 * u);
  cairo_stroke (context->cr);
}

/* A total at the end of a line; returns its width. */
static double
draw_total (const DrawContext *context, DrawRect line, const char *text) {
  draw_text (context, text, line,
             (DrawTextStyle){ DRAW_SMALL, DRAW_MEDIUM, context->style->text, DRAW_END, DRAW_CENTER });
  return draw_text_width (context, text, DRAW_SMALL, DRAW_MEDIUM);
}

static void
draw_words (const DrawContext *context, DrawRect panel, const LessonNetwork *network) {
  double u = context->layout->unit;
  DrawRect line = { panel.x + 0.18 * u, panel.y, panel.width - 0.36 * u, HEADER * u };
  DrawTextStyle style = { DRAW_BODY,  DRAW_SEMIBOLD, context->style->text,
                          DRAW_START, DRAW_CENTER,   .shorten = TRUE };

  g_autofree char *parameters = lesson_format_count (network->all.parameters);
  g_autofree char *multiplications = lesson_format_count (network->all.multiplications);
  g_autofree char *upper =
      g_strdup_printf (ngettext ("%s parameter", "%s parameters", network->all.parameters), parameters);
  g_autofree char *lower = g_strdup_printf (
      ngettext ("%s multiplication", "%s multiplications", network->all.multiplications), multiplications);
  double lines = head_height (context->layout) - HEADER * u; /* from the title to the total */
  double taken = draw_total (context, (DrawRect){ line.x, line.y + lines, line.width, line.height }, upper);
  DrawRect title = line;
  title.width -= (lines > 0 ? 0.6 * u : taken) + 0.15 * u;
  draw_text (context, network->title, title, style);
  line.y = panel.y + panel.height - line.height;
  draw_total (context, line, lower);
  if (network->year <= 0)
    return;
  g_autofree char *year = g_strdup_printf ("%d", (int) network->year);
  style = (DrawTextStyle){ DRAW_SMALL, DRAW_REGULAR, context->style->muted, lines > 0 ? DRAW_END : DRAW_START,
                           DRAW_CENTER };
  line.y = lines > 0 ? panel.y : line.y;
  draw_text (context, year, line, style);
}

static void
draw_bar (const DrawContext *context, DrawRect cell, double up, double down, DrawColor color) {
  double u = context->layout->unit;
  double middle = cell.y + cell.height / 2;
  double gap = 0.02 * u; /* to the line between the two */
  double room = cell.height / 2 - gap;
  double width = BAR * MIN (cell.width, 0.9 * u);
  double x = cell.x + (cell.width - width) / 2;

  draw_set_color (context->cr, color, 1);
  cairo_rectangle (context->cr, x, middle - gap - up * room, width, up * room);
  cairo_rectangle (context->cr, x, middle + gap, width, down * room);
  cairo_fill (context->cr);
}

static void
draw_marked_bar (const DrawContext *context, DrawRect cell) {
  draw_set_color (context->cr, context->style->accent, 0.18);
  cairo_rectangle (context->cr, cell.x, cell.y, cell.width, cell.height);
  cairo_fill (context->cr);
}

/* `share` of the bars has grown, from the first layer to the last. */
static void
draw_bars (const DrawContext *context, DrawRect rect, guint index, double share) {
  const LessonNetwork *network = network_at (context->state, index);
  guint n = lesson_growth_n_bars (network);
  gint64 most_parameters = 1, most_multiplications = 1;

  for (guint i = 0; i < n; i++) {
    const LessonNetworkLayer *layer = lesson_growth_bar (network, i);
    most_parameters = MAX (most_parameters, lesson_network_layer_parameters (layer));
    most_multiplications = MAX (most_multiplications, layer->count.multiplications);
  }
  for (guint i = 0; i < n; i++) {
    const LessonNetworkLayer *layer = lesson_growth_bar (network, i);
    const DrawStyle *style = context->style;
    DrawRect cell = draw_rect_cell (rect, 1, n, 0, i);
    double begin = 0.6 * i / n;
    double grown = lesson_ease (lesson_span (share, begin, begin + 0.4));
    if (context->target.part == LESSON_PART_LAYER && context->target.unit == index
        && context->target.column == i)
      draw_marked_bar (context, cell);
    draw_bar (context, cell, grown * lesson_network_layer_parameters (layer) / most_parameters,
              grown * layer->count.multiplications / most_multiplications,
              layer->type == LESSON_NETWORK_DENSE ? style->dense : style->convolution);
  }
}

static void
draw_middle_line (const DrawContext *context, DrawRect rect) {
  draw_set_color (context->cr, context->style->outline, 1);
  cairo_set_line_width (context->cr, 0.02 * context->layout->unit);
  cairo_move_to (context->cr, rect.x, rect.y + rect.height / 2);
  cairo_rel_line_to (context->cr, rect.width, 0);
  cairo_stroke (context->cr);
}

static char *
percent (gint64 part, gint64 whole) {
  return lesson_format_ratio (100.0 * part / MAX (whole, 1));
}

/* Which kind of layer holds what, in the room above the first layers, which have few parameters. */
static void
draw_shares (const DrawContext *context, DrawRect rect, const LessonNetwork *network, double visible) {
  double u = context->layout->unit;
  g_autofree char *dense = percent (network->dense.parameters, network->all.parameters);
  g_autofree char *shared = percent (network->convolutions.multiplications, network->all.multiplications);
  g_autofree char *upper = g_strdup_printf (_ ("dense layers: %s %% of the parameters"), dense);
  g_autofree char *lower = g_strdup_printf (_ ("convolutions: %s %% of the multiplications"), shared);
  DrawRect line = { rect.x + 0.03 * u, rect.y + 0.15 * u, 0.68 * rect.width, 0.45 * u };
  double size = MIN (draw_text_fit (context, upper, DRAW_BODY, DRAW_SEMIBOLD, line.width),
                     draw_text_fit (context, lower, DRAW_BODY, DRAW_SEMIBOLD, line.width));
  DrawTextStyle style = { size, DRAW_SEMIBOLD, context->style->dense, DRAW_START, DRAW_CENTER };

  DrawRect both = { line.x, line.y, line.width, 2 * line.height };
  draw_begin_fade (context, draw_rect_inset (both, -0.1 * u), visible);
  draw_text (context, upper, line, style);
  line.y += 0.5 * u;
  style.color = context->style->convolution;
  draw_text (context, lower, line, style);
  draw_end_fade (context, visible);
}

static void
draw_panel (const DrawContext *context, guint index) {
  const LessonGrowthView *view = &context->state->growth_view;
  DrawRect panel = panel_rect (context->layout, context->state, index);
  DrawRect rect = bars_rect (context->layout, panel);
  double share = CLAMP (view->networks - index, 0, 1);
  double alpha = lesson_span (share, 0, 0.2) * (view->enlarged == index ? 1 : others_alpha (view));

  if (alpha <= 0)
    return;
  draw_ground (context, panel, view->current == index ? others_alpha (view) : 0);
  draw_words (context, panel, network_at (context->state, index));
  draw_bars (context, rect, index, share);
  draw_middle_line (context, rect);
  if (view->enlarged == index && view->enlargement > 0.9)
    draw_shares (context, rect, network_at (context->state, index), lesson_span (view->enlargement, 0.9, 1));
  draw_veil (context, draw_rect_inset (panel, -0.05 * context->layout->unit), alpha);
}

void
draw_networks (const DrawContext *context) {
  const LessonGrowthView *view = &context->state->growth_view;

  for (guint i = 0; i < view->networks; i++)
    if (view->enlarged != i)
      draw_panel (context, i);
  if (view->enlarged < view->networks)
    draw_panel (context, (guint) view->enlarged);
}

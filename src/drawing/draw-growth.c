/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "growth": the images at one scale, and a plot of what the layers cost over them. */
#include "draw-cells-private.h"
#include "draw-growth-private.h"
#include "draw-text-private.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define LEGEND_LINE 0.82 /* height of an entry of the legend, in units */
#define TINT        0.12 /* of an image; those inside of it are darker */
#define READOUT     0.7  /* room for a sentence at the top of the plot, in units */
#define N_ENTRIES   3
#define N_SAMPLES   60 /* points of a curve */

/* The plot has room for all of the numbers, whatever is shown of them now. */
static DrawChart
make_chart (DrawRect rect, const DrawGrowthPlaces *places, const LessonParameters *p) {
  EngineCount dense[2] = { { 0 } }, convolution[2] = { { 0 } };

  lesson_growth_count (p, places->sides[0], &dense[0], &convolution[0]);
  lesson_growth_count (p, places->sides[places->n_sides - 1], &dense[1], &convolution[1]);
  double least = MIN (dense[0].weights, MIN (convolution[0].weights, convolution[0].multiplications));
  double most = MAX (dense[1].weights, convolution[1].multiplications);
  return (DrawChart){
    rect,
    { places->sides[0] / 1.15, places->sides[places->n_sides - 1] * 1.15, TRUE },
    draw_axis_decades (least, most),
  };
}

/* The strip of a size reaches half-way to its neighbours. The top of the plot is left to the sentence about it. */
static void
place_sizes (DrawLayout *layout, const DrawGrowthPlaces *places) {
  DrawRect rect = places->chart.rect;
  double left = rect.x;

  for (guint i = 0; i < places->n_sides; i++) {
    gboolean last = i + 1 == places->n_sides;
    double right =
        last ? rect.x + rect.width
             : draw_chart_x (&places->chart, sqrt ((double) places->sides[i] * places->sides[i + 1]));
    draw_layout_add_region (layout, (DrawRegion){ LESSON_PART_SIZE,
                                                  i,
                                                  1,
                                                  1,
                                                  0,
                                                  { left, rect.y + READOUT * layout->unit, right - left,
                                                    rect.height - READOUT * layout->unit } });
    left = right;
  }
}

static void
place (DrawLayout *layout, const LessonState *state) {
  const LessonParameters *p = state->parameters;
  DrawGrowthPlaces *places = layout->places;
  DrawRect main = layout->main;
  double u = layout->unit;
  double label = DRAW_LABEL * u;
  double legend = N_ENTRIES * LEGEND_LINE * u;
  double side = MIN (0.37 * main.width, main.height - label - legend - 0.15 * u);
  double numbers = 1.75 * u; /* beside the plot */
  double plot_x = main.x + side + 0.35 * u + numbers;

  if (state->growth_view.networks > 0) {
    draw_networks_place (layout, state);
    return;
  }
  places->picture = (DrawRect){ main.x, main.y + label, side, side };
  places->legend = (DrawRect){ main.x, main.y + main.height - legend, side, legend };
  places->n_sides = lesson_growth_sides (p, places->sides);
  DrawRect plot = { plot_x, main.y + label, main.x + main.width - plot_x - 0.3 * u,
                    main.height - 2 * label - 0.4 * u };
  places->chart = make_chart (plot, places, p);
  place_sizes (layout, places);
}

/* Up there a size can be pointed at all the same. */
static LessonTarget
hit (const DrawLayout *layout, double x, double y) {
  const DrawGrowthPlaces *places = layout->places;
  DrawRect rect = places->chart.rect;
  double below = rect.y + READOUT * layout->unit;

  if (places->n_sides == 0 || x < rect.x || x >= rect.x + rect.width || y < rect.y || y >= below)
    return (LessonTarget){ LESSON_PART_NONE };
  return draw_layout_hit (layout, x, below + 1e-6 * rect.height);
}

/* What is pointed at stands for the lesson's own size. */
static double
side_in_view (const DrawContext *context) {
  const DrawGrowthPlaces *places = context->layout->places;
  gint64 unit = context->target.unit;

  if (context->target.part == LESSON_PART_SIZE && unit >= 0 && unit < places->n_sides)
    return places->sides[unit];
  return context->state->growth_view.side;
}

/* Lines between the pixels from the lower left corner on, fading as these get small. Across and along apart: of a path cairo works out
 * every crossing, which took half of the picture's time. */
static void
draw_pixel_lines (const DrawContext *context, DrawRect rect, double side) {
  double u = context->layout->unit;
  double cell = rect.width / side;
  double strength = CLAMP ((cell / u - 0.05) / 0.1, 0, 1);

  if (strength <= 0)
    return;
  draw_set_color (context->cr, context->style->outline, 0.45 * strength);
  cairo_set_line_width (context->cr, 0.012 * u);
  for (gint64 i = 1; i < side; i++) {
    cairo_move_to (context->cr, rect.x + i * cell, rect.y);
    cairo_rel_line_to (context->cr, 0, rect.height);
  }
  cairo_stroke (context->cr);
  for (gint64 i = 1; i < side; i++) {
    cairo_move_to (context->cr, rect.x, rect.y + rect.height - i * cell);
    cairo_rel_line_to (context->cr, rect.width, 0);
  }
  cairo_stroke (context->cr);
}

static char *
size_text (double side) {
  return lesson_format_size ((gint64) round (side), (gint64) round (side));
}

/* Beside the upper right corner of an image inside a larger one that reaches to `right`, where there is room. */
static void
draw_inner_label (const DrawContext *context, DrawRect image, double right, double side) {
  double u = context->layout->unit;
  g_autofree char *text = size_text (side);
  double width = draw_text_width (context, text, DRAW_SMALL, DRAW_MEDIUM);
  double x = image.x + image.width + 0.1 * u;
  double y = MIN (image.y, image.y + image.height - 0.36 * u);

  if (x + width + 0.08 * u > right)
    return;
  draw_text (context, text, (DrawRect){ x, y, width, 0.36 * u },
             (DrawTextStyle){ DRAW_SMALL, DRAW_MEDIUM, context->style->text, DRAW_START, DRAW_CENTER });
}

static DrawRect
image_rect (DrawRect frame, double side, double largest) {
  double width = frame.width * side / largest;

  return (DrawRect){ frame.x, frame.y + frame.height - width, width, width };
}

static void
draw_image_frame (const DrawContext *context, DrawRect rect, double tint) {
  double u = context->layout->unit;

  cairo_rectangle (context->cr, rect.x, rect.y, rect.width, rect.height);
  draw_set_color (context->cr, context->style->outline, tint);
  cairo_fill_preserve (context->cr);
  draw_set_color (context->cr, context->style->outline, 1);
  cairo_set_line_width (context->cr, 0.02 * u);
  cairo_stroke (context->cr);
}

/* The images that the lesson has come by, from the largest to the smallest, which is the lesson's own. */
static void
draw_images (const DrawContext *context, DrawRect frame, double side) {
  const LessonParameters *p = context->state->parameters;
  gint64 grid = p->settings.grid;
  DrawCells cells = { p->pixels->data, grid, grid, 1, grid * grid, TRUE, 1 };
  double right = frame.x + frame.width;

  for (int step = LESSON_GROWTH_STEPS - 1; step >= 0; step--) {
    double inner = lesson_growth_step_side (p, (guint) step);
    DrawRect rect = image_rect (frame, inner, side);
    if (inner > side && step > 0)
      continue;
    if (step == 0)
      draw_cells (context, rect, &cells);
    draw_image_frame (context, rect, step > 0 ? TINT : 0);
    if (inner < side)
      draw_inner_label (context, rect, right, inner);
    right = MIN (right, rect.x + rect.width);
  }
}

static void
draw_picture (const DrawContext *context, double side) {
  DrawRect frame = ((const DrawGrowthPlaces *) context->layout->places)->picture;
  g_autofree char *size = size_text (side);
  g_autofree char *pixels = lesson_format_count ((gint64) round (side) * (gint64) round (side));
  /* Translators: rows × columns of an image, and how many pixels that are */
  g_autofree char *label = g_strdup_printf (_ ("%s = %s pixels"), size, pixels);

  draw_label (context, frame, label);
  cairo_save (context->cr);
  cairo_rectangle (context->cr, frame.x, frame.y, frame.width, frame.height);
  cairo_clip (context->cr);
  draw_image_frame (context, frame, TINT);
  draw_images (context, frame, side);
  draw_pixel_lines (context, frame, side);
  cairo_restore (context->cr);
  draw_set_color (context->cr, context->style->outline, 1);
  cairo_set_line_width (context->cr, 0.03 * context->layout->unit);
  cairo_rectangle (context->cr, frame.x, frame.y, frame.width, frame.height);
  cairo_stroke (context->cr);
}

static gint64
dense_weights (const EngineCount *dense, const EngineCount *convolution) {
  return dense->weights;
}

static gint64
shared_weights (const EngineCount *dense, const EngineCount *convolution) {
  return convolution->weights;
}

static gint64
multiplications (const EngineCount *dense, const EngineCount *convolution) {
  return convolution->multiplications;
}

/* One quantity over the size. */
typedef struct {
  const char *name;
  gint64 (*count) (const EngineCount *dense, const EngineCount *convolution);
  DrawCurve curve;
  double visible; /* 0…1: how much of its curve is drawn */
} Quantity;

static guint
make_quantities (const DrawContext *context, Quantity quantities[N_ENTRIES]) {
  const DrawStyle *style = context->style;
  gboolean pointed = context->target.part == LESSON_PART_SIZE;
  double price = context->state->growth_view.price;

  quantities[0] = (Quantity){ _ ("Dense layer: weights"), dense_weights, { style->dense }, 1 };
  quantities[1] = (Quantity){ _ ("Convolution: weights"), shared_weights, { style->convolution }, 1 };
  quantities[2] = (Quantity){
    _ ("its multiplications"), multiplications, { style->convolution, TRUE }, pointed && price > 0 ? 1 : price
  };
  return N_ENTRIES;
}

static void
draw_quantity (const DrawContext *context, const Quantity *quantity, double side) {
  const DrawGrowthPlaces *places = context->layout->places;
  const LessonParameters *p = context->state->parameters;
  double x[N_SAMPLES], y[N_SAMPLES];
  double from = places->sides[0];
  double to = from * pow (side / from, quantity->visible);
  EngineCount dense, convolution;
  guint n = 0;

  for (guint i = 0; i < N_SAMPLES; i++) {
    double at = from * pow (to / from, (double) i / (N_SAMPLES - 1));
    if (!lesson_growth_count (p, (gint64) round (at), &dense, &convolution))
      continue;
    x[n] = round (at);
    y[n++] = (double) quantity->count (&dense, &convolution);
  }
  draw_chart_curve (context, &places->chart, n, x, y, &quantity->curve);
  if (n > 0)
    draw_chart_point (context, &places->chart, x[n - 1], y[n - 1], quantity->curve.color);
}

static void
draw_ticks (const DrawContext *context) {
  const DrawGrowthPlaces *places = context->layout->places;
  const DrawChart *chart = &places->chart;
  double u = context->layout->unit;
  double ticks[DRAW_AXIS_TICKS_MAX];
  guint n = draw_axis_ticks (&chart->y, 5, ticks);
  DrawRect below = { chart->rect.x, chart->rect.y + chart->rect.height + 0.4 * u, chart->rect.width,
                     0.4 * u };

  draw_chart_y_ticks (context, chart, n, ticks);
  for (guint i = 0; i < LESSON_GROWTH_STEPS; i++)
    ticks[i] = lesson_growth_step_side (context->state->parameters, i);
  draw_chart_x_ticks (context, chart, LESSON_GROWTH_STEPS, ticks);
  draw_text (context, _ ("rows and columns of the image"), below,
             (DrawTextStyle){ DRAW_SMALL, DRAW_MEDIUM, context->style->muted, DRAW_END, DRAW_CENTER });
}

static void
draw_size_line (const DrawContext *context, double side) {
  const DrawChart *chart = &((const DrawGrowthPlaces *) context->layout->places)->chart;

  draw_set_color (context->cr, context->style->accent, 1);
  cairo_set_line_width (context->cr, 0.03 * context->layout->unit);
  cairo_move_to (context->cr, draw_chart_x (chart, side), chart->rect.y);
  cairo_rel_line_to (context->cr, 0, chart->rect.height);
  cairo_stroke (context->cr);
}

static void
draw_entry (const DrawContext *context, DrawRect line, const Quantity *quantity, gint64 value) {
  double u = context->layout->unit;
  double sample = 0.55 * u;
  g_autofree char *number = lesson_format_count (value);
  DrawRect words = { line.x + sample + 0.15 * u, line.y, line.width - sample - 0.15 * u, line.height / 2 };
  DrawTextStyle style = { DRAW_SMALL, DRAW_REGULAR, context->style->muted,
                          DRAW_START, DRAW_CENTER,  .shorten = TRUE };

  draw_chart_sample (context, (DrawRect){ line.x, line.y, sample, line.height / 2 }, &quantity->curve);
  draw_text (context, quantity->name, words, style);
  words.y += 0.92 * words.height;
  draw_text (context, number, words,
             (DrawTextStyle){ DRAW_BODY, DRAW_SEMIBOLD, quantity->curve.color, DRAW_START, DRAW_CENTER });
}

static void
draw_legend (const DrawContext *context, const Quantity *quantities, double side) {
  DrawRect legend = ((const DrawGrowthPlaces *) context->layout->places)->legend;
  EngineCount dense, convolution;

  if (!lesson_growth_count (context->state->parameters, (gint64) round (side), &dense, &convolution))
    return;
  for (guint i = 0; i < N_ENTRIES; i++) {
    DrawRect line = draw_rect_cell (legend, N_ENTRIES, 1, i, 0);
    draw_begin_fade (context, line, quantities[i].visible);
    draw_entry (context, line, &quantities[i], quantities[i].count (&dense, &convolution));
    draw_end_fade (context, quantities[i].visible);
  }
}

static void
draw (const DrawContext *context) {
  Quantity quantities[N_ENTRIES];

  if (context->state->growth_view.networks > 0) {
    draw_networks (context);
    return;
  }
  double side = side_in_view (context);
  guint n = make_quantities (context, quantities);
  draw_ticks (context);
  draw_size_line (context, side);
  for (guint i = n; i-- > 0;)
    if (quantities[i].visible > 0)
      draw_quantity (context, &quantities[i], side);
  draw_picture (context, side);
  draw_legend (context, quantities, side);
}

const DrawSceneClass draw_growth_class = {
  .places_size = sizeof (DrawGrowthPlaces),
  .place = place,
  .draw = draw,
  .hit = hit,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench-plot.h"

#include "draw-chart-private.h"
#include "draw-scene.h"
#include "draw-text-private.h"

#include <cairo-svg.h>
#include <math.h>

/* Of the picture, in pixels. All else is in units, a tenth of its height. */
#define WIDTH  800
#define HEIGHT 500
#define LEFT   1.35
#define RIGHT  0.5
#define TOP    2.35
#define BOTTOM 1.25

double
bench_series_slope (const BenchSeries *self, double *offset) {
  double x = 0, y = 0, xx = 0, xy = 0;
  double slope;

  for (guint i = 0; i < self->n; i++) {
    x += log (self->x[i]);
    y += log (self->y[i].median);
    xx += log (self->x[i]) * log (self->x[i]);
    xy += log (self->x[i]) * log (self->y[i].median);
  }
  slope = (xy - x * y / self->n) / (xx - x * x / self->n);
  *offset = (y - slope * x) / self->n;
  return slope;
}

char *
bench_say_seconds (double seconds) {
  static const char *const units[] = { "s", "ms", "µs", "ns" };
  guint unit = 0;

  while (seconds < 0.9995 && unit + 1 < G_N_ELEMENTS (units)) {
    seconds *= 1000;
    unit++;
  }
  return g_strdup_printf ("%.3g %s", seconds, units[unit]);
}

char *
bench_say_count (double count) {
  if (count >= 1e6)
    return g_strdup_printf ("%.3g million", count / 1e6);
  if (count >= 1000)
    return g_strdup_printf ("%d,%03d", (int) count / 1000, (int) count % 1000);
  return g_strdup_printf ("%g", count);
}

/* From the least to the most of all that is drawn. */
static void
extend (double *least, double *most, double value) {
  *least = MIN (*least, value);
  *most = MAX (*most, value);
}

static DrawChart
chart_of (const BenchPlot *plot, double u) {
  double x[2] = { G_MAXDOUBLE, 0 }, y[2] = { G_MAXDOUBLE, 0 };

  for (guint s = 0; s < plot->n_series; s++)
    for (guint i = 0; i < plot->series[s].n; i++) {
      extend (&x[0], &x[1], plot->series[s].x[i]);
      extend (&y[0], &y[1], plot->series[s].y[i].median);
    }
  for (guint l = 0; l < plot->n_limits; l++)
    for (guint i = 0; i < plot->limits[l].n; i++)
      extend (&y[0], &y[1], plot->limits[l].y[i]);
  /* The points at the ends do not lie on the frame. */
  return (DrawChart){ .rect = { LEFT * u, TOP * u, WIDTH - (LEFT + RIGHT) * u, HEIGHT - (TOP + BOTTOM) * u },
                      .x = { x[0] * pow (x[1] / x[0], -0.03), x[1] * pow (x[1] / x[0], 0.03), TRUE },
                      .y = draw_axis_decades (y[0], y[1]),
                      .say_x = bench_say_count,
                      .say_y = bench_say_seconds };
}

/* Powers of ten, or where there are only a few of them the points themselves. */
static void
draw_axes (const DrawContext *context, const BenchPlot *plot, const DrawChart *chart) {
  double u = context->layout->unit;
  DrawTextStyle style = { DRAW_SMALL, DRAW_REGULAR, context->style->text, DRAW_CENTER, DRAW_START };
  double ticks[DRAW_AXIS_TICKS_MAX];
  guint n = draw_axis_ticks (&chart->x, DRAW_AXIS_TICKS_MAX, ticks);

  if (n >= 4)
    draw_chart_x_ticks (context, chart, n, ticks);
  else
    draw_chart_x_ticks (context, chart, plot->series[0].n, plot->series[0].x);
  draw_chart_y_ticks (context, chart, draw_axis_ticks (&chart->y, DRAW_AXIS_TICKS_MAX, ticks), ticks);
  draw_text (context, plot->x_title,
             (DrawRect){ chart->rect.x, HEIGHT - 0.68 * u, chart->rect.width, 0.4 * u }, style);
}

/* The fitted line, and on it each point with its spread. */
static void
draw_series (const DrawContext *context, const DrawChart *chart, const BenchSeries *series, DrawColor color) {
  DrawCurve line = { .color = draw_color_mix (color, context->style->background, 0.55), .width = 0.03 };
  DrawCurve spread = { .color = color, .width = 0.03 };
  double offset, slope = bench_series_slope (series, &offset);
  double ends[2] = { series->x[0], series->x[series->n - 1] };
  double fitted[2] = { exp (offset) * pow (ends[0], slope), exp (offset) * pow (ends[1], slope) };

  draw_chart_curve (context, chart, 2, ends, fitted, &line);
  for (guint i = 0; i < series->n; i++) {
    double x[2] = { series->x[i], series->x[i] }, y[2] = { series->y[i].low, series->y[i].high };
    draw_chart_curve (context, chart, 2, x, y, &spread);
    draw_chart_point (context, chart, series->x[i], series->y[i].median, color);
  }
}

/* One name after another, each behind its colour. Returns where the next one begins. */
static double
draw_name (const DrawContext *context, double x, const char *name, const DrawCurve *curve, gboolean point) {
  double u = context->layout->unit, y = 1.62 * u;
  DrawTextStyle style = { DRAW_SMALL, DRAW_MEDIUM, context->style->text, DRAW_START, DRAW_CENTER };

  draw_chart_sample (context, (DrawRect){ x, y, 0.5 * u, 0 }, curve);
  if (point) {
    DrawChart chart = { { x, y, 0.5 * u, 0.01 * u }, { 0, 1 }, { 0, 1 } };
    draw_chart_point (context, &chart, 0.5, 0.5, curve->color);
  }
  draw_text (context, name, (DrawRect){ x + 0.6 * u, y, 0, 0 }, style);
  return x + 0.95 * u + draw_text_width (context, name, style.size, style.weight);
}

static void
draw_plot (const DrawContext *context, const BenchPlot *plot) {
  double u = context->layout->unit, x = LEFT * u;
  const DrawStyle *style = context->style;
  const DrawColor colors[BENCH_SERIES_MAX] = { style->convolution, style->dense, style->local };
  DrawChart chart = chart_of (plot, u);
  DrawRect title = { x, 0.35 * u, 0, 0.5 * u }, fixed = { x, 0.86 * u, 0, 0.4 * u };

  draw_set_color (context->cr, style->background, 1);
  cairo_paint (context->cr);
  draw_text (context, plot->title, title,
             (DrawTextStyle){ DRAW_CAPTION, DRAW_SEMIBOLD, style->text, DRAW_START, DRAW_CENTER });
  draw_text (context, plot->fixed, fixed,
             (DrawTextStyle){ DRAW_SMALL, DRAW_REGULAR, style->muted, DRAW_START, DRAW_CENTER });
  draw_axes (context, plot, &chart);
  for (guint s = 0; s < plot->n_series; s++) {
    DrawCurve curve = { .color = colors[s], .width = 0.03 };
    double offset, slope = bench_series_slope (&plot->series[s], &offset);
    g_autofree char *name = g_strdup_printf ("%s, slope %.2f", plot->series[s].name, slope);
    x = draw_name (context, x, name, &curve, TRUE);
  }
  for (guint l = 0; l < plot->n_limits; l++) {
    DrawCurve curve = { .color = colors[plot->limits[l].series], .dashed = TRUE, .width = 0.03 };
    draw_chart_curve (context, &chart, plot->limits[l].n, plot->limits[l].x, plot->limits[l].y, &curve);
    x = draw_name (context, x, plot->limits[l].name, &curve, FALSE);
  }
  for (guint s = 0; s < plot->n_series; s++)
    draw_series (context, &chart, &plot->series[s], colors[s]);
}

void
bench_plot_write (const BenchPlot *self, const char *path) {
  cairo_surface_t *surface = cairo_svg_surface_create (path, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  g_autoptr (DrawCache) cache = draw_cache_new ();
  DrawLayout layout = { .width = WIDTH, .height = HEIGHT, .unit = HEIGHT / 10.0 };
  DrawContext context = {
    .cr = cr, .layout = &layout, .style = draw_style_get (FALSE, FALSE), .cache = cache
  };

  draw_init ();
  draw_plot (&context, self);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    g_error ("%s: %s", path, cairo_status_to_string (cairo_surface_status (surface)));
  cairo_surface_destroy (surface);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* W6: the 3,200 lines of the dense fan over a whole 1920x1080 picture, in other colours each time, beside cairo's strokes of the same
 * lines in the same colours, and the mean error of both against a picture of 8x8 points a pixel. About half a minute. */
#include "bench.h"
#include "draw-fan-raster.h"
#include "draw-style.h"
#include "engine-threads-private.h"
#include "fan-reference.h"

#define ROUNDS 9
#define FRAMES 8   /* sets of colours that take turns */
#define TURN   0.1 /* seconds */

static const DrawFanGeometry geometry = {
  .width = 1920,
  .height = 1080,
  .n_inputs = 100,
  .n_nodes = 32,
  .inputs_top = 1,
  .inputs_height = 1078,
  .nodes_top = 1,
  .nodes_height = 1078,
  .thickness = 1.8,
  .alpha = 0.32,
};

#define N_LINES (geometry.n_inputs * geometry.n_nodes)

typedef struct {
  DrawColor *colors[FRAMES];
  guint frame;
  DrawFanRaster *raster;
  guint threads;
  cairo_surface_t *strokes;
} Fan;

/* The lesson's colours, the nodes' hues going round from frame to frame. */
static DrawColor *
colors_of (guint frame) {
  DrawColor *colors = g_new (DrawColor, N_LINES);

  for (gint64 line = 0; line < N_LINES; line++) {
    gint64 node = (line / geometry.n_inputs + frame * geometry.n_nodes / FRAMES) % geometry.n_nodes;
    colors[line] = draw_style_dense_weight (draw_style_get (frame % 2, FALSE), node, geometry.n_nodes,
                                            line % geometry.n_inputs, geometry.n_inputs);
  }
  return colors;
}

static void
raster_cb (gpointer data, gpointer unused) {
  Fan *fan = data;

  draw_fan_raster_set_colors (fan->raster, fan->colors[fan->frame++ % FRAMES]);
  draw_fan_raster_picture (fan->raster, N_LINES);
}

/* Milliseconds. */
static double
raster_turn (gpointer data) {
  Fan *fan = data;

  engine_threads_set (fan->threads);
  return 1e3 * bench_repeat (TURN, raster_cb, fan, NULL);
}

static void
stroke_cb (gpointer data, gpointer unused) {
  Fan *fan = data;
  const DrawColor *colors = fan->colors[fan->frame++ % FRAMES];
  cairo_t *cr = cairo_create (fan->strokes);

  cairo_set_operator (cr, CAIRO_OPERATOR_CLEAR);
  cairo_paint (cr);
  cairo_set_operator (cr, CAIRO_OPERATOR_OVER);
  cairo_set_line_width (cr, geometry.thickness);
  for (gint64 line = 0; line < N_LINES; line++) {
    double input = (double) (line % geometry.n_inputs), node = (double) (line / geometry.n_inputs);
    draw_set_color (cr, colors[line], geometry.alpha);
    cairo_move_to (cr, 0,
                   geometry.inputs_top + geometry.inputs_height * (input + 0.5) / (double) geometry.n_inputs);
    cairo_line_to (cr, geometry.width,
                   geometry.nodes_top + geometry.nodes_height * (node + 0.5) / (double) geometry.n_nodes);
    cairo_stroke (cr);
  }
  cairo_destroy (cr);
  cairo_surface_flush (fan->strokes);
}

static double
stroke_turn (gpointer data) {
  return 1e3 * bench_repeat (TURN, stroke_cb, data, NULL);
}

static void
measure_time (Fan *fan) {
  Fan alone = *fan, shared = *fan;
  BenchContender contenders[] = {
    { .name = "two threads", .turn = raster_turn, .data = &shared },
    { .name = "one thread", .turn = raster_turn, .data = &alone },
    { .name = "cairo's strokes", .turn = stroke_turn, .data = fan },
  };
  BenchCase frame = { "W6", "a frame of 3,200 lines, two threads", "ms", FALSE };
  BenchCase frame_alone = { "W6", "a frame of 3,200 lines, one thread", "ms", FALSE };

  alone.threads = 1;
  shared.threads = 2;
  bench_measure (contenders, G_N_ELEMENTS (contenders), ROUNDS);
  bench_row_limit (&frame, contenders[0].figure, 6);
  bench_row (&frame, contenders[0].figure, "cairo's strokes", contenders[2].figure, 30);
  bench_row (&frame_alone, contenders[1].figure, "cairo's strokes", contenders[2].figure, 1);
}

static BenchFigure
figure (double value) {
  return (BenchFigure){ value, value, value };
}

static void
measure_error (Fan *fan) {
  BenchCase error = { "W6", "mean error of 255", "", FALSE };
  g_autofree float *reference = NULL;

  engine_threads_set (0);
  fan->frame = 0;
  raster_cb (fan, NULL);
  fan->frame = 0;
  stroke_cb (fan, NULL);
  reference = fan_reference (&geometry, fan->colors[0], N_LINES);
  double ours = fan_reference_error (reference, draw_fan_raster_picture (fan->raster, N_LINES));
  bench_row_limit (&error, figure (ours), 2);
  bench_row (&error, figure (ours), "cairo's strokes", figure (fan_reference_error (reference, fan->strokes)),
             1);
}

int
main (void) {
  Fan fan = { .raster = draw_fan_raster_new (&geometry),
              .strokes = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, geometry.width, geometry.height) };

  for (guint frame = 0; frame < FRAMES; frame++)
    fan.colors[frame] = colors_of (frame);
  measure_time (&fan);
  measure_error (&fan);
  for (guint frame = 0; frame < FRAMES; frame++)
    g_free (fan.colors[frame]);
  cairo_surface_destroy (fan.strokes);
  draw_fan_raster_free (fan.raster);
  return 0;
}

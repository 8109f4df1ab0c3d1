/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rasterised fan. */
#include "draw-fan-raster.h"
#include "draw-style.h"
#include "engine-cpu-private.h"
#include "engine-threads-private.h"
#include "fan-reference.h"

#include <math.h>
#include <string.h>

/* The fan of the dense scene at 960x600, or of fewer lines. */
static DrawFanGeometry
geometry_of (gint64 inputs, gint64 nodes) {
  return (DrawFanGeometry){ .width = 320,
                            .height = 400,
                            .n_inputs = inputs,
                            .n_nodes = nodes,
                            .inputs_top = 2.3,
                            .inputs_height = 391.2,
                            .nodes_top = 2.3,
                            .nodes_height = 391.2,
                            .thickness = 1.02,
                            .alpha = 0.32 };
}

static DrawColor *
colors_of (const DrawFanGeometry *g) {
  DrawColor *colors = g_new (DrawColor, g->n_inputs * g->n_nodes);

  for (gint64 line = 0; line < g->n_inputs * g->n_nodes; line++)
    colors[line] = draw_style_dense_weight (draw_style_get (FALSE, FALSE), line / g->n_inputs, g->n_nodes,
                                            line % g->n_inputs, g->n_inputs);
  return colors;
}

static DrawFanRaster *
make_raster (const DrawFanGeometry *geometry) {
  DrawFanRaster *raster = draw_fan_raster_new (geometry);
  g_autofree DrawColor *colors = colors_of (geometry);

  draw_fan_raster_set_colors (raster, colors);
  return raster;
}

static guint8 *
copy_picture (DrawFanRaster *raster, gint64 count, gsize *size) {
  cairo_surface_t *picture = draw_fan_raster_picture (raster, count);

  cairo_surface_flush (picture);
  *size = (gsize) cairo_image_surface_get_stride (picture) * (gsize) cairo_image_surface_get_height (picture);
  return g_memdup2 (cairo_image_surface_get_data (picture), *size);
}

static guint8 *
draw_at_once (const DrawFanGeometry *geometry, gint64 count, gsize *size) {
  DrawFanRaster *raster = make_raster (geometry);
  guint8 *pixels = copy_picture (raster, count, size);

  draw_fan_raster_free (raster);
  return pixels;
}

/* Forward, with jumps back, and the same count twice. */
static void
test_growing (void) {
  static const gint64 counts[] = { 1, 2, 50, 100, 101, 1700, 1700, 3199, 3200, 900, 901, 0, 3200 };
  DrawFanGeometry geometry = geometry_of (100, 32);
  DrawFanRaster *raster = make_raster (&geometry);

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++) {
    gsize size, size_at_once;
    g_autofree guint8 *grown = copy_picture (raster, counts[i], &size);
    g_autofree guint8 *at_once = draw_at_once (&geometry, counts[i], &size_at_once);
    g_assert_cmpmem (grown, size, at_once, size_at_once);
  }
  draw_fan_raster_free (raster);
}

/* Of so many lines that hidden ones are left out: within a node, and on to the next ones. */
static void
test_growing_many (void) {
  static const gint64 counts[] = { 1, 40, 3000, 4096, 4097, 8191, 8192, 20000, 20100, 24576, 100 };
  DrawFanGeometry geometry = geometry_of (4096, 6);
  DrawFanRaster *raster = make_raster (&geometry);

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++) {
    gsize size, size_at_once;
    g_autofree guint8 *grown = copy_picture (raster, counts[i], &size);
    g_autofree guint8 *at_once = draw_at_once (&geometry, counts[i], &size_at_once);
    g_assert_cmpmem (grown, size, at_once, size_at_once);
  }
  draw_fan_raster_free (raster);
}

/* Whatever was drawn in other colours before. */
static void
test_colors (void) {
  DrawFanGeometry geometry = geometry_of (100, 32);
  DrawFanRaster *raster = draw_fan_raster_new (&geometry);
  g_autofree DrawColor *colors = colors_of (&geometry);
  gsize size, expected_size;

  g_autofree guint8 *black = copy_picture (raster, 3200, &size);
  g_assert_cmpuint (black[0], ==, 0);
  g_autofree guint8 *some = copy_picture (raster, 900, &size);
  draw_fan_raster_set_colors (raster, colors);
  g_autofree guint8 *colored = copy_picture (raster, 3200, &size);
  g_autofree guint8 *expected = draw_at_once (&geometry, 3200, &expected_size);
  g_assert_cmpmem (colored, size, expected, expected_size);
  draw_fan_raster_free (raster);
}

static void
test_threads (void) {
  DrawFanGeometry geometry = geometry_of (100, 32);
  gsize size, other_size;

  engine_threads_set (1);
  g_autofree guint8 *alone = draw_at_once (&geometry, 3200, &size);
  for (guint threads = 2; threads <= 5; threads++) {
    engine_threads_set (threads);
    g_autofree guint8 *shared = draw_at_once (&geometry, 3200, &other_size);
    g_assert_cmpmem (alone, size, shared, other_size);
  }
  engine_threads_set (0);
}

/* Every level's instructions give the same bits. */
static void
test_levels (void) {
  DrawFanGeometry geometry = geometry_of (100, 32);
  EngineCpuLevel best = engine_cpu_best_level ();
  gsize size, other_size;

  geometry.thickness = 4;
  engine_cpu_set_level (ENGINE_CPU_BASELINE);
  g_autofree guint8 *plain = draw_at_once (&geometry, 3200, &size);
  for (EngineCpuLevel level = ENGINE_CPU_BASELINE + 1; level <= best; level++) {
    engine_cpu_set_level (level);
    g_autofree guint8 *other = draw_at_once (&geometry, 3200, &other_size);
    g_assert_cmpmem (plain, size, other, other_size);
  }
  engine_cpu_set_level (best);
}

static double
height_of (const DrawFanGeometry *g, gint64 line, double along) {
  double from = g->inputs_top + g->inputs_height * (line % g->n_inputs + 0.5) / g->n_inputs;
  double to = g->nodes_top + g->nodes_height * (line / g->n_inputs + 0.5) / g->n_nodes;

  return from + along * (to - from);
}

/* The n-th line alone changes what it passes, in every column of pixels. */
static void
assert_leaves_color (const DrawFanGeometry *geometry, const guint8 *before, const guint8 *after,
                     gint64 line) {
  gsize stride = 4 * (gsize) geometry->width;

  for (int x = 0; x < geometry->width; x++) {
    int row = (int) height_of (geometry, line, (x + 0.5) / geometry->width);
    gboolean changed = FALSE;
    for (int y = MAX (row - 1, 0); y <= MIN (row + 1, geometry->height - 1); y++)
      changed |= memcmp (before + (gsize) y * stride + 4 * x, after + (gsize) y * stride + 4 * x, 4) != 0;
    if (!changed)
      g_error ("line %d leaves nothing at column %d", (int) line, x);
  }
}

static void
test_every_line (void) {
  DrawFanGeometry geometry = geometry_of (100, 32);
  DrawFanRaster *raster = make_raster (&geometry);
  gsize size;
  guint8 *before = copy_picture (raster, 0, &size);

  g_assert_cmpuint (size, ==, (gsize) 4 * 320 * 400);
  for (gint64 line = 0; line < 3200; line++) {
    guint8 *after = copy_picture (raster, line + 1, &size);
    /* Over many layers of nearly its own colour a line may change nothing; the first of each node are told. */
    if (line % 100 == 0 || line < 100)
      assert_leaves_color (&geometry, before, after, line);
    else
      g_assert_cmpint (memcmp (before, after, size), !=, 0);
    g_free (before);
    before = after;
  }
  g_free (before);
  draw_fan_raster_free (raster);
}

static cairo_surface_t *
stroke_fan (const DrawFanGeometry *g) {
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, g->width, g->height);
  cairo_t *cr = cairo_create (surface);

  g_autofree DrawColor *colors = colors_of (g);

  cairo_set_line_width (cr, g->thickness);
  for (gint64 line = 0; line < g->n_inputs * g->n_nodes; line++) {
    draw_set_color (cr, colors[line], g->alpha);
    cairo_move_to (cr, 0, height_of (g, line, 0));
    cairo_line_to (cr, g->width, height_of (g, line, 1));
    cairo_stroke (cr);
  }
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static double
mean_difference (const guint8 *a, const guint8 *b, gsize size) {
  double sum = 0;

  for (gsize i = 0; i < size; i++)
    sum += abs (a[i] - b[i]);
  return sum / (double) size;
}

/* Of 255. Both smooth a line's edges, but not in the same way. */
static void
assert_near_strokes (gint64 inputs, gint64 nodes, double tolerance) {
  DrawFanGeometry geometry = geometry_of (inputs, nodes);
  cairo_surface_t *strokes = stroke_fan (&geometry);
  gsize size;
  g_autofree guint8 *pixels = draw_at_once (&geometry, inputs * nodes, &size);
  double difference = mean_difference (pixels, cairo_image_surface_get_data (strokes), size);

  g_test_message ("%d lines: mean difference %.3f of 255", (int) (inputs * nodes), difference);
  g_assert_cmpfloat (difference, <, tolerance);
  cairo_surface_destroy (strokes);
}

static void
test_sparse (void) {
  assert_near_strokes (3, 2, 0.15);
  assert_near_strokes (10, 4, 0.9);
}

static void
test_dense (void) {
  assert_near_strokes (100, 32, 2.5);
}

/* Of 255; how far cairo's strokes are is told beside. */
static void
assert_near_reference (const DrawFanGeometry *geometry, double tolerance) {
  gint64 n = geometry->n_inputs * geometry->n_nodes;
  g_autofree DrawColor *colors = colors_of (geometry);
  g_autofree float *reference = fan_reference (geometry, colors, n);
  DrawFanRaster *raster = make_raster (geometry);
  double error = fan_reference_error (reference, draw_fan_raster_picture (raster, n));
  cairo_surface_t *strokes = stroke_fan (geometry);

  g_test_message ("%d lines: mean error %.3f of 255, of strokes %.3f", (int) n, error,
                  fan_reference_error (reference, strokes));
  g_assert_cmpfloat (error, <, tolerance);
  cairo_surface_destroy (strokes);
  draw_fan_raster_free (raster);
}

/* The fan of the dense scene at 1280x800, and a wide one. */
static void
test_reference (void) {
  DrawFanGeometry geometry = geometry_of (100, 32);

  geometry.width = 540;
  geometry.height = 524;
  geometry.inputs_height = geometry.nodes_height = 520;
  geometry.thickness = 1.24;
  assert_near_reference (&geometry, 2);
  geometry.width = 960;
  geometry.thickness = 1.8;
  assert_near_reference (&geometry, 2);
}

/* Few lines, of which some rise by many rows a column, some are thick. */
static void
test_steep (void) {
  DrawFanGeometry geometry = geometry_of (9, 4);

  geometry.width = 50;
  assert_near_reference (&geometry, 2);
  geometry.width = 320;
  geometry.thickness = 7;
  assert_near_reference (&geometry, 2);
}

/* So many lines that not all of them are laid, one by one. */
static void
test_many (void) {
  DrawFanGeometry geometry = geometry_of (64 * 64, 12);

  geometry.width = 160;
  assert_near_reference (&geometry, 2);
  geometry.n_inputs = 32 * 32;
  assert_near_reference (&geometry, 2);
}

static void
test_fits (void) {
  DrawFanGeometry geometry = geometry_of (100, 32), other = geometry;
  DrawFanRaster *raster = make_raster (&geometry);

  g_assert_true (draw_fan_raster_fits (raster, &other));
  other.width++;
  g_assert_false (draw_fan_raster_fits (raster, &other));
  other = geometry;
  other.n_nodes++;
  g_assert_false (draw_fan_raster_fits (raster, &other));
  other = geometry;
  other.alpha /= 2;
  g_assert_false (draw_fan_raster_fits (raster, &other));
  draw_fan_raster_free (raster);
}

/* Columns of slots that reach the picture's first and last row, and one pixel of picture. */
static void
test_edges (void) {
  DrawFanGeometry geometry = geometry_of (64, 64);
  gsize size;

  geometry.inputs_top = geometry.nodes_top = 0;
  geometry.inputs_height = geometry.nodes_height = geometry.height;
  g_autofree guint8 *full = draw_at_once (&geometry, 64 * 64, &size);
  geometry.width = geometry.height = 1;
  geometry.inputs_height = geometry.nodes_height = 1;
  g_autofree guint8 *pixel = draw_at_once (&geometry, 64 * 64, &size);
  g_assert_cmpint (pixel[3], >, 0);
}

/* One too large to be kept at first: laid on the surface it is as its picture laid by cairo. */
static void
test_painted (void) {
  DrawFanGeometry geometry = geometry_of (100, 32);

  geometry.width = 1500;
  geometry.height = 1500;
  for (gint64 count = 1; count <= 3200; count += 1066) {
    DrawFanRaster *raster = make_raster (&geometry), *other = make_raster (&geometry);
    cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 1500, 1500);
    cairo_surface_t *expected = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 1500, 1500);
    cairo_t *cr = cairo_create (surface), *other_cr = cairo_create (expected);
    draw_fan_raster_paint (raster, cr, 0, 0, count, 0.6);
    cairo_set_source_surface (other_cr, draw_fan_raster_picture (other, count), 0, 0);
    cairo_paint_with_alpha (other_cr, 0.6);
    const guint8 *pixels = cairo_image_surface_get_data (surface);
    const guint8 *others = cairo_image_surface_get_data (expected);
    for (int i = 0; i < 1500 * 1500 * 4; i++)
      if (i % 4 != 3 && abs (pixels[i] - others[i]) > 2)
        g_error ("%d lines: byte %d is %d, not %d", (int) count, i, pixels[i], others[i]);
    cairo_destroy (cr);
    cairo_destroy (other_cr);
    cairo_surface_destroy (surface);
    cairo_surface_destroy (expected);
    draw_fan_raster_free (raster);
    draw_fan_raster_free (other);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drawing/fan/growing-equals-drawing-at-once", test_growing);
  g_test_add_func ("/drawing/fan/growing-by-very-many-lines-equals-drawing-at-once", test_growing_many);
  g_test_add_func ("/drawing/fan/new-colours-replace-all-old-ones", test_colors);
  g_test_add_func ("/drawing/fan/every-cpu-level-draws-the-same", test_levels);
  g_test_add_func ("/drawing/fan/any-number-of-threads-draws-the-same", test_threads);
  g_test_add_func ("/drawing/fan/every-line-leaves-its-colour-on-its-way", test_every_line);
  g_test_add_func ("/drawing/fan/a-sparse-fan-is-what-strokes-draw", test_sparse);
  g_test_add_func ("/drawing/fan/the-full-fan-is-near-what-strokes-draw", test_dense);
  g_test_add_func ("/drawing/fan/is-near-what-many-points-a-pixel-show", test_reference);
  g_test_add_func ("/drawing/fan/steep-and-thick-lines-are-near-what-many-points-show", test_steep);
  g_test_add_func ("/drawing/fan/very-many-lines-are-near-what-many-points-show", test_many);
  g_test_add_func ("/drawing/fan/another-geometry-does-not-fit", test_fits);
  g_test_add_func ("/drawing/fan/reaches-the-edges-of-its-picture", test_edges);
  g_test_add_func ("/drawing/fan/on-a-surface-it-is-laid-as-its-picture", test_painted);
  return g_test_run ();
}

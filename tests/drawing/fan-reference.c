/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fan-reference.h"

#include "engine-threads.h"

#include <math.h>
#include <string.h>

typedef float Channels __attribute__ ((vector_size (16)));

typedef struct {
  const DrawFanGeometry *geometry;
  const DrawColor *colors;
  gint64 count;
  float *pixels;
} Work;

/* The points of a column at x, all of them `height` * REFERENCE_POINTS. */
static void
draw_points (const Work *work, double x, Channels *points) {
  const DrawFanGeometry *g = work->geometry;
  int n = g->height * REFERENCE_POINTS;

  memset (points, 0, (gsize) n * sizeof (Channels));
  for (gint64 line = 0; line < work->count; line++) {
    double from =
        g->inputs_top + g->inputs_height * ((double) (line % g->n_inputs) + 0.5) / (double) g->n_inputs;
    double to = g->nodes_top + g->nodes_height * ((double) (line / g->n_inputs) + 0.5) / (double) g->n_nodes;
    double rise = (to - from) / g->width, y = from + rise * x,
           half = g->thickness * sqrt (1 + rise * rise) / 2;
    DrawColor color = work->colors[line];
    Channels channels = { (float) color.blue, (float) color.green, (float) color.red, 1 };
    /* Point number i lies at (i + 0.5) / REFERENCE_POINTS. */
    int first = MAX (0, (int) ceil ((y - half) * REFERENCE_POINTS - 0.5));
    int last = MIN (n - 1, (int) floor ((y + half) * REFERENCE_POINTS - 0.5));
    for (int i = first; i <= last; i++)
      points[i] += (channels - points[i]) * (float) g->alpha;
  }
}

static void
draw_columns (gint64 begin, gint64 end, gpointer data) {
  const Work *work = data;
  const DrawFanGeometry *g = work->geometry;
  Channels *points =
      g_aligned_alloc ((gsize) g->height * REFERENCE_POINTS, sizeof (Channels), sizeof (Channels));

  for (gint64 column = begin; column < end; column++)
    for (int part = 0; part < REFERENCE_POINTS; part++) {
      draw_points (work, (double) column + (part + 0.5) / REFERENCE_POINTS, points);
      for (int i = 0; i < g->height * REFERENCE_POINTS; i++)
        for (int channel = 0; channel < 4; channel++)
          work->pixels[(i / REFERENCE_POINTS * g->width + column) * 4 + channel] +=
              points[i][channel] * 255 / (REFERENCE_POINTS * REFERENCE_POINTS);
    }
  g_aligned_free (points);
}

float *
fan_reference (const DrawFanGeometry *geometry, const DrawColor *colors, gint64 count) {
  Work work = { geometry, colors, count,
                g_new0 (float, (gsize) geometry->width *(gsize) geometry->height * 4) };

  engine_parallel_for (geometry->width, 1, draw_columns, &work);
  return work.pixels;
}

double
fan_reference_error (const float *reference, cairo_surface_t *picture) {
  int width = cairo_image_surface_get_width (picture), height = cairo_image_surface_get_height (picture);
  double sum = 0;

  cairo_surface_flush (picture);
  for (int y = 0; y < height; y++) {
    const guint8 *bytes =
        cairo_image_surface_get_data (picture) + y * cairo_image_surface_get_stride (picture);
    for (int x = 0; x < width; x++) {
      guint32 pixel = ((const guint32 *) (gconstpointer) bytes)[x];
      for (int channel = 0; channel < 4; channel++)
        sum += fabs ((pixel >> (8 * channel) & 255) - (double) *reference++);
    }
  }
  return sum / width / height / 4;
}

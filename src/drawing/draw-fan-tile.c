/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-fan-tile.h"

#include "draw-fan-levels.h"

#include <math.h>
#include <string.h>

#define FIXED      4294967296.0  /* heights are in 1 / FIXED of a row */
#define RUNS       256           /* handed to the kernel at once: they stay in the first cache */
#define NEAR       0.25          /* rows: lines at less than this distance are laid as one */
#define HIDDEN_LOG (-14 * G_LN2) /* of the light that shines through what hides a line */

/* Its height above the middle of the picture's left edge, less the reach of its brush. */
typedef struct {
  gint64 begin, rise;
  const DrawFanBrush *brush;
} Line;

struct _DrawFanLines {
  DrawFanGeometry geometry;
  DrawFanBrushes *brushes;
  const DrawFanKernel *kernel;
  Line *lines;
  gsize border, length;
};

static double
input_of (const DrawFanGeometry *g, gint64 input) {
  return g->inputs_top + g->inputs_height * ((double) input + 0.5) / (double) g->n_inputs;
}

static double
node_of (const DrawFanGeometry *g, gint64 node) {
  return g->nodes_top + g->nodes_height * ((double) node + 0.5) / (double) g->n_nodes;
}

static double
steepest_of (const DrawFanGeometry *g) {
  double down = fabs (node_of (g, g->n_nodes - 1) - input_of (g, 0));
  double up = fabs (node_of (g, 0) - input_of (g, g->n_inputs - 1));

  return MAX (down, up) / g->width;
}

static Line
make_line (const DrawFanLines *self, gint64 number) {
  const DrawFanGeometry *g = &self->geometry;
  double begin = input_of (g, number % g->n_inputs);
  double rise = (node_of (g, number / g->n_inputs) - begin) / g->width;
  const DrawFanBrush *brush = draw_fan_brushes_get (self->brushes, rise);

  return (Line){ (gint64) (FIXED * (begin - brush->reach + (double) self->border)), (gint64) (FIXED * rise),
                 brush };
}

gboolean
draw_fan_lines_hide (const DrawFanLines *self) {
  return self->geometry.n_inputs * self->geometry.n_nodes > DRAW_FAN_MANY;
}

DrawFanLines *
draw_fan_lines_new (const DrawFanGeometry *geometry) {
  DrawFanLines *self = g_new0 (DrawFanLines, 1);
  gint64 n = geometry->n_inputs * geometry->n_nodes;
  double top = MIN (geometry->inputs_top, geometry->nodes_top);
  double bottom =
      MAX (geometry->inputs_top + geometry->inputs_height, geometry->nodes_top + geometry->nodes_height);

  self->geometry = *geometry;
  self->kernel = draw_fan_kernel ();
  self->brushes = draw_fan_brushes_new (geometry->thickness, geometry->alpha, steepest_of (geometry),
                                        draw_fan_lines_hide (self));
  gsize reach = draw_fan_brushes_reach (self->brushes);
  self->border = reach + (gsize) ceil (MAX (0, -top));
  self->length = self->border + (gsize) ceil (MAX (geometry->height, bottom)) + reach;
  self->lines = g_new (Line, n);
  for (gint64 i = 0; i < n; i++)
    self->lines[i] = make_line (self, i);
  return self;
}

void
draw_fan_lines_free (DrawFanLines *self) {
  draw_fan_brushes_free (self->brushes);
  g_free (self->lines);
  g_free (self);
}

gsize
draw_fan_lines_border (const DrawFanLines *self) {
  return self->border;
}

gsize
draw_fan_lines_length (const DrawFanLines *self) {
  return self->length;
}

/* What is common to the nodes' lines in a tile. */
typedef struct {
  int level;           /* 1 << level lines are laid as one */
  gint64 nodes_hiding; /* behind so many nodes, all of whose lines are there, nothing is seen */
  gint64 first_hidden; /* so many of a node's lines look out above the first of those nodes */
} Density;

/* At a share `along` of the way the lines to one node lie as evenly as the inputs, only closer. A row is covered by thickness / distance
 * of them, each of which lets 1 - alpha through; when the light is as good as gone, what lies below is hidden. The later nodes lie
 * lower: of a node's lines those stay in sight that are above the lines to the last of the nodes that hide it.
 *
 * For any fan, this leaves little more lines than it takes to cover each row a dozen times. */
static Density
density_of (const DrawFanLines *self, gsize left, gsize right) {
  const DrawFanGeometry *g = &self->geometry;
  double slot = g->inputs_height / (double) g->n_inputs;
  double farthest = slot * (1 - (double) left / g->width), nearest = slot * (1 - (double) right / g->width);
  double passing = log (1 - g->alpha) * g->thickness / farthest;
  Density density = { 0, g->n_nodes, g->n_inputs };

  if (!draw_fan_lines_hide (self))
    return density;
  while (density.level + 1 < DRAW_FAN_LEVELS && farthest * (2 << density.level) <= NEAR)
    density.level++;
  if (farthest > g->thickness / 2)
    return density;
  density.nodes_hiding = 1 + (gint64) ceil (HIDDEN_LOG / passing);
  double lower = g->nodes_height / (double) g->n_nodes * (double) (density.nodes_hiding * right) / g->width;
  double first = (lower + 2 * g->thickness) / MAX (nearest, 1e-9);
  density.first_hidden = (gint64) MIN (ceil (first), (double) g->n_inputs);
  return density;
}

typedef struct {
  const DrawFanLines *lines;
  DrawFanPixel *pixels;
  gsize left, columns;
  gsize n;
  DrawFanRun runs[RUNS];
} Batch;

static void
flush (Batch *self) {
  const DrawFanLines *lines = self->lines;

  lines->kernel->lay (self->pixels, lines->length, self->columns, self->runs, self->n);
  self->n = 0;
}

static inline void
add_run (Batch *self, const Line *line, gint64 along, int level, const DrawFanPixel color) {
  DrawFanRun *run = &self->runs[self->n];

  run->y = (guint32) ((line->begin + line->rise * (gint64) self->left + along) >> 16);
  run->rise = (gint32) (line->rise >> 16);
  run->shares = line->brush->shares[level];
  run->blocks = line->brush->blocks;
  memcpy (run->color, color, sizeof (DrawFanPixel));
  if (++self->n == RUNS)
    flush (self);
}

/* Samples lie in the middle of their parts of a column. */
static inline void
add_line (Batch *self, const Line *line, int level, const DrawFanPixel color) {
  gint64 samples = (gint64) line->brush->samples;

  if (samples == 1)
    add_run (self, line, line->rise / 2, level, color);
  else
    for (gint64 i = 0; i < samples; i++)
      add_run (self, line, line->rise / (2 * samples) * (2 * i + 1), level, color);
}

/* Of the lines from…until-1 to one node those whose last one is among them, the middle one in the place of all that are merged. */
static void
add_lines (Batch *self, gint64 node, gint64 from, gint64 until, int level, const DrawFanPixel *colors) {
  gint64 n_inputs = self->lines->geometry.n_inputs;
  gint64 step = 1 << level;

  for (gint64 first = from / step * step; first < until; first += step) {
    gint64 last = MIN (first + step, n_inputs) - 1;
    gint64 number = node * n_inputs + (first + last) / 2;
    if (last < until)
      add_line (self, &self->lines->lines[number], level, colors[number]);
  }
}

void
draw_fan_lines_lay (const DrawFanLines *self, gint64 from, gint64 until, const DrawFanPixel *colors,
                    gsize tile, DrawFanPixel *pixels) {
  gint64 n_inputs = self->geometry.n_inputs, complete = until / n_inputs;
  gsize left = tile * DRAW_FAN_COLUMNS, right = MIN (left + DRAW_FAN_COLUMNS, (gsize) self->geometry.width);
  Density density = density_of (self, left, right);
  Batch batch = { .lines = self, .pixels = pixels, .left = left, .columns = right - left };

  for (gint64 node = from / n_inputs; node * n_inputs < until; node++) {
    gboolean hidden = node + density.nodes_hiding < complete;
    gint64 begin = MAX (from - node * n_inputs, 0);
    gint64 end = MIN (until - node * n_inputs, hidden ? density.first_hidden : n_inputs);
    gint64 step = 1 << density.level;
    /* Merged lines are seen where one of them is. */
    if (hidden)
      end = MIN ((end + step - 1) / step * step, n_inputs);
    add_lines (&batch, node, begin, end, density.level, colors);
  }
  flush (&batch);
}

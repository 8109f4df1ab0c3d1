/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-fan-tile.h"

#include "draw-line-levels.h"

#include <math.h>
#include <string.h>

#define RUNS       256           /* handed to the kernel at once: they stay in the first cache */
#define NEAR       0.14          /* of a line's thickness: at less than this distance lines are laid as one */
#define HIDDEN_LOG (-12 * G_LN2) /* of the light that shines through what hides a line */

struct _DrawFanLines {
  DrawFanGeometry geometry;
  DrawLineBrushes *brushes;
  const DrawLineKernel *kernel;
  gsize border, length;
};

static gint64
fixed (double rows) {
  return (gint64) ldexp (rows, DRAW_LINE_POINT);
}

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

gboolean
draw_fan_lines_hide (const DrawFanLines *self) {
  return self->geometry.n_inputs * self->geometry.n_nodes > DRAW_FAN_MANY;
}

DrawFanLines *
draw_fan_lines_new (const DrawFanGeometry *geometry) {
  DrawFanLines *self = g_new0 (DrawFanLines, 1);
  double top = MIN (geometry->inputs_top, geometry->nodes_top);
  double bottom =
      MAX (geometry->inputs_top + geometry->inputs_height, geometry->nodes_top + geometry->nodes_height);

  self->geometry = *geometry;
  self->kernel = draw_line_kernel ();
  self->brushes = draw_line_brushes_new (geometry->thickness, geometry->alpha, steepest_of (geometry),
                                         draw_fan_lines_hide (self));
  gsize reach = self->brushes->reach;
  self->border = reach + (gsize) ceil (MAX (0, -top));
  self->length = self->border + (gsize) ceil (MAX (geometry->height, bottom)) + reach;
  return self;
}

void
draw_fan_lines_free (DrawFanLines *self) {
  draw_line_brushes_free (self->brushes);
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

/* The lines lie between the one from the first input to the first node and the one from the last input to the last node. */
void
draw_fan_lines_rows (const DrawFanLines *self, gsize tile, int *first, int *last) {
  const DrawFanGeometry *g = &self->geometry;
  double left = (double) (tile * DRAW_LINE_COLUMNS) / g->width;
  double right = MIN (1, left + (double) DRAW_LINE_COLUMNS / g->width), reach = (double) self->brushes->reach;
  double highest = input_of (g, 0), rise = node_of (g, 0) - highest;
  double lowest = input_of (g, g->n_inputs - 1), fall = node_of (g, g->n_nodes - 1) - lowest;

  *first = (int) MAX (0, floor (highest + MIN (left * rise, right * rise) - reach));
  *last = (int) MIN (g->height, ceil (lowest + MAX (left * fall, right * fall) + reach));
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
  while (density.level + 1 < DRAW_LINE_LEVELS && farthest * (2 << density.level) <= NEAR * g->thickness)
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
  DrawLinePixel *pixels;
  gsize left, columns, n;
  DrawLineRun runs[RUNS];
} Batch;

static void
flush (Batch *self) {
  const DrawFanLines *lines = self->lines;

  lines->kernel->lay (self->pixels, lines->length, self->runs, self->n);
  self->n = 0;
}

/* `y` is the height of the line's middle in the middle of the first sample. */
static inline void
add_run (Batch *self, const DrawLineBrush *brush, gint64 y, gint64 rise, int level,
         const DrawLinePixel color) {
  DrawLineRun *run = &self->runs[self->n];

  run->y = (guint32) ((y - brush->reach) >> (DRAW_LINE_POINT - 16));
  run->rise = (gint32) (rise >> (DRAW_LINE_POINT - 16));
  run->shares = brush->shares + (gsize) level * draw_line_brush_size (brush->blocks);
  run->blocks = brush->blocks;
  run->begin = 0;
  run->end = (guint16) self->columns;
  memcpy (run->color, color, sizeof (DrawLinePixel));
  if (++self->n == RUNS)
    flush (self);
}

/* `y` is the line's height at the left edge of the tile. */
static inline void
add_line (Batch *self, gint64 y, gint64 rise, int level, const DrawLinePixel color) {
  const DrawLineBrush *brush = draw_line_brushes_get (self->lines->brushes, rise);

  if (G_LIKELY (brush->samples == 1))
    add_run (self, brush, y + rise / 2, rise, level, color);
  else
    for (gint64 i = 0; i < brush->samples; i++)
      add_run (self, brush, y + rise / (2 * brush->samples) * (2 * i + 1), rise, level, color);
}

/* Of the lines from…until-1 to one node; where some are merged, the middle one in the place of all of them as soon as the last one is
 * there. From one input to the next, both the height at the tile and the rise change by the same amount. */
static void
add_lines (Batch *self, gint64 node, gint64 from, gint64 until, int level, const DrawLinePixel *colors) {
  const DrawFanGeometry *g = &self->lines->geometry;
  double along = (double) self->left / g->width, slot = g->inputs_height / (double) g->n_inputs;
  double from_first = input_of (g, 0), to = node_of (g, node);
  gint64 y = fixed (from_first + along * (to - from_first) + (double) self->lines->border);
  gint64 y_step = fixed ((1 - along) * slot);
  gint64 rise = fixed ((to - from_first) / g->width), rise_step = fixed (-slot / g->width);
  gint64 half = (1 << level) / 2;
  gint64 end = until == g->n_inputs ? (until - 1) >> level : (until >> level) - 1;

  colors += node * g->n_inputs;
  for (gint64 group = from >> level; group <= end; group++) {
    gint64 input = MIN ((group << level) + half, g->n_inputs - 1);
    add_line (self, y + input * y_step, rise + input * rise_step, level, colors[input]);
  }
}

void
draw_fan_lines_lay (const DrawFanLines *self, gint64 from, gint64 until, const DrawLinePixel *colors,
                    gsize tile, DrawLinePixel *pixels) {
  gint64 n_inputs = self->geometry.n_inputs, complete = until / n_inputs;
  gsize left = tile * DRAW_LINE_COLUMNS, right = MIN (left + DRAW_LINE_COLUMNS, (gsize) self->geometry.width);
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

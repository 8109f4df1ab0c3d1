/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-sharing-private.h"

#include <math.h>

#define PANEL  1.75 /* side of a panel, in units */
#define WORDS  1.3  /* the least width of the words beside it */
#define SLOPE  0.32
#define ASPECT 0.9 /* of the cells of a plane seen from the side */

/* Image and map have cells of one size, so that it is seen how the map is smaller. */
void
draw_sharing_place (DrawLayout *self, const LessonState *state) {
  const EngineConvShape *shape = &state->parameters->single;
  DrawSharingPlaces *places = self->places;
  DrawRect main = self->main;
  double u = self->unit, label = DRAW_LABEL * u;
  double rows = shape->pad_top + shape->spec.height + shape->pad_bottom;
  double columns = shape->pad_left + shape->spec.width + shape->pad_right;
  double slot = main.width / 3;
  double panel = MIN (PANEL * u, slot - (WORDS + 0.3) * u);
  double stack = 0.7 * u;
  double room = main.height - 2 * label - panel - 0.25 * u;
  double cell = MIN (room / (rows + SLOPE * ASPECT * columns),
                     (main.width - 2.6 * u - stack) / (ASPECT * (columns + shape->out_width)));
  double wide = ASPECT * cell;
  double map_width = wide * shape->out_width, map_height = cell * shape->out_height;
  double bottom = main.y + main.height - panel;
  double top = main.y + label;

  places->view = state->sharing_view;
  places->slope = SLOPE;
  places->padded = (DrawRect){ main.x, top + (room - cell * rows - SLOPE * wide * columns) / 2,
                               wide * columns, cell * rows };
  places->image = (DrawRect){ main.x + shape->pad_left * wide, places->padded.y + shape->pad_top * cell,
                              shape->spec.width * wide, shape->spec.height * cell };
  double spare = room - map_height - SLOPE * map_width;
  places->stack = MIN (stack, spare);
  places->map = (DrawRect){ main.x + main.width - places->stack - map_width,
                            top + MAX (spare / 2, places->stack), map_width, map_height };
  places->dense = (DrawRect){ main.x, bottom, panel, panel };
  places->local = places->kernel = places->dense;
  places->local.x += slot;
  places->kernel.x += 2 * slot;
  places->words = slot - panel - 0.3 * u;

  const gint64 *kernel = shape->spec.kernel;
  DrawRect image = places->image;
  image.y += SLOPE * (image.x - places->padded.x);
  draw_layout_add_region (self, (DrawRegion){ LESSON_PART_PIXEL, 0, shape->spec.height, shape->spec.width, 0,
                                              image, .skew = SLOPE * image.width });
  draw_layout_add_region (self, (DrawRegion){ LESSON_PART_OUTPUT, 0, shape->out_height, shape->out_width, 0,
                                              places->map, .skew = SLOPE * places->map.width });
  if (state->convolution.shown)
    draw_layout_add_region (self,
                            (DrawRegion){ LESSON_PART_WEIGHT, 0, kernel[0], kernel[1], 0, places->kernel });
}

static gint64
common_divisor (gint64 a, gint64 b) {
  return b == 0 ? a : common_divisor (b, a % b);
}

/* Without a common divisor every input has its turn, not always the same ones. */
gint64
draw_sharing_every (gint64 outputs, gint64 inputs) {
  gint64 every = (outputs * inputs + DRAW_SHARING_MOST_LINES - 1) / DRAW_SHARING_MOST_LINES;

  while (every > 1 && common_divisor (inputs, every) > 1)
    every++;
  return MAX (every, 1);
}

DrawSharingLine
draw_sharing_dense_line (const LessonParameters *p, gint64 output, gint64 input) {
  gint64 grid = p->settings.grid;

  return (DrawSharingLine){ output, input / grid, input % grid, -1 };
}

DrawSharingLine
draw_sharing_window_line (const LessonParameters *p, gint64 output, gint64 tap) {
  const EngineConvShape *shape = &p->single;
  const EngineConvSpec *spec = &shape->spec;

  return (DrawSharingLine){
    output,
    output / shape->out_width * spec->stride[0] - shape->pad_top + tap / spec->kernel[1] * spec->dilation[0],
    output % shape->out_width * spec->stride[1] - shape->pad_left + tap % spec->kernel[1] * spec->dilation[1],
    tap
  };
}

DrawSegment
draw_sharing_segment (const DrawSharingPlaces *places, const LessonParameters *p,
                      const DrawSharingLine *line) {
  const EngineConvShape *shape = &p->single;
  DrawRect from =
      draw_rect_cell (places->image, shape->spec.height, shape->spec.width, line->row, line->column);
  DrawRect to = draw_rect_cell (places->map, shape->out_height, shape->out_width,
                                line->output / shape->out_width, line->output % shape->out_width);

  double x0 = from.x + from.width / 2, x1 = to.x + to.width / 2;

  return (DrawSegment){ x0, from.y + from.height / 2 + places->slope * (x0 - places->padded.x), x1,
                        to.y + to.height / 2 + places->slope * (x1 - places->map.x) };
}

/* Whether a dense line has come so far. */
static gboolean
is_drawn (const DrawSharingPlaces *places, const LessonParameters *p, gint64 output, gint64 input) {
  return lesson_sharing_place (&places->view, output) * p->pixels->length + input + 1 <= places->view.lines;
}

gboolean
draw_sharing_find (const DrawSharingPlaces *places, const LessonParameters *p, const LessonTarget *target,
                   DrawSharingLine *line) {
  gint64 grid = p->settings.grid;

  if (target->part != LESSON_PART_MAP_LINE || target->unit < 0 || target->unit >= p->one_filter.outputs)
    return FALSE;
  LessonRung rung = lesson_sharing_rung (&places->view, p, target->unit);
  if (rung == LESSON_RUNG_DENSE && MIN (target->row, target->column) >= 0
      && MAX (target->row, target->column) < grid) {
    gint64 input = target->row * grid + target->column;
    *line = draw_sharing_dense_line (p, target->unit, input);
    return is_drawn (places, p, target->unit, input);
  }
  if (rung == LESSON_RUNG_NONE || rung == LESSON_RUNG_DENSE)
    return FALSE;
  for (gint64 tap = 0; tap < p->one_filter.weights; tap++) {
    *line = draw_sharing_window_line (p, target->unit, tap);
    if (line->row == target->row && line->column == target->column)
      return TRUE;
  }
  return FALSE;
}

/* How far the point is off the segment; segments run from left to right. */
static double
distance (const DrawSegment *s, double x, double y) {
  double dx = s->x1 - s->x0, dy = s->y1 - s->y0;

  if (x <= s->x0 || x >= s->x1)
    return G_MAXDOUBLE;
  return fabs ((x - s->x0) * dy - (y - s->y0) * dx) / sqrt (dx * dx + dy * dy);
}

typedef struct {
  const DrawSharingPlaces *places;
  const LessonParameters *p;
  double x, y, reach;
  LessonTarget nearest;
} Search;

static void
try_line (Search *self, DrawSharingLine line) {
  DrawSegment segment = draw_sharing_segment (self->places, self->p, &line);
  double off = distance (&segment, self->x, self->y);

  if (off >= self->reach)
    return;
  self->reach = off;
  self->nearest = (LessonTarget){ LESSON_PART_MAP_LINE, line.output, line.row, line.column };
}

static gint64
first_from (gint64 number, gint64 every) {
  return (every - number % every) % every;
}

/* The drawn line that passes nearest to the point. */
static LessonTarget
hit_line (const DrawLayout *self, double x, double y) {
  const DrawSharingPlaces *places = self->places;
  const LessonParameters *p = self->parameters;
  gint64 outputs = p->one_filter.outputs, taps = p->one_filter.weights, inputs = p->pixels->length;
  gint64 dense_every = draw_sharing_every (outputs, inputs), every = draw_sharing_every (outputs, taps);
  Search search = { places, p, x, y, 0.06 * self->unit, { LESSON_PART_NONE } };

  for (gint64 output = 0; output < outputs; output++) {
    LessonRung rung = lesson_sharing_rung (&places->view, p, output);
    if (rung == LESSON_RUNG_DENSE)
      for (gint64 i = first_from (output * inputs, dense_every);
           i < inputs && is_drawn (places, p, output, i); i += dense_every)
        try_line (&search, draw_sharing_dense_line (p, output, i));
    else if (rung != LESSON_RUNG_NONE)
      for (gint64 tap = first_from (output * taps, every); tap < taps; tap += every)
        try_line (&search, draw_sharing_window_line (p, output, tap));
  }
  return search.nearest;
}

/* A cell of the panel with every output's own weights. */
static LessonTarget
hit_local (const DrawLayout *self, double x, double y) {
  const DrawSharingPlaces *places = self->places;
  const LessonParameters *p = self->parameters;
  const EngineConvShape *shape = &p->single;
  gint64 rows = shape->out_height * shape->spec.kernel[0], columns = shape->out_width * shape->spec.kernel[1];
  DrawRect rect = draw_rect_fit (places->local, rows, columns);
  double row = floor ((y - rect.y) / rect.height * rows),
         column = floor ((x - rect.x) / rect.width * columns);

  if (row < 0 || row >= rows || column < 0 || column >= columns)
    return (LessonTarget){ LESSON_PART_NONE };
  gint64 r = (gint64) row, c = (gint64) column, k = shape->spec.kernel[1];
  gint64 output = r / shape->spec.kernel[0] * shape->out_width + c / k;
  if (lesson_sharing_rung (&places->view, p, output) != LESSON_RUNG_LOCAL)
    return (LessonTarget){ LESSON_PART_NONE };
  DrawSharingLine line = draw_sharing_window_line (p, output, r % shape->spec.kernel[0] * k + c % k);
  return (LessonTarget){ LESSON_PART_MAP_LINE, output, line.row, line.column };
}

LessonTarget
draw_sharing_hit (const DrawLayout *self, double x, double y) {
  LessonTarget target = hit_local (self, x, y);

  return target.part != LESSON_PART_NONE ? target : hit_line (self, x, y);
}

/* The middle of a line. */
gboolean
draw_sharing_locate (const DrawLayout *self, const LessonTarget *target, DrawRect *rect) {
  DrawSharingLine line;

  if (!draw_sharing_find (self->places, self->parameters, target, &line))
    return FALSE;
  DrawSegment segment = draw_sharing_segment (self->places, self->parameters, &line);
  *rect = (DrawRect){ (segment.x0 + segment.x1) / 2, (segment.y0 + segment.y1) / 2, 0, 0 };
  return TRUE;
}

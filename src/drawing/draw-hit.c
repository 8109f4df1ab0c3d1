/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a point to what is there, and from there to the neighbour: pointer and keyboard cursor. */
#include "draw-layout-private.h"

#include <math.h>

static LessonTarget
target_of_cell (const DrawRegion *region, gint64 row, gint64 column) {
  LessonTarget target = { region->part, region->unit, row, column };

  if (region->wrap > 0) {
    target.row = row / region->wrap;
    target.column = row % region->wrap;
  } else if (region->part == LESSON_PART_NODE) {
    target = (LessonTarget){ LESSON_PART_NODE, .unit = row };
  }
  return target;
}

static void
cell_of_target (const DrawRegion *region, const LessonTarget *target, gint64 *row, gint64 *column) {
  *row = target->row;
  *column = target->column;
  if (region->wrap > 0) {
    *row = target->row * region->wrap + target->column;
    *column = 0;
  } else if (region->part == LESSON_PART_NODE) {
    *row = target->unit;
    *column = 0;
  }
}

static gboolean
holds (const DrawRegion *region, const LessonTarget *target) {
  gint64 row, column;

  if (region->part != target->part || (region->part != LESSON_PART_NODE && region->unit != target->unit))
    return FALSE;
  cell_of_target (region, target, &row, &column);
  return row >= 0 && row < region->rows && column >= 0 && column < region->columns;
}

static const DrawRegion *
region_of (const DrawLayout *self, const LessonTarget *target, guint *index) {
  for (guint i = 0; i < self->regions->len; i++) {
    const DrawRegion *region = &g_array_index (self->regions, DrawRegion, i);
    if (!holds (region, target))
      continue;
    if (index != NULL)
      *index = i;
    return region;
  }
  return NULL;
}

/* The drawn line of the fan that passes nearest to the point, if any does within `reach`. At a share `along` of the way
 * the lines to one node are as evenly spaced as the inputs, so for each node only the nearest input needs to be looked at. */
static LessonTarget
hit_line (const DrawLayout *self, double x, double y, double reach) {
  const DrawDenseLayout *places = &self->dense;
  gint64 inputs = self->parameters->pixels->length;
  gint64 grid = self->parameters->settings.grid;
  gint64 nodes = self->parameters->settings.nodes;
  double along = (x - places->fan.x) / places->fan.width;
  LessonTarget nearest = { LESSON_PART_NONE };

  if (along <= 0 || along >= 1 || y < places->fan.y || y > places->fan.y + places->fan.height)
    return nearest;
  for (gint64 node = 0; node < nodes && node * inputs < self->lines; node++) {
    double to = draw_rect_slot (places->nodes, nodes, node);
    double from = (y - along * to) / (1 - along);
    double slot = floor ((from - places->inputs.y) / places->inputs.height * inputs);
    gint64 input = (gint64) CLAMP (slot, 0, inputs - 1);
    double line = (1 - along) * draw_rect_slot (places->inputs, inputs, input) + along * to;
    if (fabs (line - y) >= reach || node * inputs + input + 1 > self->lines)
      continue;
    reach = fabs (line - y);
    nearest = (LessonTarget){ LESSON_PART_LINE, node, input / grid, input % grid };
  }
  return nearest;
}

LessonTarget
draw_layout_hit (const DrawLayout *self, double x, double y) {
  for (guint i = 0; i < self->regions->len; i++) {
    const DrawRegion *region = &g_array_index (self->regions, DrawRegion, i);
    double column = (x - region->rect.x) / region->rect.width * region->columns;
    double row = (y - region->rect.y) / region->rect.height * region->rows;
    if (column >= 0 && column < region->columns && row >= 0 && row < region->rows)
      return target_of_cell (region, (gint64) row, (gint64) column);
  }
  return self->lines > 0 ? hit_line (self, x, y, 0.06 * self->unit) : (LessonTarget){ LESSON_PART_NONE };
}

/* The middle of a line of the fan. */
static gboolean
locate_line (const DrawLayout *self, const LessonTarget *target, DrawRect *rect) {
  const DrawDenseLayout *places = &self->dense;
  gint64 grid = self->parameters->settings.grid;

  gint64 input = target->row * grid + target->column;
  if (target->part != LESSON_PART_LINE || target->unit < 0 || target->unit >= self->parameters->settings.nodes
      || MIN (target->row, target->column) < 0 || MAX (target->row, target->column) >= grid
      || target->unit * grid * grid + input + 1 > self->lines)
    return FALSE;
  double from = draw_rect_slot (places->inputs, grid * grid, input);
  double to = draw_rect_slot (places->nodes, self->parameters->settings.nodes, target->unit);
  *rect = (DrawRect){ places->fan.x + places->fan.width / 2, (from + to) / 2, 0, 0 };
  return TRUE;
}

gboolean
draw_layout_locate (const DrawLayout *self, const LessonTarget *target, DrawRect *rect) {
  const DrawRegion *region = region_of (self, target, NULL);
  gint64 row, column;

  if (region == NULL)
    return locate_line (self, target, rect);
  cell_of_target (region, target, &row, &column);
  *rect = draw_rect_cell (region->rect, region->rows, region->columns, row, column);
  return TRUE;
}

LessonTarget
draw_layout_move (const DrawLayout *self, const LessonTarget *from, int rows, int columns) {
  const DrawRegion *region = region_of (self, from, NULL);
  gint64 row, column;

  if (region == NULL)
    return draw_layout_next_region (self, from, 1);
  cell_of_target (region, from, &row, &column);
  return target_of_cell (region, CLAMP (row + rows, 0, region->rows - 1),
                         CLAMP (column + columns, 0, region->columns - 1));
}

LessonTarget
draw_layout_next_region (const DrawLayout *self, const LessonTarget *from, int direction) {
  guint n = self->regions->len;
  guint index = 0;

  if (n == 0)
    return (LessonTarget){ LESSON_PART_NONE };
  if (region_of (self, from, &index) != NULL)
    index = (index + n + direction) % n;
  /* A column of pixels names those of the image again; from there the way would lead back to the image's neighbour. */
  while (g_array_index (self->regions, DrawRegion, index).wrap > 0)
    index = (index + n + direction) % n;
  return target_of_cell (&g_array_index (self->regions, DrawRegion, index), 0, 0);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a point to what is there, and from there to the neighbour: pointer and keyboard cursor. */
#include "draw-scene-private.h"

#include <math.h>

static LessonTarget
target_of_cell (const DrawRegion *region, gint64 row, gint64 column) {
  LessonTarget target = { region->part, region->unit, region->first_row + row,
                          region->first_column + column };

  if (region->wrap > 0) {
    target.row = row / region->wrap;
    target.column = row % region->wrap;
  } else if (region->part == LESSON_PART_NODE) {
    target = (LessonTarget){ LESSON_PART_NODE, .unit = row };
  }
  return target;
}

/* A node is pointed at, or one of its weights: what follows shows the same node. */
static LessonTarget
follow (const DrawRegion *region, const LessonTarget *from, LessonTarget to) {
  if (region->follows && from != NULL && (from->part == LESSON_PART_NODE || from->part == LESSON_PART_LINE))
    to.unit = from->unit;
  return to;
}

static void
cell_of_target (const DrawRegion *region, const LessonTarget *target, gint64 *row, gint64 *column) {
  *row = target->row - region->first_row;
  *column = target->column - region->first_column;
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

/* Where the keyboard is: what follows it shows its unit. */
static const DrawRegion *
region_of_cursor (const DrawLayout *self, const LessonTarget *cursor, guint *index) {
  const DrawRegion *region = region_of (self, cursor, index);

  for (guint i = 0; region == NULL && i < self->regions->len; i++) {
    LessonTarget there = *cursor;
    there.unit = g_array_index (self->regions, DrawRegion, i).unit;
    if (g_array_index (self->regions, DrawRegion, i).follows)
      region = region_of (self, &there, index);
  }
  return region;
}

LessonTarget
draw_layout_hit (const DrawLayout *self, double x, double y) {
  return draw_layout_hit_from (self, NULL, x, y);
}

LessonTarget
draw_layout_hit_from (const DrawLayout *self, const LessonTarget *from, double x, double y) {
  for (guint i = 0; i < self->regions->len; i++) {
    const DrawRegion *region = &g_array_index (self->regions, DrawRegion, i);
    double column = (x - region->rect.x) / region->rect.width * region->columns;
    double top = region->rect.y + region->skew * (x - region->rect.x) / region->rect.width;
    double row = (y - top) / region->rect.height * region->rows;
    if (column >= 0 && column < region->columns && row >= 0 && row < region->rows)
      return follow (region, from, target_of_cell (region, (gint64) row, (gint64) column));
  }
  const DrawSceneClass *class = draw_scene_class (self->kind);
  gboolean waits = self->question.width > 0; /* only the answers can be pointed at */
  return class->hit != NULL && !waits ? class->hit (self, x, y) : (LessonTarget){ LESSON_PART_NONE };
}

gboolean
draw_layout_locate (const DrawLayout *self, const LessonTarget *target, DrawRect *rect) {
  const DrawRegion *region = region_of (self, target, NULL);
  const DrawSceneClass *class = draw_scene_class (self->kind);
  gint64 row, column;

  if (region == NULL)
    return class->locate != NULL && class->locate (self, target, rect);
  cell_of_target (region, target, &row, &column);
  *rect = draw_rect_cell (region->rect, region->rows, region->columns, row, column);
  rect->y += region->skew * (column + 0.5) / region->columns;
  return TRUE;
}

/* The sizes and bars of a chart are a row of regions of one cell each. */
static LessonTarget
neighbour_region (const DrawLayout *self, guint index, int step) {
  const DrawRegion *region = &g_array_index (self->regions, DrawRegion, index);
  guint next = index + (guint) step;

  if (next < self->regions->len && g_array_index (self->regions, DrawRegion, next).part == region->part)
    region = &g_array_index (self->regions, DrawRegion, next);
  return target_of_cell (region, 0, 0);
}

/* Where only a part of a grid is in view, and the cursor has been left outside: the nearest cell that is. */
static LessonTarget
back_into_view (const DrawLayout *self, const LessonTarget *from) {
  for (guint i = 0; i < self->regions->len; i++) {
    const DrawRegion *region = &g_array_index (self->regions, DrawRegion, i);
    gint64 row, column;
    if (region->part != from->part || region->unit != from->unit || region->wrap > 0)
      continue;
    cell_of_target (region, from, &row, &column);
    return target_of_cell (region, CLAMP (row, 0, region->rows - 1), CLAMP (column, 0, region->columns - 1));
  }
  return draw_layout_next_region (self, from, 1);
}

LessonTarget
draw_layout_move (const DrawLayout *self, const LessonTarget *from, int rows, int columns) {
  guint index = 0;
  const DrawRegion *region = region_of_cursor (self, from, &index);
  gint64 row, column;

  if (region == NULL)
    return back_into_view (self, from);
  if (region->part == LESSON_PART_SIZE || region->part == LESSON_PART_FINDING)
    return neighbour_region (self, index, columns);
  if (region->part == LESSON_PART_BAR)
    return neighbour_region (self, index, rows);
  cell_of_target (region, from, &row, &column);
  return follow (region, from,
                 target_of_cell (region, CLAMP (row + rows, 0, region->rows - 1),
                                 CLAMP (column + columns, 0, region->columns - 1)));
}

LessonTarget
draw_layout_next_region (const DrawLayout *self, const LessonTarget *from, int direction) {
  guint n = self->regions->len;
  guint index = 0;

  if (n == 0)
    return (LessonTarget){ LESSON_PART_NONE };
  if (region_of_cursor (self, from, &index) != NULL)
    index = (index + n + direction) % n;
  /* A column of pixels names those of the image again; from there the way would lead back to the image's neighbour. */
  while (g_array_index (self->regions, DrawRegion, index).wrap > 0)
    index = (index + n + direction) % n;
  const DrawRegion *region = &g_array_index (self->regions, DrawRegion, index);
  return follow (region, from, target_of_cell (region, 0, 0));
}

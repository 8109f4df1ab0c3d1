/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where everything stands: rectangles, for drawing and for the pointer alike. A pure function of state and size. */
#pragma once

#include "lesson-state.h"

G_BEGIN_DECLS

typedef struct {
  double x, y, width, height;
} DrawRect;

/* A rectangle of rows x columns cells that the pointer can be on. */
typedef struct {
  LessonPart part;
  gint64 unit;
  gint64 rows, columns;
  gint64 wrap; /* the cells are one column of something with rows of so many; 0 where they are not */
  DrawRect rect;
  gint64 first_row, first_column; /* of its first cell, where only a part of a larger grid is in view */
  gboolean follows;               /* it shows the unit that is pointed at, and `unit` where none is */
  double skew;                    /* its right edge lies so much lower than its left one */
} DrawRegion;

typedef struct _DrawLayout DrawLayout;

/* Sizes in the units of the surface: pixels, points. */
DrawLayout *draw_layout_new (const LessonState *state, double width, double height);
void draw_layout_free (DrawLayout *self);

/* Which point of the photo is at a point of the picture, in its pixels (the middle of the first is 0.5), and how large one of
 * them is; FALSE where no photo is. */
gboolean draw_layout_photo (const DrawLayout *self, double x, double y, double *row, double *column,
                            double *scale);
/* The card that asks, and where the room that it is in ends; FALSE where nothing is asked. */
gboolean draw_layout_question (const DrawLayout *self, DrawRect *card, double *bottom);
/* What is at a point; part is LESSON_PART_NONE where nothing is. */
LessonTarget draw_layout_hit (const DrawLayout *self, double x, double y);
/* The same while `from` is pointed at: what follows it answers for its unit. */
LessonTarget draw_layout_hit_from (const DrawLayout *self, const LessonTarget *from, double x, double y);
/* Where a target is; FALSE where it is not in the picture. */
gboolean draw_layout_locate (const DrawLayout *self, const LessonTarget *target, DrawRect *rect);
/* For the keyboard cursor. From a target one cell on (rows, columns are -1, 0 or 1), stopping at the edges of its region. */
LessonTarget draw_layout_move (const DrawLayout *self, const LessonTarget *from, int rows, int columns);
/* The first cell of the next (+1) or previous (-1) region; from none, the first region. Goes round. */
LessonTarget draw_layout_next_region (const DrawLayout *self, const LessonTarget *from, int direction);
/* The regions, sorted as the keyboard visits them. */
const DrawRegion *draw_layout_regions (const DrawLayout *self, guint *n_regions);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrawLayout, draw_layout_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "sharing": where its parts stand, and its lines. */
#pragma once

#include "draw-scene-private.h"
#include "draw-strokes-private.h"

typedef struct {
  /* Image and map are planes seen from the side: each rectangle is skewed, its right edge lower by `slope` times its width,
   * so that lines to neighbours in a row do not cover each other. */
  double slope;
  DrawRect padded, image;        /* the image with and without its padding */
  DrawRect map;                  /* the one in front; more stand behind it, to the upper right */
  double stack;                  /* how far the last one is off, either way */
  DrawRect dense, local, kernel; /* each weight a cell */
  double words;                  /* width of the room right of each of them */
  LessonSharingView view;
} DrawSharingPlaces;

/* From a pixel, which may be padding, to an output. */
typedef struct {
  gint64 output, row, column;
  gint64 tap; /* -1 for a dense line */
} DrawSharingLine;

/* Of the three families only every `every`th line is drawn, so that no more than this many are. */
#define DRAW_SHARING_MOST_LINES 20000

void draw_sharing_place (DrawLayout *layout, const LessonState *state);
/* Of `outputs` times `inputs` lines. */
gint64 draw_sharing_every (gint64 outputs, gint64 inputs);
/* Dense line number `input`, or the line of the weight number `tap`. */
DrawSharingLine draw_sharing_dense_line (const LessonParameters *p, gint64 output, gint64 input);
DrawSharingLine draw_sharing_window_line (const LessonParameters *p, gint64 output, gint64 tap);
DrawSegment draw_sharing_segment (const DrawSharingPlaces *places, const LessonParameters *p,
                                  const DrawSharingLine *line);
/* The line that a target of the part LESSON_PART_MAP_LINE means; FALSE where there is none at this instant. */
gboolean draw_sharing_find (const DrawSharingPlaces *places, const LessonParameters *p,
                            const LessonTarget *target, DrawSharingLine *line);
LessonTarget draw_sharing_hit (const DrawLayout *layout, double x, double y);
gboolean draw_sharing_locate (const DrawLayout *layout, const LessonTarget *target, DrawRect *rect);

DrawColor draw_sharing_color (const DrawContext *context, const DrawSharingLine *line, LessonRung rung);
/* The web of all lines, those that fall, and those that stand out. */
void draw_sharing_lines (const DrawContext *context);
/* Below: every weight as a cell, and how they fold into one kernel. */
void draw_sharing_panels (const DrawContext *context);
/* Between this and cairo_restore() what is drawn into `plane` lies skewed. */
void draw_sharing_begin_plane (const DrawContext *context, DrawRect plane);
/* Cells of these colours, row by row; where `there` is 0 nothing is painted. */
void draw_sharing_cells (const DrawContext *context, DrawRect rect, gint64 rows, gint64 columns,
                         const DrawColor *colors, const guint8 *there);

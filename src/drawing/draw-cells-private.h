/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as coloured cells: images, kernels, response maps. */
#pragma once

#include "draw-context-private.h"

/* Cells of one channel, row by row, `stride` values apart. */
typedef struct {
  const float *values;
  gint64 rows, columns, stride;
  gint64 written; /* how many of them are there yet; the rest stays empty */
  gboolean grey;  /* 0…1 as black…white, else the diverging map */
  double scale;   /* of the diverging map: the size of the full colour */
} DrawCells;

void draw_cells (const DrawContext *context, DrawRect rect, const DrawCells *cells);
/* The frame, and lines between the cells where these are large enough to be told apart. */
void draw_cell_lines (const DrawContext *context, DrawRect rect, gint64 rows, gint64 columns);
/* Values written into the cells, where they all fit; `decimals` 1 or 2. */
void draw_cell_values (const DrawContext *context, DrawRect rect, const DrawCells *cells, int decimals);
DrawColor draw_cell_color (const DrawContext *context, const DrawCells *cells, double value);
/* "−1", ".62": as short as it can be read. "0.62" takes the room of ".62" in a small cell, and nobody misses the zero. */
char *draw_short_value (double value, int decimals);
/* A frame round one cell, as the pointer or the lesson points at it. */
void draw_cell_mark (const DrawContext *context, DrawRect cell, DrawColor color);
void draw_cell_mark_faded (const DrawContext *context, DrawRect cell, DrawColor color, double alpha);
/* The largest size of any value: what the diverging map is scaled by. */
double draw_scale_of (const EngineTensor *tensor);

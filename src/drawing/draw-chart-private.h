/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts: two axes with their ticks, curves, points, bars. Values go in as they are; the chart knows where they stand. */
#pragma once

#include "draw-axis.h"
#include "draw-context-private.h"

typedef struct {
  DrawRect rect; /* of the curves; ticks stand to the left of it and below it */
  DrawAxis x, y;
  char *(*say_x) (double value); /* how the ticks' numbers are written; NULL: draw_chart_number() */
  char *(*say_y) (double value);
} DrawChart;

typedef struct {
  DrawColor color;
  gboolean dashed;
  double width; /* of the line, in units; 0 is the usual one */
} DrawCurve;

/* A count as people read it. "100,000" */
char *draw_chart_number (double value);
double draw_chart_x (const DrawChart *self, double x);
double draw_chart_y (const DrawChart *self, double y);
/* Lines across the chart at these values, and their numbers beside it. */
void draw_chart_x_ticks (const DrawContext *context, const DrawChart *self, guint n, const double *ticks);
void draw_chart_y_ticks (const DrawContext *context, const DrawChart *self, guint n, const double *ticks);
/* Straight lines through the points. */
void draw_chart_curve (const DrawContext *context, const DrawChart *self, guint n, const double *x,
                       const double *y, const DrawCurve *curve);
void draw_chart_point (const DrawContext *context, const DrawChart *self, double x, double y,
                       DrawColor color);
/* A short line of a curve's kind, for a legend: in the middle of `rect`. */
void draw_chart_sample (const DrawContext *context, DrawRect rect, const DrawCurve *curve);

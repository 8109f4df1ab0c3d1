/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "draw-layout.h"

#define DRAW_TOTALS_MAX 3

struct _DrawLayout {
  double width, height;
  double
      unit; /* all type and spacing is measured in it: a tenth of the picture's height, less in narrow pictures */
  double margin;
  DrawRect title, caption, main;
  guint n_totals; /* cards beside the scene, from top to bottom; without any, `main` takes their room */
  DrawRect totals[DRAW_TOTALS_MAX];
  DrawRect question; /* the card, over `main`; empty while nothing is asked */
  LessonParameters *parameters;
  GArray *regions;      /* of DrawRegion */
  LessonSceneKind kind; /* whose places these are: */
  gpointer places;      /* the scene's own struct, zeroed before its class places it */
};

/* Type sizes, in units. The smallest is 1/45 of the picture's height at 16:10 and 16:9. */
#define DRAW_SMALL   0.235
#define DRAW_BODY    0.27
#define DRAW_TITLE   0.32
#define DRAW_CAPTION 0.38
#define DRAW_NUMBER  0.62
/* Height of the line of small type above a grid. */
#define DRAW_LABEL 0.40

void draw_layout_add_region (DrawLayout *self, DrawRegion region);
/* The cell of a region of rows x columns cells in `rect`. */
DrawRect draw_rect_cell (DrawRect rect, gint64 rows, gint64 columns, double row, double column);
/* The largest rectangle of rows x columns square cells in the middle of `rect`. */
DrawRect draw_rect_fit (DrawRect rect, double rows, double columns);
DrawRect draw_rect_inset (DrawRect rect, double by);
/* Between two rectangles, `amount` 0…1. */
DrawRect draw_rect_between (DrawRect from, DrawRect to, double amount);
/* Height of input or node number `index` of `count` in a column. */
double draw_rect_slot (DrawRect rect, gint64 count, double index);

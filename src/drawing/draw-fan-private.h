/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fan of a dense layer: from a column of inputs to a column of nodes, a line for each weight. */
#pragma once

#include "draw-context-private.h"

typedef struct {
  DrawRect fan;           /* the lines run from its left edge to its right one */
  DrawRect inputs, nodes; /* the columns, whose heights give the slots */
  double lines;    /* so many are drawn, in order of node, then input; of the last one only the fraction */
  double strength; /* 0…1 */
} DrawFan;

void draw_fan (const DrawContext *context, const DrawFan *fan);
/* Those of the lines that go from `input` to `node`, where -1 is any, over the others; whole ones only. */
void draw_fan_some (const DrawContext *context, const DrawFan *fan, gint64 node, gint64 input, double width,
                    double alpha);
/* One line on its own, over the others; `length` 0…1 from the input on. */
void draw_fan_line (const DrawContext *context, const DrawFan *fan, gint64 number, double length,
                    double width, double alpha);

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The formula line: pixel by weight, product by product, and their sum. */
#pragma once

#include "draw-context-private.h"

/* What is summed: the pixels under the sliding kernel's weights, and what that makes. */
typedef struct {
  double pixels[LESSON_TAPS_MAX];
  double value;
  double scale; /* of the diverging map */
} DrawSum;

void draw_formula_terms (const DrawContext *context, DrawRect rect, const DrawSum *sum, double products);
/* The sum at output (row, column) of the sliding kernel, as far as `products` says (one more than weights shows the sum). */
void draw_formula (const DrawContext *context, DrawRect rect, gint64 row, gint64 column, double products);
/* Where the sum stands in it. */
DrawRect draw_formula_sum (const DrawContext *context, DrawRect rect);

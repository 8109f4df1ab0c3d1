/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The formula line: pixel by weight, product by product, and their sum. */
#pragma once

#include "draw-context-private.h"

/* The sum at output (row, column) of the sliding kernel, as far as `products` says (one more than weights shows the sum). */
void draw_formula (const DrawContext *context, DrawRect rect, gint64 row, gint64 column, double products);
/* Where the sum stands in it. */
DrawRect draw_formula_sum (const DrawContext *context, DrawRect rect);

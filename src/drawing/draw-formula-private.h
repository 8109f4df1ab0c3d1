/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The formula line: pixel by weight, product by product, and their sum. */
#pragma once

#include "draw-context-private.h"

typedef struct {
  double pixel, weight;
} DrawTerm;

typedef struct {
  const DrawTerm *terms; /* rows x columns of them, along the kernel's rows */
  gint64 rows, columns;  /* of the kernel */
  double shown;          /* so many terms are; of the last one only the fraction. One more shows the sum */
  gint64 pointed;        /* number of the term that stands out; -1: none */
  double sum;
  double scale; /* of the diverging map behind the sum */
} DrawFormula;

/* Each product with its factors where there is room for them; of larger kernels the products, or their sums by rows. */
void draw_formula (const DrawContext *context, DrawRect rect, const DrawFormula *formula);
/* Where the sum stands in it. */
DrawRect draw_formula_sum (const DrawContext *context, DrawRect rect);

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A kernel: nine weights in nine colours. */
#pragma once

#include "draw-context-private.h"

/* Cells on the card's colour, each framed in its weight's colour, with values where they fit; `alpha` of the ground. */
void draw_kernel (const DrawContext *context, DrawRect rect, const float *weights, gint64 rows,
                  gint64 columns, double alpha);
/* The coloured frames alone, over `cells` many rows and columns in `rect` of which every `dilation`th is a weight's. */
void
draw_kernel_frames (const DrawContext *context, DrawRect rect, gint64 rows, gint64 columns, gint64 dilation);

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A kernel: nine weights in nine colours. */
#pragma once

#include "draw-context-private.h"

/* Cells framed in their weights' colours, with the values where they fit, else on the diverging map up to `scale`. */
void draw_kernel (const DrawContext *context, DrawRect rect, const float *weights, gint64 rows,
                  gint64 columns, double scale);
/* The coloured frames alone, on the pixels of a window in `rect` of which every `dilation`th is under a weight. */
void draw_kernel_frames (const DrawContext *context, DrawRect rect, gint64 rows, gint64 columns,
                         gint64 dilation);
/* One of them: of weight `tap` of `taps`. */
void draw_kernel_frame (const DrawContext *context, DrawRect cell, gint64 tap, gint64 taps);

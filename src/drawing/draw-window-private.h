/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The image with its padding, and the window on it. */
#pragma once

#include "draw-context-private.h"

/* The pixels inside their padding. */
DrawRect draw_window_pixels (const LessonParameters *p, DrawRect padded);
/* What the window at output (row, column) lies on, padding included. */
DrawRect draw_window_at (const LessonParameters *p, DrawRect padded, double row, double column);
/* Where weight `tap` lies while the window stands for output number `output`. */
DrawRect draw_window_tap (const LessonParameters *p, DrawRect padded, gint64 output, gint64 tap);
/* Padding, pixels and lines. */
void draw_window_image (const DrawContext *context, DrawRect padded);
/* Rows and columns of the image with its padding. */
void draw_window_extent (const LessonParameters *p, gint64 *rows, gint64 *columns);

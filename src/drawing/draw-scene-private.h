/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scenes' own pictures, and what they share. */
#pragma once

#include "draw-context-private.h"

void draw_dense (const DrawContext *context);
void draw_slide (const DrawContext *context);
void draw_filters (const DrawContext *context);
void draw_totals (const DrawContext *context);

/* A line of small type above `rect`, at its start or its end. */
void draw_label (const DrawContext *context, DrawRect rect, const char *text);
void draw_label_at_end (const DrawContext *context, DrawRect rect, const char *text);
/* The same with the image's name and size. */
void draw_image_label (const DrawContext *context, DrawRect rect);
/* Between these two, everything inside `rect` is drawn faded to `alpha`; nothing is done where that is 1. */
void draw_begin_fade (const DrawContext *context, DrawRect rect, double alpha);
void draw_end_fade (const DrawContext *context, double alpha);
void draw_rounded (cairo_t *cr, DrawRect rect, double radius);

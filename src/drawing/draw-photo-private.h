/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "photo": a photo and its response through one lens. */
#pragma once

#include "draw-context-private.h"
#include "draw-tone.h"

typedef struct {
  DrawRect photo, response; /* the views */
  gboolean both;            /* the response stands in its place */
  DrawRect kernel, formula, others;
  double x, y;  /* what is in the middle of both views, in pixels of the photo */
  double scale; /* units of the surface for a pixel of the photo */
} DrawPhotoPlaces;

/* Pixels of the photo: whole ones, from first to before last. */
typedef struct {
  gint64 first_row, last_row, first_column, last_column;
} DrawPhotoPart;

/* Where the pixels stand that are `rows` x `columns` from (row, column) on; it may reach out of the view. */
DrawRect draw_photo_rect (const DrawPhotoPlaces *places, DrawRect view, double row, double column,
                          double rows, double columns);
/* The part of the view where there is photo. */
DrawRect draw_photo_visible (const DrawPhotoPlaces *places, DrawRect view, const LessonParameters *p);
/* The pixels that are in view with at least a part, or with all of themselves. */
DrawPhotoPart draw_photo_part (const DrawPhotoPlaces *places, DrawRect view, const LessonParameters *p,
                               gboolean whole_pixels);

/* A picture of what is in view, and numbers where there is room. */
void draw_photo_map (const DrawContext *context, DrawRect view, gboolean response);
void draw_photo_values (const DrawContext *context, DrawRect view, gboolean response);
/* The colours of the response at this moment. */
DrawTone draw_photo_tone (const DrawContext *context);

/* Fills `rect` with the part of the image that is there, where the image is as large as `whole`. */
void draw_photo_paint (cairo_t *cr, DrawRect rect, cairo_surface_t *image, DrawRect whole,
                       cairo_filter_t filter);

/* The same detail of the photo through other filters. */
void draw_photo_others (const DrawContext *context);

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "tensor", between its files. */
#pragma once

#include "draw-cells-private.h"
#include "draw-scene-private.h"

#define DRAW_TENSOR_CHANNELS 3

typedef struct {
  DrawRect left, right; /* two squares: the picture and its grid */
  DrawRect view;        /* where the grid is seen just now, and … */
  DrawRect grid;        /* … where all of it would be: larger than the view when the camera is near */
  DrawRect picture;     /* the picture in its own shape, in the left square */
  DrawRect column;      /* of inputs */
  DrawRect words;       /* beside the grid */
  DrawRect photo, photo_alone;
  DrawRect planes[DRAW_TENSOR_CHANNELS];
  DrawRect values[DRAW_TENSOR_CHANNELS]; /* below the planes */
  DrawRect shape;                        /* the line on the photo's shape */
} DrawTensorPlaces;

/* The part of an image that becomes the grid, where the image lies over `rect`. */
DrawRect draw_tensor_crop (const EngineImage *image, DrawRect rect);
/* "(10, 10, 1)" */
char *draw_tensor_shape (gint64 size, gint64 channels);
/* Values in the cells that lie wholly inside the view, as far as they fit, larger in larger cells. */
void draw_tensor_values (const DrawContext *context, DrawRect view, DrawRect grid, const DrawCells *cells,
                         double alpha);

void draw_tensor_grid (const DrawContext *context);
void draw_tensor_unrolled (const DrawContext *context);
void draw_tensor_photo (const DrawContext *context);
void draw_tensor_changed (const DrawContext *context);

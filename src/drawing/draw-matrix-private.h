/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "matrix": image, map and kernel at the side; the pixels as a row over the matrix, the outputs as a column beside it. */
#pragma once

#include "draw-context-private.h"

typedef struct {
  DrawRect image; /* with its padding */
  DrawRect map, kernel;
  DrawRect matrix, inputs, outputs;
} DrawMatrixPlaces;

/* What stands out: each is -1 where nothing of its kind does. */
typedef struct {
  gint64 tap;      /* a weight and its diagonal */
  gint64 pixel;    /* a column */
  double row;      /* an output; between two of them it travels */
  double strength; /* 0…1: how far it stands out */
} DrawMatrixFocus;

DrawMatrixFocus draw_matrix_focus (const DrawContext *context);

/* The whole matrix at this moment on its card, as an image of at most a few hundred pixels a side. */
void draw_matrix_image (const DrawContext *context, double alpha);
/* One weight's entries alone. */
void draw_matrix_diagonal (const DrawContext *context, gint64 tap);
/* How far a weight is on its way from the kernel to its entry in an output's row, 0…1. */
double draw_matrix_flight (const LessonMatrixView *view, gint64 tap, gint64 output, gint64 outputs);

/* Everything that stands out, in all views. */
void draw_matrix_links (const DrawContext *context);
/* Weights on their way from the kernel. */
void draw_matrix_flights (const DrawContext *context);

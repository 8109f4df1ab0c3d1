/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "grab": above the convolution, below the dense layer; from left to right weights, outputs, what changes. */
#pragma once

#include "draw-context-private.h"

typedef struct {
  DrawRect image; /* with its padding */
  DrawRect kernel, map, change;
  DrawRect note;                       /* under the kernel */
  DrawRect picture;                    /* the weights of the node that the held line runs to */
  DrawRect inputs, nodes, node_change; /* columns; the fan runs between the first two */
  gint64 node;
} DrawGrabPlaces;

/* The shared weight whose places are shown: the one under the pointer, else the one that is held. */
gint64 draw_grab_tap (const DrawContext *context);
DrawRect draw_grab_kernel_cell (const DrawContext *context, gint64 tap);
/* The dense layer: its held line, its outputs, and what changes there. */
void draw_grab_dense (const DrawContext *context);
/* What is on its way: gradients, and places that fold into the one weight. */
void draw_grab_flow (const DrawContext *context);
/* How many places a held weight has, large, from the upper left corner of `at` on. */
void draw_grab_tally (const DrawContext *context, DrawRect at, gint64 places, DrawColor color);
/* The words under the kernel. */
void draw_grab_note (const DrawContext *context);

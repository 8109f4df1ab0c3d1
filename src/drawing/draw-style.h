/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All colours, one set a theme. Sizes follow the picture's and are in the layout. */
#pragma once

#include "draw-color.h"

G_BEGIN_DECLS

#define DRAW_N_WEIGHT_COLORS 9

typedef struct {
  gboolean dark, contrast;
  double divider; /* opacity of lines that only divide: between cells, round cards */
  DrawColor background, card, text, muted, outline, accent;
  DrawColor dense;       /* the dense layer's identity */
  DrawColor local;       /* the locally connected layer's */
  DrawColor convolution; /* the convolutional layer's */
  /* Identities of the shared weights. Chosen by search: 3:1 against background and card (4.5:1 for high contrast), and the
   * least distance between any two (OKLab, also as seen with protanopia and deuteranopia) as large as it gets. */
  DrawColor weights[DRAW_N_WEIGHT_COLORS];
  DrawColor negative, zero, positive; /* ends and middle of the diverging map */
} DrawStyle;

/* `contrast`: for those who need it and for weak projectors; text 7:1, shapes 4.5:1. */
const DrawStyle *draw_style_get (gboolean dark, gboolean contrast);

/* Identity of the shared weight number `tap` of the `taps` of a square kernel, counted along its rows. Up to nine of them have
 * the nine colours; of larger kernels the column gives the hue and the row the lightness. */
DrawColor draw_style_weight (const DrawStyle *self, gint64 tap, gint64 taps);
/* The ground of letters in something of that identity; `strong` where it stands out. The style's text reads on it. */
DrawColor draw_style_tint (const DrawStyle *self, DrawColor identity, gboolean strong);
/* Sign and size on the diverging map; `scale` is the size of the full colour, symmetric about zero. */
DrawColor draw_style_diverging (const DrawStyle *self, double value, double scale);
/* Identity of a dense layer's weight: the node gives the hue, the input the lightness; neighbours are alike. */
DrawColor draw_style_dense_weight (const DrawStyle *self, gint64 node, gint64 nodes, gint64 input,
                                   gint64 inputs);
/* Those of all `inputs` of a node. */
void draw_style_dense_weights (const DrawStyle *self, gint64 node, gint64 nodes, gint64 inputs,
                               DrawColor *colors);

G_END_DECLS

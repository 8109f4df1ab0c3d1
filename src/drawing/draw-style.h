/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All colours, one set a theme. Sizes are in draw-layout.h, as they follow the picture's. */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  double red, green, blue;
} DrawColor;

typedef struct {
  gboolean dark;
  DrawColor background, card, text, muted, outline, accent, accent_text;
  DrawColor dense;       /* the dense layer's identity */
  DrawColor convolution; /* the convolutional layer's */
  DrawColor weights[9];  /* identities of the nine shared weights */
  DrawColor negative, zero, positive; /* ends and middle of the diverging map */
} DrawStyle;

const DrawStyle *draw_style_get (gboolean dark);

/* Sign and size on the diverging map; `scale` is the value of the full colour, symmetric about zero. */
DrawColor draw_style_diverging (const DrawStyle *self, double value, double scale);
/* Own colour of the weight from `input` to `node` of a dense layer: neighbours alike, no two the same. */
DrawColor draw_style_dense_weight (const DrawStyle *self, gint64 node, gint64 nodes, gint64 input, gint64 inputs);
/* Black or white, whichever reads better on the colour. */
DrawColor draw_color_on (DrawColor background);
DrawColor draw_color_mix (DrawColor a, DrawColor b, double amount);
/* WCAG 2 contrast, 1…21. */
double draw_color_contrast (DrawColor a, DrawColor b);
void draw_set_color (cairo_t *cr, DrawColor color, double alpha);

G_END_DECLS

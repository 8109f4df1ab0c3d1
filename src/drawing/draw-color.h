/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colours and what is computed of them. Components are sRGB, 0…1. */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  double red, green, blue;
} DrawColor;

/* B. Ottosson's OKLCH: equal steps look equal. lightness 0…1, chroma 0…0.3, hue 0…1 once round. Out of gamut is clamped. */
DrawColor draw_color_from_oklch (double lightness, double chroma, double hue);
DrawColor draw_color_mix (DrawColor a, DrawColor b, double amount);
/* WCAG 2 contrast, 1…21. */
double draw_color_contrast (DrawColor a, DrawColor b);
/* Black or white, whichever reads better on the colour. */
DrawColor draw_color_on (DrawColor background);
void draw_set_color (cairo_t *cr, DrawColor color, double alpha);

G_END_DECLS

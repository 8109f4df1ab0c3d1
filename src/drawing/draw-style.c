/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-style.h"

#include <math.h>

#define RGB(hex)                                                                                             \
  { ((hex) >> 16 & 255) / 255.0, ((hex) >> 8 & 255) / 255.0, ((hex) &255) / 255.0 }

static const DrawStyle light = {
  .dark = FALSE,
  .background = RGB (0xfafafa),
  .card = RGB (0xffffff),
  .text = RGB (0x1d1d20),
  .muted = RGB (0x5e5c64),
  .outline = RGB (0x77767b),
  .accent = RGB (0x1a5fb4),
  .dense = RGB (0x9a3a8c),
  .convolution = RGB (0x0f7b6c),
  .weights = { RGB (0xe46a52), RGB (0x251fb4), RGB (0x5f6928), RGB (0x319aab), RGB (0x630773), RGB (0x9f72e5),
               RGB (0x6c2a24), RGB (0x5461b5), RGB (0xb04375) },
  .negative = RGB (0x1c62b0),
  .zero = RGB (0xf4f2ef),
  .positive = RGB (0xd4600c),
};

static const DrawStyle dark = {
  .dark = TRUE,
  .background = RGB (0x1e1e22),
  .card = RGB (0x2a2a2f),
  .text = RGB (0xffffff),
  .muted = RGB (0xc0bfbc),
  .outline = RGB (0x9a9996),
  .accent = RGB (0x78aeed),
  .dense = RGB (0xe59ad8),
  .convolution = RGB (0x5fd6bd),
  .weights = { RGB (0xe7cf8c), RGB (0x4f72eb), RGB (0x4bb481), RGB (0xaf6fa0), RGB (0xcffa27), RGB (0x52bded),
               RGB (0x5ff1da), RGB (0xc29705), RGB (0x048909) },
  .negative = RGB (0x5aa5f2),
  .zero = RGB (0x35353b),
  .positive = RGB (0xff9d45),
};

const DrawStyle *
draw_style_get (gboolean want_dark) {
  return want_dark ? &dark : &light;
}

DrawColor
draw_style_weight (const DrawStyle *self, gint64 tap) {
  return self->weights[tap % DRAW_N_WEIGHT_COLORS];
}

DrawColor
draw_style_diverging (const DrawStyle *self, double value, double scale) {
  double size = scale > 0 ? CLAMP (fabs (value) / scale, 0, 1) : 0;

  return draw_color_mix (self->zero, value < 0 ? self->negative : self->positive, size);
}

DrawColor
draw_style_dense_weight (const DrawStyle *self, gint64 node, gint64 nodes, gint64 input, gint64 inputs) {
  double hue = 0.92 * node / nodes;
  double along = inputs > 1 ? (double) input / (inputs - 1) : 0.5;
  double darkest = self->dark ? 0.62 : 0.42;
  double lightest = self->dark ? 0.86 : 0.70;

  return draw_color_from_oklch (darkest + along * (lightest - darkest), 0.14, hue);
}

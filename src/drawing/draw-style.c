/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-style.h"

#include <math.h>

#define RGB(hex)                                                                                             \
  { ((hex) >> 16 & 255) / 255.0, ((hex) >> 8 & 255) / 255.0, ((hex) &255) / 255.0 }

static const DrawStyle light = {
  .dark = FALSE,
  .divider = 0.55,
  .background = RGB (0xfafafa),
  .card = RGB (0xffffff),
  .text = RGB (0x1d1d20),
  .muted = RGB (0x5e5c64),
  .outline = RGB (0x77767b),
  .accent = RGB (0x1a5fb4),
  .dense = RGB (0x9a3a8c),
  .local = RGB (0xa85b00),
  .convolution = RGB (0x0f7b6c),
  .weights = { RGB (0xe46a52), RGB (0x251fb4), RGB (0x5f6928), RGB (0x319aab), RGB (0x630773), RGB (0x9f72e5),
               RGB (0x6c2a24), RGB (0x5461b5), RGB (0xb04375) },
  .negative = RGB (0x1c62b0),
  .zero = RGB (0xf4f2ef),
  .positive = RGB (0xd4600c),
};

static const DrawStyle dark = {
  .dark = TRUE,
  .divider = 0.55,
  .background = RGB (0x1e1e22),
  .card = RGB (0x2a2a2f),
  .text = RGB (0xffffff),
  .muted = RGB (0xc0bfbc),
  .outline = RGB (0x9a9996),
  .accent = RGB (0x78aeed),
  .dense = RGB (0xe59ad8),
  .local = RGB (0xf0b04a),
  .convolution = RGB (0x5fd6bd),
  .weights = { RGB (0xe7cf8c), RGB (0x4f72eb), RGB (0x4bb481), RGB (0xaf6fa0), RGB (0xcffa27), RGB (0x52bded),
               RGB (0x5ff1da), RGB (0xc29705), RGB (0x048909) },
  .negative = RGB (0x5aa5f2),
  .zero = RGB (0x35353b),
  .positive = RGB (0xff9d45),
};

static const DrawStyle light_contrast = {
  .dark = FALSE,
  .contrast = TRUE,
  .divider = 1,
  .background = RGB (0xffffff),
  .card = RGB (0xffffff),
  .text = RGB (0x000000),
  .muted = RGB (0x2e2c33),
  .outline = RGB (0x3d3c40),
  .accent = RGB (0x0b3f86),
  .dense = RGB (0x76206a),
  .local = RGB (0x7a3f00),
  .convolution = RGB (0x00594d),
  .weights = { RGB (0x500000), RGB (0x0005dc), RGB (0xa56900), RGB (0x8255fa), RGB (0x285500), RGB (0xb40555),
               RGB (0x007da0), RGB (0x690a96), RGB (0x00235a) },
  .negative = RGB (0x0b4a94),
  .zero = RGB (0xffffff),
  .positive = RGB (0xa84400),
};

static const DrawStyle dark_contrast = {
  .dark = TRUE,
  .contrast = TRUE,
  .divider = 1,
  .background = RGB (0x000000),
  .card = RGB (0x000000),
  .text = RGB (0xffffff),
  .muted = RGB (0xdedddb),
  .outline = RGB (0xd0cfcc),
  .accent = RGB (0x99c5ff),
  .dense = RGB (0xf2aee6),
  .local = RGB (0xffc45e),
  .convolution = RGB (0x74f0d5),
  .weights = { RGB (0x00e1f0), RGB (0xd73c00), RGB (0x46ff00), RGB (0xff00aa), RGB (0xa0af05), RGB (0xa09bff),
               RGB (0x328269), RGB (0xffa59b), RGB (0xaa2dff) },
  .negative = RGB (0x7cc0ff),
  .zero = RGB (0x000000),
  .positive = RGB (0xffb266),
};

const DrawStyle *
draw_style_get (gboolean want_dark, gboolean want_contrast) {
  if (want_contrast)
    return want_dark ? &dark_contrast : &light_contrast;
  return want_dark ? &dark : &light;
}

DrawColor
draw_style_weight (const DrawStyle *self, gint64 tap, gint64 taps) {
  gint64 side = (gint64) round (sqrt (taps));

  if (taps <= DRAW_N_WEIGHT_COLORS)
    return self->weights[tap % DRAW_N_WEIGHT_COLORS];
  double along = (double) (tap / side) / (side - 1);
  double from = self->dark ? 0.62 : self->contrast ? 0.26 : 0.32;
  double to = self->dark ? 0.92 : self->contrast ? 0.52 : 0.6;
  /* Neighbours in a row differ by more than one step round the circle of hues. */
  gint64 hue = tap % side * (side % 2 == 0 ? side - 1 : 2) % side;
  return draw_color_from_oklch (from + along * (to - from), 0.14, (double) hue / side);
}

DrawColor
draw_style_tint (const DrawStyle *self, DrawColor identity, gboolean strong) {
  return draw_color_mix (self->card, identity, strong ? 0.3 : 0.15);
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

/* Only the lightness changes, so a few computed colours do for very many. */
#define COMPUTED 32

void
draw_style_dense_weights (const DrawStyle *self, gint64 node, gint64 nodes, gint64 inputs,
                          DrawColor *colors) {
  gint64 step = (inputs + COMPUTED - 1) / COMPUTED;
  DrawColor from = draw_style_dense_weight (self, node, nodes, 0, inputs);

  for (gint64 first = 0; first < inputs; first += step) {
    DrawColor to = draw_style_dense_weight (self, node, nodes, first + step, inputs);
    for (gint64 i = 0; i < MIN (step, inputs - first); i++)
      colors[first + i] = draw_color_mix (from, to, (double) i / (double) step);
    from = to;
  }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-color.h"

#include <math.h>

static double
to_linear (double component) {
  return component <= 0.04045 ? component / 12.92 : pow ((component + 0.055) / 1.055, 2.4);
}

static double
from_linear (double component) {
  double clamped = CLAMP (component, 0, 1);

  return clamped <= 0.0031308 ? 12.92 * clamped : 1.055 * pow (clamped, 1 / 2.4) - 0.055;
}

static double
cube (double x) {
  return x * x * x;
}

DrawColor
draw_color_from_oklch (double lightness, double chroma, double hue) {
  double a = chroma * cos (2 * G_PI * hue);
  double b = chroma * sin (2 * G_PI * hue);
  double l = cube (lightness + 0.3963377774 * a + 0.2158037573 * b);
  double m = cube (lightness - 0.1055613458 * a - 0.0638541728 * b);
  double s = cube (lightness - 0.0894841775 * a - 1.2914855480 * b);

  return (DrawColor){
    from_linear (4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    from_linear (-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    from_linear (-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s),
  };
}

DrawColor
draw_color_mix (DrawColor a, DrawColor b, double amount) {
  return (DrawColor){
    a.red + amount * (b.red - a.red),
    a.green + amount * (b.green - a.green),
    a.blue + amount * (b.blue - a.blue),
  };
}

static double
luminance (DrawColor color) {
  return 0.2126 * to_linear (color.red) + 0.7152 * to_linear (color.green) + 0.0722 * to_linear (color.blue);
}

double
draw_color_contrast (DrawColor a, DrawColor b) {
  double light = luminance (a);
  double dark = luminance (b);

  return (MAX (light, dark) + 0.05) / (MIN (light, dark) + 0.05);
}

DrawColor
draw_color_on (DrawColor background) {
  DrawColor black = { 0, 0, 0 };
  DrawColor white = { 1, 1, 1 };

  return draw_color_contrast (background, black) >= draw_color_contrast (background, white) ? black : white;
}

void
draw_set_color (cairo_t *cr, DrawColor color, double alpha) {
  cairo_set_source_rgba (cr, color.red, color.green, color.blue, alpha);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lesson-window.h"

gint64
lesson_window_pixel (const EngineConvShape *shape, gint64 output, gint64 tap) {
  const EngineConvSpec *spec = &shape->spec;
  gint64 row = output / shape->out_width, column = output % shape->out_width;
  gint64 y = row * spec->stride[0] + tap / spec->kernel[1] * spec->dilation[0] - shape->pad_top;
  gint64 x = column * spec->stride[1] + tap % spec->kernel[1] * spec->dilation[1] - shape->pad_left;

  return y >= 0 && y < spec->height && x >= 0 && x < spec->width ? y * spec->width + x : -1;
}

/* Row or column of the kernel on a pixel so far from the window's first; -1 between two, or past the last. */
static gint64
tap_at (gint64 distance, gint64 dilation, gint64 kernel) {
  return distance >= 0 && distance % dilation == 0 && distance / dilation < kernel ? distance / dilation : -1;
}

gint64
lesson_window_tap (const EngineConvShape *shape, gint64 output, gint64 pixel) {
  const EngineConvSpec *spec = &shape->spec;
  gint64 top = output / shape->out_width * spec->stride[0] - shape->pad_top;
  gint64 left = output % shape->out_width * spec->stride[1] - shape->pad_left;
  gint64 row = tap_at (pixel / spec->width - top, spec->dilation[0], spec->kernel[0]);
  gint64 column = tap_at (pixel % spec->width - left, spec->dilation[1], spec->kernel[1]);

  return MIN (row, column) >= 0 ? row * spec->kernel[1] + column : -1;
}

double
lesson_window_input (const EngineConvShape *shape, const EngineTensor *pixels, gint64 output, gint64 tap) {
  gint64 pixel = lesson_window_pixel (shape, output, tap);

  return pixel >= 0 ? pixels->data[pixel] : 0;
}

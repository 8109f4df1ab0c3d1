/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-conv-narrow.h"

#include "engine-planes-private.h"

#include <string.h>

#define TILE_OUTPUTS 1024
#define TILE_VALUES  131072 /* of what the taps meet */

gboolean
engine_conv_is_narrow (const EngineConvShape *shape, gint64 pool) {
  return shape->out_width / pool < ENGINE_PLANES_WIDE && shape->out_width <= TILE_OUTPUTS;
}

gint64
engine_conv_narrow_rows (const EngineConvShape *shape) {
  const EngineConvSpec *spec = &shape->spec;
  gint64 taps = spec->kernel[0] * spec->kernel[1] * spec->channels;
  gint64 outputs = MIN (TILE_OUTPUTS, TILE_VALUES / MIN (taps, TILE_VALUES));

  return MAX (outputs / shape->out_width, 1);
}

/* A row that lies wholly in the image and has no gaps. Moves of constant length are a few instructions; what they move too much is
 * overwritten by the next row. */
static void
move_row (float *to, const float *from, gint64 width) {
  if (width <= 8)
    memcpy (to, from, 8 * sizeof (float));
  else if (width <= 16)
    memcpy (to, from, 16 * sizeof (float));
  else if (width <= ENGINE_PLANES_WIDE)
    memcpy (to, from, ENGINE_PLANES_WIDE * sizeof (float));
  else
    memcpy (to, from, (gsize) width * sizeof (float));
}

/* `row` is NULL in the padding. */
static void
pick_row (const EngineConvShape *shape, float *to, const float *row, gint64 first) {
  for (gint64 x = 0; x < shape->out_width; x++) {
    gint64 column = first + x * shape->spec.stride[1];

    to[x] = row && column >= 0 && column < shape->spec.width ? row[column] : 0;
  }
}

static void
lay_out_tap (const EngineConvShape *shape, const float *plane, gint64 row_stride, gint64 y, gint64 first,
             gint64 rows, float *to) {
  const EngineConvSpec *spec = &shape->spec;
  gboolean whole = spec->stride[1] == 1 && first >= 0 && first + shape->out_width <= spec->width;

  for (gint64 n = 0; n < rows; n++, y += spec->stride[0], to += shape->out_width) {
    gboolean inside = y >= 0 && y < spec->height;

    if (whole && inside)
      move_row (to, plane + y * row_stride + first, shape->out_width);
    else
      pick_row (shape, to, inside ? plane + y * row_stride : NULL, first);
  }
}

void
engine_conv_narrow_lay_out (const EngineConvShape *shape, const EnginePlanes *input, gint64 y, gint64 rows,
                            float *taps, gint64 length) {
  const EngineConvSpec *spec = &shape->spec;

  for (gint64 c = 0; c < spec->channels; c++)
    for (gint64 i = 0; i < spec->kernel[0]; i++)
      for (gint64 j = 0; j < spec->kernel[1]; j++, taps += length)
        lay_out_tap (shape, engine_planes_row (input, c, 0), input->row_stride,
                     y * spec->stride[0] + i * spec->dilation[0] - shape->pad_top,
                     j * spec->dilation[1] - shape->pad_left, rows, taps);
}

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

void
engine_conv_narrow_init (EngineConvNarrow *self, const EngineConvShape *shape, gint64 rows) {
  const EngineConvSpec *spec = &shape->spec;
  gboolean shared = spec->stride[0] == 1 && shape->window[0] - 1 <= (spec->kernel[0] - 1) * rows;

  self->rows = rows;
  self->shared = shared;
  self->n_lines = shared ? rows + shape->window[0] - 1 : spec->kernel[0] * rows;
  self->tap_lines = shared ? spec->dilation[0] : rows;
  self->strip_length = self->n_lines * shape->out_width;
  self->strip_length =
      (self->strip_length + ENGINE_PLANES_WIDE - 1) / ENGINE_PLANES_WIDE * ENGINE_PLANES_WIDE;
}

const float *
engine_conv_narrow_tap (const EngineConvNarrow *self, const EngineConvShape *shape, const float *strips,
                        gint64 channel, gint64 i, gint64 j) {
  return strips + (channel * shape->spec.kernel[1] + j) * self->strip_length
         + i * self->tap_lines * shape->out_width;
}

/* Which row of the image stands in a line. */
static gint64
row_of_line (const EngineConvNarrow *self, const EngineConvShape *shape, gint64 y, gint64 line) {
  const EngineConvSpec *spec = &shape->spec;
  gint64 first = y * spec->stride[0] - shape->pad_top;

  if (!self->shared)
    return first + line / self->rows * spec->dilation[0] + line % self->rows * spec->stride[0];
  return first + line;
}

/* `row` is NULL in the padding. */
static void
pick_line (const EngineConvShape *shape, float *to, const float *row, gint64 first) {
  for (gint64 x = 0; x < shape->out_width; x++) {
    gint64 column = first + x * shape->spec.stride[1];

    to[x] = row && column >= 0 && column < shape->spec.width ? row[column] : 0;
  }
}

static void
pick_lines (const EngineConvNarrow *self, const EngineConvShape *shape, const EnginePlanes *input,
            gint64 channel, gint64 y, gint64 j, float *to) {
  gint64 first = j * shape->spec.dilation[1] - shape->pad_left;

  for (gint64 line = 0; line < self->n_lines; line++, to += shape->out_width) {
    gint64 row = row_of_line (self, shape, y, line);
    gboolean inside = row >= 0 && row < input->height;

    pick_line (shape, to, inside ? engine_planes_row (input, channel, row) : NULL, first);
  }
}

/* Lines that lie so in the image. Moves of constant length are a few instructions; what they move too much is overwritten by the next
 * line. */
static void
move_lines (const EngineConvNarrow *self, const float *from, gint64 stride, gint64 width, float *to) {
  for (gint64 line = 0; line < self->n_lines; line++, from += stride, to += width)
    if (width <= 8)
      memcpy (to, from, 8 * sizeof (float));
    else
      memcpy (to, from, ENGINE_PLANES_WIDE * sizeof (float));
}

void
engine_conv_narrow_lay_out (const EngineConvNarrow *self, const EngineConvShape *shape,
                            const EnginePlanes *input, gint64 y, float *strips) {
  const EngineConvSpec *spec = &shape->spec;
  gint64 first = y - shape->pad_top;
  gboolean as_they_lie = self->shared && spec->stride[1] == 1 && shape->pad_left == 0 && shape->pad_right == 0
                         && first >= 0 && first + self->n_lines <= input->height
                         && shape->out_width <= ENGINE_PLANES_WIDE;

  for (gint64 c = 0; c < spec->channels; c++)
    for (gint64 j = 0; j < spec->kernel[1]; j++, strips += self->strip_length)
      if (as_they_lie)
        move_lines (self, engine_planes_row (input, c, first) + j * spec->dilation[1], input->row_stride,
                    shape->out_width, strips);
      else
        pick_lines (self, shape, input, c, y, j, strips);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-conv-layout.h"

#include "engine-planes-private.h"
#include "engine-shape-private.h"

#include <string.h>

/* Only what fills the last vectors of an output's row is added: `width` is bounded by the planes' memory. */
static gint64
whole_vectors (gint64 width) {
  return (width + ENGINE_PLANES_WIDE - 1) / ENGINE_PLANES_WIDE * ENGINE_PLANES_WIDE;
}

gboolean
engine_conv_layout_init (EngineConvLayout *self, const EngineConvShape *shape) {
  const EngineConvSpec *spec = &shape->spec;
  gint64 period = spec->stride[1] / engine_greatest_common_divisor (spec->stride[1], spec->dilation[1]);
  gint64 n_shared = MIN (period, spec->kernel[1]); /* different remainders of j * dilation by the stride */
  gint64 length = whole_vectors (shape->out_width);
  gint64 shared_length, shared_values, own_values;

  if (__builtin_add_overflow (length, (shape->window[1] - 1) / spec->stride[1], &shared_length)
      || __builtin_mul_overflow (n_shared, shared_length, &shared_values))
    shared_values = G_MAXINT64;
  if (__builtin_mul_overflow (spec->kernel[1], length, &own_values))
    own_values = G_MAXINT64;

  *self = (EngineConvLayout){ .shape = shape, .shared = shared_values <= own_values };
  self->n_strips = self->shared ? n_shared : spec->kernel[1];
  self->strip_length = self->shared ? shared_length : length;
  return !__builtin_mul_overflow (MIN (shared_values, own_values), spec->channels, &self->row_length);
}

gint64
engine_conv_layout_tap (const EngineConvLayout *self, gint64 channel, gint64 j) {
  const EngineConvSpec *spec = &self->shape->spec;
  gint64 offset = self->shared ? j * spec->dilation[1] / spec->stride[1] : 0;

  return (channel * self->n_strips + j % self->n_strips) * self->strip_length + offset;
}

/* The image's column at which a strip begins; in the padding it is negative. */
static gint64
strip_start (const EngineConvLayout *self, gint64 strip) {
  const EngineConvSpec *spec = &self->shape->spec;
  gint64 distance = strip * spec->dilation[1];

  return (self->shared ? distance % spec->stride[1] : distance) - self->shape->pad_left;
}

static void
fill_strip (const EngineConvLayout *self, float *strip, const float *pixels, gint64 start) {
  const EngineConvSpec *spec = &self->shape->spec;
  gint64 stride = spec->stride[1];
  gint64 begin = start < 0 ? (-start - 1) / stride + 1 : 0;
  gint64 end = start < spec->width ? (spec->width - 1 - start) / stride + 1 : 0;

  begin = MIN (begin, self->strip_length);
  end = CLAMP (end, begin, self->strip_length);
  memset (strip, 0, (gsize) begin * sizeof *strip);
  memset (strip + end, 0, (gsize) (self->strip_length - end) * sizeof *strip);
  if (begin == end)
    return;

  pixels += begin * stride + start;
  if (stride == 1)
    memcpy (strip + begin, pixels, (gsize) (end - begin) * sizeof *strip);
  else
    for (gint64 x = begin; x < end; x++)
      strip[x] = pixels[(x - begin) * stride];
}

void
engine_conv_layout_fill (const EngineConvLayout *self, float *row, const float *pixels, gint64 plane_stride) {
  for (gint64 channel = 0; channel < self->shape->spec.channels; channel++)
    for (gint64 strip = 0; strip < self->n_strips; strip++) {
      fill_strip (self, row, pixels + channel * plane_stride, strip_start (self, strip));
      row += self->strip_length;
    }
}

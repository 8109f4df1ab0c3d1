/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any convolution as a sum over taps. Rows of the image are laid out so that each tap finds what it meets contiguous; where they lie
 * so already, the taps point into the image. Every output is the sum of its products in the order of its taps, so that neither
 * threads nor tiles change a bit.
 *
 * A line is what is summed in one go: a row of outputs, or where rows are narrower than a few vectors, all rows of a tile. */
#include "engine-conv-layer-private.h"
#include "engine-conv-layout.h"
#include "engine-conv-narrow.h"
#include "engine-planes-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define HELD_VALUES 65536 /* laid-out rows that stay for the next row of outputs */

struct _EngineConvDirect {
  const EngineConvTask *task;
  EngineConvLayout layout;
  EngineConvNarrow strips;
  gboolean narrow;   /* a line is a tile */
  gboolean in_place; /* taps point into the image */
  gint64 n_taps;     /* of one filter */
  gint64 n_held;     /* rows that are laid out at once */
  gint64 n_lines;    /* lines before one row of the pool, or one tile, is there */
  gint64 width;      /* most outputs of a line */
  float *weights;    /* for each block of filters (taps, filters of the block) */
};

struct _EngineConvDirectScratch {
  /* (n_lines, kh, kw, C / groups), or of narrow outputs (groups, kh, kw, C / groups) for good */
  const float **taps;
  float *rows;  /* (n_held, layout.row_length), or of narrow outputs the strips */
  gint64 *held; /* (n_held) which row of the image stands there; -1: none */
  gint64 *used; /* (n_held) the last row of the result that needed it */
  float *zeros; /* (width) what a tap meets in rows of padding */
  float *maps;  /* (ENGINE_CONV_BLOCK, n_lines, width) outputs before the pool */
};

/* Blocks do not cross groups: the filters of a block meet the same values. */
static void
pack_weights (EngineConvDirect *self, const EngineTensor *weights) {
  const EngineConvSpec *spec = &self->task->shape.spec;
  gint64 group_filters = spec->filters / spec->groups;
  float *packed = self->weights;
  gint64 block;

  for (gint64 k = 0; k < spec->filters; k += block) {
    block = MIN (ENGINE_CONV_BLOCK, group_filters - k % group_filters);
    for (gint64 t = 0; t < self->n_taps; t++)
      for (gint64 f = 0; f < block; f++)
        *packed++ = weights->data[(k + f) * self->n_taps + t];
  }
}

/* As many as the rows of a pool need, and where they are short also those between, which the next one needs. */
static gint64
count_held (const EngineConvDirect *self) {
  const EngineConvSpec *spec = &self->task->shape.spec;
  gint64 span = self->task->shape.window[0] + (self->task->pool - 1) * spec->stride[0];
  gint64 needed = MIN (span, spec->kernel[0] * self->task->pool);

  return span <= HELD_VALUES / MIN (self->layout.row_length, HELD_VALUES) ? span : needed;
}

EngineConvDirect *
engine_conv_direct_new (const EngineConvTask *task, const EngineTensor *weights, gint64 tile_rows) {
  g_autofree EngineConvDirect *self = g_new0 (EngineConvDirect, 1);
  const EngineConvShape *shape = &task->shape;

  self->task = task;
  if (!engine_conv_layout_init (&self->layout, shape))
    return NULL;
  self->n_taps = weights->length / shape->spec.filters;
  self->narrow = engine_conv_is_narrow (shape, task->pool);
  self->in_place = shape->spec.stride[1] == 1 && shape->pad_left == 0 && shape->pad_right == 0;
  engine_conv_narrow_init (&self->strips, shape, tile_rows * task->pool);
  self->n_held = count_held (self);
  self->n_lines = self->narrow ? 1 : task->pool;
  self->width = self->narrow ? shape->out_width * tile_rows * task->pool : shape->out_width;
  self->width = (self->width + ENGINE_PLANES_WIDE - 1) / ENGINE_PLANES_WIDE * ENGINE_PLANES_WIDE;
  self->weights = engine_conv_allocate (weights->length, sizeof (float));
  if (self->weights == NULL)
    return NULL;
  pack_weights (self, weights);
  return g_steal_pointer (&self);
}

void
engine_conv_direct_free (EngineConvDirect *self) {
  free (self->weights);
  g_free (self);
}

/* FALSE where there is not so much memory. */
static gboolean
allocate_rows (const EngineConvDirect *self, EngineConvDirectScratch *scratch) {
  const EngineConvSpec *spec = &self->task->shape.spec;
  gint64 length;

  if (self->in_place && !self->narrow)
    return TRUE;
  if (self->narrow
          ? __builtin_mul_overflow (spec->channels * spec->kernel[1], self->strips.strip_length, &length)
          : __builtin_mul_overflow (self->n_held, self->layout.row_length, &length))
    return FALSE;
  scratch->rows = engine_conv_allocate (length + ENGINE_PLANES_WIDE, sizeof (float));
  return scratch->rows != NULL;
}

static void
find_narrow_taps (const EngineConvDirect *self, EngineConvDirectScratch *scratch) {
  const EngineConvShape *shape = &self->task->shape;
  const float **tap = scratch->taps;

  for (gint64 first = 0; first < shape->spec.channels; first += shape->group_channels)
    for (gint64 i = 0; i < shape->spec.kernel[0]; i++)
      for (gint64 j = 0; j < shape->spec.kernel[1]; j++)
        for (gint64 c = first; c < first + shape->group_channels; c++)
          *tap++ = engine_conv_narrow_tap (&self->strips, shape, scratch->rows, c, i, j);
}

EngineConvDirectScratch *
engine_conv_direct_scratch_new (const EngineConvDirect *self) {
  EngineConvDirectScratch *scratch = g_new0 (EngineConvDirectScratch, 1);
  gint64 maps = self->task->pool > 1 ? self->n_lines * self->width : 0;
  gint64 n_taps = self->n_taps * (self->narrow ? self->task->shape.spec.groups : self->n_lines);

  scratch->taps = engine_conv_allocate (n_taps, sizeof *scratch->taps);
  scratch->held = engine_conv_allocate (self->n_held, sizeof *scratch->held);
  scratch->used = engine_conv_allocate (self->n_held, sizeof *scratch->used);
  scratch->zeros = engine_conv_allocate (self->width, sizeof (float));
  scratch->maps = engine_conv_allocate (ENGINE_CONV_BLOCK * maps, sizeof (float));
  if (scratch->taps && scratch->held && scratch->used && scratch->zeros && scratch->maps
      && allocate_rows (self, scratch)) {
    memset (scratch->zeros, 0, (gsize) self->width * sizeof (float));
    if (self->narrow)
      find_narrow_taps (self, scratch);
    return scratch;
  }
  engine_conv_direct_scratch_free (scratch);
  return NULL;
}

void
engine_conv_direct_scratch_free (EngineConvDirectScratch *self) {
  free (self->taps);
  free (self->rows);
  free (self->held);
  free (self->used);
  free (self->zeros);
  free (self->maps);
  g_free (self);
}

/* Where row `y` of the image is laid out, for row `result` of the result. There are as many places as one needs. */
static const float *
hold_row (const EngineConvDirect *self, EngineConvDirectScratch *scratch, const EnginePlanes *input, gint64 y,
          gint64 result) {
  float *row;
  gint64 place = 0;

  for (gint64 i = 0; i < self->n_held && scratch->held[place] != y; i++)
    if (scratch->held[i] == y || scratch->used[i] < scratch->used[place])
      place = i;
  row = scratch->rows + place * self->layout.row_length;
  scratch->used[place] = result;
  if (scratch->held[place] != y)
    engine_conv_layout_fill (&self->layout, row, engine_planes_row (input, 0, y), input->plane_stride);
  scratch->held[place] = y;
  return row;
}

/* What the taps of a group meet at row `y` of the outputs, before the pool. */
static void
find_taps (const EngineConvDirect *self, EngineConvDirectScratch *scratch, const EngineConvPart *part,
           gint64 y, gint64 first_channel, const float **tap) {
  const EngineConvShape *shape = &self->task->shape;
  const EngineConvSpec *spec = &shape->spec;

  for (gint64 i = 0; i < spec->kernel[0]; i++) {
    gint64 in = y * spec->stride[0] + i * spec->dilation[0] - shape->pad_top;
    gboolean inside = in >= 0 && in < spec->height;
    const float *row =
        inside && !self->in_place ? hold_row (self, scratch, part->input, in, y / self->task->pool) : NULL;

    for (gint64 j = 0; j < spec->kernel[1]; j++)
      for (gint64 c = first_channel; c < first_channel + shape->group_channels; c++)
        if (!inside)
          *tap++ = scratch->zeros;
        else if (self->in_place)
          *tap++ = engine_planes_row (part->input, c, in) + j * spec->dilation[1];
        else
          *tap++ = row + engine_conv_layout_tap (&self->layout, c, j);
  }
}

/* Of the windows of outputs (rows * pool, columns) the largest; what is no number wins, as with ReLU. */
static void
pool_map (gint64 pool, const float *map, gint64 map_stride, float *out, gint64 out_stride, gint64 rows,
          gint64 columns) {
  for (gint64 y = 0; y < rows; y++)
    for (gint64 x = 0; x < columns; x++) {
      const float *corner = map + y * pool * map_stride + x * pool;
      float most = corner[0];

      for (gint64 i = 0; i < pool; i++)
        for (gint64 j = 0; j < pool; j++) {
          float value = corner[i * map_stride + j];

          if (value > most || isnan (value))
            most = value;
        }
      out[y * out_stride + x] = most;
    }
}

/* Rows y…y + rows - 1 of the result, for the filters of a group, from what its `taps` meet; lines of `width` outputs. */
static void
sum_group (const EngineConvDirect *self, EngineConvDirectScratch *scratch, const EngineConvPart *part,
           const float *const *taps, gint64 y, gint64 rows, gint64 group, gint64 width) {
  const EngineConvTask *task = self->task;
  const EnginePlanes *output = part->output;
  gint64 n = task->shape.spec.filters / task->shape.spec.groups;
  gint64 map_length = self->n_lines * self->width;
  EngineConvSum sum = { .n_taps = (gsize) self->n_taps, .width = (gsize) width, .relu = task->relu };

  for (gint64 k = group * n; k < (group + 1) * n && !engine_conv_is_cancelled (part); k += sum.filters) {
    float *out = output->data + k * output->plane_stride + y * output->row_stride;

    sum.filters = (guint) MIN (ENGINE_CONV_BLOCK, (group + 1) * n - k);
    sum.weights = self->weights + k * self->n_taps;
    sum.bias = task->bias + k;
    sum.stream = task->pool == 1 && part->stream;
    sum.out_stride = (gsize) (task->pool == 1 ? output->plane_stride : map_length);
    for (gint64 line = 0; line < self->n_lines; line++) {
      sum.taps = taps + line * self->n_taps;
      sum.out = task->pool == 1 ? out : scratch->maps + line * self->width;
      task->kernel->sum (&sum);
    }
    for (guint f = 0; f < sum.filters && task->pool > 1; f++)
      pool_map (task->pool, scratch->maps + f * map_length,
                self->narrow ? task->shape.out_width : self->width, out + f * output->plane_stride,
                output->row_stride, rows, output->width);
  }
}

/* All rows of the part in one line. */
static void
run_narrow (const EngineConvDirect *self, EngineConvDirectScratch *scratch, const EngineConvPart *part) {
  const EngineConvShape *shape = &self->task->shape;
  gint64 pool = self->task->pool, rows = (part->end - part->begin) * pool;

  engine_conv_narrow_lay_out (&self->strips, shape, part->input, part->begin * pool, scratch->rows);
  for (gint64 group = 0; group < shape->spec.groups; group++)
    sum_group (self, scratch, part, scratch->taps + group * self->n_taps, part->begin,
               part->end - part->begin, group, rows * shape->out_width);
}

void
engine_conv_direct_run (const EngineConvDirect *self, EngineConvDirectScratch *scratch,
                        const EngineConvPart *part) {
  const EngineConvShape *shape = &self->task->shape;

  if (self->narrow) {
    run_narrow (self, scratch, part);
    return;
  }
  for (gint64 i = 0; i < self->n_held; i++)
    scratch->held[i] = scratch->used[i] = -1;
  for (gint64 y = part->begin; y < part->end; y++)
    for (gint64 group = 0; group < shape->spec.groups; group++) {
      for (gint64 line = 0; line < self->n_lines; line++)
        find_taps (self, scratch, part, y * self->task->pool + line, group * shape->group_channels,
                   scratch->taps + line * self->n_taps);
      sum_group (self, scratch, part, scratch->taps, y, 1, group, self->width);
    }
}

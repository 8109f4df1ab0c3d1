/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The layer of 3x3 filters with stride 1, two rows of outputs at a time. What the filters share, sums of four neighbouring rows, is
 * made for a stretch of columns that stays in the first cache while all filters run over it. */
#include "engine-conv-layer-private.h"
#include "engine-planes-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ROWS            4
#define STRETCH_BYTES   20480 /* of sums of rows, of all channels; the first cache has 32,768 or more */
#define LARGEST_WEIGHT  1e15f
#define COLUMNS         ENGINE_CONV_COLUMNS
#define ROUND_UP(n, to) (((n) + (to) -1) / (to) * (to))

struct _EngineConvPairs {
  const EngineConvTask *task;
  gint64 stretch; /* outputs of a row: a multiple of COLUMNS */
  gint64 half;    /* floats of one parity of a stretch */
  float *weights; /* for each block of the kernel's filters (channels, 4, 3, filters) */
};

struct _EngineConvPairsScratch {
  float *sums;  /* (channels, 4, 2, half) */
  float *edges; /* (4, ENGINE_CONV_EDGE): rows of the image at its edge, with what lies outside */
  float *zeros; /* (stretch + COLUMNS) what stands in rows outside */
  float *spare; /* (filters of the kernel, stretch) for rows that the output has not, or has no room beside */
};

gboolean
engine_conv_pairs_fit (const EngineConvTask *task, const EngineTensor *weights) {
  const EngineConvSpec *spec = &task->shape.spec;

  for (gint64 i = 0; i < weights->length; i++)
    if (!(fabsf (weights->data[i]) <= LARGEST_WEIGHT))
      return FALSE;
  return engine_conv_is_plain (&task->shape) && spec->groups == 1 && (spec->filters > 1 || task->pool == 2)
         && task->pool <= 2 && task->shape.out_height >= 2 && task->shape.out_width >= COLUMNS;
}

/* The four of a column of weights that meet the kernel's four sums of rows. */
static void
combine (const float g[3], float to[ROWS]) {
  to[0] = (g[0] + g[1] + g[2]) / 2;
  to[1] = (g[0] - g[1] + g[2]) / 2;
  to[2] = g[0];
  to[3] = g[2];
}

/* `weights` (filters, 3, 3, channels) */
static void
pack_weights (EngineConvPairs *self, const float *weights) {
  const EngineConvSpec *spec = &self->task->shape.spec;
  gint64 channels = spec->channels, block;
  float *to = self->weights;

  for (gint64 k = 0; k < spec->filters; k += block) {
    block = MIN (self->task->kernel->pair->filters, spec->filters - k);
    for (gint64 c = 0; c < channels; c++, to += ROWS * 3 * block)
      for (gint64 j = 0; j < 3; j++)
        for (gint64 f = 0; f < block; f++) {
          const float *filter = weights + (k + f) * 9 * channels + j * channels + c;
          float combined[ROWS];

          combine ((const float[]){ filter[0], filter[3 * channels], filter[6 * channels] }, combined);
          for (gint64 row = 0; row < ROWS; row++)
            to[(row * 3 + j) * block + f] = combined[row];
        }
  }
}

EngineConvPairs *
engine_conv_pairs_new (const EngineConvTask *task, const EngineTensor *weights) {
  EngineConvPairs *self = g_new0 (EngineConvPairs, 1);
  const EngineConvSpec *spec = &task->shape.spec;
  gint64 fitting = STRETCH_BYTES / (gint64) sizeof (float) / ROWS / MIN (spec->channels, STRETCH_BYTES);

  self->task = task;
  self->stretch = CLAMP (fitting / COLUMNS * COLUMNS, COLUMNS, ROUND_UP (task->shape.out_width, COLUMNS));
  self->half = (self->stretch + COLUMNS) / 2;
  self->weights = engine_conv_allocate (ROWS * 3 * spec->channels * spec->filters, sizeof (float));
  if (self->weights == NULL) {
    g_free (self);
    return NULL;
  }
  pack_weights (self, weights->data);
  return self;
}

void
engine_conv_pairs_free (EngineConvPairs *self) {
  free (self->weights);
  g_free (self);
}

EngineConvPairsScratch *
engine_conv_pairs_scratch_new (const EngineConvPairs *self) {
  EngineConvPairsScratch *scratch = g_new0 (EngineConvPairsScratch, 1);

  scratch->sums =
      engine_conv_allocate (self->task->shape.spec.channels * ROWS * 2 * self->half, sizeof (float));
  scratch->edges = engine_conv_allocate (ROWS * ENGINE_CONV_EDGE, sizeof (float));
  scratch->zeros = engine_conv_allocate_zeros (self->stretch + COLUMNS);
  scratch->spare = engine_conv_allocate (self->task->kernel->pair->filters * self->stretch, sizeof (float));
  if (scratch->sums && scratch->edges && scratch->zeros && scratch->spare)
    return scratch;
  engine_conv_pairs_scratch_free (scratch);
  return NULL;
}

void
engine_conv_pairs_scratch_free (EngineConvPairsScratch *self) {
  free (self->sums);
  free (self->edges);
  free (self->zeros);
  free (self->spare);
  g_free (self);
}

/* The sums of rows that outputs y and y + 1 at columns x…x + n - 1 need. */
static gboolean
sum_rows (const EngineConvPairs *self, EngineConvPairsScratch *scratch, const EnginePlanes *input, gint64 y,
          gint64 x, gint64 n) {
  const EngineConvShape *shape = &self->task->shape;

  for (gint64 c = 0; c < input->n; c++) {
    const float *rows[ROWS];

    for (gint64 i = 0; i < ROWS; i++) {
      gint64 row = y - shape->pad_top + i;

      rows[i] = row < 0 || row >= input->height
                    ? scratch->zeros
                    : engine_planes_stretch (input, c, row, x - shape->pad_left, n + COLUMNS,
                                             scratch->edges + i * ENGINE_CONV_EDGE);
    }
    if (!self->task->kernel->pair->rows (scratch->sums + c * ROWS * 2 * self->half, (gsize) self->half, rows,
                                         (gsize) n))
      return FALSE;
  }
  return TRUE;
}

/* Rows of the result that have no padding cannot be written in whole vectors. */
static void
copy_narrow (const EngineConvPairs *self, const EngineConvPairsScratch *scratch, const EnginePlanes *output,
             float *out, gint64 x, guint filters) {
  gint64 n = MIN (output->width - x, self->stretch);

  for (guint f = 0; f < filters; f++)
    memcpy (out + f * output->plane_stride, scratch->spare + f * self->stretch, (gsize) n * sizeof (float));
}

static void
sum_filters (const EngineConvPairs *self, EngineConvPairsScratch *scratch, const EngineConvPart *part,
             gint64 y, gint64 x, gint64 n) {
  const EngineConvTask *task = self->task;
  const EnginePlanes *output = part->output;
  gint64 channels = task->shape.spec.channels;
  gboolean narrow = output->width < ENGINE_PLANES_WIDE, two = task->pool == 1 && y + 1 < output->height;
  EngineConvPair pair = {
    .rows = scratch->sums,
    .half = (gsize) self->half,
    .channels = (gsize) channels,
    .width = (gsize) n,
    .relu = task->relu,
    .pool = task->pool == 2,
    .stream = part->stream,
    .out_stride = { (gsize) (narrow ? self->stretch : output->plane_stride),
                    two ? (gsize) output->plane_stride : 0 },
  };

  /* Each block may be the first to touch its planes, which takes longer than to fill them. */
  for (gint64 k = 0; k < output->n && !engine_conv_is_cancelled (part); k += pair.filters) {
    float *out =
        output->data + k * output->plane_stride + y / task->pool * output->row_stride + x / task->pool;

    pair.filters = (guint) MIN (task->kernel->pair->filters, output->n - k);
    pair.weights = self->weights + k * ROWS * 3 * channels;
    pair.bias = task->bias + k;
    pair.out[0] = narrow ? scratch->spare : out;
    pair.out[1] = two ? out + output->row_stride : scratch->spare;
    task->kernel->pair->sum (&pair);
    if (narrow)
      copy_narrow (self, scratch, output, out, x / task->pool, pair.filters);
  }
}

gboolean
engine_conv_pairs_run (const EngineConvPairs *self, EngineConvPairsScratch *scratch,
                       const EngineConvPart *part) {
  gint64 pool = self->task->pool;
  /* With a pool the last column of an odd number is dropped. */
  gint64 width = ROUND_UP (self->task->shape.out_width / pool * pool, COLUMNS);

  for (gint64 y = part->begin * pool; y < part->end * pool; y += 2)
    for (gint64 x = 0, n; x < width && !engine_conv_is_cancelled (part); x += n) {
      n = engine_conv_stretch (&self->task->shape, x, self->stretch, width);
      if (!sum_rows (self, scratch, part->input, y, x, n))
        return FALSE;
      sum_filters (self, scratch, part, y, x, n);
    }
  return TRUE;
}

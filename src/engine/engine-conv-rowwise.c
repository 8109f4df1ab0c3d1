/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The layer of 3x3 filters with stride 1 each of which has its channels for itself: a single filter, or as many groups as filters. */
#include "engine-conv-layer-private.h"
#include "engine-planes-private.h"

#include <stdlib.h>
#include <string.h>

#define STRETCH 4096 /* outputs of a row: a multiple of ENGINE_CONV_COLUMNS */
#define IN_ROWS (ENGINE_CONV_ROWS + 2)

struct _EngineConvRowwise {
  const EngineConvTask *task;
  float *weights; /* (filters, C / groups, 3, 3) */
};

struct _EngineConvRowwiseScratch {
  const float **rows; /* (C / groups, IN_ROWS) */
  float *edges; /* likewise, ENGINE_CONV_EDGE values each: at the edge of the image, with what lies outside */
  float *zeros; /* (STRETCH + ENGINE_CONV_COLUMNS) what stands in rows outside */
  float *spare; /* (STRETCH) where rows go that the output has not */
};

gboolean
engine_conv_rowwise_fit (const EngineConvTask *task) {
  const EngineConvSpec *spec = &task->shape.spec;

  return engine_conv_is_plain (&task->shape) && spec->filters == spec->groups && task->pool == 1
         && task->shape.out_width >= ENGINE_PLANES_WIDE;
}

EngineConvRowwise *
engine_conv_rowwise_new (const EngineConvTask *task, const EngineTensor *weights) {
  EngineConvRowwise *self = g_new0 (EngineConvRowwise, 1);
  gint64 channels = task->shape.group_channels;

  self->task = task;
  self->weights = engine_conv_allocate (weights->length, sizeof (float));
  if (self->weights == NULL) {
    g_free (self);
    return NULL;
  }
  for (gint64 k = 0; k < task->shape.spec.filters; k++)
    for (gint64 tap = 0; tap < 9; tap++)
      for (gint64 c = 0; c < channels; c++)
        self->weights[(k * channels + c) * 9 + tap] = weights->data[(k * 9 + tap) * channels + c];
  return self;
}

void
engine_conv_rowwise_free (EngineConvRowwise *self) {
  free (self->weights);
  g_free (self);
}

EngineConvRowwiseScratch *
engine_conv_rowwise_scratch_new (const EngineConvRowwise *self) {
  EngineConvRowwiseScratch *scratch = g_new0 (EngineConvRowwiseScratch, 1);
  gint64 n = self->task->shape.group_channels * IN_ROWS;

  scratch->rows = engine_conv_allocate (n, sizeof *scratch->rows);
  scratch->edges = engine_conv_allocate (n * ENGINE_CONV_EDGE, sizeof (float));
  scratch->zeros = engine_conv_allocate_zeros (STRETCH + ENGINE_CONV_COLUMNS);
  scratch->spare = engine_conv_allocate (STRETCH, sizeof (float));
  if (scratch->rows && scratch->edges && scratch->zeros && scratch->spare)
    return scratch;
  engine_conv_rowwise_scratch_free (scratch);
  return NULL;
}

void
engine_conv_rowwise_scratch_free (EngineConvRowwiseScratch *self) {
  free (self->rows);
  free (self->edges);
  free (self->zeros);
  free (self->spare);
  g_free (self);
}

/* What outputs at rows y… and columns x…x + n - 1 of filter k meet. */
static void
find_rows (const EngineConvRowwise *self, EngineConvRowwiseScratch *scratch, const EnginePlanes *input,
           gint64 k, gint64 y, gint64 x, gint64 n) {
  const EngineConvShape *shape = &self->task->shape;

  for (gint64 i = 0; i < shape->group_channels * IN_ROWS; i++) {
    gint64 row = y - shape->pad_top + i % IN_ROWS;

    scratch->rows[i] =
        row < 0 || row >= input->height
            ? scratch->zeros
            : engine_planes_stretch (input, k * shape->group_channels + i / IN_ROWS, row, x - shape->pad_left,
                                     n + ENGINE_CONV_COLUMNS, scratch->edges + i * ENGINE_CONV_EDGE);
  }
}

static void
run_filter (const EngineConvRowwise *self, EngineConvRowwiseScratch *scratch, const EngineConvPart *part,
            gint64 k, gint64 y, gint64 x, gint64 n) {
  const EngineConvTask *task = self->task;
  const EnginePlanes *output = part->output;
  EngineConvRows rows = {
    .rows = scratch->rows,
    .channels = (gsize) task->shape.group_channels,
    .weights = self->weights + k * task->shape.group_channels * 9,
    .bias = task->bias[k],
    .width = (gsize) n,
    .ahead = (gsize) (ENGINE_CONV_ROWS * part->input->row_stride),
    .relu = task->relu,
    .stream = part->stream,
  };

  find_rows (self, scratch, part->input, k, y, x, n);
  for (gint64 r = 0; r < ENGINE_CONV_ROWS; r++)
    rows.out[r] = y + r < part->end
                      ? output->data + k * output->plane_stride + (y + r) * output->row_stride + x
                      : scratch->spare;
  task->kernel->rows_sum (&rows);
}

void
engine_conv_rowwise_run (const EngineConvRowwise *self, EngineConvRowwiseScratch *scratch,
                         const EngineConvPart *part) {
  gint64 width = (part->output->width + ENGINE_CONV_COLUMNS - 1) / ENGINE_CONV_COLUMNS * ENGINE_CONV_COLUMNS;

  for (gint64 y = part->begin; y < part->end; y += ENGINE_CONV_ROWS)
    for (gint64 k = 0; k < part->output->n; k++)
      for (gint64 x = 0, n; x < width; x += n) {
        n = engine_conv_stretch (&self->task->shape, x, STRETCH, width);
        run_filter (self, scratch, part, k, y, x, n);
      }
}

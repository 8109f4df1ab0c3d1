/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the prepared layer share. It is computed in one of three ways: any convolution as a sum over taps
 * (engine-conv-direct.c); single filters of 3x3, four rows at a time (engine-conv-rowwise.c); banks of filters of 3x3, two rows at a
 * time (engine-conv-pairs.c). */
#pragma once

#include "engine-conv-kernel.h"
#include "engine-conv-layer.h"

G_BEGIN_DECLS

/* How a layer is computed in one of the ways, and the memory that a thread needs for it. Made before the first run, used again by
 * each. Constructors return NULL where there is not so much memory. */
typedef struct _EngineConvDirect EngineConvDirect;
typedef struct _EngineConvDirectScratch EngineConvDirectScratch;
typedef struct _EngineConvRowwise EngineConvRowwise;
typedef struct _EngineConvRowwiseScratch EngineConvRowwiseScratch;
typedef struct _EngineConvPairs EngineConvPairs;
typedef struct _EngineConvPairsScratch EngineConvPairsScratch;

/* What all of them have to know. */
typedef struct {
  EngineConvShape shape;
  const EngineConvKernel *kernel;
  float *bias; /* (filters); zeros where there is none */
  gboolean relu;
  gint64 pool;
} EngineConvTask;

/* Rows begin…end-1 of the result. */
typedef struct {
  const EnginePlanes *input;
  const EnginePlanes *output;
  gint64 begin, end;
  gboolean stream; /* the output is larger than the caches */
  GCancellable *cancellable;
} EngineConvPart;

/* Asked every few milliseconds at the most, however large the layer is. */
static inline gboolean
engine_conv_is_cancelled (const EngineConvPart *part) {
  return part->cancellable != NULL && g_cancellable_is_cancelled (part->cancellable);
}

/* NULL where there is not so much memory; aligned to 64 bytes, free with free(). */
void *engine_conv_allocate (gint64 n, gsize size);
float *engine_conv_allocate_zeros (gint64 n);

EngineConvDirect *engine_conv_direct_new (const EngineConvTask *task, const EngineTensor *weights,
                                          gint64 tile_rows);
void engine_conv_direct_free (EngineConvDirect *self);
EngineConvDirectScratch *engine_conv_direct_scratch_new (const EngineConvDirect *self);
void engine_conv_direct_scratch_free (EngineConvDirectScratch *self);
/* At most `tile_rows` of them. */
void engine_conv_direct_run (const EngineConvDirect *self, EngineConvDirectScratch *scratch,
                             const EngineConvPart *part);

/* Whether it is of 3x3 filters that move by one. */
static inline gboolean
engine_conv_is_plain (const EngineConvShape *shape) {
  const EngineConvSpec *spec = &shape->spec;

  return spec->kernel[0] == 3 && spec->kernel[1] == 3 && spec->stride[0] == 1 && spec->stride[1] == 1
         && spec->dilation[0] == 1 && spec->dilation[1] == 1;
}

/* Outputs from column `x` on, of `width`, that are computed at once: at most `most`, in multiples of ENGINE_CONV_COLUMNS. What reaches
 * over an edge of the image, and has to be copied for that, is kept short. */
static inline gint64
engine_conv_stretch (const EngineConvShape *shape, gint64 x, gint64 most, gint64 width) {
  gint64 inside = (shape->spec.width + shape->pad_left - x) / ENGINE_CONV_COLUMNS * ENGINE_CONV_COLUMNS;

  if (x < shape->pad_left)
    return MIN (ENGINE_CONV_COLUMNS, width - x);
  return CLAMP (inside - ENGINE_CONV_COLUMNS, ENGINE_CONV_COLUMNS, MIN (most, width - x));
}

/* Values that have to be copied of a row for that: those of the shortest stretch, and what its last vectors read besides. */
#define ENGINE_CONV_EDGE (2 * ENGINE_CONV_COLUMNS)

gboolean engine_conv_rowwise_fit (const EngineConvTask *task);
EngineConvRowwise *engine_conv_rowwise_new (const EngineConvTask *task, const EngineTensor *weights);
void engine_conv_rowwise_free (EngineConvRowwise *self);
EngineConvRowwiseScratch *engine_conv_rowwise_scratch_new (const EngineConvRowwise *self);
void engine_conv_rowwise_scratch_free (EngineConvRowwiseScratch *self);
void engine_conv_rowwise_run (const EngineConvRowwise *self, EngineConvRowwiseScratch *scratch,
                              const EngineConvPart *part);

/* Whether pairs can compute it, and are worth it. */
gboolean engine_conv_pairs_fit (const EngineConvTask *task, const EngineTensor *weights);
EngineConvPairs *engine_conv_pairs_new (const EngineConvTask *task, const EngineTensor *weights);
void engine_conv_pairs_free (EngineConvPairs *self);
EngineConvPairsScratch *engine_conv_pairs_scratch_new (const EngineConvPairs *self);
void engine_conv_pairs_scratch_free (EngineConvPairsScratch *self);
/* FALSE if the image has values there that only a sum over taps can deal with. */
gboolean engine_conv_pairs_run (const EngineConvPairs *self, EngineConvPairsScratch *scratch,
                                const EngineConvPart *part);

G_END_DECLS

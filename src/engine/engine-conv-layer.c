/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-conv-layer-private.h"

#include "engine-conv-narrow.h"
#include "engine-conv-private.h"
#include "engine-error-private.h"
#include "engine-planes-private.h"
#include "engine-tensor-private.h"
#include "engine-threads.h"
#include "engine-vector.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

/* Multiplications of a tile: a fraction of a millisecond, so that a thread that is held up leaves the rest to the others. */
#define TILE_PRODUCTS (1 << 22)
/* Multiplications that are worth waking a thread for. */
#define LEAST_PRODUCTS (1 << 20)
/* Bytes of a result that the caches could not hold anyway. */
#define STREAM_BYTES (16 << 20)

typedef struct {
  EngineConvDirectScratch *direct;
  EngineConvRowwiseScratch *rowwise;
  EngineConvPairsScratch *pairs;
} Scratch;

struct _EngineConvLayer {
  EngineConvTask task;
  EngineConvDirect *direct;
  EngineConvRowwise *rowwise; /* at most one of these two; NULL where they do not fit */
  EngineConvPairs *pairs;
  gint64 tile_rows; /* of the result */
  gboolean alone;   /* too little for a second thread */
  guint n_scratches;
  Scratch *scratches;
};

void *
engine_conv_allocate (gint64 n, gsize size) {
  void *memory = NULL;
  gsize bytes;

  if (__builtin_mul_overflow (MAX (n, 1), size, &bytes) || bytes > engine_memory_size ()
      || posix_memalign (&memory, 64, bytes) != 0)
    return NULL;
  return memory;
}

float *
engine_conv_allocate_zeros (gint64 n) {
  float *values = engine_conv_allocate (n, sizeof (float));

  if (values != NULL)
    memset (values, 0, (gsize) n * sizeof (float));
  return values;
}

/* A multiple of four: rows that are computed together stay so. */
static gint64
choose_tile_rows (const EngineConvTask *task, gint64 row_products) {
  gint64 rows = TILE_PRODUCTS / MIN (row_products, TILE_PRODUCTS);

  if (engine_conv_is_narrow (&task->shape, task->pool))
    return CLAMP (engine_conv_narrow_rows (&task->shape) / task->pool, 1,
                  task->shape.out_height / task->pool);
  return (rows + 3) / 4 * 4;
}

static gboolean
scratch_init (const EngineConvLayer *self, Scratch *scratch) {
  return (scratch->direct = engine_conv_direct_scratch_new (self->direct))
         && (!self->rowwise || (scratch->rowwise = engine_conv_rowwise_scratch_new (self->rowwise)))
         && (!self->pairs || (scratch->pairs = engine_conv_pairs_scratch_new (self->pairs)));
}

static void
scratch_clear (Scratch *self) {
  g_clear_pointer (&self->direct, engine_conv_direct_scratch_free);
  g_clear_pointer (&self->rowwise, engine_conv_rowwise_scratch_free);
  g_clear_pointer (&self->pairs, engine_conv_pairs_scratch_free);
}

/* FALSE where there is not so much memory, as with all that follow. */
static gboolean
choose_ways (EngineConvLayer *self, const EngineTensor *weights) {
  const EngineConvTask *task = &self->task;

  return (self->direct = engine_conv_direct_new (task, weights, self->tile_rows))
         && (!engine_conv_rowwise_fit (task) || (self->rowwise = engine_conv_rowwise_new (task, weights)))
         && (!engine_conv_pairs_fit (task, weights) || (self->pairs = engine_conv_pairs_new (task, weights)));
}

static gboolean
layer_init (EngineConvLayer *self, const EngineTensor *weights, const EngineTensor *bias) {
  EngineConvTask *task = &self->task;
  gint64 filters = task->shape.spec.filters;
  /* Of the whole result; where that is past 64 bits, more than enough. */
  double row_products = (double) task->shape.out_width * (double) task->pool * (double) weights->length;

  task->kernel = engine_conv_kernel ();
  task->bias = engine_conv_allocate (filters, sizeof (float));
  if (task->bias == NULL)
    return FALSE;
  for (gint64 k = 0; k < filters; k++)
    task->bias[k] = bias ? bias->data[k] : 0;

  self->tile_rows = choose_tile_rows (task, (gint64) CLAMP (row_products, 1, TILE_PRODUCTS));
  self->alone = row_products * (double) (task->shape.out_height / task->pool) < LEAST_PRODUCTS;
  if (!choose_ways (self, weights))
    return FALSE;
  self->n_scratches = self->alone ? 1 : engine_threads ();
  self->scratches = g_new0 (Scratch, self->n_scratches);
  for (guint i = 0; i < self->n_scratches; i++)
    if (!scratch_init (self, &self->scratches[i]))
      return FALSE;
  return TRUE;
}

static gboolean
check (const EngineConvShape *shape, const EngineTensor *weights, const EngineTensor *bias, gint64 pool,
       GError **error) {
  return engine_conv_check_weights (shape, weights, bias, error)
         && engine_error_check_pool (shape->out_height, shape->out_width, pool, error);
}

EngineConvLayer *
engine_conv_layer_new (const EngineConvShape *shape, const EngineTensor *weights, const EngineTensor *bias,
                       gboolean relu, gint64 pool, GError **error) {
  EngineConvLayer *self;

  if (!check (shape, weights, bias, pool, error))
    return NULL;
  self = g_new0 (EngineConvLayer, 1);
  self->task = (EngineConvTask){ .shape = *shape, .relu = relu, .pool = pool };
  if (layer_init (self, weights, bias))
    return self;
  g_set_error (
      error, ENGINE_ERROR, ENGINE_ERROR_TOO_LARGE,
      _ ("convolution: there is not enough memory to lay out the image; use a smaller image or kernel"));
  engine_conv_layer_free (self);
  return NULL;
}

void
engine_conv_layer_free (EngineConvLayer *self) {
  for (guint i = 0; i < self->n_scratches; i++)
    scratch_clear (&self->scratches[i]);
  g_free (self->scratches);
  g_clear_pointer (&self->direct, engine_conv_direct_free);
  g_clear_pointer (&self->rowwise, engine_conv_rowwise_free);
  g_clear_pointer (&self->pairs, engine_conv_pairs_free);
  free (self->task.bias);
  g_free (self);
}

EnginePlanes *
engine_conv_layer_new_output (const EngineConvLayer *self, GError **error) {
  const EngineConvTask *task = &self->task;

  return engine_planes_new (task->shape.spec.filters, task->shape.out_height / task->pool,
                            task->shape.out_width / task->pool, error);
}

typedef struct {
  const EngineConvLayer *layer;
  EngineConvPart whole;
  int next; /* atomic: the first tile that nobody has taken */
} Run;

static gint64
count_tiles (const Run *self) {
  return (self->whole.end - 1) / self->layer->tile_rows + 1;
}

/* Each thread takes the next tile that nobody has. */
static void
run_tiles (Run *self, const Scratch *scratch) {
  const EngineConvLayer *layer = self->layer;
  EngineConvPart part = self->whole;
  gint64 tile;

  while ((tile = g_atomic_int_add (&self->next, 1)) < count_tiles (self)
         && !engine_conv_is_cancelled (&part)) {
    part.begin = tile * layer->tile_rows;
    part.end = MIN (part.begin + layer->tile_rows, self->whole.end);
    if (layer->rowwise != NULL)
      engine_conv_rowwise_run (layer->rowwise, scratch->rowwise, &part);
    else if (layer->pairs == NULL || !engine_conv_pairs_run (layer->pairs, scratch->pairs, &part))
      engine_conv_direct_run (layer->direct, scratch->direct, &part);
  }
  if (part.stream)
    stream_end ();
}

static void
run_threads_cb (gint64 begin, gint64 end, gpointer data) {
  Run *self = data;

  for (gint64 i = begin; i < end; i++)
    run_tiles (self, &self->layer->scratches[i]);
}

static gboolean
planes_fit (const EnginePlanes *planes, gint64 n, gint64 height, gint64 width) {
  return planes->n == n && planes->height == height && planes->width == width;
}

gboolean
engine_conv_layer_run (EngineConvLayer *self, const EnginePlanes *input, EnginePlanes *output,
                       GCancellable *cancellable, GError **error) {
  const EngineConvTask *task = &self->task;
  const EngineConvSpec *spec = &task->shape.spec;
  Run run = { .layer = self };

  g_return_val_if_fail (planes_fit (input, spec->channels, spec->height, spec->width), FALSE);
  g_return_val_if_fail (planes_fit (output, spec->filters, task->shape.out_height / task->pool,
                                    task->shape.out_width / task->pool),
                        FALSE);

  run.whole =
      (EngineConvPart){ .input = input, .output = output, .end = output->height, .cancellable = cancellable };
  /* Whole vectors only: narrow rows follow each other without gaps. */
  run.whole.stream = output->width >= ENGINE_PLANES_WIDE
                     && (gsize) output->plane_stride * sizeof (float) >= STREAM_BYTES / (gsize) output->n;
  if (self->n_scratches == 1)
    run_tiles (&run, &self->scratches[0]);
  else
    engine_parallel_for (self->n_scratches, 1, run_threads_cb, &run);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

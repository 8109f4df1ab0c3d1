/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-layers.h"

#include "engine-tensor-private.h"
#include "engine-threads.h"

#include <glib/gi18n-lib.h>

#define LANES          16    /* partial sums: a compiler may not reorder one long sum into vectors */
#define GRAIN_PRODUCTS 65536 /* multiplications worth waking a thread for */

typedef struct {
  const EngineTensor *input, *weights, *bias;
  EngineTensor *output;
} Dense;

static float
dot (const float *a, const float *b, gint64 n) {
  float lanes[LANES] = { 0 };
  float sum = 0;
  gint64 i = 0;

  for (; i + LANES <= n; i += LANES)
    for (int lane = 0; lane < LANES; lane++)
      lanes[lane] += a[i + lane] * b[i + lane];
  for (; i < n; i++)
    lanes[i % LANES] += a[i] * b[i];
  for (int lane = 0; lane < LANES; lane++)
    sum += lanes[lane];
  return sum;
}

static void
forward_nodes_cb (gint64 begin, gint64 end, gpointer data) {
  const Dense *self = data;
  gint64 inputs = self->input->length;

  for (gint64 n = begin; n < end; n++)
    self->output->data[n] = dot (self->weights->data + n * inputs, self->input->data, inputs)
                            + (self->bias ? self->bias->data[n] : 0);
}

EngineTensor *
engine_dense_forward (const EngineTensor *input, const EngineTensor *weights, const EngineTensor *bias,
                      GError **error) {
  const gint64 extents[] = { weights->shape[0], input->length };
  Dense self = { .input = input, .weights = weights, .bias = bias };

  if (!engine_tensor_check_shape (weights, _ ("weights"), 2, extents, error)
      || (bias && !engine_tensor_check_shape (bias, _ ("bias"), 1, extents, error)))
    return NULL;
  self.output = engine_tensor_new_unset (1, extents, error);
  if (!self.output)
    return NULL;

  engine_parallel_for (extents[0], GRAIN_PRODUCTS / input->length + 1, forward_nodes_cb, &self);
  return self.output;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-layers.h"

#include "engine-tensor-private.h"
#include "engine-threads.h"

#define GRAIN_VALUES 262144

typedef struct {
  const float *input;
  float *output;
} Relu;

static void
forward_values_cb (gint64 begin, gint64 end, gpointer data) {
  const Relu *self = data;

  /* Written so that what is not a number stays what it is: a fault upstream must not turn into a plausible
   * zero. */
  for (gint64 i = begin; i < end; i++)
    self->output[i] = self->input[i] <= 0 ? 0 : self->input[i];
}

EngineTensor *
engine_relu_forward (const EngineTensor *input, GError **error) {
  EngineTensor *output = engine_tensor_new_unset (input->rank, input->shape, error);

  if (output)
    engine_parallel_for (input->length, GRAIN_VALUES, forward_values_cb,
                         &(Relu){ input->data, output->data });
  return output;
}

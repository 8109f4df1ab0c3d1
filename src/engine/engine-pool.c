/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-layers.h"

#include "engine-error-private.h"
#include "engine-tensor-private.h"
#include "engine-threads.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define GRAIN_VALUES 65536

typedef struct {
  EnginePool kind;
  gint64 size;
  const EngineTensor *input;
  EngineTensor *output;
} Pool;

/* What is not a number wins, as with ReLU. */
static float
window_max (const Pool *self, const float *corner) {
  gint64 channels = self->input->shape[2];
  gint64 row_length = self->input->shape[1] * channels;
  float max = corner[0];

  for (gint64 i = 0; i < self->size; i++)
    for (gint64 j = 0; j < self->size; j++) {
      float value = corner[i * row_length + j * channels];

      if (value > max || isnan (value))
        max = value;
    }
  return max;
}

static float
window_average (const Pool *self, const float *corner) {
  gint64 channels = self->input->shape[2];
  gint64 row_length = self->input->shape[1] * channels;
  double sum = 0;

  for (gint64 i = 0; i < self->size; i++)
    for (gint64 j = 0; j < self->size; j++)
      sum += corner[i * row_length + j * channels];
  return (float) (sum / ((double) self->size * (double) self->size));
}

static void
forward_rows_cb (gint64 begin, gint64 end, gpointer data) {
  const Pool *self = data;
  gint64 channels = self->input->shape[2];
  gint64 row_length = self->input->shape[1] * channels;
  gint64 out_width = self->output->shape[1];
  float *out = self->output->data + begin * out_width * channels;

  for (gint64 y = begin; y < end; y++)
    for (gint64 x = 0; x < out_width; x++)
      for (gint64 c = 0; c < channels; c++) {
        const float *corner = self->input->data + y * self->size * row_length + x * self->size * channels + c;

        *out++ = self->kind == ENGINE_POOL_MAX ? window_max (self, corner) : window_average (self, corner);
      }
}

EngineTensor *
engine_pool_forward (EnginePool kind, gint64 size, const EngineTensor *input, GError **error) {
  Pool self = { .kind = kind, .size = size, .input = input };
  g_autofree char *text = NULL;

  if (input->rank != 3) {
    text = engine_tensor_shape_to_string (input);
    g_set_error (error, ENGINE_ERROR, ENGINE_ERROR_SHAPE,
                 _ ("pool: the input is %s; use an image of height, width and channels"), text);
    return NULL;
  }
  if (!engine_error_check_pool (input->shape[0], input->shape[1], size, error))
    return NULL;

  self.output = engine_tensor_new_unset (
      3, (const gint64[]){ input->shape[0] / size, input->shape[1] / size, input->shape[2] }, error);
  if (!self.output)
    return NULL;

  engine_parallel_for (self.output->shape[0], GRAIN_VALUES / (input->length / input->shape[0]) + 1,
                       forward_rows_cb, &self);
  return self.output;
}

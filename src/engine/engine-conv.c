/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fast convolution: rows of the input are laid out once for a band of output rows, then the kernel of the
 * CPU level sums a row of outputs for a few filters at a time. Every output is the sum of its products in the
 * order of its taps, so that neither threads nor bands change a bit. */
#include "engine-conv-private.h"

#include "engine-conv-kernel.h"
#include "engine-conv-layout.h"
#include "engine-cpu.h"
#include "engine-error.h"
#include "engine-tensor-private.h"
#include "engine-threads.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#define BAND_BYTES                                                                                           \
  (512 * 1024) /* laid-out rows that a thread works on at a time: they stay in its second cache */
#define GRAIN_PRODUCTS 131072 /* multiplications worth waking a thread for */

typedef struct {
  EngineConvLayout layout;
  const EngineConvKernel *kernel;
  const EngineTensor *input, *bias;
  EngineTensor *output;
  float *weights; /* for each block of filters (taps, filters of the block) */
  float *zeros;   /* what a tap meets in rows of padding */
  gint64 n_taps;  /* of one filter */
  gint64 band_rows;
  int out_of_memory; /* atomic */
} Conv;

/* The rows of the input that the outputs begin…end-1 need, laid out when they are first asked for. */
typedef struct {
  const Conv *conv;
  gint64 first_row, n_rows;
  float *rows;
  gboolean *filled;
  const float **taps; /* (kh, kw, C / groups) */
} Band;

gboolean
engine_conv_check_input (const EngineConvShape *shape, const EngineTensor *input, GError **error) {
  const EngineConvSpec *spec = &shape->spec;

  return engine_tensor_check_shape (input, _ ("image"), 3,
                                    (const gint64[]){ spec->height, spec->width, spec->channels }, error);
}

EngineTensor *
engine_conv_new_output (const EngineConvShape *shape, const EngineTensor *input, const EngineTensor *weights,
                        const EngineTensor *bias, GError **error) {
  const EngineConvSpec *spec = &shape->spec;
  const gint64 extents[] = { spec->filters, spec->kernel[0], spec->kernel[1], shape->group_channels };

  if (!engine_conv_check_input (shape, input, error)
      || !engine_tensor_check_shape (weights, _ ("weights"), 4, extents, error)
      || (bias && !engine_tensor_check_shape (bias, _ ("bias"), 1, extents, error)))
    return NULL;
  return engine_tensor_new_unset (3, (const gint64[]){ shape->out_height, shape->out_width, spec->filters },
                                  error);
}

static const EngineConvKernel *
find_kernel (void) {
  switch (engine_cpu_level ()) {
#ifdef ENGINE_CPU_HAS_LEVELS
  case ENGINE_CPU_AVX512:
    return &engine_conv_kernel_avx512;
  case ENGINE_CPU_AVX2:
    return &engine_conv_kernel_avx2;
#endif
  default:
    return &engine_conv_kernel_baseline;
  }
}

/* NULL where there is not so much memory. */
static void *
allocate (gint64 n, gsize size) {
  void *memory = NULL;
  gsize bytes;

  if (__builtin_mul_overflow (n, size, &bytes) || posix_memalign (&memory, 64, bytes) != 0)
    return NULL;
  return memory;
}

/* Blocks do not cross groups: the filters of a block meet the same values. */
static void
pack_weights (Conv *self, const EngineTensor *weights) {
  const EngineConvSpec *spec = &self->layout.shape->spec;
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

static gint64
choose_band_rows (const Conv *self) {
  const EngineConvSpec *spec = &self->layout.shape->spec;
  gint64 fitting = BAND_BYTES / (gint64) sizeof (float) / MIN (self->layout.row_length, BAND_BYTES);

  /* At least a quarter of the window, or most rows would be laid out again and again. */
  return MAX (fitting, self->layout.shape->window[0] / 4) / spec->stride[0] + 1;
}

static gboolean
conv_init (Conv *self, const EngineConvShape *shape, const EngineTensor *weights) {
  if (!engine_conv_layout_init (&self->layout, shape))
    return FALSE;

  self->kernel = find_kernel ();
  self->n_taps = weights->length / shape->spec.filters;
  self->band_rows = choose_band_rows (self);
  self->weights = allocate (weights->length, sizeof (float));
  self->zeros = calloc ((gsize) self->layout.strip_length, sizeof (float));
  if (!self->weights || !self->zeros)
    return FALSE;

  pack_weights (self, weights);
  return TRUE;
}

static void
conv_clear (Conv *self) {
  free (self->weights);
  free (self->zeros);
}

static gboolean
band_init (Band *self, const Conv *conv, gint64 begin, gint64 end) {
  const EngineConvShape *shape = conv->layout.shape;
  gint64 first = begin * shape->spec.stride[0] - shape->pad_top;
  gint64 last = (end - 1) * shape->spec.stride[0] - shape->pad_top + shape->window[0] - 1;
  gint64 length;

  *self = (Band){ .conv = conv, .first_row = CLAMP (first, 0, shape->spec.height) };
  self->n_rows = MAX (MIN (last + 1, shape->spec.height) - self->first_row, 0);
  self->taps = allocate (conv->n_taps, sizeof *self->taps);
  if (self->n_rows == 0)
    return self->taps != NULL;

  self->filled = calloc ((gsize) self->n_rows, sizeof *self->filled);
  if (!__builtin_mul_overflow (self->n_rows, conv->layout.row_length, &length))
    self->rows = allocate (length, sizeof (float));
  return self->taps && self->filled && self->rows;
}

static void
band_clear (Band *self) {
  free (self->rows);
  free (self->filled);
  free (self->taps);
}

/* NULL in the padding. */
static const float *
band_row (Band *self, gint64 row) {
  const EngineConvLayout *layout = &self->conv->layout;
  const EngineConvSpec *spec = &layout->shape->spec;
  gint64 i = row - self->first_row;

  if (row < 0 || row >= spec->height)
    return NULL;
  if (!self->filled[i]) {
    engine_conv_layout_fill (layout, self->rows + i * layout->row_length,
                             self->conv->input->data + row * spec->width * spec->channels);
    self->filled[i] = TRUE;
  }
  return self->rows + i * layout->row_length;
}

static void
band_find_taps (Band *self, gint64 y, gint64 first_channel) {
  const EngineConvLayout *layout = &self->conv->layout;
  const EngineConvShape *shape = layout->shape;
  const float **tap = self->taps;

  for (gint64 i = 0; i < shape->spec.kernel[0]; i++) {
    const float *row =
        band_row (self, y * shape->spec.stride[0] + i * shape->spec.dilation[0] - shape->pad_top);

    for (gint64 j = 0; j < shape->spec.kernel[1]; j++)
      for (gint64 c = 0; c < shape->group_channels; c++)
        *tap++ = row ? row + engine_conv_layout_tap (layout, first_channel + c, j) : self->conv->zeros;
  }
}

/* Outputs first…first+width-1 of row y for the filters k…k+filters-1, at most a panel. */
static void
forward_panel (const Band *self, gint64 y, gint64 k, guint filters, gint64 first, gint64 width) {
  _Alignas(64) float sums[ENGINE_CONV_PANEL * ENGINE_CONV_CHUNK];
  const Conv *conv = self->conv;
  const EngineConvShape *shape = conv->layout.shape;
  float bias[ENGINE_CONV_PANEL] = { 0 };

  for (guint f = 0; conv->bias && f < filters; f++)
    bias[f] = conv->bias->data[k + f];
  for (guint f = 0; f < filters; f += ENGINE_CONV_BLOCK)
    conv->kernel->sum (sums + f * ENGINE_CONV_CHUNK, self->taps, (gsize) conv->n_taps,
                       conv->weights + (k + f) * conv->n_taps, bias + f, MIN (ENGINE_CONV_BLOCK, filters - f),
                       (gsize) first, (gsize) width);
  conv->kernel->interleave (conv->output->data + (y * shape->out_width + first) * shape->spec.filters + k,
                            (gsize) shape->spec.filters, sums, filters, (gsize) width);
}

static void
forward_row (Band *self, gint64 y) {
  const EngineConvShape *shape = self->conv->layout.shape;
  gint64 group_filters = shape->spec.filters / shape->spec.groups;

  for (gint64 group = 0; group < shape->spec.groups; group++) {
    band_find_taps (self, y, group * shape->group_channels);
    for (gint64 x = 0; x < shape->out_width; x += ENGINE_CONV_CHUNK)
      for (gint64 f = 0; f < group_filters; f += ENGINE_CONV_PANEL)
        forward_panel (self, y, group * group_filters + f, (guint) MIN (ENGINE_CONV_PANEL, group_filters - f),
                       x, MIN (ENGINE_CONV_CHUNK, shape->out_width - x));
  }
}

static void
forward_rows_cb (gint64 begin, gint64 end, gpointer data) {
  Conv *self = data;

  for (gint64 y = begin; y < end; y += self->band_rows) {
    gint64 band_end = MIN (y + self->band_rows, end);
    Band band;

    if (band_init (&band, self, y, band_end))
      for (gint64 row = y; row < band_end; row++)
        forward_row (&band, row);
    else
      g_atomic_int_set (&self->out_of_memory, TRUE);
    band_clear (&band);
  }
}

/* Rows of outputs worth a thread. */
static gint64
grain_rows (const Conv *self) {
  gint64 row_outputs = self->output->length / self->layout.shape->out_height;

  return GRAIN_PRODUCTS / MIN (row_outputs, GRAIN_PRODUCTS) / MIN (self->n_taps, GRAIN_PRODUCTS) + 1;
}

EngineTensor *
engine_conv_forward (const EngineConvShape *shape, const EngineTensor *input, const EngineTensor *weights,
                     const EngineTensor *bias, GError **error) {
  g_autoptr (EngineTensor) output = engine_conv_new_output (shape, input, weights, bias, error);
  Conv self = { .input = input, .bias = bias, .output = output };

  if (!output)
    return NULL;

  if (conv_init (&self, shape, weights))
    engine_parallel_for (shape->out_height, grain_rows (&self), forward_rows_cb, &self);
  else
    self.out_of_memory = TRUE;
  conv_clear (&self);

  if (self.out_of_memory) {
    g_set_error (
        error, ENGINE_ERROR, ENGINE_ERROR_TOO_LARGE,
        _ ("convolution: there is not enough memory to lay out the image; use a smaller image or kernel"));
    return NULL;
  }
  return g_steal_pointer (&output);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench-convolution.h"
#include "bench.h"
#include "engine-threads-private.h"

#include <malloc.h>
#include <stdio.h>
#include <string.h>

#define SECONDS 0.1

static EngineTensor *
new_weights (const PeerWork *work) {
  g_autofree float *values = peer_new_weights (work); /* (filters, channels, 3, 3) */
  EngineTensor *weights =
      engine_tensor_new (4, (const gint64[]){ work->filters, 3, 3, work->channels }, NULL);

  for (gint64 i = 0; i < weights->length; i++) {
    gint64 channel = i % work->channels, tap = i / work->channels % 9, filter = i / work->channels / 9;
    weights->data[i] = values[(filter * work->channels + channel) * 9 + tap];
  }
  return weights;
}

static EngineTensor *
new_biases (const PeerWork *work) {
  g_autofree float *values = peer_new_biases (work);
  EngineTensor *biases = engine_tensor_new (1, (const gint64[]){ work->filters }, NULL);

  memcpy (biases->data, values, (gsize) work->filters * sizeof *values);
  return biases;
}

static EnginePlanes *
new_input (const PeerWork *work) {
  g_autofree float *values = peer_new_input (work);
  EnginePlanes *input = engine_planes_new (work->channels, work->height, work->width, NULL);

  for (gint64 row = 0; row < work->channels * work->height; row++)
    memcpy (input->data + row / work->height * input->plane_stride + row % work->height * input->row_stride,
            values + row * work->width, (gsize) work->width * sizeof *values);
  return input;
}

/* Bytes that malloc() has given out. */
static double
allocated (void) {
  struct mallinfo2 info = mallinfo2 ();

  return (double) info.uordblks + (double) info.hblkhd;
}

/* Bytes of this process in memory: "VmRSS:" now, "VmHWM:" at most. 0 where the system does not tell. */
static double
in_memory (const char *key) {
  g_autofree char *status = NULL;
  const char *line;

  g_file_get_contents ("/proc/self/status", &status, NULL, NULL);
  line = status ? strstr (status, key) : NULL;
  return line ? 1024 * g_ascii_strtod (line + strlen (key), NULL) : 0;
}

/* By how much a run lets the process grow while it lasts. */
static double
growth_of_run (BenchConv *self) {
  FILE *file = fopen ("/proc/self/clear_refs", "w");
  double before;

  /* The most is from now on counted anew (proc(5)). */
  if (file) {
    fputs ("5", file);
    fclose (file);
  }
  before = in_memory ("VmRSS:");
  bench_conv_run (self);
  return MAX (in_memory ("VmHWM:") - before, 0);
}

static EngineConvLayer *
new_layer (const PeerWork *work) {
  g_autoptr (EngineTensor) weights = new_weights (work);
  g_autoptr (EngineTensor) biases = work->pools ? new_biases (work) : NULL;
  g_autoptr (GError) error = NULL;
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  EngineConvShape shape;
  EngineConvLayer *layer = NULL;

  spec.height = work->height;
  spec.width = work->width;
  spec.channels = work->channels;
  spec.filters = work->filters;
  spec.bias = work->pools;
  if (engine_conv_shape_init (&shape, &spec, &error))
    layer = engine_conv_layer_new (&shape, weights, biases, work->pools, work->pools ? 2 : 1, &error);
  if (!layer)
    g_error ("%s", error->message);
  return layer;
}

BenchConv *
bench_conv_new (const PeerWork *work, guint threads) {
  BenchConv *self = g_new0 (BenchConv, 1);
  double before;

  engine_threads_set (threads);
  self->work = work;
  self->threads = threads;
  self->input = new_input (work);
  before = allocated ();
  self->layer = new_layer (work);
  self->bytes = allocated () - before;
  self->output = engine_conv_layer_new_output (self->layer, NULL);
  bench_conv_run (self); /* which touches the result for the first time */
  self->bytes += growth_of_run (self);
  return self;
}

void
bench_conv_free (BenchConv *self) {
  engine_conv_layer_free (self->layer);
  engine_planes_free (self->input);
  engine_planes_free (self->output);
  g_free (self);
}

void
bench_conv_run (BenchConv *self) {
  engine_conv_layer_run (self->layer, self->input, self->output, NULL, NULL);
}

static void
run_cb (gpointer data, gpointer more) {
  bench_conv_run (data);
}

double
bench_turn_conv (gpointer data) {
  BenchConv *self = data;

  engine_threads_set (self->threads);
  return bench_repeat (SECONDS, run_cb, data, NULL);
}

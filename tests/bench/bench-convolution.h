/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Our side of bench-convolution.c and bench-convolution-threads.c. */
#pragma once

#include "engine-conv-layer.h"
#include "peer.h"

G_BEGIN_DECLS

/* A layer, its input and where its result goes: set up once, outside of what is measured. */
typedef struct {
  const PeerWork *work;
  guint threads;
  EngineConvLayer *layer;
  EnginePlanes *input, *output;
  double
      bytes; /* beyond input and output: what the layer allocated, and by how much the process grew in a run */
} BenchConv;

BenchConv *bench_conv_new (const PeerWork *work, guint threads);
void bench_conv_free (BenchConv *self);

/* Runs once. */
void bench_conv_run (BenchConv *self);
/* Turns of bench_measure(), `data` is a BenchConv: seconds of one run. */
double bench_turn_conv (gpointer data);

/* One thread against two, and the same while another process has a core to itself. */
void bench_conv_threads (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BenchConv, bench_conv_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The machine's own limits with one thread, as turns of bench_measure(): what no code can be faster than, found in the same rounds
 * as what is compared with it. */
#pragma once

#include "engine-cpu.h"

#include <glib.h>

G_BEGIN_DECLS

/* `data` is an EngineCpuLevel in GINT_TO_POINTER(). GFLOP/s of multiply-adds in registers, each two operations; NAN where the machine
 * does not have the level. About 20 ms. */
double bench_turn_fma (gpointer data);

/* Two buffers of that many bytes, both written to; `to` and `from` differ modulo 4,096, see engine-conv-layer.c. */
typedef struct {
  gsize bytes;
  char *from, *to;
} BenchCopy;

BenchCopy *bench_copy_new (gsize bytes);
void bench_copy_free (BenchCopy *self);

/* `data` is a BenchCopy. Seconds of one copy: with memcpy(); with stores past the caches, NAN where there are none; with memcpy() into
 * memory fresh from the operating system, given back afterwards. About 20 ms, at least one copy. */
double bench_turn_memcpy (gpointer data);
double bench_turn_stream (gpointer data);
double bench_turn_first_touch (gpointer data);

/* Copies with stores past the caches. `to` and `bytes` are multiples of 64. FALSE where the machine has none. */
gboolean bench_copy_stream (void *to, const void *from, gsize bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BenchCopy, bench_copy_free)

G_END_DECLS

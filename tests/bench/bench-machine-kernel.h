/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* How many sums run beside each other. */
#define BENCH_FMA_SUMS 12

/* Of one CPU level each. Does `rounds` rounds of BENCH_FMA_SUMS vectors of multiply-adds, and returns how many multiply-adds of single
 * numbers a round has. `sums` says where each begins and then where it ended, so that the compiler can leave none out. */
typedef gint64 (*BenchFmaFunc) (gint64 rounds, float sums[BENCH_FMA_SUMS]);

gint64 bench_fma_baseline (gint64 rounds, float sums[BENCH_FMA_SUMS]);
gint64 bench_fma_avx2 (gint64 rounds, float sums[BENCH_FMA_SUMS]);
gint64 bench_fma_avx512 (gint64 rounds, float sums[BENCH_FMA_SUMS]);

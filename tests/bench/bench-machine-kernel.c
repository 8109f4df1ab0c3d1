/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compiled once for each CPU level, as the engine's kernels are. */
#include "bench-machine-kernel.h"

#if defined __AVX512F__
#define BYTES 64
#elif defined __AVX2__
#define BYTES 32
#else
#define BYTES 16
#endif

#define LANES (BYTES / (gint64) sizeof (float))

typedef float Vector __attribute__ ((vector_size (BYTES)));

#define NAME_OF(level) bench_fma_##level
#define NAME(level)    NAME_OF (level)

/* A result is there after four cycles and two begin in each: eight are in flight at once, and twelve are on the safe side. With the
 * two factors they fit into the sixteen registers that there are at least. */
gint64
NAME (BENCH_LEVEL) (gint64 rounds, float sums[BENCH_FMA_SUMS]) {
  Vector vectors[BENCH_FMA_SUMS], factor = { 0 }, term = { 0 };

  factor += 0.5f;
  term += 1;
  for (int a = 0; a < BENCH_FMA_SUMS; a++)
    vectors[a] = (Vector){ 0 } + sums[a];
  for (gint64 i = 0; i < rounds; i++)
    for (int a = 0; a < BENCH_FMA_SUMS; a++)
      vectors[a] = vectors[a] * factor + term;
  for (int a = 0; a < BENCH_FMA_SUMS; a++)
    sums[a] = vectors[a][0];
  return BENCH_FMA_SUMS * LANES;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench-machine.h"
#include "bench-machine-kernel.h"
#include "bench.h"
#include "engine-cpu-private.h"

#include <math.h>
#include <string.h>
#include <sys/mman.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define SECONDS 0.02
#define ROUNDS  100000 /* of twelve vectors: some 0.2 ms */
#define APART   2112   /* how far the buffers' beginnings are apart, modulo a page; a multiple of 64 */
#define PAGE    4096

static const BenchFmaFunc fma_levels[ENGINE_CPU_N_LEVELS] = {
  [ENGINE_CPU_BASELINE] = bench_fma_baseline,
#ifdef ENGINE_CPU_HAS_LEVELS
  [ENGINE_CPU_AVX2] = bench_fma_avx2,
  [ENGINE_CPU_AVX512] = bench_fma_avx512,
#endif
};

static void
fma_cb (gpointer level, gpointer done) {
  float sums[BENCH_FMA_SUMS];

  for (int i = 0; i < BENCH_FMA_SUMS; i++)
    sums[i] = (float) i;
  *(gint64 *) done = ROUNDS * fma_levels[GPOINTER_TO_INT (level)](ROUNDS, sums);
}

double
bench_turn_fma (gpointer data) {
  gint64 done = 0;
  double seconds;

  if (GPOINTER_TO_INT (data) > (int) engine_cpu_best_level ())
    return NAN;
  seconds = bench_repeat (SECONDS, fma_cb, data, &done);
  return 2e-9 * (double) done / seconds;
}

static char *
new_pages (gsize bytes) {
  void *pages = mmap (NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (pages == MAP_FAILED)
    g_error ("there is no memory of %" G_GSIZE_FORMAT " bytes", bytes);
  return pages;
}

BenchCopy *
bench_copy_new (gsize bytes) {
  BenchCopy *self = g_new (BenchCopy, 1);

  *self = (BenchCopy){ bytes, new_pages (bytes + PAGE), new_pages (bytes + PAGE) + APART };
  memset (self->from, 1, bytes);
  memset (self->to, 2, bytes);
  return self;
}

void
bench_copy_free (BenchCopy *self) {
  if (!self)
    return;
  munmap (self->from, self->bytes + PAGE);
  munmap (self->to - APART, self->bytes + PAGE);
  g_free (self);
}

static void
memcpy_cb (gpointer data, gpointer more) {
  const BenchCopy *self = data;

  memcpy (self->to, self->from, self->bytes);
}

static void
stream_cb (gpointer data, gpointer had) {
  const BenchCopy *self = data;

  *(gboolean *) had = bench_copy_stream (self->to, self->from, self->bytes);
}

static void
first_touch_cb (gpointer data, gpointer more) {
  const BenchCopy *self = data;
  char *fresh = new_pages (self->bytes);

  memcpy (fresh, self->from, self->bytes);
  munmap (fresh, self->bytes);
}

double
bench_turn_memcpy (gpointer data) {
  return bench_repeat (SECONDS, memcpy_cb, data, NULL);
}

double
bench_turn_stream (gpointer data) {
  gboolean had = FALSE;
  double seconds = bench_repeat (SECONDS, stream_cb, data, &had);

  return had ? seconds : NAN;
}

double
bench_turn_first_touch (gpointer data) {
  return bench_repeat (SECONDS, first_touch_cb, data, NULL);
}

/* A line of the caches is 64 bytes: written whole, it need not be read before. */
gboolean
bench_copy_stream (void *to, const void *from, gsize bytes) {
#ifdef __SSE2__
  const __m128i *source = from;
  __m128i *target = to;

  for (gsize i = 0; i < bytes / sizeof *target; i += 4) {
    __m128i a = _mm_loadu_si128 (source + i), b = _mm_loadu_si128 (source + i + 1);
    __m128i c = _mm_loadu_si128 (source + i + 2), d = _mm_loadu_si128 (source + i + 3);
    _mm_stream_si128 (target + i, a);
    _mm_stream_si128 (target + i + 1, b);
    _mm_stream_si128 (target + i + 2, c);
    _mm_stream_si128 (target + i + 3, d);
  }
  _mm_sfence ();
  return TRUE;
#else
  return FALSE;
#endif
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compiled with DRAW_FAN_LEVEL set to baseline, avx2 or avx512 and that level's compiler options. The vector types are the compiler's
 * own; every level computes the same bits.
 *
 * Why it is fast: a sample of a line (its pass through one column) is one load, one difference, one product, one sum and one store
 * of 16 numbers, and its shares come ready from a table. Successive samples lie in different columns, so that none waits for the
 * store of the one before it; a tile stays in the second cache, and what one line touches of it in the first. */
#include "draw-fan-kernel.h"

#include <string.h>

#define CACHE_LINE 64
#define AHEAD      16 /* rows */

typedef gint16 Rows __attribute__ ((vector_size (32)));
typedef gint16 AnyRows __attribute__ ((vector_size (32), aligned (8), may_alias));
typedef gint16 Half __attribute__ ((vector_size (16)));
typedef guint16 UnsignedHalf __attribute__ ((vector_size (16)));
typedef guint8 Bytes __attribute__ ((vector_size (16)));
typedef gint64 Repeated __attribute__ ((vector_size (32)));
typedef guint32 Four __attribute__ ((vector_size (16)));
typedef guint32 AnyFour __attribute__ ((vector_size (16), aligned (4), may_alias));

G_STATIC_ASSERT (sizeof (Rows) == DRAW_FAN_ROWS * sizeof (DrawFanPixel));

/* (a * b + half of one) / one, where one is 1 << 15. AVX2 has an instruction for it, SSE2 those for the upper and the lower half of a
 * product: 2 * upper + rounded (lower / one). */
static inline __attribute__ ((always_inline)) Rows
multiply (Rows a, Rows b) {
#if defined __AVX2__
  return (Rows) __builtin_ia32_pmulhrsw256 (a, b);
#else
  Rows product;

  for (int h = 0; h < 2; h++) {
    Half x, y, upper;
    memcpy (&x, (char *) &a + h * sizeof (Half), sizeof x);
    memcpy (&y, (char *) &b + h * sizeof (Half), sizeof y);
#if defined __SSE2__
    upper = (Half) __builtin_ia32_pmulhw128 (x, y);
#else
    for (int i = 0; i < 8; i++)
      upper[i] = (gint16) (x[i] * y[i] >> 16);
#endif
    UnsignedHalf lower = (UnsignedHalf) x * (UnsignedHalf) y;
    upper += upper + (Half) (((lower >> 14) + 1) >> 1);
    memcpy ((char *) &product + h * sizeof (Half), &upper, sizeof upper);
  }
  return product;
#endif
}

/* Bytes from the shares of the first phase to those of the one that a height is in: the bits of it that tell the phase, shifted to where
 * they count vectors. */
static inline __attribute__ ((always_inline)) gsize
phase_offset (guint32 y) {
  G_STATIC_ASSERT (sizeof (Rows) == 1 << 5);
  return y >> (16 - DRAW_FAN_PHASE_BITS - 5) & (DRAW_FAN_PHASES - 1) << 5;
}

/* Inlined with the usual numbers of columns and blocks as constants. */
static inline __attribute__ ((always_inline)) void
lay_run (DrawFanPixel *column, gsize length, const DrawFanRun *run, const gsize columns, const gsize blocks) {
  const gchar *shares = (const gchar *) run->shares;
  const guint32 rise = (guint32) run->rise;
  guint32 y = run->y;
  gint64 color;

  memcpy (&color, run->color, sizeof color);
  const Rows colors = (Rows) (Repeated){ color, color, color, color };
#pragma GCC unroll 4
  for (gsize x = 0; x < columns; x++, y += rise, column += length) {
    AnyRows *rows = (AnyRows *) (column + (y >> 16));
    const Rows *share = (const Rows *) (gconstpointer) (shares + phase_offset (y) * blocks);

    for (gsize block = 0; block < blocks; block++)
      rows[block] += multiply (colors - rows[block], share[block]);
  }
}

static void
lay (DrawFanPixel *tile, gsize length, gsize columns, const DrawFanRun *runs, gsize n) {
  for (const DrawFanRun *run = runs; run < runs + n; run++)
    if (columns == DRAW_FAN_COLUMNS && run->blocks == 1)
      lay_run (tile, length, run, DRAW_FAN_COLUMNS, 1);
    else
      lay_run (tile, length, run, columns, run->blocks);
}

/* Four pixels of a column. One becomes 255, as DRAW_FAN_ONE - DRAW_FAN_ONE / 256 is 255.5 * 128. */
static inline __attribute__ ((always_inline)) Four
round_rows (const DrawFanPixel *pixels) {
  Rows rows = *(const AnyRows *) pixels;

  return (Four) __builtin_convertvector((rows - (rows >> 8) + 64) >> 7, Bytes);
}

/* Four columns become four rows. */
static inline __attribute__ ((always_inline)) void
turn (Four rows[4], const DrawFanPixel *corner, gsize length) {
  Four a = round_rows (corner), b = round_rows (corner + length);
  Four c = round_rows (corner + 2 * length), d = round_rows (corner + 3 * length);
  Four ab_low = __builtin_shufflevector (a, b, 0, 4, 1, 5),
       ab_high = __builtin_shufflevector (a, b, 2, 6, 3, 7);
  Four cd_low = __builtin_shufflevector (c, d, 0, 4, 1, 5),
       cd_high = __builtin_shufflevector (c, d, 2, 6, 3, 7);

  rows[0] = __builtin_shufflevector (ab_low, cd_low, 0, 1, 4, 5);
  rows[1] = __builtin_shufflevector (ab_low, cd_low, 2, 3, 6, 7);
  rows[2] = __builtin_shufflevector (ab_high, cd_high, 0, 1, 4, 5);
  rows[3] = __builtin_shufflevector (ab_high, cd_high, 2, 3, 6, 7);
}

/* The rows of a picture lie in different pages, where the processor does not see what comes next: told early enough, it has each row's
 * memory at hand when its pixels are ready. */
static inline void
prefetch_rows (const guint32 *pixels, gsize stride) {
  for (gsize i = 0; i < 4; i++)
    for (gsize x = 0; x < DRAW_FAN_COLUMNS; x += CACHE_LINE / sizeof (guint32))
      __builtin_prefetch (pixels + i * stride + x, 1);
}

static void
show (guint32 *pixels, gsize stride, const DrawFanPixel *tile, gsize length, gsize width, gsize height) {
  for (gsize y = 0; y < height; y += 4) {
    guint32 *left = pixels + y * stride;

    if (y + AHEAD < height)
      prefetch_rows (left + AHEAD * stride, stride);
    for (gsize x = 0; x < width; x += 4) {
      Four rows[4];

      turn (rows, tile + x * length + y, length);
      for (gsize i = 0; i < MIN (4, height - y); i++)
        if (width - x >= 4)
          *(AnyFour *) (left + i * stride + x) = rows[i];
        else
          memcpy (left + i * stride + x, &rows[i], (width - x) * sizeof (guint32));
    }
  }
}

#define PASTE_(a, b) a##b
#define PASTE(a, b)  PASTE_ (a, b)

const DrawFanKernel PASTE (draw_fan_kernel_, DRAW_FAN_LEVEL) = { lay, show };

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compiled with DRAW_LINE_LEVEL set to baseline, avx2 or avx512 and that level's compiler options. The vector types are the compiler's
 * own; every level computes the same bits.
 *
 * Why it is fast: a sample of a line (its pass through one column) is one load, one difference, one product, one sum and one store
 * of 16 numbers, and its shares come ready from a table. Successive samples lie in different columns, so that none waits for the
 * store of the one before it; a tile stays in the second cache, and what one line touches of it in the first. */
#include "draw-line-kernel.h"

#include <string.h>

#define CACHE_LINE 64
#define AHEAD      16 /* rows */

#define AHEAD_IN_TILE 24 /* likewise */

typedef gint16 Rows __attribute__ ((vector_size (32)));
typedef gint16 AnyRows __attribute__ ((vector_size (32), aligned (8), may_alias));
typedef gint16 Half __attribute__ ((vector_size (16)));
typedef guint16 UnsignedHalf __attribute__ ((vector_size (16)));
typedef guint8 Bytes __attribute__ ((vector_size (16)));
typedef gint64 Repeated __attribute__ ((vector_size (32)));
typedef guint32 Four __attribute__ ((vector_size (16)));
typedef guint32 AnyFour __attribute__ ((vector_size (16), aligned (4), may_alias));
typedef guint16 Channels __attribute__ ((vector_size (32))); /* of four pixels */

G_STATIC_ASSERT (sizeof (Rows) == DRAW_LINE_ROWS * sizeof (DrawLinePixel));

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
  return y >> (16 - DRAW_LINE_PHASE_BITS - 5) & (DRAW_LINE_PHASES - 1) << 5;
}

typedef enum { LAY, ADD, TAKE } Way;

/* Inlined with the way and the usual numbers of columns and blocks as constants. */
static inline __attribute__ ((always_inline)) void
draw_run (DrawLinePixel *column, gsize length, const DrawLineRun *run, const Way way, const gsize columns,
          const gsize blocks) {
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
      if (way == LAY)
        rows[block] += multiply (colors - rows[block], share[block]);
      else if (way == ADD)
        rows[block] += multiply (colors, share[block]);
      else
        rows[block] -= multiply (colors, share[block]);
  }
}

static inline __attribute__ ((always_inline)) void
draw_runs (DrawLinePixel *tile, gsize length, const DrawLineRun *runs, gsize n, const Way way) {
  for (const DrawLineRun *run = runs; run < runs + n; run++)
    if (run->end - run->begin == DRAW_LINE_COLUMNS && run->blocks == 1)
      draw_run (tile, length, run, way, DRAW_LINE_COLUMNS, 1);
    else {
      DrawLineRun part = *run;
      part.y += (guint32) run->rise * run->begin;
      draw_run (tile + run->begin * length, length, &part, way, run->end - run->begin, run->blocks);
    }
}

static void
lay (DrawLinePixel *tile, gsize length, const DrawLineRun *runs, gsize n) {
  draw_runs (tile, length, runs, n, LAY);
}

static void
add (DrawLinePixel *tile, gsize length, const DrawLineRun *runs, gsize n) {
  draw_runs (tile, length, runs, n, ADD);
}

static void
take (DrawLinePixel *tile, gsize length, const DrawLineRun *runs, gsize n) {
  draw_runs (tile, length, runs, n, TAKE);
}

/* Four pixels of a column. One becomes 255, as DRAW_LINE_ONE - DRAW_LINE_ONE / 256 is 255.5 * 128. */
static inline __attribute__ ((always_inline)) Four
round_rows (const DrawLinePixel *pixels) {
  Rows rows = *(const AnyRows *) pixels;

  return (Four) __builtin_convertvector((rows - (rows >> 8) + 64) >> 7, Bytes);
}

#define ALPHA (G_BYTE_ORDER == G_LITTLE_ENDIAN ? 3 : 0)

/* Where nothing shines through: each channel's share of all cover. */
static guint32
divide (const DrawLinePixel pixel) {
  const guint16 *sums = (const guint16 *) pixel;
  guint8 bytes[4];
  guint32 whole;

  for (int i = 0; i < 4; i++)
    bytes[i] = (guint8) MIN (255, (sums[i] * 255u + sums[ALPHA] / 2) / sums[ALPHA]);
  memcpy (&whole, bytes, sizeof whole);
  return whole;
}

/* Four pixels of a column of sums. 8 * sum * scale is (1 - light that passes) in 1/4096, and less for less of a colour. */
static inline __attribute__ ((always_inline)) Four
resolve_rows (const DrawLinePixel *pixels, const gint16 *scales) {
  Rows sums = *(const AnyRows *) pixels;
  guint16 cover[4];
  gint64 scale[4];
  guint16 most = 0;

  for (int i = 0; i < 4; i++) {
    cover[i] = (guint16) pixels[i][ALPHA];
    most = MAX (most, cover[i]);
  }
  if (most == 0)
    return (Four){ 0 };
  for (int i = 0; i < 4; i++)
    memcpy (&scale[i], scales + 4 * MIN (cover[i], DRAW_LINE_COVERS - 1), sizeof scale[i]);
  Rows seen = multiply (sums << 3, (Rows) (Repeated){ scale[0], scale[1], scale[2], scale[3] });
  Four rows = (Four) __builtin_convertvector((seen - (seen >> 8) + 8) >> 4, Bytes);
  if (G_UNLIKELY (most >= DRAW_LINE_COVERS))
    for (int i = 0; i < 4; i++)
      rows[i] = cover[i] >= DRAW_LINE_COVERS ? divide (pixels[i]) : rows[i];
  return rows;
}

static inline __attribute__ ((always_inline)) Four
round_or_resolve (const DrawLinePixel *pixels, const gint16 *scales) {
  return scales == NULL ? round_rows (pixels) : resolve_rows (pixels, scales);
}

/* Four columns become four rows. */
static inline __attribute__ ((always_inline)) void
turn (Four rows[4], const DrawLinePixel *corner, gsize length, const gint16 *scales) {
  Four a = round_or_resolve (corner, scales), b = round_or_resolve (corner + length, scales);
  Four c = round_or_resolve (corner + 2 * length, scales), d = round_or_resolve (corner + 3 * length, scales);
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
    for (gsize x = 0; x < DRAW_LINE_COLUMNS; x += CACHE_LINE / sizeof (guint32))
      __builtin_prefetch (pixels + i * stride + x, 1);
}

/* Four premultiplied pixels, `opacity` of them, over what is there; all products are below 65,536. (n + n / 256) / 256 is n / 255. */
static inline __attribute__ ((always_inline)) Four
lay_over (Four pixels, Four below, guint16 opacity) {
  const Channels whole = (Channels){ 0 } + 255;
  Channels upper = __builtin_convertvector((Bytes) pixels, Channels) * opacity >> 8;
  Channels lower = __builtin_convertvector((Bytes) below, Channels);
#if G_BYTE_ORDER == G_LITTLE_ENDIAN
  Channels cover =
      __builtin_shufflevector (upper, upper, 3, 3, 3, 3, 7, 7, 7, 7, 11, 11, 11, 11, 15, 15, 15, 15);
#else
  Channels cover = __builtin_shufflevector (upper, upper, 0, 0, 0, 0, 4, 4, 4, 4, 8, 8, 8, 8, 12, 12, 12, 12);
#endif
  lower = lower * (whole - cover) + 128;
  return (Four) __builtin_convertvector(upper + ((lower + (lower >> 8)) >> 8), Bytes);
}

/* What show_tile() does with its pixels: it stores them, or lays so much of them over what is there. */
#define STORED 0

static inline __attribute__ ((always_inline)) void
show_row (guint32 *pixels, Four row, gsize n, guint16 opacity) {
  Four below;

  if (G_LIKELY (n >= 4)) {
    AnyFour *at = (AnyFour *) pixels;
    *at = opacity == STORED ? row : lay_over (row, *at, opacity);
    return;
  }
  memcpy (&below, pixels, n * sizeof (guint32));
  row = opacity == STORED ? row : lay_over (row, below, opacity);
  memcpy (pixels, &row, n * sizeof (guint32));
}

/* Nor does it follow as many columns as a tile has, where the tile was not just drawn. */
static inline void
prefetch_columns (const DrawLinePixel *corner, gsize length) {
  for (gsize x = 0; x < 4; x++)
    __builtin_prefetch (corner + x * length + AHEAD_IN_TILE);
}

/* Whether nothing lies on the same four pixels of four columns, as on much of a picture: of it nothing has to be worked out. */
static inline __attribute__ ((always_inline)) gboolean
is_empty (const DrawLinePixel *corner, gsize length) {
  Rows all = *(const AnyRows *) corner | *(const AnyRows *) (corner + length)
             | *(const AnyRows *) (corner + 2 * length) | *(const AnyRows *) (corner + 3 * length);
  Repeated parts = (Repeated) all;

  return (parts[0] | parts[1] | parts[2] | parts[3]) == 0;
}

/* Inlined with NULL for `scales`, or not, and with STORED, or not. */
static inline __attribute__ ((always_inline)) void
show_tile (guint32 *pixels, gsize stride, const DrawLinePixel *tile, gsize length, gsize width, gsize height,
           const gint16 *scales, guint16 opacity) {
  for (gsize y = 0; y < height; y += 4) {
    guint32 *left = pixels + y * stride;

    if (y + AHEAD + 4 <= height)
      prefetch_rows (left + AHEAD * stride, stride);
    for (gsize x = 0; x < width; x += 4) {
      const DrawLinePixel *corner = tile + x * length + y;
      Four rows[4];

      prefetch_columns (corner, length);
      if (opacity != STORED && is_empty (corner, length))
        continue;
      turn (rows, corner, length, scales);
      for (gsize i = 0; i < MIN (4, height - y); i++)
        show_row (left + i * stride + x, rows[i], width - x, opacity);
    }
  }
}

static void
show (guint32 *pixels, gsize stride, const DrawLinePixel *tile, gsize length, gsize width, gsize height) {
  show_tile (pixels, stride, tile, length, width, height, NULL, STORED);
}

static void
show_sums (guint32 *pixels, gsize stride, const DrawLinePixel *tile, gsize length, gsize width, gsize height,
           const gint16 *scales) {
  show_tile (pixels, stride, tile, length, width, height, scales, STORED);
}

static void
show_over (guint32 *pixels, gsize stride, const DrawLinePixel *tile, gsize length, gsize width, gsize height,
           const gint16 *scales, guint16 opacity) {
  if (scales == NULL)
    show_tile (pixels, stride, tile, length, width, height, NULL, opacity);
  else
    show_tile (pixels, stride, tile, length, width, height, scales, opacity);
}

#define PASTE_(a, b) a##b
#define PASTE(a, b)  PASTE_ (a, b)

const DrawLineKernel PASTE (draw_line_kernel_,
                            DRAW_LINE_LEVEL) = { lay, add, take, show, show_sums, show_over };

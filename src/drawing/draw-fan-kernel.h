/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The innermost loops of the rasterised fan, compiled once per CPU level from draw-fan-kernel.c.
 *
 * Pixels lie in tiles of DRAW_FAN_COLUMNS columns, column after column, each `length` pixels high. A pixel is four numbers of
 * 0…DRAW_FAN_ONE in the order in which ARGB32 has its bytes, premultiplied: 15 bits, as thousands of faint layers would drown in the
 * rounding of 8, and as the differences of two of them still fit into 16. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DRAW_FAN_COLUMNS    16
#define DRAW_FAN_ROWS       4 /* neighbours of a column that are dealt with at once: 16 numbers, a vector of AVX2 */
#define DRAW_FAN_PHASE_BITS 5
#define DRAW_FAN_PHASES     (1 << DRAW_FAN_PHASE_BITS) /* places between two rows that are told apart */
#define DRAW_FAN_ONE        32767

typedef gint16 DrawFanPixel[4];

/* A line's way through a tile. In column x it begins at height y + x * rise, in 1/65536 of a row (the upper 16 bits are the row, the
 * lower ones choose the phase), and its share of each of the next blocks * DRAW_FAN_ROWS pixels is
 * shares[(phase * blocks * DRAW_FAN_ROWS + row) * 4 …], four times the same in 1/DRAW_FAN_ONE, on 32 bytes' boundary. */
typedef struct {
  guint32 y;
  gint32 rise;
  const gint16 *shares;
  DrawFanPixel color;
  gsize blocks;
} DrawFanRun;

typedef struct {
  /* Lays the lines over the tile's first `columns`, one after the other: pixel += (color - pixel) * share, rounded. */
  void (*lay) (DrawFanPixel *tile, gsize length, gsize columns, const DrawFanRun *runs, gsize n);
  /* Rounds the tile's upper left corner, width <= DRAW_FAN_COLUMNS, to ARGB32; `stride` in pixels. Reads up to DRAW_FAN_ROWS - 1 rows
   * more. */
  void (*show) (guint32 *pixels, gsize stride, const DrawFanPixel *tile, gsize length, gsize width,
                gsize height);
} DrawFanKernel;

extern const DrawFanKernel draw_fan_kernel_baseline;
#ifdef ENGINE_CPU_HAS_LEVELS
extern const DrawFanKernel draw_fan_kernel_avx2;
extern const DrawFanKernel draw_fan_kernel_avx512;
#endif

G_END_DECLS

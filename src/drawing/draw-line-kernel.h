/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The innermost loops of the rasters of very many lines, compiled once per CPU level from draw-line-kernel.c.
 *
 * Pixels lie in tiles of DRAW_LINE_COLUMNS columns, column after column, each `length` pixels high. A pixel is four numbers in the
 * order in which ARGB32 has its bytes. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DRAW_LINE_COLUMNS 32
#define DRAW_LINE_ROWS                                                                                       \
  4 /* neighbours of a column that are dealt with at once: 16 numbers, a vector of AVX2 */
#define DRAW_LINE_PHASE_BITS 5
#define DRAW_LINE_PHASES     (1 << DRAW_LINE_PHASE_BITS) /* places between two rows that are told apart */
#define DRAW_LINE_ONE        32767 /* all of a pixel; where lines are laid over each other, also a full channel */
#define DRAW_LINE_COVER      512                   /* where lines are added up, a pixel covered once */
#define DRAW_LINE_COVERS     (8 * DRAW_LINE_COVER) /* from here on nothing shines through */

#define DRAW_LINE_OPAQUE 256

typedef gint16 DrawLinePixel[4];

/* A line's way through a tile, from column `begin` until before `end`. In column x it begins at height y + x * rise, in 1/65536 of a
 * row (the upper 16 bits are the row, the lower ones choose the phase), and its share of each of the next blocks * DRAW_LINE_ROWS pixels
 * is shares[(phase * blocks * DRAW_LINE_ROWS + row) * 4 …], four times the same in 1/DRAW_LINE_ONE, on 32 bytes' boundary. */
typedef struct {
  const gint16 *shares;
  DrawLinePixel color;
  guint32 y;
  gint32 rise;
  guint32 blocks;
  guint16 begin, end;
} DrawLineRun;

typedef struct {
  /* Lays the lines over the tile, one after the other: pixel += (color - pixel) * share, rounded. */
  void (*lay) (DrawLinePixel *tile, gsize length, const DrawLineRun *runs, gsize n);
  /* Adds the lines up: pixel += color * share, rounded; wrapping. `take` takes away what `add` added. */
  void (*add) (DrawLinePixel *tile, gsize length, const DrawLineRun *runs, gsize n);
  void (*take) (DrawLinePixel *tile, gsize length, const DrawLineRun *runs, gsize n);
  /* Rounds the tile's upper left corner, width <= DRAW_LINE_COLUMNS, to ARGB32; `stride` in pixels. Reads up to DRAW_LINE_ROWS - 1
   * rows more. */
  void (*show) (guint32 *pixels, gsize stride, const DrawLinePixel *tile, gsize length, gsize width,
                gsize height);
  /* The same of what was added up, in 1/DRAW_LINE_COVER: a channel is its sum's share of all cover, times scales[4 * cover] in
   * 1/DRAW_LINE_ONE, four times the same, which says by cover < DRAW_LINE_COVERS how much of it is seen. */
  void (*show_sums) (guint32 *pixels, gsize stride, const DrawLinePixel *tile, gsize length, gsize width,
                     gsize height, const gint16 *scales);
  /* Lays what either of them would store over what is there, opacity / DRAW_LINE_OPAQUE of it, 1 or more; without `scales` it is show(). */
  void (*show_over) (guint32 *pixels, gsize stride, const DrawLinePixel *tile, gsize length, gsize width,
                     gsize height, const gint16 *scales, guint16 opacity);
} DrawLineKernel;

extern const DrawLineKernel draw_line_kernel_baseline;
#ifdef ENGINE_CPU_HAS_LEVELS
extern const DrawLineKernel draw_line_kernel_avx2;
extern const DrawLineKernel draw_line_kernel_avx512;
#endif

G_END_DECLS

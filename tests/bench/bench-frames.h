/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a window's frames were shown, as its frame clock has it from the compositor. */
#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

typedef struct {
  GArray *
      intervals; /* double: milliseconds between two frames that follow each other; each was given to the compositor */
  GArray *work; /* double: milliseconds of the processor that this thread spent on each frame */

  gint64 next; /* counter of the first frame that was not looked at */
  gint64
      shown; /* when the frame before it was, in microseconds; 0: that one was not given to the compositor */
  gint64 begun;
} BenchFrames;

/* From now on; whatever was seen before is forgotten. */
void bench_frames_start (BenchFrames *self);
/* For the clock of a window that has been realized. */
void bench_frames_watch (BenchFrames *self, GdkFrameClock *clock);
void bench_frames_clear (BenchFrames *self);

G_END_DECLS

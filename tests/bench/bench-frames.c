/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench-frames.h"

#include <time.h>

static gint64
thread_time (void) {
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (gint64) time.tv_sec * G_GINT64_CONSTANT (1000000000) + time.tv_nsec;
}

/* The compositor tells whole milliseconds. GTK adds the frame that it takes until they are seen, and what part of a millisecond it was
 * when it heard of it: chance, which would be up to a millisecond in each interval. */
static gint64
time_shown (GdkFrameTimings *timings) {
  gint64 told =
      gdk_frame_timings_get_presentation_time (timings) - gdk_frame_timings_get_refresh_interval (timings);

  return told - told % 1000;
}

/* A frame in which nothing changed is not given to the compositor, and never gets a time: it is neither late nor in time. */
static void
look_at (BenchFrames *self, GdkFrameTimings *timings) {
  gboolean complete = timings != NULL && gdk_frame_timings_get_complete (timings);
  gint64 shown = complete ? time_shown (timings) : 0;
  double interval = (double) (shown - self->shown) / 1000;

  if (shown != 0 && self->shown != 0)
    g_array_append_val (self->intervals, interval);
  self->shown = shown;
}

static void
begin_cb (GdkFrameClock *clock, gpointer data) {
  BenchFrames *self = data;

  self->begun = thread_time ();
}

/* The frame before this one was shown, or GTK would not draw another. */
static void
end_cb (GdkFrameClock *clock, gpointer data) {
  BenchFrames *self = data;
  gint64 now = gdk_frame_clock_get_frame_counter (clock);
  double work = (double) (thread_time () - self->begun) / 1e6;

  g_array_append_val (self->work, work);
  if (self->next < 0)
    self->next = now;
  for (; self->next < now; self->next++)
    look_at (self, gdk_frame_clock_get_timings (clock, self->next));
}

void
bench_frames_start (BenchFrames *self) {
  g_array_set_size (self->intervals, 0);
  g_array_set_size (self->work, 0);
  self->next = -1;
  self->shown = 0;
}

void
bench_frames_watch (BenchFrames *self, GdkFrameClock *clock) {
  self->intervals = g_array_new (FALSE, FALSE, sizeof (double));
  self->work = g_array_new (FALSE, FALSE, sizeof (double));
  bench_frames_start (self);
  g_signal_connect (clock, "before-paint", G_CALLBACK (begin_cb), self);
  g_signal_connect (clock, "after-paint", G_CALLBACK (end_cb), self);
}

void
bench_frames_clear (BenchFrames *self) {
  g_clear_pointer (&self->intervals, g_array_unref);
  g_clear_pointer (&self->work, g_array_unref);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turns the times of frames into the seconds of a scene, and knows nothing else. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whatever took longer than this (a window that was hidden, a machine that slept) counts as one slow frame, so that
 * nobody misses what would have been played meanwhile. */
#define APP_CLOCK_LONGEST_FRAME 0.25

#define APP_SPEED_MIN 0.25
#define APP_SPEED_MAX 4.0

/* All zeros is a clock at rest at the beginning. */
typedef struct {
  double seconds; /* of the scene */
  double until;   /* where it comes to rest, while it runs */
  gint64 frame;   /* time of the last frame in microseconds; 0 before the first */
  gboolean running;
} AppClock;

/* Runs from where it stands until `until`, which must not lie behind. */
void app_clock_start (AppClock *self, double until);
/* Comes to rest at `seconds`. */
void app_clock_set (AppClock *self, double seconds);
void app_clock_stop (AppClock *self);
/* Goes on by one frame; TRUE if it moved. The first frame after the start only tells when that was. */
gboolean app_clock_tick (AppClock *self, gint64 frame_time, double speed);

/* One notch faster (+1) or slower (-1): twice or half, kept between APP_SPEED_MIN and APP_SPEED_MAX. */
double app_speed_step (double speed, int direction);

G_END_DECLS

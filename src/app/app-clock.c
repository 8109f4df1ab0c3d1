/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-clock.h"

void
app_clock_start (AppClock *self, double until) {
  g_return_if_fail (until >= self->seconds);

  self->until = until;
  self->frame = 0;
  self->running = TRUE;
}

void
app_clock_set (AppClock *self, double seconds) {
  app_clock_stop (self);
  self->seconds = seconds;
}

void
app_clock_stop (AppClock *self) {
  self->until = 0;
  self->frame = 0;
  self->running = FALSE;
}

gboolean
app_clock_tick (AppClock *self, gint64 frame_time, double speed) {
  if (!self->running)
    return FALSE;
  double passed = self->frame > 0 ? (double) (frame_time - self->frame) / G_USEC_PER_SEC : 0;
  self->frame = frame_time;
  if (passed <= 0)
    return FALSE;
  double seconds = self->seconds + MIN (passed, APP_CLOCK_LONGEST_FRAME) * speed;
  if (seconds >= self->until)
    app_clock_set (self, self->until);
  else
    self->seconds = seconds;
  return TRUE;
}

double
app_speed_step (double speed, int direction) {
  return CLAMP (direction > 0 ? speed * 2 : speed / 2, APP_SPEED_MIN, APP_SPEED_MAX);
}

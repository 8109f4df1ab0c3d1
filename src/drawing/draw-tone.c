/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-tone.h"

#include "engine-threads.h"

#include <math.h>

#define N_COLORS     2048
#define GRAIN_VALUES 65536

typedef struct {
  const float *values;
  guint32 *pixels;
  float first, steps; /* the value of the first colour; colours a unit */
  guint32 colors[N_COLORS];
} Paint;

DrawTone
draw_tone_of_photo (const DrawStyle *style) {
  return (DrawTone){ .style = style, .full = 1 };
}

DrawTone
draw_tone_of_response (const DrawStyle *style, const LessonParameters *parameters, double scale) {
  LessonTone tone = parameters->settings.tone;
  double full = scale > 0 ? scale : 1;

  return (DrawTone){
    .style = style,
    .diverging = tone == LESSON_TONE_DIVERGING,
    .sizes = tone == LESSON_TONE_ABSOLUTE,
    .black =
        tone != LESSON_TONE_ABSOLUTE && lesson_response_is_signed (parameters->photo_response) ? -full : 0,
    .full = full,
  };
}

DrawColor
draw_tone_color (const DrawTone *self, double value) {
  double size = self->sizes ? fabs (value) : value;
  double grey = CLAMP ((size - self->black) / (self->full - self->black), 0, 1);

  return self->diverging ? draw_style_diverging (self->style, value, self->full)
                         : (DrawColor){ grey, grey, grey };
}

static guint32
packed (DrawColor color) {
  return 255u << 24 | (guint32) lround (color.red * 255) << 16 | (guint32) lround (color.green * 255) << 8
         | (guint32) lround (color.blue * 255);
}

static void
paint_cb (gint64 begin, gint64 end, gpointer data) {
  const Paint *self = data;

  for (gint64 i = begin; i < end; i++) {
    float place = (self->values[i] - self->first) * self->steps + 0.5f;
    self->pixels[i] = self->colors[(int) CLAMP (place, 0, N_COLORS - 1)];
  }
}

void
draw_tone_paint (const DrawTone *self, const float *values, gint64 n, guint32 *pixels) {
  Paint paint = { .values = values, .pixels = pixels, .first = (float) -self->full };

  if (!self->diverging && !self->sizes)
    paint.first = (float) self->black;
  double span = self->full - paint.first;
  paint.steps = (float) ((N_COLORS - 1) / span);
  for (int i = 0; i < N_COLORS; i++)
    paint.colors[i] = packed (draw_tone_color (self, paint.first + span * i / (N_COLORS - 1)));
  engine_parallel_for (n, GRAIN_VALUES, paint_cb, &paint);
}

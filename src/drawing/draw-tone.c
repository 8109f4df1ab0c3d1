/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-tone.h"

#include "engine-threads.h"

#include <math.h>

#define GRAIN_VALUES 65536

typedef struct {
  const DrawTonePalette *palette;
  const float *values;
  guint32 *pixels;
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

void
draw_tone_palette (const DrawTone *self, DrawTonePalette *palette) {
  double first = self->diverging || self->sizes ? -self->full : self->black;
  double span = self->full - first;

  palette->first = (float) first;
  palette->steps = (float) ((DRAW_TONE_COLORS - 1) / span);
  for (int i = 0; i < DRAW_TONE_COLORS; i++)
    palette->colors[i] = packed (draw_tone_color (self, first + span * i / (DRAW_TONE_COLORS - 1)));
}

static void
paint_cb (gint64 begin, gint64 end, gpointer data) {
  const Paint *self = data;
  const DrawTonePalette *palette = self->palette;
  const float first = palette->first, steps = palette->steps;

  for (gint64 i = begin; i < end; i++) {
    float place = (self->values[i] - first) * steps + 0.5f;
    place = place > 0 ? place : 0;
    self->pixels[i] = palette->colors[(int) (place < DRAW_TONE_COLORS - 1 ? place : DRAW_TONE_COLORS - 1)];
  }
}

void
draw_tone_paint (const DrawTonePalette *palette, const float *values, gint64 n, guint32 *pixels) {
  engine_parallel_for (n, GRAIN_VALUES, paint_cb, &(Paint){ palette, values, pixels });
}

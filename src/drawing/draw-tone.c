/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-tone.h"

#include "engine-threads.h"
#include "engine-vector.h"

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

/* Which colours as many values have as fit into a vector; what is no number has the first. */
static inline Whole
places_of (const DrawTonePalette *palette, Vector values) {
  Vector place = larger ((values - palette->first) * palette->steps + 0.5f, splat (0));

  return __builtin_convertvector(-larger (-place, splat (1 - DRAW_TONE_COLORS)), Whole);
}

static void
paint_cb (gint64 begin, gint64 end, gpointer data) {
  const Paint *self = data;
  gint64 i = begin;

  for (; i + LANES <= end; i += LANES) {
    Whole places = places_of (self->palette, load (self->values + i));
    for (int lane = 0; lane < LANES; lane++)
      self->pixels[i + lane] = self->palette->colors[places[lane]];
  }
  for (; i < end; i++)
    self->pixels[i] = self->palette->colors[places_of (self->palette, splat (self->values[i]))[0]];
}

void
draw_tone_paint (const DrawTonePalette *palette, const float *values, gint64 n, guint32 *pixels) {
  engine_parallel_for (n, GRAIN_VALUES, paint_cb, &(Paint){ palette, values, pixels });
}

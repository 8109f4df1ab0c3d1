/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the values of a photo or of its response become colours. */
#pragma once

#include "draw-style.h"
#include "lesson-parameters.h"

G_BEGIN_DECLS

typedef struct {
  const DrawStyle *style;
  gboolean diverging; /* sign and size; else black…white */
  gboolean sizes;     /* signs do not matter */
  double black, full; /* the value that is black, and that of white or of the full colour */
} DrawTone;

/* 0 is black, 1 is white. */
DrawTone draw_tone_of_photo (const DrawStyle *style);
/* As the settings say; `scale` is the largest size of any value. Grey is symmetric about zero where there are negative
 * values, so that 0 is the middle grey. */
DrawTone draw_tone_of_response (const DrawStyle *style, const LessonParameters *parameters, double scale);
DrawColor draw_tone_color (const DrawTone *self, double value);

/* All colours of a tone, packed as cairo's RGB24. */
#define DRAW_TONE_COLORS 2048
typedef struct {
  float first, steps; /* the value of the first colour; colours a unit */
  guint32 colors[DRAW_TONE_COLORS];
} DrawTonePalette;

void draw_tone_palette (const DrawTone *self, DrawTonePalette *palette);
/* The colours of `n` values, on several threads. */
void draw_tone_paint (const DrawTonePalette *palette, const float *values, gint64 n, guint32 *pixels);

G_END_DECLS

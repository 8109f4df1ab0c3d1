/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every drawing function of one picture is given. */
#pragma once

#include "draw-cache.h"
#include "draw-layout-private.h"
#include "draw-style.h"

typedef struct {
  cairo_t *cr;
  const LessonState *state;
  const DrawLayout *layout;
  const DrawStyle *style;
  LessonTarget target; /* LESSON_PART_NONE where the pointer is on nothing */
  DrawCache *cache;
  gboolean
      pixels; /* the surface is made of pixels: rasterise; else lines and letters stay lines and letters */
} DrawContext;

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "draw-chart-private.h"
#include "draw-scene-private.h"
#include "lesson-growth.h"

typedef struct {
  DrawRect picture; /* the frame of the largest image so far */
  DrawRect legend;
  DrawChart chart; /* of numbers over the image's side */
  guint n_sides;
  gint64 sides[LESSON_GROWTH_SIDES_MAX];
  gboolean
      narrow; /* the panels among the others: then all have two lines above their bars, also one that grows */
} DrawGrowthPlaces;

/* The real networks in layout->main, and their bars as regions. */
void draw_networks_place (DrawLayout *layout, const LessonState *state);
void draw_networks (const DrawContext *context);

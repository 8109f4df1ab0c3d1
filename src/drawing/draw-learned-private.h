/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pictures of scene "learned", one a part: places inside layout->main with their regions, and drawing. */
#pragma once

#include "draw-chart-private.h"
#include "draw-scene-private.h"
#include "lesson-learned.h"

/* Of the networks side by side. */
typedef struct {
  DrawRect
      gallery[LEARNING_N_KINDS]; /* heading and pictures of weights; empty where the network is not shown */
  DrawRect patterns;             /* likewise of the hidden patterns */
  DrawChart accuracy, loss;      /* over the steps */
  DrawRect totals;
} DrawLearnedPlaces;

void draw_learned_networks_place (DrawLayout *layout, const LessonState *state);
void draw_learned_networks (const DrawContext *context);
void draw_learned_hidden_place (DrawLayout *layout, const LessonState *state);
void draw_learned_hidden (const DrawContext *context);
void draw_learned_gradient_place (DrawLayout *layout, const LessonState *state);
void draw_learned_gradient (const DrawContext *context);
void draw_learned_classify_place (DrawLayout *layout, const LessonState *state);
void draw_learned_classify (const DrawContext *context);

/* Where picture `index` of n stands in a gallery below its heading. */
DrawRect draw_learned_cell (const DrawLayout *layout, DrawRect gallery, gint64 n, gint64 index);
void draw_learned_curves (const DrawContext *context);
/* dense, local, convolution as the style has them. */
DrawColor draw_learned_color (const DrawStyle *style, LearningKind kind);
